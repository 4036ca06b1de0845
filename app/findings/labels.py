"""The words for a finding's theme and severity."""

from app.models import Severity, Theme

THEME_LABELS = {
    Theme.PEOPLE: "People",
    Theme.COLLABORATION: "Collaboration",
    Theme.QUALITY: "Quality",
}
SEVERITY_LABELS = {
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
}

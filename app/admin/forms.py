"""The shape of settings, terms and closed days."""

from app.forms import DayField, TrackerForm, needed, one_of, pick, text
from app.models import ClosedDayKind
from workflows.terms import TERM_NAMES

CLOSED_DAY_KIND_LABELS = {ClosedDayKind.BANK_HOLIDAY: "Bank holiday", ClosedDayKind.CLOSURE_DAY: "Closure day"}


class SettingForm(TrackerForm):
    """One setting, as text; `app.settings` knows how it is read."""

    value = text("Value", needed="Enter a value")


class TermForm(TrackerForm):
    """One full term."""

    name = pick("Term", needed="Choose a term")
    year = text("Year", needed="Enter the year", hint="The calendar year in which it lies, for example 2026", longest=4)
    first_day = DayField("First day", validators=[needed("Give the first day")], description="The Sunday of week 1")
    last_day = DayField("Last day", validators=[needed("Give the last day")], description="The Saturday of week 8")


TERMS = [(name, f"{name} term") for name in ("Michaelmas", "Hilary", "Trinity")]
assert {name for name, _ in TERMS} == set(TERM_NAMES)


class ClosedDayForm(TrackerForm):
    """One day on which nobody works."""

    day = DayField("Day", validators=[needed("Give the day")], description="For example 25 December 2026")
    kind = one_of("What is it?", CLOSED_DAY_KIND_LABELS.items(), needed="Choose what it is")
    label = text("What is it called?", needed="Say what it is called", hint="For example Christmas Day", longest=120)

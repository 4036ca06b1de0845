"""The shape of what is typed about evidence."""

from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import StopValidation

from app.file_kinds import TAKEN
from app.forms import PreciseDateField, TrackerForm, area, needed, one_of, text
from app.models.findings import EVIDENCE_KIND_LABELS

FILE_HINT = f"{TAKEN}. Its type is checked by its content."


def is_web_address(_form: Any, field: Any) -> None:
    """Let an address of a web page pass, and nothing that a browser would run."""
    typed = field.data or ""
    if not typed:
        return
    try:
        parts = urlsplit(typed)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(one.isspace() for one in typed):
        raise StopValidation("Enter a link that begins with https:// or http://, without spaces")


class EvidenceForm(TrackerForm):
    """What a piece of evidence is, and who may read it."""

    kind = one_of("Kind of evidence", EVIDENCE_KIND_LABELS.items(), needed="Choose what kind of evidence it is")
    title = text(
        "Title",
        needed="Enter a title",
        hint="How people will recognise it. Use role titles, not names.",
        longest=300,
    )
    gathered = PreciseDateField(
        "When was it gathered?",
        description="As exact as you know it, for example 4 March 2026, March 2026 or Hilary term 2026. "
        "Leave it empty if you do not know.",
    )
    notes = area("Notes", hint="What it shows. What you write here may be disclosed under information law.", rows=6)
    url = text("Link", hint="The address of a page, if it is kept elsewhere.", longest=2000)
    confidential = BooleanField(
        "Confidential: for this review’s own team alone",
        description="Each reading of confidential evidence is logged, and the team sees the log. "
        "Interviews are always confidential, whether this is ticked or not.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.url.validators = [*self.url.validators, is_web_address]


class NewEvidenceForm(EvidenceForm):
    """Evidence with its first file and the findings it supports."""

    file = FileField("File", description=f"{FILE_HINT} If anything has to be corrected, choose the file again.")
    findings = SelectMultipleField("Which findings does it support?", coerce=int, choices=[])


class FileForm(TrackerForm):
    """A file, or a new version of it."""

    file = FileField("File", validators=[needed("Choose a file")], description=FILE_HINT)
    note = text("What is new in it?", hint="You may leave this empty.", longest=300)


class WithdrawForm(TrackerForm):
    """Why something no longer counts."""

    reason = area("Why is it withdrawn?", needed="Say why it is withdrawn", rows=3)

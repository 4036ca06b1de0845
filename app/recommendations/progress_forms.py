"""What is asked while a recommendation is being done: how it goes, what shows that it is done, and other dates."""

from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from app.forms import DayField, PreciseDateField, TrackerForm, area, choices_of, needed, one_of, pick, text
from app.recommendations.forms import DATE_HINT, TicksField

NEW_DATE, BLOCKED, DONE, ON_COURSE = "new_date", "blocked", "done", "yes"


class UpdateForm(TrackerForm):
    """How it is going, in two minutes. A new date, something that blocks it, and "done" ask more on the next page."""

    milestones = TicksField("Milestones done", validators=[Optional()])
    milestones_seen = HiddenField()
    started = BooleanField("Work on it has started")
    note = area(
        "What has happened since?",
        hint="Everybody who can read this recommendation sees your note. Leave out names of people.",
        rows=3,
    )
    when = RadioField("Will it be done in time?", choices=[], validators=[Optional()])

    def ask(self, by: str, *, blocked: bool, date_asked: bool) -> None:
        """Put the question about the date in words; `by` is the date as printed, empty where there is none."""
        self.when.label.text = f"Will it be done by {by}?" if by else "When will it be done?"
        options: list[tuple[str, str]] = [(ON_COURSE, "Yes, as far as I can see")] if by else []
        if not date_asked:
            words = "No, I need a new date" if by else "I propose a date"
            options.append((NEW_DATE, f"{words} (the next page asks which and why)"))
        if not blocked:
            options.append((BLOCKED, "Something blocks it (the next page asks what)"))
        options.append((DONE, "It is done already (the next page asks for evidence)"))
        self.when.choices = choices_of(options)

    def validate(self, extra_validators: Any = None) -> bool:
        """An update says something."""
        valid = bool(super().validate(extra_validators))
        added, removed = self.milestones.changes(self.milestones_seen.data or "")
        if not (added or removed or self.started.data or self.note.data or self.when.data):
            self.note.errors = [
                *self.note.errors,
                "Write a note, tick a milestone, or say whether it will be done in time",
            ]
            return False
        return valid


class NewDateForm(TrackerForm):
    """Asking for another date."""

    becomes = PreciseDateField("Which date do you ask for?", validators=[needed("Give a date")], description=DATE_HINT)
    reason = area("Why does the date change?", needed="Say why the date changes", rows=3)

    def check_against(self, current: Any, today: date) -> bool:
        """Whether the date is another one, and not over already; the message is at the field otherwise."""
        given = self.becomes.data
        problem = ""
        if given.last_day < today:
            problem = "The new date is over already: give a later one"
        elif current is not None and (given.first_day, given.last_day) == (current.first_day, current.last_day):
            problem = f"That is the date it has now, {current.label}: give another one"
        if problem:
            self.becomes.errors = [*self.becomes.errors, problem]
        return not problem


class DateDecisionForm(TrackerForm):
    """Approving or refusing a new date."""

    decision = one_of(
        "What do you decide?",
        [("approve", "Approve the new date"), ("refuse", "Refuse it: the date stays")],
        needed="Say whether you approve or refuse it",
    )
    note = area("A word on it", hint="Needed when you refuse. The owner reads it.", rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        """A refusal has its reason."""
        valid = bool(super().validate(extra_validators))
        if self.decision.data == "refuse" and not self.note.data:
            self.note.errors = [*self.note.errors, "Say why you refuse it"]
            return False
        return valid


class ReasonForm(TrackerForm):
    """A reason, and nothing else."""

    reason = area("Why?", needed="Say why", rows=3)


class NoteForm(TrackerForm):
    """A note that may be left empty."""

    note = area("A note on it", rows=3)


class ReportBackForm(TrackerForm):
    """What became of a recommendation that was handed over."""

    note = area("What has become of it?", needed="Say what has become of it", rows=4)


class BlockedForm(TrackerForm):
    """What stands in the way."""

    reason = area(
        "What blocks it?",
        needed="Say what blocks it",
        hint="What it waits for, and who could help. Everybody who can read the recommendation sees this.",
        rows=3,
    )


class DoneForm(TrackerForm):
    """What shows that it is done: words, a link or a file, at least one of them."""

    evidence = area(
        "What shows that it is done?",
        hint="What was done, and where it can be seen. Everybody who can read the recommendation sees this.",
        rows=4,
    )
    url = text("A link to it", hint="For example to the page that was published", longest=2000)
    file = FileField(
        "A file", validators=[Optional()], description="PDF, Office without macros, image, CSV or text, up to 20 MB"
    )
    completed_on = DayField(
        "When was it done?", validators=[needed("Give the day")], description="For example 29 May 2026"
    )

    def validate_url(self, field: Any) -> None:
        """An address that a browser opens, and nothing else."""
        if field.data and not field.data.lower().startswith(("https://", "http://")):
            raise ValidationError("Begin the link with https://")

    def check(self, today: date, *, has_file: bool) -> bool:
        """Whether there is any evidence, and the day is not in the future; messages are at the fields otherwise."""
        if not (self.evidence.data or self.url.data or self.file.data or has_file):
            self.evidence.errors = [*self.evidence.errors, "Say what shows that it is done, or give a link or a file"]
        if self.completed_on.data and self.completed_on.data > today:
            self.completed_on.errors = [*self.completed_on.errors, "That day has not come yet"]
        return not (self.evidence.errors or self.completed_on.errors)


class MilestoneForm(TrackerForm):
    """A new milestone."""

    text = text("The next milestone", needed="Say what is to be reached", hint="A step on the way", longest=300)


class HandOverForm(TrackerForm):
    """Handing over to a programme that reports back."""

    programme = pick(
        "Which programme takes it over?", needed="Choose the programme", hint="It keeps reporting back here."
    )
    reason = area("Why is it handed over?", needed="Say why", rows=3)


class SupersedeForm(TrackerForm):
    """Another recommendation takes its place."""

    successor = pick("Which recommendation takes its place?", needed="Choose the recommendation")
    reason = area("Why?", needed="Say why", rows=3)


class AcceptRiskForm(TrackerForm):
    """The risk of not doing it is accepted, by somebody who may decide that."""

    reason = area("Why is the risk accepted?", needed="Say why", rows=3)
    decided_by_title = text(
        "Who decided it?", needed="Say who decided it", hint="A role or a body, not a name", longest=160
    )
    decided_on = DayField(
        "When was it decided?", validators=[needed("Give the day")], description="For example 29 May 2026"
    )
    minute_reference = text("Minute or letter", hint="Its reference, if there is one", longest=120)

"""The shape of what is typed about a review's plan, team, tasks, lessons and completion."""

from typing import Any

from wtforms import Field, RadioField, SelectField, SubmitField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from app.clock import today
from app.forms import DayField, PreciseDateField, TrackerForm, area, one_of, text
from app.models.reviews import SCREENING_LABELS
from app.plans.team_actions import PARTS
from workflows.phases import STEP_LABELS

LONGEST_TASK = 300
MOST_AT_ONCE = 20
_NOT_OFFERED = "Choose somebody from the list"


def not_in_future(message: str) -> Any:
    """A validator: the day is today or before."""

    def check(_form: Any, field: Field) -> None:
        if field.data is not None and field.data > today():
            raise StopValidation(message)

    return check


def _from_the_list(_form: Any, field: Field) -> None:
    choices: Any = getattr(field, "choices", None) or []
    if field.data and str(field.data) not in {str(choice.value) for choice in choices}:
        raise ValidationError(_NOT_OFFERED)


def add_error(field: Field, message: str) -> None:
    """Say at the field what is wrong with it."""
    field.errors = [*field.errors, message]


class ScreeningForm(TrackerForm):
    """Whether data protection and equality were screened."""

    data_protection = one_of(
        "Data protection",
        SCREENING_LABELS.items(),
        needed="Choose how far the data-protection screening is",
        hint="Does the review, or what it may recommend, change how personal data is used?",
    )
    equality = one_of(
        "Equality",
        SCREENING_LABELS.items(),
        needed="Choose how far the equality screening is",
        hint="May anybody be better or worse served because of who they are?",
    )
    screening_note = area("Note", hint="For example where the assessment is kept, or why nothing is needed", rows=3)


class GuideForm(TrackerForm):
    """Which self-assessment guide is used, or why none is."""

    guide_choice = text("Guide", hint="Its title and version, for example: Service review self-assessment, 0.9.0 beta")
    no_guide_reason = area("Reason for having no self-assessment", hint="Only if no guide is used", rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two, and not both."""
        valid = super().validate(extra_validators)
        if not valid:
            return False
        if self.guide_choice.data and self.no_guide_reason.data:
            add_error(self.no_guide_reason, "Name a guide or give a reason for having none, not both")
        elif not self.guide_choice.data and not self.no_guide_reason.data:
            add_error(self.guide_choice, "Name the guide, or say below why there is none")
        return not self.errors


class BaselineForm(TrackerForm):
    """How the service did before the review, or why that is not known."""

    baseline = area(
        "What it was",
        hint="The value in words, for example: 24 of 242 bookings were not used, about one in ten",
        rows=3,
    )
    baseline_on = PreciseDateField(
        "When it was measured",
        validators=[Optional(strip_whitespace=True)],
        description="As exact as you know it: 1 May 2026, May 2026, Hilary term 2026 or 2025/26",
    )
    baseline_method = area("How it was measured", hint="So that it can be measured again in the same way", rows=3)
    no_baseline_reason = area(
        "Reason for having no baseline", hint="Only if it cannot be known how the service did before", rows=3
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Value, date and method together, or the reason alone."""
        if not super().validate(extra_validators):
            return False
        given = (self.baseline.data, self.baseline_on.data, self.baseline_method.data)
        if self.no_baseline_reason.data:
            if any(given):
                add_error(self.no_baseline_reason, "Give a baseline or a reason for having none, not both")
            return not self.errors
        if not any(given):
            add_error(self.baseline, "Say what the baseline is, or give a reason below for having none")
            return False
        for field, message in (
            (self.baseline, "Say what it was"),
            (self.baseline_on, "Give the date when it was measured"),
            (self.baseline_method, "Say how it was measured"),
        ):
            if not field.data:
                add_error(field, message)
        return not self.errors


class SummaryForm(TrackerForm):
    """What the report says first, and how the review was done."""

    summary = area("Summary", hint="The first page of the report: what was found, and what is recommended", rows=10)
    method = area("Method", hint="Who was asked, what was looked at, and when", rows=6)


class CompletionForm(TrackerForm):
    """What completes a review: its benefits are checked, and the service's owner takes over."""

    benefits_checked_on = DayField(
        "Benefits checked on",
        validators=[Optional(strip_whitespace=True), not_in_future("Give a day that is not after today")],
        description="For example 1 May 2026",
    )
    benefits_note = area("What the check found", hint="What became better, and what did not", rows=4)
    service_owner_title = text("Service owner", hint="The role that looks after the service from here on", longest=120)
    service_owner_on = DayField(
        "Took over on",
        validators=[Optional(strip_whitespace=True), not_in_future("Give a day that is not after today")],
        description="For example 1 May 2026",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A check has a day and words; whoever takes over has a title and a day."""
        if not super().validate(extra_validators):
            return False
        for one, other, message in (
            (self.benefits_checked_on, self.benefits_note, "Say what the check found"),
            (self.benefits_note, self.benefits_checked_on, "Give the day of the check"),
            (self.service_owner_title, self.service_owner_on, "Give the day on which the service owner took over"),
            (self.service_owner_on, self.service_owner_title, "Say who took over, by role title"),
        ):
            if one.data and not other.data:
                add_error(other, message)
        return not self.errors


class StepForm(TrackerForm):
    """Where the review stands among its seven steps."""

    step = one_of("Current step", STEP_LABELS.items(), needed="Choose the step the review is at")


class SponsorForm(TrackerForm):
    """The sponsor by role title."""

    sponsor_title = text("Sponsor", needed="Give the role title of the sponsor", longest=120)


class MemberForm(TrackerForm):
    """Somebody who takes part in the review, and as what."""

    person = RadioField(
        "Who", choices=[], validators=[InputRequired("Choose who"), _from_the_list], validate_choice=False
    )
    part = one_of("Takes part as", [(name, part.label) for name, part in PARTS.items()], needed="Choose as what")


def _owner() -> SelectField:
    return SelectField(
        "Owner",
        choices=[],
        validators=[Optional(strip_whitespace=True), _from_the_list],
        validate_choice=False,
        description="The owner may mark it as done, even without a part in the review",
    )


def _due() -> DayField:
    return DayField(
        "Due", validators=[Optional(strip_whitespace=True)], description="A day, for example 29 May 2026, or nothing"
    )


class TasksForm(TrackerForm):
    """New tasks of one step: one on each line."""

    titles = area("Tasks", needed="Write at least one task", hint="One on each line", rows=5)
    step = one_of("Step", STEP_LABELS.items(), needed="Choose the step they belong to")
    owner_id = _owner()
    due_on = _due()
    save_and_more = SubmitField("Save and add more")

    def lines(self) -> list[str]:
        """The tasks that were typed."""
        return [line.strip() for line in (self.titles.data or "").split("\n") if line.strip()]

    def validate_titles(self, field: Field) -> None:
        """Each fits into a line of the list, and there are not too many at once."""
        lines = self.lines()
        if not lines:
            raise ValidationError("Write at least one task")
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(f"Add at most {MOST_AT_ONCE} tasks at once: there are {len(lines)} lines")
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_TASK:
                raise ValidationError(f"Shorten line {number} to {LONGEST_TASK} characters or fewer")


class TaskForm(TrackerForm):
    """One task."""

    title = text("Task", needed="Say what is to be done", longest=LONGEST_TASK)
    step = one_of("Step", STEP_LABELS.items(), needed="Choose the step it belongs to")
    owner_id = _owner()
    due_on = _due()


class LessonForm(TrackerForm):
    """Something learned."""

    text = area(
        "What did you learn, that the next review should know?",
        needed="Write the lesson",
        hint="What went well or badly, and what to do next time. Leave out names of people.",
        rows=5,
    )

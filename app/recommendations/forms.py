"""What is asked when a recommendation is written, put forward, amended or withdrawn."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from app.forms import PreciseDateField, TrackerForm, area, choices_of, offer, pick
from workflows.recommendation import PRIORITY_LABELS

SIZES = ((1, "1, very small"), (2, "2, small"), (3, "3, medium"), (4, "4, large"), (5, "5, very large"))
DATE_HINT = "As exact as it is known, for example 29 May 2026, May 2026, Trinity term 2026 or 2026/27"


class SizeField(SelectField):
    """A number from 1 to 5, or nothing yet."""

    def __init__(self, label: str, hint: str, **more: Any) -> None:
        super().__init__(label, choices=[], validators=[Optional()], description=hint, **more)
        offer(self, SIZES, empty="Not judged yet")

    def pre_validate(self, form: Any) -> None:
        """Refuse everything else in words."""
        if self.data and self.data not in {str(number) for number, _ in SIZES}:
            raise ValidationError(f"{self.label.text} is a number from 1 to 5")

    @property
    def number(self) -> int | None:
        """The chosen number."""
        return int(self.data) if self.data else None


class TicksField(SelectMultipleField):
    """Check boxes whose ticks are merged with what somebody else ticked meanwhile, through what was ticked when opened."""

    def offer(self, entries: Sequence[tuple[int, str]]) -> None:
        """What can be ticked: id and words."""
        self.choices = choices_of(entries)

    def changes(self, seen: str) -> tuple[set[int], set[int]]:
        """What was newly ticked, and what was unticked, since the page showed `seen` (ids with commas)."""
        now = {int(one) for one in self.data or []}
        before = {int(one) for one in seen.split(",") if one.isdecimal() and len(one) < 10}
        return now - before, before - now


class AssessedForm(TrackerForm):
    """What a recommendation rests on, and how it is judged: asked for drafts and for amendments alike."""

    finding_ids = TicksField(
        "Which findings does it rest on?",
        validators=[Optional()],
        description="Everything recommended follows from something that was found.",
    )
    finding_ids_seen = HiddenField()
    impact = SizeField("Impact", "How much better things would be")
    effort = SizeField("Effort", "How much it takes to do")
    priority = SelectField(
        "Priority",
        choices=[],
        validators=[Optional()],
        description="Left open, it is suggested from impact and effort.",
    )
    current_date = PreciseDateField("When should it be done?", validators=[Optional()], description=DATE_HINT)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self.priority, list(PRIORITY_LABELS.items()), empty="As suggested from impact and effort")


class DraftForm(AssessedForm):
    """A recommendation while it is a draft. Fields that are columns of the record have its names."""

    text = area(
        "What do you recommend?",
        needed="Say what you recommend",
        hint="One sentence that begins with a verb. It is printed as it stands, and fixed once it is put forward.",
        rows=3,
    )
    detail = area("More about it", hint="What it means in practice, and how it was tried out", rows=5)
    owner_id = pick("Proposed owner", hint="Who would do it")
    verifier_id = pick("Verifier", hint="Who would confirm that it is done: never the owner")
    interim = BooleanField(
        "It is a quick win", description="A quick win can be put forward and accepted from discovery on."
    )

    def validate_verifier_id(self, field: SelectField) -> None:
        """Nobody confirms their own work."""
        if field.data and field.data == self.owner_id.data:
            raise ValidationError("The verifier cannot be the owner: choose somebody else")


class PeopleForm(TrackerForm):
    """Another owner or verifier for a recommendation that was put forward."""

    owner_id = pick("Owner", hint="Who does it")
    verifier_id = pick("Verifier", hint="Who confirms that it is done: never the owner")
    reason = area("Why does it change?", needed="Say why it changes", rows=3)

    validate_verifier_id = DraftForm.validate_verifier_id


class AmendForm(AssessedForm):
    """An amendment of a recommendation that was put forward: its wording, what it rests on, how it is judged."""

    text = area("The wording", needed="Say what you recommend", rows=3)
    reason = area(
        "Why is it amended?",
        needed="Say why it is amended",
        hint="Everybody who reads the recommendation reads this too.",
        rows=3,
    )


class WithdrawForm(TrackerForm):
    """Withdrawing a draft."""

    reason = area("Why is it withdrawn?", needed="Say why it is withdrawn", rows=3)

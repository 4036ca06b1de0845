"""The shape of what is entered about units, people, roles and services."""

import re

from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import Optional

from app.forms import DayField, DecimalTextField, TrackerForm, area, needed, one_of, pick, text
from app.models import Side, UnitKind
from app.models.people import UNIT_KIND_LABELS
from workflows.roles import ROLE_LABELS, Role

BELOW_THE_TOP = [(kind, label) for kind, label in UNIT_KIND_LABELS.items() if kind is not UnitKind.UNIVERSITY]
TO_GIVE = [(role, label) for role, label in ROLE_LABELS.items() if role is not Role.READER]
SIDES = [(Side.SERVICE, "The service"), (Side.DIVISION, "A division")]
SCOPES = [("everywhere", "Everywhere"), ("unit", "A unit and what is below it"), ("review", "One review")]
EMAIL_HINT = "Only administrators see it. Without one, what is asked of this person is read on the outbox page alone."
FROM_HINT = "Not in the future. For example 1 May 2026."


class UnitForm(TrackerForm):
    """A new unit."""

    name = text("Name", needed="Enter the name of the unit", hint="In full, as people write it")
    kind = one_of("What kind of unit is it?", BELOW_THE_TOP, needed="Choose what kind of unit it is")
    parent_id = pick("What does it belong to?", needed="Choose what it belongs to")
    opened_on = DayField(
        "Since when does it exist?",
        validators=[Optional()],
        description="Leave this empty if it has existed for as long as anybody here remembers.",
    )


class RenameForm(TrackerForm):
    """Another name for a unit."""

    name = text("New name", needed="Enter the new name", hint="In full, as people write it")
    from_day = DayField("First day of the new name", validators=[needed("Give the first day")], description=FROM_HINT)
    mistake = BooleanField("This corrects a mistake: the unit never had the old name")
    reason = text("Why is it renamed? (optional)")


class MoveForm(TrackerForm):
    """Another unit to belong to."""

    parent_id = pick("What does it belong to from then on?", needed="Choose what it belongs to")
    from_day = DayField("First day there", validators=[needed("Give the first day")], description=FROM_HINT)
    reason = text("Why does it move? (optional)")


class CloseForm(TrackerForm):
    """The end of a unit."""

    last_day = DayField("Its last day", validators=[needed("Give its last day")], description=FROM_HINT)
    reason = text("Why is it closed?", needed="Say why it is closed")


class MergeForm(TrackerForm):
    """The end of a unit as part of another."""

    into_id = pick("Into which unit?", needed="Choose the unit that takes it over")
    last_day = DayField("Its last day", validators=[needed("Give its last day")], description=FROM_HINT)
    reason = text("Why are they merged?", needed="Say why they are merged")


class PersonForm(TrackerForm):
    """Somebody who may sign in."""

    role_title = text(
        "Role title",
        needed="Enter the role title",
        hint="What the person does, not who they are: people are shown by role title. For example Head of records.",
        longest=120,
    )
    unit_id = pick("Unit", needed="Choose a unit")
    email = text("E-mail address (optional)", hint=EMAIL_HINT, longest=254)

    def validate_email(self, field: Field) -> None:
        """An address has an @ with something on either side."""
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", field.data):
            raise ValidationError("Enter an address like name@example.ac.uk")


class DeactivateForm(TrackerForm):
    """The end of somebody's signing in."""

    reason = text(
        "Why? (optional)", hint="Kept in the history, which this person may read. For example: left the post."
    )


class GrantForm(TrackerForm):
    """A role on a scope."""

    role = pick("Role", needed="Choose a role")
    side = one_of("If it is a co-chair: from where?", SIDES)
    scope = one_of("Where is it held?", SCOPES, needed="Choose where it is held")
    scope_unit = pick("Which unit?", hint="If it is held on a unit")
    scope_review = text(
        "Which review?", hint="If it is held on one review: its reference, for example SR-07", longest=20
    )


class YearsField(DecimalTextField):
    """A whole number of years, from 1 to 20."""

    def understood(self, typed: str) -> int:  # type: ignore[override]
        """Read it."""
        if not typed.isascii() or not typed.isdigit() or len(typed) > 2 or not 1 <= int(typed) <= 20:
            raise ValueError("Enter a whole number of years between 1 and 20")
        return int(typed)


class DescriptionForm(TrackerForm):
    """What a service does and for whom."""

    description = area("What does the service do?", hint="In two or three sentences that its users would recognise")
    users = area("Who uses it?", hint="For example: heads of administration, and researchers who hold grants", rows=2)


class ServiceForm(DescriptionForm):
    """All that the register says of a service."""

    name = text("Name", needed="Enter the name of the service")
    owner_unit_id = pick("Which unit owns it?", needed="Choose the unit that owns it")
    review_interval_years = YearsField(
        "Years between reviews",
        validators=[needed("Enter the years between two reviews")],
        description="Five is usual",
    )

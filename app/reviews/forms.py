"""The shape of what is typed about a review as a whole: the proposal, and a move."""

from datetime import date
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, StopValidation

from app.forms import (
    LONGEST_TEXT,
    DayField,
    PreciseDateField,
    TrackerForm,
    area,
    needed,
    offer,
    one_of,
    pick,
    text,
    tidy,
)
from app.models import RightTool
from app.settings import with_committee
from app.units import unit_choices
from workflows.decision import GOES_AHEAD, OUTCOME_LABELS, Outcome
from workflows.review import Phase, Profile, ReviewMove

TOOLS = (
    (RightTool.REVIEW, "Yes: the causes are not known, and several teams are involved"),
    (RightTool.IMPROVEMENT, "The cause is known: log it as an improvement instead"),
    (RightTool.SELF_ASSESSMENT, "We want to look at ourselves first: start a self-assessment"),
    (RightTool.NOT_SURE, "Not sure: ask the team that runs reviews to talk it through"),
)
PROFILES = (
    (Profile.LOCAL, "Local: of one unit, or of several units together"),
    (Profile.UNIVERSITY_WIDE, "University-wide: commissioned by the committee"),
)
SERVICES = ("service", "service_2", "service_3")


class ProposalForm(TrackerForm):
    """A proposal. What a draft may leave open is asked for by `require_all`."""

    title = text("Working title", needed="Give it a working title")
    profile = one_of("What kind of review?", PROFILES)
    service = text("Service", hint="Use the words its users would use. If it is not in the list, write it anyway.")
    service_2 = text("Second service")
    service_3 = text("Third service")
    unit = pick("Unit", needed="Choose the unit that the review is of")
    unit_2 = pick("Second unit")
    unit_3 = pick("Third unit")
    unit_4 = pick("Fourth unit")
    problem = area("What is wrong today?", hint="The problem, not the solution. Leave out names of people.", rows=3)
    users = area("Who uses the service, and who feels the problem?", rows=2)
    sponsor_title = text(
        "Sponsor",
        hint="The role that can decide on what the review recommends. You can leave this until later.",
        longest=120,
    )
    right_tool = one_of(
        "Is a review the right tool?",
        TOOLS,
        hint="A review takes most of a year. Something smaller is often better.",
    )
    right_tool_reason = area("Why is that? (optional)", rows=2)

    def offer_units(self) -> None:
        """Fill the lists of units: those that are open, as the tree has them. One query."""
        entries = unit_choices()
        for field in self.unit_fields():
            offer(field, entries, empty="Choose a unit" if field is self.unit else "No other unit")

    def unit_fields(self) -> tuple[SelectField, ...]:
        """The lists of units, the first one needed."""
        return (self.unit, self.unit_2, self.unit_3, self.unit_4)

    def unit_ids(self) -> list[int]:
        """The chosen units, each once, in the order chosen."""
        return list(dict.fromkeys(int(field.data) for field in self.unit_fields() if field.data))

    def service_names(self) -> list[str]:
        """The services as typed, each once."""
        given = (self._fields[name].data for name in SERVICES)
        return list(dict.fromkeys(name for name in given if name))

    def show_units(self, ids: list[int]) -> None:
        """Choose these units in the lists."""
        for field, number in zip(self.unit_fields(), ids, strict=False):
            field.data = str(number)

    def show_services(self, names: list[str]) -> None:
        """Write these services into the fields."""
        for name, given in zip(SERVICES, names, strict=False):
            self._fields[name].data = given

    def complete(self) -> bool:
        """Check everything that a proposal needs before it can be sent; a draft may leave it open."""
        valid = self.validate_on_submit()
        for field, message in (
            (self.profile, "Choose what kind of review it is"),
            (self.problem, "Say what is wrong today, in a sentence or two"),
            (self.users, "Say who uses the service"),
            (self.right_tool, "Choose whether a review is the right tool"),
        ):
            if not field.data and not field.errors:
                field.errors = [message]
                valid = False
        return valid


def _not_after(today: date) -> Any:
    def check(_form: Any, field: Any) -> None:
        if field.data is not None and field.data > today:
            raise StopValidation("The decision cannot be later than today")

    return check


def _conditions_written(form: Any, field: Any) -> None:
    if form.outcome.data == Outcome.APPROVED_WITH_CONDITIONS and not (field.data or "").strip():
        raise StopValidation("Write down the conditions")


def _decision_fields(move: ReviewMove, today: date) -> dict[str, Any]:
    outcomes = [(outcome, OUTCOME_LABELS[outcome]) for outcome in Outcome if outcome in GOES_AHEAD]
    return {
        "decided_by_title": text(
            "Who decided?",
            needed="Say who decided: a role or a body",
            hint=f"A role or a body, not a name. Usually {with_committee(move.decided_by)}.",
            longest=160,
        ),
        "decided_on": DayField(
            "On which day?",
            validators=[needed("Give the day of the decision"), _not_after(today)],
            description="For example 29 April 2026",
        ),
        "decision_reference": text(
            "Minute or letter (optional)", hint="For example SSC/26/14, or letter of 29 April", longest=120
        ),
        "outcome": one_of("What was decided?", outcomes, needed="Choose what was decided"),
        "conditions": TextAreaField(
            "Conditions",
            validators=[_conditions_written, Length(max=LONGEST_TEXT)],
            filters=[tidy],
            description="Only where it was approved with conditions.",
            render_kw={"rows": 2},
        ),
    }


def move_form(move: ReviewMove, today: date) -> TrackerForm:
    """The form of a move: a reason, who decided, and a date to resume, as far as this one needs them."""
    fields: dict[str, Any] = {}
    if move.needs_reason:
        fields["reason"] = area("Why?", needed="Say why", hint="Kept in the history of this review.", rows=3)
    if move.target is Phase.PAUSED:
        fields["resume"] = PreciseDateField(
            "When is it planned to resume? (optional)",
            description="A day, month, term or year. A paused review without a date stands red.",
        )
    if move.needs_decision:
        fields |= _decision_fields(move, today)
    made: type[TrackerForm] = type("MoveForm", (TrackerForm,), fields)
    return made()

"""An improvement's life, and what a saving is: its class, form, and the grade of its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from workflows.engine import Condition, Move, Workflow
from workflows.roles import Role


class Life(StrEnum):
    """Where an improvement is in its life."""

    IDEA = "idea"
    TESTING = "testing"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


class SavingClass(StrEnum):
    """What kind of thing is saved. Classes are different things and are never added together."""

    CASH_RELEASING = "cash_releasing"
    NON_CASH_RELEASING = "non_cash_releasing"
    COST_AVOIDANCE = "cost_avoidance"
    USER_TIME = "user_time"
    QUALITY_WELLBEING_RISK = "quality_wellbeing_risk"


class Recurrence(StrEnum):
    """Whether it is saved every year or once; the two are never added together."""

    RECURRING = "recurring"
    ONE_OFF = "one_off"


class SavingForm(StrEnum):
    """How the saving is given. Native days stay days: they are never converted to hours or posts."""

    TIME_STEPS = "time_steps"
    NATIVE_DAYS = "native_days"
    MONEY = "money"
    NARRATIVE = "narrative"


class Grade(StrEnum):
    """How good the evidence of a saving is."""

    ESTIMATED = "estimated"
    MEASURED = "measured"
    VALIDATED = "validated"
    SUSTAINED = "sustained"
    LAPSED = "lapsed"


class Provenance(StrEnum):
    """Where a saving comes from: own work, a public source, or invented for the example. Never added
    together.
    """

    OWN = "own"
    SOURCED = "sourced"
    FICTIONAL = "fictional"


LIFE_LABELS: Mapping[Life, str] = MappingProxyType({life: life.value.capitalize() for life in Life})
CLASS_LABELS: Mapping[SavingClass, str] = MappingProxyType(
    {
        SavingClass.NON_CASH_RELEASING: "Staff time released",
        SavingClass.USER_TIME: "Users’ time",
        SavingClass.CASH_RELEASING: "Cash released",
        SavingClass.COST_AVOIDANCE: "Cost avoided",
        SavingClass.QUALITY_WELLBEING_RISK: "Quality, wellbeing and risk",
    }
)
"""The classes in the order in which totals show them."""

CLASS_HINTS: Mapping[SavingClass, str] = MappingProxyType(
    {
        SavingClass.NON_CASH_RELEASING: "Time of the staff who run the service. Not money.",
        SavingClass.USER_TIME: "Time of academics, students and other staff who use the service.",
        SavingClass.CASH_RELEASING: "Money no longer spent, validated by finance only.",
        SavingClass.COST_AVOIDANCE: "Money that would have been spent and was not.",
        SavingClass.QUALITY_WELLBEING_RISK: "Told in words or by a measure. Not counted.",
    }
)
RECURRENCE_LABELS: Mapping[Recurrence, str] = MappingProxyType(
    {Recurrence.RECURRING: "Every year", Recurrence.ONE_OFF: "Once only"}
)
FORM_LABELS: Mapping[SavingForm, str] = MappingProxyType(
    {
        SavingForm.TIME_STEPS: "Minutes before and after",
        SavingForm.NATIVE_DAYS: "Days, as they were given",
        SavingForm.MONEY: "Money",
        SavingForm.NARRATIVE: "In words",
    }
)
GRADE_LABELS: Mapping[Grade, str] = MappingProxyType({grade: grade.value.capitalize() for grade in Grade})


# The improvement's life


@dataclass(frozen=True, kw_only=True)
class ImprovementFacts:
    """What the life of an improvement needs. ``savings`` counts the savings recorded for it, in whatever
    form.
    """

    change_described: bool = False
    savings: int = 0


def change_described(facts: ImprovementFacts) -> Condition:
    """Before and after are said in words."""
    if facts.change_described:
        return Condition(True, "It is said what was before and what is different now.", "change")
    return Condition(False, "It is not said what was before and what is different now.", "change", "Say what changed")


def saving_recorded(facts: ImprovementFacts) -> Condition:
    """What is adopted says what it saves, if only in words."""
    if facts.savings:
        return Condition(True, "It is said what it saves.", "savings")
    return Condition(
        False, "It is not said what it saves, in time, in money or in words.", "savings", "Say what it saves"
    )


_AUTHORS = frozenset(
    {
        Role.CI_PRACTITIONER,
        Role.BENEFIT_OWNER,
        Role.DEPARTMENT_LEAD,
        Role.DEPARTMENT_CONTRIBUTOR,
        Role.REVIEW_LEAD,
        Role.REVIEW_TEAM_MEMBER,
        Role.FOCUS_REVIEWER,
    }
)

LIFE: Workflow[Life, ImprovementFacts] = Workflow(
    "Life of an improvement",
    LIFE_LABELS,
    Life.IDEA,
    (
        Move(name="test", label="Begin to test it", sources=(Life.IDEA,), target=Life.TESTING, by=_AUTHORS),
        Move(
            name="adopt",
            label="Adopt it",
            sources=(Life.IDEA, Life.TESTING),
            target=Life.ADOPTED,
            by=_AUTHORS,
            rules=(change_described, saving_recorded),
        ),
        Move(
            name="abandon",
            label="Abandon it",
            sources=(Life.IDEA, Life.TESTING, Life.ADOPTED),
            target=Life.ABANDONED,
            by=_AUTHORS,
            needs_reason=True,
            kind="side",
        ),
        Move(
            name="take_up_again",
            label="Take it up again",
            sources=(Life.ABANDONED,),
            target=Life.IDEA,
            by=_AUTHORS,
            needs_reason=True,
            kind="backward",
        ),
    ),
)
"""The life of an improvement."""

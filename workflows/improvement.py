"""An improvement's life, and what a saving is: its class, form, and the grade of its evidence."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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
    """Whether a saving is the installation's own record or taken from a published source; never added together."""

    OWN = "own"
    SOURCED = "sourced"


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

HEADLINE_GRADES: frozenset[Grade] = frozenset({Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED})
"""The grades that a headline counts: measured or better."""

RECHECK_MONTHS = 12
"""Months after which a saving is asked about again: is it still true?"""

HEADLINE_MONTHS = 24
"""Months without a check after which a saving is out of the headline."""

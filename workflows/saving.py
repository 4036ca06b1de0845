"""The grade of a saving's evidence: how it rises, who may raise it, and when it is asked about again."""

from dataclasses import dataclass
from datetime import date

from workflows.dates import add_months, format_day
from workflows.engine import Condition, Move, Workflow
from workflows.improvement import GRADE_LABELS, Grade, Recurrence, SavingClass
from workflows.roles import Role

HEADLINE_GRADES: frozenset[Grade] = frozenset({Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED})
"""The grades that a headline counts: measured or better."""

RECHECK_MONTHS = 12
"""Months after which a saving is asked about again: is it still true?"""

HEADLINE_MONTHS = 24
"""Months without a check after which a saving is out of the headline."""


def recheck_due_on(checked_on: date | None, recurrence: Recurrence, *, months: int = RECHECK_MONTHS) -> date | None:
    """Return the day from which "is it still true?" is asked; None for what is saved once, or was never
    measured.

    ``checked_on`` is the day of the last check, or else the last day of what was measured; ``months`` after it the
    question is asked.
    """
    if checked_on is None or recurrence is Recurrence.ONE_OFF:
        return None
    return add_months(checked_on, months)


def leaves_headline_on(
    checked_on: date | None, recurrence: Recurrence, *, months: int = HEADLINE_MONTHS
) -> date | None:
    """Return the day on which an unchecked saving leaves the headline; None where that never happens."""
    if checked_on is None or recurrence is Recurrence.ONE_OFF:
        return None
    return add_months(checked_on, months)


def recheck_due(
    grade: Grade, checked_on: date | None, recurrence: Recurrence, today: date, *, months: int = RECHECK_MONTHS
) -> bool:
    """Say whether somebody should be asked if the saving is still true. Estimates and lapsed ones are not
    asked about.
    """
    due = recheck_due_on(checked_on, recurrence, months=months)
    return grade in HEADLINE_GRADES and due is not None and due <= today


def is_too_old(checked_on: date | None, recurrence: Recurrence, today: date, *, months: int = HEADLINE_MONTHS) -> bool:
    """Say whether the last check is so long ago that the saving is out of the headline."""
    leaves = leaves_headline_on(checked_on, recurrence, months=months)
    return leaves is not None and leaves <= today


def is_headline(grade: Grade, checked_on: date | None, recurrence: Recurrence, today: date) -> bool:
    """Say whether a saving counts in the headline: measured or better, and checked in the last 24 months."""
    return grade in HEADLINE_GRADES and not is_too_old(checked_on, recurrence, today)


@dataclass(frozen=True, kw_only=True)
class SavingFacts:
    """What the moves of a grade need.

    ``measured_on`` is the last day of what was measured, ``checked_on`` the day of the last recheck.
    ``actor_is_claimant`` says that the person pressing the button claimed the saving;
    ``actor_validates_finance`` that they are a finance validator for it.
    """

    today: date
    klass: SavingClass
    method_stated: bool = False
    sample_size: int = 0
    dates_stated: bool = False
    like_for_like_scope_stated: bool = False
    measured_on: date | None = None
    checked_on: date | None = None
    actor_is_claimant: bool = False
    actor_validates_finance: bool = False


def method_stated(facts: SavingFacts) -> Condition:
    """It is said how the saving was measured."""
    if facts.method_stated:
        return Condition(True, "The method is stated.", "measurement")
    return Condition(False, "It is not said how it was measured.", "measurement", "Say how it was measured")


def sample_counted(facts: SavingFacts) -> Condition:
    """It is said how many were measured."""
    if facts.sample_size > 0:
        return Condition(True, f"It is said how many were measured: {facts.sample_size:,}.", "measurement")
    return Condition(False, "It is not said how many were measured.", "measurement", "Say how many")


def measurement_dated(facts: SavingFacts) -> Condition:
    """It is said when before and after were measured."""
    if facts.dates_stated:
        return Condition(True, "The dates of the measurement are stated.", "measurement")
    return Condition(False, "It is not said when before and after were measured.", "measurement", "Give the dates")


def scope_like_for_like(facts: SavingFacts) -> Condition:
    """It is said what was compared with what, like for like."""
    if facts.like_for_like_scope_stated:
        return Condition(True, "It is said what was compared, like for like.", "measurement")
    return Condition(False, "It is not said what was compared, like for like.", "measurement", "Say what was compared")


def validated_by_another(facts: SavingFacts) -> Condition:
    """Nobody validates what they claimed themselves."""
    if facts.actor_is_claimant:
        sentence = "You claimed this saving, so somebody else must validate it."
        return Condition(False, sentence, "validator", "Name a validator")
    return Condition(True, "The person who validates it did not claim it.", "validator")


def cash_validated_by_finance(facts: SavingFacts) -> Condition:
    """Cash is validated by a finance validator only."""
    if facts.klass is not SavingClass.CASH_RELEASING:
        return Condition(True, "It is not cash, so finance need not validate it.", "validator")
    if facts.actor_validates_finance:
        return Condition(True, "A finance validator validates it.", "validator")
    return Condition(False, "Cash released can be validated by a finance validator only.", "validator", "Ask finance")


def rechecked_after_a_year(facts: SavingFacts) -> Condition:
    """It was checked again at least twelve months after it was measured."""
    if facts.measured_on is None or facts.checked_on is None:
        return Condition(False, "It has not been checked again since it was measured.", "recheck", "Check it again")
    enough = add_months(facts.measured_on, RECHECK_MONTHS)
    if facts.checked_on < enough:
        sentence = f"It was last checked on {format_day(facts.checked_on)}, less than a year after it was measured."
        return Condition(False, sentence, "recheck", f"Check it again from {format_day(enough)}")
    return Condition(True, f"It was checked again on {format_day(facts.checked_on)}, a year or more later.", "recheck")


_MEASURERS = frozenset(
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
_VALIDATORS = frozenset(
    {
        Role.FINANCE_VALIDATOR,
        Role.BENEFIT_OWNER,
        Role.FOCUS_REVIEWER,
        Role.CI_PRACTITIONER,
        Role.DEPARTMENT_LEAD,
        Role.REVIEW_LEAD,
    }
)
_MEASURED_WELL = (method_stated, sample_counted, measurement_dated, scope_like_for_like)
_VALIDATED_WELL = (validated_by_another, cash_validated_by_finance)

GRADES: Workflow[Grade, SavingFacts] = Workflow(
    "Grade of a saving",
    GRADE_LABELS,
    Grade.ESTIMATED,
    (
        Move(
            name="measure",
            label="Record it as measured",
            sources=(Grade.ESTIMATED,),
            target=Grade.MEASURED,
            by=_MEASURERS,
            rules=_MEASURED_WELL,
        ),
        Move(
            name="validate",
            label="Validate it",
            sources=(Grade.MEASURED,),
            target=Grade.VALIDATED,
            by=_VALIDATORS,
            rules=(*_MEASURED_WELL, *_VALIDATED_WELL),
        ),
        Move(
            name="sustain",
            label="Record it as sustained",
            sources=(Grade.VALIDATED,),
            target=Grade.SUSTAINED,
            by=_VALIDATORS,
            rules=(rechecked_after_a_year, *_VALIDATED_WELL),
        ),
        Move(
            name="lapse",
            label="Let it lapse",
            sources=(Grade.ESTIMATED, Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED),
            target=Grade.LAPSED,
            by=_MEASURERS | _VALIDATORS,
            needs_reason=True,
            kind="side",
        ),
        Move(
            name="back_to_estimated",
            label="Take it back to an estimate",
            sources=(Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED, Grade.LAPSED),
            target=Grade.ESTIMATED,
            by=_MEASURERS | _VALIDATORS,
            needs_reason=True,
            kind="backward",
        ),
    ),
)
"""The grade of a saving's evidence."""

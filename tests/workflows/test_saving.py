"""The life of an improvement, and the grade of a saving: who may raise it, and when it is asked about again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.facts import a_saving, an_improvement
from workflows.engine import MoveForbidden, MoveRefused, MoveUnknown
from workflows.improvement import (
    CLASS_HINTS,
    CLASS_LABELS,
    FORM_LABELS,
    LIFE,
    RECURRENCE_LABELS,
    Grade,
    Life,
    Recurrence,
    SavingClass,
    SavingForm,
)
from workflows.roles import Role
from workflows.saving import (
    GRADES,
    is_headline,
    leaves_headline_on,
    recheck_due,
    recheck_due_on,
)

ONE_OFF, RECURRING = Recurrence.ONE_OFF, Recurrence.RECURRING


def test_an_improvement_is_tested_and_then_adopted() -> None:
    testing = LIFE.advance(Life.IDEA, "test", roles={Role.CI_PRACTITIONER}, facts=an_improvement())
    assert LIFE.advance(testing, "adopt", roles={Role.CI_PRACTITIONER}, facts=an_improvement()) is Life.ADOPTED


def test_an_improvement_is_abandoned_for_a_reason_only() -> None:
    with pytest.raises(MoveRefused, match="no reason"):
        LIFE.advance(Life.IDEA, "abandon", roles={Role.CI_PRACTITIONER}, facts=an_improvement())


def test_grades_rise_one_at_a_time() -> None:
    grade = GRADES.initial
    for name in ("measure", "validate", "sustain"):
        grade = GRADES.advance(grade, name, roles={Role.BENEFIT_OWNER}, facts=a_saving())
    assert grade is Grade.SUSTAINED
    with pytest.raises(MoveUnknown):
        GRADES.advance(Grade.ESTIMATED, "validate", roles={Role.BENEFIT_OWNER}, facts=a_saving())


def test_nobody_validates_their_own_claim() -> None:
    with pytest.raises(MoveRefused, match="somebody else must validate it"):
        GRADES.advance(Grade.MEASURED, "validate", roles={Role.BENEFIT_OWNER}, facts=a_saving(actor_is_claimant=True))


@pytest.mark.parametrize("name", ["validate", "sustain"])
def test_cash_is_validated_by_finance_only(name: str) -> None:
    cash = a_saving(klass=SavingClass.CASH_RELEASING, actor_validates_finance=False)
    grade = Grade.MEASURED if name == "validate" else Grade.VALIDATED
    with pytest.raises(MoveRefused, match="by a finance validator only"):
        GRADES.advance(grade, name, roles={Role.BENEFIT_OWNER}, facts=cash)


def test_a_reader_measures_nothing() -> None:
    with pytest.raises(MoveForbidden):
        GRADES.advance(Grade.ESTIMATED, "measure", roles={Role.READER}, facts=a_saving())


def test_a_saving_is_not_sustained_without_a_recheck() -> None:
    with pytest.raises(MoveRefused, match="has not been checked again"):
        GRADES.advance(Grade.VALIDATED, "sustain", roles={Role.BENEFIT_OWNER}, facts=a_saving(checked_on=None))


def test_a_saving_measured_for_2023_24_leaves_the_headline_on_31_july_2026() -> None:
    assert leaves_headline_on(date(2024, 7, 31), RECURRING) == date(2026, 7, 31)
    assert is_headline(Grade.MEASURED, date(2024, 7, 31), RECURRING, date(2026, 7, 30))
    assert not is_headline(Grade.MEASURED, date(2024, 7, 31), RECURRING, date(2026, 7, 31))


def test_a_saving_is_asked_about_after_twelve_months() -> None:
    assert recheck_due_on(date(2025, 2, 28), RECURRING) == date(2026, 2, 28)
    assert not recheck_due(Grade.VALIDATED, date(2025, 2, 28), RECURRING, date(2026, 2, 27))
    assert recheck_due(Grade.VALIDATED, date(2025, 2, 28), RECURRING, date(2026, 2, 28))


@given(st.sampled_from(Grade), st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 6000))
def test_what_was_saved_once_is_never_asked_about_and_never_ages(grade: Grade, checked: date, days: int) -> None:
    today = checked + timedelta(days=days)
    assert not recheck_due(grade, checked, ONE_OFF, today)
    assert is_headline(grade, checked, ONE_OFF, today) == (grade not in (Grade.ESTIMATED, Grade.LAPSED))


@given(st.sampled_from(Grade), st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_estimates_and_lapsed_savings_are_never_headlines_nor_asked_about(grade: Grade, checked: date | None) -> None:
    today = date(2026, 5, 1)
    if grade in (Grade.ESTIMATED, Grade.LAPSED):
        assert not is_headline(grade, checked, RECURRING, today)
        assert not recheck_due(grade, checked, RECURRING, today)


def test_every_class_form_and_recurrence_has_words() -> None:
    assert set(CLASS_LABELS) == set(CLASS_HINTS) == set(SavingClass)
    assert set(FORM_LABELS) == set(SavingForm)
    assert set(RECURRENCE_LABELS) == set(Recurrence)
    assert CLASS_LABELS[SavingClass.NON_CASH_RELEASING] == "Staff time released"

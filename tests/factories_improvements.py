"""Improvements and savings for tests: plain functions with good defaults."""

from decimal import Decimal
from typing import Any

from app.models import Improvement, ImprovementUnit, Person, Saving, SavingStep, Unit
from tests.factories import keep, make_unit
from workflows.arithmetic import Per, SumSettings, TimeStep, days, minutes_saved
from workflows.improvement import Grade, Life, Recurrence, SavingClass, SavingForm


def make_improvement(
    reference: str = "CI-2026-001", unit: Unit | None = None, author: Person | None = None, **more: Any
) -> Improvement:
    """An adopted improvement of `unit`, without savings."""
    more.setdefault("title", "Travel claim guide")
    more.setdefault("life", Life.ADOPTED)
    more.setdefault("before", "Claims came back.")
    more.setdefault("after", "A one-page guide.")
    improvement = keep(
        Improvement(reference=reference, author_id=author.id if author else None, tools=[], sources=[], **more)
    )
    keep(ImprovementUnit(improvement_id=improvement.id, unit_id=(unit or make_unit()).id))
    return improvement  # type: ignore[no-any-return]


def make_saving(
    improvement: Improvement, form: SavingForm = SavingForm.NATIVE_DAYS, amount: str | Decimal = "10", **more: Any
) -> Saving:
    """A recurring saving of staff time in days (or of cash for money), estimated, credited in full."""
    usual = SavingClass.CASH_RELEASING if form is SavingForm.MONEY else SavingClass.NON_CASH_RELEASING
    more.setdefault("klass", usual)
    more.setdefault("recurrence", Recurrence.RECURRING)
    more.setdefault("grade", Grade.ESTIMATED)
    more.setdefault("attribution_share", Decimal(1))
    more.setdefault("number", len(improvement.savings) + 1)
    if form is SavingForm.NATIVE_DAYS:
        more["native_days"] = Decimal(amount)
    if form is SavingForm.MONEY:
        more["amount_gbp"] = Decimal(amount)
    saving = keep(Saving(improvement=improvement, form=form, **more))
    return saving  # type: ignore[no-any-return]


def make_time_saving(
    improvement: Improvement, times: int = 15, before: int = 14, after: int = 10, **more: Any
) -> Saving:
    """So many times a calendar week, for one person of grades 1 to 5."""
    step = TimeStep(Decimal(times), Per.WEEK_CALENDAR, Decimal(before), Decimal(after))
    settings = SumSettings()
    minutes = minutes_saved([step], settings.multipliers)
    saving = make_saving(
        improvement,
        SavingForm.TIME_STEPS,
        days_a_year=days(minutes, settings.hours_per_day),
        hours_per_day=settings.hours_per_day,
        settings_snapshot=settings.as_snapshot(),
        **more,
    )
    keep(
        SavingStep(
            saving=saving,
            times=step.times,
            per=step.per,
            minutes_before=step.minutes_before,
            minutes_after=step.minutes_after,
            people=step.people,
        )
    )
    return saving

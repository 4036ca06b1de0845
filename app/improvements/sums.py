"""From what was typed to what is saved: the four forms of a saving, and every problem at the field where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from app.forms import TrackerForm
from app.savings import MEASURES, figure
from app.settings import value
from workflows.arithmetic import Per, SumSettings, TimeStep, days, minutes_saved, plain, sum_in_words
from workflows.improvement import Recurrence, SavingClass, SavingForm

GRADES_1_TO_5, GRADES_6_TO_10, KEPT = "1_5", "6_10", "kept"
MOST_TIMES = Decimal(100_000_000)
MOST_MINUTES = MOST_PEOPLE = Decimal(1_000_000)
MOST_DAYS = Decimal(100_000_000)
STEP_FIELDS = ("times", "minutes_before", "minutes_after", "people")
_MISSING = {
    "times": "Enter how many times it happens, for example 15",
    "minutes_before": "Enter the minutes it took one person before, for example 14",
    "minutes_after": "Enter the minutes it takes one person now, for example 10",
    "people": "Enter how many people do it each time, for example 1",
}
_MOST = {"times": MOST_TIMES, "people": MOST_PEOPLE, "minutes_before": MOST_MINUTES, "minutes_after": MOST_MINUTES}
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class NamedStep:
    """One step of the work, and what it is called (may be empty)."""

    title: str
    step: TimeStep


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is saved, in one of the four forms. `settings` are what the sum is made with; None where there is none."""

    form: SavingForm
    klass: SavingClass
    recurrence: Recurrence
    steps: tuple[NamedStep, ...] = ()
    native_days: Decimal | None = None
    amount_gbp: Decimal | None = None
    narrative: str = ""
    settings: SumSettings | None = None

    @property
    def days(self) -> Decimal | None:
        """Days a year (or once) of time steps, unrounded; None for the other forms."""
        if self.settings is None:
            return None
        minutes = minutes_saved([one.step for one in self.steps], self.settings.multipliers)
        return days(minutes, self.settings.hours_per_day)

    @property
    def snapshot(self) -> dict[str, str]:
        """The settings as they are kept with the sum."""
        return self.settings.as_snapshot() if self.settings else dict(_NO_SETTINGS)

    @property
    def comes_to(self) -> str:
        """The figure in words: "7.1 days a year"."""
        gross = self.days or self.native_days or self.amount_gbp or Decimal(0)
        return figure(gross, MEASURES[self.form], self.recurrence)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each step's sum, so that it can be checked by hand."""
        return step_sentences([one.step for one in self.steps], self.settings) if self.settings else ()


def step_sentences(steps: Iterable[TimeStep], settings: SumSettings) -> tuple[str, ...]:
    """The sum of each step in words."""
    return tuple(sum_in_words(step, settings) for step in steps)


def settings_now(grades: str = GRADES_1_TO_5) -> SumSettings:
    """The settings as they stand, with the hours a day of these grades."""
    hours = value("hours_grades_6_10" if grades == GRADES_6_TO_10 else "hours_grades_1_5")
    return SumSettings(
        hours_per_day=hours,
        working_days=Decimal(value("working_days_a_year")),
        worked_weeks=Decimal(value("weeks_worked")),
        term_weeks=Decimal(value("term_weeks")),
    )


def per_choices() -> list[tuple[Per, str]]:
    """How often, in words, with the number of weeks each kind of week stands for."""
    now = settings_now()
    return [
        (Per.DAY, f"working day ({plain(now.working_days)})"),
        (Per.WEEK_CALENDAR, "week, all year (52)"),
        (Per.WEEK_WORKED, f"week worked ({plain(now.worked_weeks)})"),
        (Per.WEEK_TERM, f"week of full term ({plain(now.term_weeks)})"),
        (Per.MONTH, "month"),
        (Per.TERM, "term"),
        (Per.YEAR, "year"),
        (Per.ONCE, "once only"),
    ]


def hours_choices(kept: SumSettings | None = None) -> list[tuple[str, str]]:
    """Whose hours a day a sum is made with; first those it was made with before, where it was."""
    found = [
        (GRADES_1_TO_5, f"Grades 1 to 5 ({plain(value('hours_grades_1_5'))} hours a day)"),
        (GRADES_6_TO_10, f"Grades 6 to 10 ({plain(value('hours_grades_6_10'))} hours a day)"),
    ]
    if kept is None:
        return found
    was = f"As it was worked out ({plain(kept.hours_per_day)} hours a day)"
    return [(KEPT, was), *((key, f"{words}, worked out anew") for key, words in found)]


def name(field: str, row: int) -> str:
    """The name of a step's field: the first row has plain names."""
    return field if row == 1 else f"{field}_{row}"


def refuse(field: Any, sentence: str) -> None:
    """Put a message at a field, unless something is wrong with it already."""
    if not field.errors:
        field.errors = [sentence]


def read_figures(form: TrackerForm, kind: SavingForm, rows: int, kept: SumSettings | None = None) -> Figures | None:
    """What was typed as figures; None where something is wrong, with the reasons at their fields.

    Call it after `form.validate()`. `kept` are the settings of the sum that is being changed.
    """
    found = _READERS[kind](form, rows, kept)
    own = [field for field in form if field.short_name in FIGURE_NAMES or _is_step(field.short_name)]
    return found if found is not None and not any(field.errors for field in own) else None


FIGURE_NAMES = frozenset(
    {*STEP_FIELDS, "per", "step_title", "klass", "recurrence", "grades", "native_days", "amount_gbp", "narrative"}
)
"""Fields that the sum is made of."""


def _is_step(short_name: str) -> bool:
    return short_name.rpartition("_")[0] in FIGURE_NAMES and short_name[-1:].isdigit()


def is_figure(short_name: str) -> bool:
    """Whether a field is part of the sum."""
    return short_name in FIGURE_NAMES or _is_step(short_name)


def _time_steps(form: Any, rows: int, kept: SumSettings | None) -> Figures | None:
    filled = [row for row in range(1, rows + 1) if row == 1 or _is_filled(form, row)]
    steps = [_step(form, row) for row in filled]
    whole = [one for one in steps if one is not None]
    if len(whole) < len(filled) or not form["klass"].data or not form["grades"].data:
        return None
    once = {one.step.per is Per.ONCE for one in whole}
    if len(once) > 1:
        refuse(form["per"], "Record what is saved once apart from what is saved every year: they are never added")
        return None
    grades = form["grades"].data
    found = Figures(
        form=SavingForm.TIME_STEPS,
        klass=SavingClass(form["klass"].data),
        recurrence=Recurrence.ONE_OFF if once == {True} else Recurrence.RECURRING,
        steps=tuple(whole),
        settings=kept if grades == KEPT and kept else settings_now(grades),
    )
    _check_sum(form, found)
    return found


def _check_sum(form: Any, found: Figures) -> None:
    if abs(found.days or Decimal(0)) >= MOST_DAYS:
        refuse(form["times"], "Check these figures: they come to a hundred million days or more")
    if all(one.step.minutes_before == one.step.minutes_after for one in found.steps):
        refuse(
            form["minutes_after"],
            "Before and after are the same, so no time is saved. Where it helps in another way, tell it in words",
        )


def _is_filled(form: Any, row: int) -> bool:
    typed = (form[name(field, row)].raw_text for field in ("times", "minutes_before", "minutes_after"))
    return any(typed) or bool(form[name("step_title", row)].data)


def _step(form: Any, row: int) -> NamedStep | None:
    given = {}
    for key in STEP_FIELDS:
        field = form[name(key, row)]
        _check_number(field, key)
        given[key] = field.data
    per = form[name("per", row)].data
    if any(form[name(key, row)].errors for key in STEP_FIELDS) or per not in set(Per):
        return None
    title = form[name("step_title", row)].data or ""
    step = TimeStep(given["times"], Per(per), given["minutes_before"], given["minutes_after"], given["people"])
    return NamedStep(title, step)


def _check_number(field: Any, key: str) -> None:
    if field.data is None:
        refuse(field, _MISSING[key])
    elif key.startswith("minutes") and field.data < 0:
        refuse(field, "Enter minutes of 0 or more")
    elif not key.startswith("minutes") and field.data <= 0:
        refuse(field, "Enter a number above 0")
    elif field.data > _MOST[key]:
        refuse(field, f"Enter a number up to {_MOST[key]:,}")


def _signed(form: Any, field_name: str, missing: str) -> Decimal | None:
    """The amount of a field, below zero where it is a cost."""
    field = form[field_name]
    if field.data is None:
        refuse(field, missing)
    elif field.data <= 0:
        refuse(field, "Enter a number above 0. Where it costs instead of saving, tick the box below")
    if field.errors:
        return None
    amount: Decimal = field.data
    return -amount if form["costs"].data else amount


def _native_days(form: Any, rows: int, kept: SumSettings | None) -> Figures | None:
    given = _signed(form, "native_days", "Enter the days, for example 12 or 38.4")
    if given is None or not form["klass"].data or not form["recurrence"].data:
        return None
    if abs(given) >= MOST_DAYS:
        refuse(form["native_days"], f"Enter a number below {MOST_DAYS:,}")
    return Figures(
        form=SavingForm.NATIVE_DAYS,
        klass=SavingClass(form["klass"].data),
        recurrence=Recurrence(form["recurrence"].data),
        native_days=given,
    )


def _money(form: Any, rows: int, kept: SumSettings | None) -> Figures | None:
    given = _signed(form, "amount_gbp", "Enter the amount in pounds, for example 1,460")
    if given is None or not form["klass"].data or not form["recurrence"].data:
        return None
    return Figures(
        form=SavingForm.MONEY,
        klass=SavingClass(form["klass"].data),
        recurrence=Recurrence(form["recurrence"].data),
        amount_gbp=given,
    )


def _narrative(form: Any, rows: int, kept: SumSettings | None) -> Figures | None:
    if not form["narrative"].data:
        refuse(form["narrative"], "Say what is better, and for whom")
        return None
    return Figures(
        form=SavingForm.NARRATIVE,
        klass=SavingClass.QUALITY_WELLBEING_RISK,
        recurrence=Recurrence.RECURRING,
        narrative=form["narrative"].data,
    )


_READERS = {
    SavingForm.TIME_STEPS: _time_steps,
    SavingForm.NATIVE_DAYS: _native_days,
    SavingForm.MONEY: _money,
    SavingForm.NARRATIVE: _narrative,
}

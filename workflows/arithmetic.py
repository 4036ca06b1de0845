"""Minutes, days and posts saved. Decimal throughout; nothing is rounded here.

minutes a year = frequency a year x (before - after) x people, summed over the steps; days = minutes / 60 /
hours per day; posts = days / working days a year. Negative savings stay negative.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from workflows.claims import (
    Disagreement,
    ImpliedBaseline,
    MeasuredChange,
    PublicClaim,
    disagreements,
    implied_baseline,
    read_claim,
)
from workflows.rounding import grouped, half_up, plain
from workflows.totals import (
    Bucket,
    CountedAgainst,
    Exclusion,
    ExclusionKind,
    Measure,
    SavingLine,
    Total,
    Totals,
    totals,
)

__all__ = [
    "DEFAULT_SETTINGS",
    "HOURS_GRADES_1_TO_5",
    "HOURS_GRADES_6_TO_10",
    "PER_LABELS",
    "Bucket",
    "CountedAgainst",
    "Disagreement",
    "Exclusion",
    "ExclusionKind",
    "ImpliedBaseline",
    "Measure",
    "MeasuredChange",
    "Per",
    "PublicClaim",
    "SavingLine",
    "SumSettings",
    "TimeStep",
    "Total",
    "Totals",
    "days",
    "disagreements",
    "fte",
    "grouped",
    "half_up",
    "implied_baseline",
    "minutes_saved",
    "part_of_year",
    "plain",
    "read_claim",
    "split_by_share",
    "sum_in_words",
    "totals",
]

MINUTES_AN_HOUR = Decimal(60)
HOURS_GRADES_1_TO_5 = Decimal("7.3")
"""Hours a day of grades 1 to 5: 36.5 a week."""
HOURS_GRADES_6_TO_10 = Decimal("7.5")
"""Hours a day of grades 6 to 10: 37.5 a week, notionally."""


class Per(StrEnum):
    """In what stretch of time something happens so many times. A week is one of three different things: ask
    which.
    """

    DAY = "day"
    WEEK_CALENDAR = "week_calendar"
    WEEK_WORKED = "week_worked"
    WEEK_TERM = "week_term"
    MONTH = "month"
    TERM = "term"
    YEAR = "year"
    ONCE = "once"


PER_LABELS: Mapping[Per, str] = MappingProxyType(
    {
        Per.DAY: "day",
        Per.WEEK_CALENDAR: "week, all year",
        Per.WEEK_WORKED: "week worked",
        Per.WEEK_TERM: "week of full term",
        Per.MONTH: "month",
        Per.TERM: "term",
        Per.YEAR: "year",
        Per.ONCE: "once only",
    }
)

_UNITS: Mapping[Per, tuple[str, str]] = MappingProxyType(
    {
        Per.DAY: ("a day", "days"),
        Per.WEEK_CALENDAR: ("a week", "weeks"),
        Per.WEEK_WORKED: ("a week worked", "weeks worked"),
        Per.WEEK_TERM: ("a week of full term", "weeks of full term"),
        Per.MONTH: ("a month", "months"),
        Per.TERM: ("a term", "terms"),
    }
)


@dataclass(frozen=True)
class SumSettings:
    """The settings a sum was made with. A copy stays with each sum, so that a changed setting never rewrites
    history.
    """

    hours_per_day: Decimal = HOURS_GRADES_1_TO_5
    working_days: Decimal = Decimal(220)
    worked_weeks: Decimal = Decimal(46)
    term_weeks: Decimal = Decimal(24)

    @property
    def multipliers(self) -> Mapping[Per, Decimal]:
        """How often each stretch of time comes in a year."""
        return {
            Per.DAY: self.working_days,
            Per.WEEK_CALENDAR: Decimal(52),
            Per.WEEK_WORKED: self.worked_weeks,
            Per.WEEK_TERM: self.term_weeks,
            Per.MONTH: Decimal(12),
            Per.TERM: Decimal(3),
            Per.YEAR: Decimal(1),
            Per.ONCE: Decimal(1),
        }

    def as_snapshot(self) -> dict[str, str]:
        """Return the settings as they are kept in JSON, each figure as text."""
        return {
            "hours_per_day": str(self.hours_per_day),
            "working_days": str(self.working_days),
            "worked_weeks": str(self.worked_weeks),
            "term_weeks": str(self.term_weeks),
        }

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, str]) -> "SumSettings":
        """Return the settings of a snapshot; what it lacks is as by default."""
        return cls(**{name: Decimal(snapshot[name]) for name in cls().as_snapshot() if name in snapshot})


DEFAULT_SETTINGS = SumSettings()


@dataclass(frozen=True)
class TimeStep:
    """One step of the work: how often it is done, minutes before and after for one person, and how many
    people do it.
    """

    times: Decimal
    per: Per
    minutes_before: Decimal
    minutes_after: Decimal
    people: Decimal = Decimal(1)


def minutes_saved(steps: Iterable[TimeStep], multipliers: Mapping[Per, Decimal]) -> Decimal:
    """Return the minutes saved a year (or, for ``Per.ONCE``, once) over all steps; negative where time was
    added.
    """
    return sum((_minutes(step, multipliers) for step in steps), Decimal(0))


def _minutes(step: TimeStep, multipliers: Mapping[Per, Decimal]) -> Decimal:
    return step.times * multipliers[step.per] * (step.minutes_before - step.minutes_after) * step.people


def days(minutes: Decimal, hours_per_day: Decimal) -> Decimal:
    """Return minutes as working days; raise ``ValueError`` unless ``hours_per_day`` is above zero."""
    if hours_per_day <= 0:
        raise ValueError(f"hours per day must be above zero, not {hours_per_day}")
    return minutes / MINUTES_AN_HOUR / hours_per_day


def fte(days_a_year: Decimal, working_days: Decimal) -> Decimal:
    """Return days a year as full-time posts; raise ``ValueError`` unless ``working_days`` is above zero."""
    if working_days <= 0:
        raise ValueError(f"working days a year must be above zero, not {working_days}")
    return days_a_year / working_days


def part_of_year(a_year: Decimal, start: date, first_day: date, last_day: date) -> Decimal:
    """Return what of a yearly saving falls between ``first_day`` and ``last_day`` when it began on ``start``.

    By calendar days, both ends included: nothing before it began. Raises ``ValueError`` when the last day is
    before the first.
    """
    if last_day < first_day:
        raise ValueError("the last day is before the first")
    whole = (last_day - first_day).days + 1
    lived = max((last_day - max(start, first_day)).days + 1, 0)
    return a_year * lived / whole


def split_by_share(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return each partner's part of joint work. The parts come to ``amount`` exactly: the last takes what
    rounding left.

    Raises ``ValueError`` unless the shares are from 0 to 1 and come to 1.
    """
    if sum(shares.values()) != 1 or any(not 0 <= share <= 1 for share in shares.values()):
        raise ValueError("the shares must be from 0 to 1 and come to 1")
    parts = {name: amount * share for name, share in shares.items()}
    last = next(reversed(parts))
    parts[last] = amount - sum((part for name, part in parts.items() if name != last), Decimal(0))
    return parts


def sum_in_words(step: TimeStep, settings: SumSettings) -> str:
    """Return the sum so that it can be checked by hand.

    For example "15 a week x 52 weeks x 4 minutes x 1 person = 3,120 minutes, or 52 hours: 7.1 days of 7.3
    hours."
    """
    minutes = _minutes(step, settings.multipliers)
    often = f"{plain(step.times)} times"
    if step.per is Per.YEAR:
        often = f"{plain(step.times)} a year"
    elif step.per in _UNITS:
        each, units = _UNITS[step.per]
        often = f"{plain(step.times)} {each} × {plain(settings.multipliers[step.per])} {units}"
    people = f"{plain(step.people)} {'person' if step.people == 1 else 'people'}"
    each_time = f"{plain(step.minutes_before - step.minutes_after)} minutes"
    hours = minutes / MINUTES_AN_HOUR
    come_to = f"{_shown(minutes)} minutes, or {_shown(hours)} hours"
    in_days = f"{grouped(days(minutes, settings.hours_per_day), 1)} days of {plain(settings.hours_per_day)} hours"
    return f"{often} × {each_time} × {people} = {come_to}: {in_days}."


def _shown(value: Decimal) -> str:
    """Return a whole number without decimals, and anything else with one."""
    return grouped(value, 0 if value == value.to_integral_value() else 1)

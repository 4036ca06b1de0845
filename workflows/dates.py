"""Dates that are no more exact than what was given: a day, a month, a term or a year.

Each is kept as first day, last day, precision and the words for it. They sort by the first day and are due on
the last.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.terms import Span, Term, TermDates, named_span, oxford_week
from workflows.working_days import add_working_days, is_working_day, working_days_between

__all__ = [
    "DateNotUnderstood",
    "MONTHS",
    "PreciseDate",
    "Precision",
    "Term",
    "TermDates",
    "add_months",
    "add_working_days",
    "format_day",
    "format_month",
    "format_weekday",
    "is_working_day",
    "oxford_week",
    "parse",
    "working_days_between",
]

MONTHS: tuple[str, ...] = tuple(
    "January February March April May June July August September October November December".split()
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ONE_DAY = timedelta(days=1)
_ACADEMIC_YEAR_BEGINS = 8  # August: the year that returns and budgets of the University follow
_EXAMPLES = "Give a day (1 May 2026), a month (May 2026), a term (Hilary term 2026) or a year (2025/26)."

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+),? (\d{4})", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_WORDED_MONTH = re.compile(r"([a-z]+) (\d{4})", re.IGNORECASE)
_ACADEMIC_YEAR = re.compile(r"(\d{4})[/-](?:\d{2})?(\d{2})")
_YEAR = re.compile(r"\d{4}")


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    TERM = "term"
    YEAR = "year"


class DateNotUnderstood(ValueError):
    """What was typed is no date. ``sentence`` says so to the person who typed it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, order=True)
class PreciseDate:
    """A date as given. ``first_day`` and ``last_day`` are the same for a day; ``label`` is how it is printed."""

    first_day: date
    last_day: date
    precision: Precision
    label: str

    def __str__(self) -> str:
        return self.label

    @classmethod
    def day(cls, day: date) -> "PreciseDate":
        """Make a single day."""
        return cls(day, day, Precision.DAY, format_day(day))

    @classmethod
    def month(cls, year: int, month: int) -> "PreciseDate":
        """Make a whole month; ``month`` counts from 1. Raises ``ValueError`` for no such month."""
        first = date(year, month, 1)
        return cls(first, add_months(first, 1) - _ONE_DAY, Precision.MONTH, format_month(first))

    @classmethod
    def term(cls, name: str, year: int, term_dates: TermDates) -> "PreciseDate":
        """Make a term ("Hilary") or a vacation ("long vacation"); raises ``DateNotUnderstood`` when not in
        the dates.
        """
        text = f"{name} {year}" if name.endswith(("term", "vacation")) else f"{name} term {year}"
        span = named_span(text, term_dates)
        if isinstance(span, Span):
            return cls(span.first_day, span.last_day, Precision.TERM, span.label)
        raise DateNotUnderstood(_unknown_term(span or text))

    @classmethod
    def academic_year(cls, text: str) -> "PreciseDate":
        """Make the year from 1 August to 31 July of "2023/24"; raises ``DateNotUnderstood``."""
        found = _ACADEMIC_YEAR.fullmatch(text.strip())
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]) or int(found[1]) < 1:
            raise DateNotUnderstood(f"“{_shown(text)}” is not an academic year, such as 2023/24.")
        year = int(found[1])
        first = date(year, _ACADEMIC_YEAR_BEGINS, 1)
        return cls(first, add_months(first, 12) - _ONE_DAY, Precision.YEAR, f"{year}/{(year + 1) % 100:02}")

    @classmethod
    def year(cls, year: int) -> "PreciseDate":
        """Make a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, str(year))


def parse(text: str, term_dates: TermDates) -> PreciseDate:
    """Read a date as people write it, at the precision they gave.

    Understands "1 May 2026", "2026-05-01", "01/05/2026" (day first), "May 2026", "2026-05", "Hilary term
    2023", "HT 2023", "long vacation 2023", "2023/24" and "2025". Raises ``DateNotUnderstood`` for anything
    else.
    """
    words = " ".join(text.split())
    if not words:
        raise DateNotUnderstood(f"There is no date. {_EXAMPLES}")
    try:
        found = _exact(words) or _longer(words, term_dates)
    except DateNotUnderstood:
        raise
    except (ValueError, OverflowError):
        raise DateNotUnderstood(f"“{_shown(words)}” is not a date in the calendar.") from None
    if found is None:
        raise DateNotUnderstood(f"“{_shown(words)}” is not understood as a date. {_EXAMPLES}")
    return found


def _exact(words: str) -> PreciseDate | None:
    if found := _ISO_DAY.fullmatch(words):
        return PreciseDate.day(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _SLASHED_DAY.fullmatch(words):
        return PreciseDate.day(date(int(found[3]), int(found[2]), int(found[1])))
    if (found := _WORDED_DAY.fullmatch(words)) and (month := _month_number(found[2])):
        return PreciseDate.day(date(int(found[3]), month, int(found[1])))
    return None


def _longer(words: str, term_dates: TermDates) -> PreciseDate | None:
    if found := _ISO_MONTH.fullmatch(words):
        return PreciseDate.month(int(found[1]), int(found[2]))
    if (found := _WORDED_MONTH.fullmatch(words)) and (month := _month_number(found[1])):
        return PreciseDate.month(int(found[2]), month)
    if _YEAR.fullmatch(words):
        return PreciseDate.year(int(words))
    if _ACADEMIC_YEAR.fullmatch(words):
        return PreciseDate.academic_year(words)
    span = named_span(words, term_dates)
    if isinstance(span, str):
        raise DateNotUnderstood(_unknown_term(span))
    return PreciseDate(span.first_day, span.last_day, Precision.TERM, span.label) if span else None


def _month_number(word: str) -> int | None:
    """Return 5 for "May", "may"; three letters or more are enough."""
    if len(word) < 3:
        return None
    return next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(word.lower())), None)


def _unknown_term(label: str) -> str:
    way_on = "Give a month or a year, or ask an administrator to add the term."
    return f"The dates of {label} are not known here. {way_on}"


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = 31 if month == 12 else (date(year, month + 1, 1) - _ONE_DAY).day
    return date(year, month, min(day.day, last))


def format_day(day: date) -> str:
    """Return "1 May 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_weekday(day: date) -> str:
    """Return "Thursday 7 May 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {format_day(day)}"


def format_month(day: date) -> str:
    """Return "May 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"

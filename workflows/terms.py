"""The terms and vacations of a university year. Their dates are data: nothing here knows when a term begins."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

TERM_NAMES: tuple[str, ...] = ("Hilary", "Trinity", "Michaelmas")
"""The terms in the order in which they fall in a calendar year."""

VACATION_NAMES: tuple[str, ...] = ("Easter", "long", "Christmas")
"""The vacation that follows each of ``TERM_NAMES``, and is named by the year of that term."""

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SHORT = {"ht": "Hilary", "tt": "Trinity", "mt": "Michaelmas"}
_TERM_TEXT = re.compile(
    r"(?:(?P<term>hilary|trinity|michaelmas)(?:\s+term)?|(?P<short>[htm]t)|(?P<vacation>easter|long|christmas)"
    r"\s+vac(?:ation)?)\s+(?P<year>\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Term:
    """One full term: its name without the word "term", the calendar year, and its first and last day."""

    name: str
    year: int
    first_day: date
    last_day: date

    @property
    def label(self) -> str:
        """The term as printed, "Hilary term 2023"."""
        return f"{self.name} term {self.year}"


@dataclass(frozen=True)
class Span:
    """A named stretch of days, both ends included."""

    label: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class TermDates:
    """The full terms that are known, in the order of their days."""

    terms: tuple[Term, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]]) -> "TermDates":
        """Make them from rows with ``term``, ``year``, ``first_day`` and ``last_day`` (ISO text or dates).

        Raises ``ValueError`` for an unknown name, a term that ends before it begins, or two terms that share
        a day.
        """
        terms = sorted((_term(row) for row in rows), key=lambda term: term.first_day)
        for before, after in zip(terms, terms[1:], strict=False):
            if after.first_day <= before.last_day:
                raise ValueError(f"{before.label} and {after.label} share a day")
        return cls(tuple(terms))

    def term(self, name: str, year: int) -> Term | None:
        """Return the term of this name (Hilary, Trinity, Michaelmas) in this calendar year, or None."""
        return next((term for term in self.terms if (term.name, term.year) == (name, year)), None)

    def vacation(self, name: str, year: int) -> Span | None:
        """Return the days between the two full terms around a vacation, or None where either is unknown.

        The Christmas vacation is named by the year in which it begins.
        """
        position = VACATION_NAMES.index(name)
        before = self.term(TERM_NAMES[position], year)
        after = self.term(TERM_NAMES[(position + 1) % 3], year + (position == 2))
        if before is None or after is None:
            return None
        return Span(f"{name} vacation {year}", before.last_day + _ONE_DAY, after.first_day - _ONE_DAY)


def _term(row: Mapping[str, object]) -> Term:
    name = str(row["term"])
    if name not in TERM_NAMES:
        raise ValueError(f"{name!r} is not the name of a term")
    term = Term(name, int(str(row["year"])), _day(row["first_day"]), _day(row["last_day"]))
    if term.last_day < term.first_day:
        raise ValueError(f"{term.label} ends before it begins")
    return term


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def named_span(text: str, terms: TermDates) -> Span | None | str:
    """Read "Hilary term 2023", "HT 2023" or "long vacation 2023".

    Returns None when the text names neither term nor vacation, and the name alone, as text, when its dates
    are unknown.
    """
    found = _TERM_TEXT.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    year = int(found["year"])
    if found["vacation"]:
        name = found["vacation"].lower()
        name = name if name == "long" else name.capitalize()
        return terms.vacation(name, year) or f"{name} vacation {year}"
    term_name = _SHORT[found["short"].lower()] if found["short"] else found["term"].capitalize()
    term = terms.term(term_name, year)
    return Span(term.label, term.first_day, term.last_day) if term else f"{term_name} term {year}"


def oxford_week(day: date, terms: TermDates) -> str | None:
    """Return "Trinity term, week 1", or the vacation's name; None where the dates of the terms around are
    unknown.

    Full term is weeks 1 to 8, Sunday to Saturday; week 0 is the week before it and week 9 the week after.
    """
    for term in terms.terms:
        if term.first_day - _WEEK <= day <= term.last_day + _WEEK:
            return f"{term.name} term, week {(day - term.first_day).days // 7 + 1}"
    for term in terms.terms:
        vacation = terms.vacation(VACATION_NAMES[TERM_NAMES.index(term.name)], term.year)
        if vacation and vacation.first_day <= day <= vacation.last_day:
            return sentence_of(vacation.label)
    return None


def sentence_of(label: str) -> str:
    """Return a label with a capital first letter ("long vacation 2023" at the head of a line)."""
    return label[:1].upper() + label[1:]

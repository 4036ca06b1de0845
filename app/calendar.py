"""The calendar as the installation has it: terms and closed days."""

from datetime import date

from sqlalchemy import select

from app import remembered
from app.extensions import db
from app.models import ClosedDay, Term
from workflows.terms import Term as FullTerm
from workflows.terms import TermDates

_KEY = "calendar"


def _load() -> tuple[TermDates, frozenset[date]]:
    terms = db.session.execute(select(Term.name, Term.year, Term.first_day, Term.last_day).order_by(Term.first_day))
    full = tuple(FullTerm(name, year, first, last) for name, year, first, last in terms)
    return TermDates(full), frozenset(db.session.scalars(select(ClosedDay.day)))


def term_dates() -> TermDates:
    """All full terms, in order."""
    terms: TermDates = remembered.remembered(_KEY, _load)[0]
    return terms


def closed_days() -> frozenset[date]:
    """Bank holidays and closure days."""
    days: frozenset[date] = remembered.remembered(_KEY, _load)[1]
    return days


def forget() -> None:
    """Read the calendar again at its next use (after somebody changed it)."""
    remembered.forget(_KEY)

"""The terms and closed days that ship with the project, put into an installation when it is first set up."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from app import calendar
from app.extensions import db
from app.models import ClosedDay, ClosedDayKind, Term

DATA = Path(__file__).parent / "data"


def load_calendar() -> None:
    """Add the terms and closed days that ship and are not there yet; what somebody changed stays as it is.

    The caller has said what it is doing (`say` or `doing`), and commits.
    """
    terms = {(name, year) for name, year in db.session.execute(select(Term.name, Term.year))}
    for row in _shipped("terms.yaml")["full_terms"]:
        if (row["term"], row["year"]) not in terms:
            first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
            db.session.add(Term(name=row["term"], year=row["year"], first_day=first, last_day=last))
    known = set(db.session.scalars(select(ClosedDay.day)))
    closed = _shipped("closed_days.yaml")
    rows = [(row, ClosedDayKind.BANK_HOLIDAY) for row in closed["bank_holidays"]]
    rows += [(row, ClosedDayKind.CLOSURE_DAY) for row in closed["closure_days"]]
    for row, kind in rows:
        day = date.fromisoformat(row["day"])
        if day not in known:
            # What the law sets is known; what a university decides year by year is to be checked by somebody.
            checked = bool(row.get("verified", kind is ClosedDayKind.BANK_HOLIDAY))
            db.session.add(ClosedDay(day=day, kind=kind, label=row["name"], checked=checked))
    db.session.flush()
    calendar.forget()


def _shipped(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))

"""What administrators set for the whole installation: settings, terms and closed days."""

from datetime import date

from sqlalchemy import select

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.first_run import SETTINGS_CONFIRMED
from app.models import ClosedDay, ClosedDayKind, Setting, Term
from app.refusals import FieldRefused
from app.settings import BY_NAME
from workflows.dates import format_day


def change_setting(name: str, text: str, *, actor: Viewer) -> None:
    """Set a setting to what `text` says.

    Raises:
        KeyError: there is no such setting.
        FieldRefused: it cannot be read so; the sentence says what is needed.
    """
    known = BY_NAME[name]
    doing("change_setting", actor)
    try:
        known.read(text)
    except ValueError as problem:
        raise FieldRefused("value", str(problem)) from None
    if db.session.scalar(select(Setting.id).where(Setting.name == name)) is None:
        # What counted until now is kept first, so that the history says from what to what it was changed.
        db.session.add(Setting(name=name, value=known.usual))
        db.session.flush()
    _set(name, text)


def confirm_settings(*, actor: Viewer) -> None:
    """Say that somebody has looked at all settings and found them right."""
    doing("confirm_settings", actor)
    _set(SETTINGS_CONFIRMED, actor.today.isoformat())


def _set(name: str, text: str) -> None:
    found = db.session.scalar(select(Setting).where(Setting.name == name))
    if found is None:
        db.session.add(Setting(name=name, value=text))
    else:
        found.value = text


def add_term(name: str, year: str, first_day: date, last_day: date, *, actor: Viewer) -> Term:
    """Add a full term, which counts as checked: somebody has just entered it.

    Raises:
        FieldRefused: it is there already, does not run forward, lies outside its year, or shares a day with another.
    """
    doing("add_term", actor)
    term = Term(name=name, year=_year(year), first_day=first_day, last_day=last_day, checked=True)
    _check_term(term, None)
    db.session.add(term)
    db.session.flush()
    return term


def change_term(term: Term, name: str, year: str, first_day: date, last_day: date, *, actor: Viewer) -> None:
    """Change a full term, which counts as checked from now on.

    Raises:
        FieldRefused: as for `add_term`.
    """
    doing("change_term", actor)
    _check_term(Term(name=name, year=_year(year), first_day=first_day, last_day=last_day), term.id)
    term.name, term.year, term.first_day, term.last_day, term.checked = name, _year(year), first_day, last_day, True


def remove_term(term: Term, *, actor: Viewer) -> None:
    """Remove a term. Dates that were given as this term keep their days."""
    doing("remove_term", actor)
    db.session.delete(term)
    db.session.flush()


def check_terms(*, actor: Viewer) -> None:
    """Say that all terms were compared with the published dates."""
    doing("check_terms", actor)
    for term in db.session.scalars(select(Term).where(~Term.checked)):
        term.checked = True


def add_closed_day(day: date, kind: ClosedDayKind, label: str, *, actor: Viewer) -> ClosedDay:
    """Add a day on which nobody works.

    Raises:
        FieldRefused: the day is there already.
    """
    doing("add_closed_day", actor)
    _check_closed_day(day, None)
    made = ClosedDay(day=day, kind=kind, label=label, checked=True)
    db.session.add(made)
    db.session.flush()
    return made


def change_closed_day(closed: ClosedDay, day: date, kind: ClosedDayKind, label: str, *, actor: Viewer) -> None:
    """Change a closed day, which counts as checked from now on.

    Raises:
        FieldRefused: the day is there already.
    """
    doing("change_closed_day", actor)
    _check_closed_day(day, closed.id)
    closed.day, closed.kind, closed.label, closed.checked = day, kind, label, True


def remove_closed_day(closed: ClosedDay, *, actor: Viewer) -> None:
    """Remove a closed day: it is a working day from now on. Dates that were worked out before stay."""
    doing("remove_closed_day", actor)
    db.session.delete(closed)
    db.session.flush()


def check_closed_days(*, actor: Viewer) -> None:
    """Say that all closed days were compared with the published dates."""
    doing("check_closed_days", actor)
    for closed in db.session.scalars(select(ClosedDay).where(~ClosedDay.checked)):
        closed.checked = True


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1900 <= int(text) <= 2200:
        raise FieldRefused("year", "Enter a year, for example 2026")
    return int(text)


def _check_term(term: Term, own_id: int | None) -> None:
    if term.first_day >= term.last_day:
        raise FieldRefused("last_day", "Give a last day after the first day")
    if term.first_day.year != term.year or term.last_day.year != term.year:
        raise FieldRefused("year", f"Give the year in which {format_day(term.first_day)} lies, with both its days")
    for other in db.session.scalars(select(Term)):
        if other.id == own_id:
            continue
        if (other.name, other.year) == (term.name, term.year):
            raise FieldRefused("name", f"{term.history_label()} is there already")
        if term.first_day <= other.last_day and other.first_day <= term.last_day:
            raise FieldRefused("first_day", f"It shares days with {other.history_label()}: terms do not overlap")


def _check_closed_day(day: date, own_id: int | None) -> None:
    found = db.session.scalar(select(ClosedDay).where(ClosedDay.day == day))
    if found is not None and found.id != own_id:
        raise FieldRefused("day", f"{format_day(day)} is there already, as {found.label}")

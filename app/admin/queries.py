"""Questions about settings, the calendar and the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from werkzeug.exceptions import NotFound

from app.access import ANYWHERE, Viewer
from app.extensions import db
from app.first_run import SETTINGS_CONFIRMED
from app.history_pages import Entry, entries
from app.models import ClosedDay, OutboxMail, Person, Setting, Term, Unit
from app.settings import KNOWN, Known
from app.words.admin import VERBS

HISTORY = 50
MAILS = 100
SUBJECT = [("settings", 0)]


@dataclass(frozen=True)
class Stands:
    """A setting as it stands."""

    known: Known
    text: str
    changed: bool


def setting_groups() -> list[tuple[str, list[Stands]]]:
    """All settings under their groups, read afresh. One query."""
    held = {name: text for name, text in db.session.execute(select(Setting.name, Setting.value))}
    rows = [
        Stands(known, held.get(known.name, known.usual), held.get(known.name, known.usual) != known.usual)
        for known in KNOWN
    ]
    return [(group, list(of_group)) for group, of_group in groupby(rows, key=lambda one: one.known.group)]


def setting_row(name: str) -> Setting | None:
    """The stored row of a setting; None while it was never changed."""
    return db.session.scalar(select(Setting).where(Setting.name == name))


def confirmed_on() -> date | None:
    """The day on which somebody last said that all settings are right; None when nobody has."""
    found = setting_row(SETTINGS_CONFIRMED)
    return date.fromisoformat(found.value) if found else None


def settings_history(who: Viewer, *, before: int | None = None) -> list[Entry]:
    """What was done to settings, terms and closed days, newest first, settings by their labels."""
    labels = {known.name: f"“{known.label}”" for known in KNOWN}

    def named(entry: Entry) -> Entry:
        sentence = entry.sentence
        if sentence.endswith(f"{VERBS['confirm_settings']}."):
            return replace(entry, details=())
        for name in sorted(labels, key=len, reverse=True):
            sentence = sentence.replace(f"“{name}”", labels[name])
        return replace(entry, sentence=sentence)

    return [named(entry) for entry in entries(SUBJECT, who, ANYWHERE, limit=HISTORY, before=before)]


def terms() -> Sequence[Term]:
    """All terms, the newest first."""
    return db.session.scalars(select(Term).order_by(Term.first_day.desc())).all()


def term_or_404(term_id: int) -> Term:
    """The term with this id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Term, term_id)
    if found is None:
        raise NotFound
    return found


def closed_days_by_year() -> list[tuple[int, list[ClosedDay]]]:
    """All closed days under their years, the newest year first, days in order."""
    days = db.session.scalars(select(ClosedDay).order_by(ClosedDay.day)).all()
    years = [(year, list(of_year)) for year, of_year in groupby(days, key=lambda one: one.day.year)]
    return years[::-1]


def closed_day_or_404(day_id: int) -> ClosedDay:
    """The closed day with this id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(ClosedDay, day_id)
    if found is None:
        raise NotFound
    return found


Mail = Row[int, str, str | None, Any, Any, int, str | None, str | None, str | None, str | None]


def mails() -> list[tuple[str, str, Sequence[Mail]]]:
    """The newest mails that failed, wait, and were sent: heading, what it means, and rows. Three queries."""
    statement = (
        select(
            OutboxMail.id,
            OutboxMail.subject,
            OutboxMail.address,
            OutboxMail.asked_at,
            OutboxMail.sent_at,
            OutboxMail.attempts,
            OutboxMail.failure,
            Person.role_title,
            Person.key,
            Unit.name,
        )
        .outerjoin(Person, Person.id == OutboxMail.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(OutboxMail.id.desc())
        .limit(MAILS)
    )
    unsent = OutboxMail.sent_at.is_(None)
    return [
        (
            "Failed",
            "The mail server refused these, or could not be reached. They are tried again.",
            db.session.execute(statement.where(unsent, OutboxMail.failure.is_not(None))).all(),
        ),
        ("Waiting", "Not sent yet.", db.session.execute(statement.where(unsent, OutboxMail.failure.is_(None))).all()),
        ("Sent", "Handed to the mail server.", db.session.execute(statement.where(~unsent)).all()),
    ]


def mail_or_404(mail_id: int) -> tuple[OutboxMail, Person | None]:
    """One mail, and whom it is for.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(OutboxMail, mail_id)
    if found is None:
        raise NotFound
    return found, db.session.get(Person, found.person_id) if found.person_id else None

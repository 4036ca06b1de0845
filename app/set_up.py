"""Make a database ready to serve: the example as its file has it, or a real installation with an administrator."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.calendar_data import load_calendar
from app.clock import real_now, today
from app.config import Installation, NotConfigured
from app.example.renewal import renew_if_outdated
from app.extensions import db
from app.history import say
from app.installing import bring_up_to_date, look_into, refuse_unless
from app.models import InstallationRow, Person, SignIn
from app.organisation.people_actions import ensure_first_administrator
from app.outbox import link_to
from app.settings import value
from app.sign_in_links import LINK_MINUTES, one_time_path

COMMAND = "set-up"


def set_up() -> str | None:
    """Make the current application's database ready, quickly when it is.

    Returns the address that signs the first administrator of a real installation in, as long as that person never
    came in; else None.

    Raises:
        NotConfigured: the database is not one for this kind of installation.
    """
    if current_app.config["INSTALLATION"] is Installation.EXAMPLE:
        renew_if_outdated()
        return None
    administrator = _set_up_real()
    if db.session.scalar(select(SignIn.id).where(SignIn.person_id == administrator.id).limit(1)) is not None:
        return None
    return link_to(one_time_path(current_app.config["SECRET_KEY"], administrator.id))


def _set_up_real() -> Person:
    found = look_into(db.engine)
    refuse_unless(Installation.REAL, found, db.engine)
    bring_up_to_date(found)
    if found.kind is None:
        say(db.session, "begin_installation", actor_id=None, at=real_now())
        load_calendar()
        db.session.add(InstallationRow(id=1, kind=Installation.REAL))
    # The mark, the calendar and whoever may come in are there together or not at all.
    administrator = ensure_first_administrator(value("organisation"), moment=real_now(), today=today())
    db.session.commit()
    return administrator


def require_set_up() -> None:
    """Let a command act on the current application's database only when there is something to act on.

    The example is made where it is not there yet, as `script/server` would.

    Raises:
        NotConfigured: it is of the other kind, or a real installation that has not been set up or migrated.
    """
    if current_app.config["INSTALLATION"] is Installation.EXAMPLE:
        renew_if_outdated()
        return
    found = look_into(db.engine)
    refuse_unless(Installation.REAL, found, db.engine)
    if not found.migrated or found.kind is None:
        raise NotConfigured(f"The database is not ready for this version: run script/flask --real {COMMAND} first.")


def in_words(address: str) -> str:
    """How the first administrator's link is told to whoever set the installation up."""
    return f"Sign in as the first administrator within {LINK_MINUTES} minutes, once: {address}"


@click.command(COMMAND)
@with_appcontext
def command() -> None:
    """Make the database ready: tables, the calendar, and the first administrator or the example."""
    address = set_up()
    click.echo(in_words(address) if address else "The database is ready.")

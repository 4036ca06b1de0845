"""`script/flask people ...`: who is there, the first administrator, and links that sign somebody in once."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.clock import real_now, today
from app.config import Installation
from app.extensions import db
from app.models import Person, Unit
from app.organisation.people_actions import ensure_first_administrator, first_administrator
from app.organisation.queries import roles_of
from app.outbox import link_to
from app.settings import value
from app.sign_in_links import LINK_MINUTES, one_time_path

people = AppGroup("people", help="People by role title, and how they first sign in.")


@people.command("list")
def list_people() -> None:
    """Print everybody who may sign in: key, role title, unit and roles, with tabs between."""
    rows = db.session.execute(
        select(Person.id, Person.key, Person.role_title, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.active)
        .order_by(Person.role_title, Unit.name, Person.id)
    ).all()
    roles = roles_of([row.id for row in rows])
    for person_id, key, title, unit in rows:
        click.echo("\t".join((key, title, unit, ", ".join(roles.get(person_id, [])))))


@people.command("first-administrator")
def make_first_administrator() -> None:
    """Make the first administrator of a real installation, and the unit everything belongs to, where there is none."""
    if current_app.config["INSTALLATION"] is Installation.EXAMPLE:
        raise click.ClickException(
            "This is the example, which has an administrator. Put --real first: script/flask --real people ..."
        )
    person = ensure_first_administrator(value("organisation"), moment=real_now(), today=today())
    db.session.commit()
    click.echo(f"The first administrator is {person.role_title} ({person.key}).")


@people.command("sign-in-link")
@click.argument("key", required=False)
def sign_in_link(key: str | None) -> None:
    """Print a link that signs somebody in once: KEY as people list prints it, else the first administrator."""
    person = db.session.scalar(select(Person).where(Person.key == key)) if key else first_administrator()
    if person is None:
        raise click.ClickException(
            f"Nobody has the key {key}: see script/flask people list."
            if key
            else "There is no administrator yet: script/flask --real people first-administrator makes one."
        )
    if not person.active:
        raise click.ClickException(f"{person.role_title} ({person.key}) is deactivated and cannot sign in.")
    click.echo(link_to(one_time_path(current_app.config["SECRET_KEY"], person.id)))
    click.echo(f"It signs in {person.role_title} ({person.key}) once, within {LINK_MINUTES} minutes.", err=True)

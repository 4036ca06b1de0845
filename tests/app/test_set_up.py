"""A database is made ready for one kind of installation, once, and is never taken for the other kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.auth.actions import begin_sign_in
from app.clock import real_now
from app.config import Installation, NotConfigured
from app.extensions import db
from app.installing import Found, bring_up_to_date, drop_everything, look_into, refuse_the_other_kind, refuse_unless
from app.models import Change, ClosedDay, InstallationRow, Person, RoleGrant, Term
from app.set_up import require_set_up, set_up
from tests.client import Browser
from tests.conftest import configuration
from workflows.roles import Role


def number(kind: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


@pytest.fixture
def real(app: Flask, engine: str) -> Iterator[Flask]:
    """An application for real work on a database in which nothing is. On PostgreSQL the next test needs its tables."""
    drop_everything(db.engine)
    app.config["INSTALLATION"] = Installation.REAL
    yield app
    db.session.remove()
    if engine == "postgresql" and not look_into(db.engine).migrated:
        drop_everything(db.engine)
        bring_up_to_date(look_into(db.engine))


def test_a_real_installation_gets_its_tables_its_mark_the_calendar_and_one_administrator(real: Flask) -> None:
    set_up()
    assert look_into(db.engine).kind is Installation.REAL
    assert look_into(db.engine).migrated
    assert number(Term) > 10
    assert number(ClosedDay) > 10
    assert (number(Person), db.session.scalars(sa.select(RoleGrant.role)).all()) == (1, [Role.ADMINISTRATOR])
    assert db.session.scalar(sa.select(InstallationRow.as_at)) is None
    assert number(Change) > 0


def test_the_link_is_given_again_until_the_administrator_came_in(real: Flask) -> None:
    first, second = set_up(), set_up()
    assert first is not None
    assert second is not None
    assert first.startswith("http://localhost/sign-in/once/")
    assert number(Person) == 1
    begin_sign_in(db.session.scalars(sa.select(Person.id)).one(), "test", moment=real_now())
    db.session.commit()
    assert set_up() is None


def test_the_link_signs_the_administrator_in_and_home_says_what_to_do_first(real: Flask) -> None:
    link = set_up()
    assert link is not None
    browser = Browser(real)
    browser.get(link.removeprefix("http://localhost"))
    page = browser.submit("Sign in")
    assert "things before the first review" in page.text
    assert "No example data is in this installation" in page.text
    assert "Example portfolio" not in page.html


def test_a_set_up_that_was_cut_short_is_begun_again(real: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE term (id INTEGER)"))
    set_up()
    assert number(Person) == 1


def test_the_example_never_uses_a_real_installation(real: Flask) -> None:
    set_up()
    real.config["INSTALLATION"] = Installation.EXAMPLE
    with pytest.raises(NotConfigured, match="holds a real installation, and the example portfolio never shares"):
        set_up()
    assert number(Person) == 1


def test_real_work_never_uses_the_example(app: Flask) -> None:
    set_up()
    app.config["INSTALLATION"] = Installation.REAL
    people = number(Person)
    for way in (set_up, require_set_up):
        with pytest.raises(NotConfigured, match="holds the example portfolio, and a real installation never shares"):
            way()
    with pytest.raises(NotConfigured, match="holds the example portfolio"):
        refuse_the_other_kind(app)
    assert number(Person) == people


def test_the_password_of_a_database_is_not_told() -> None:
    engine = sa.create_engine("postgresql+psycopg://tracker:very-secret@db.example/tracker")
    with pytest.raises(NotConfigured) as refusal:
        refuse_unless(Installation.EXAMPLE, Found(Installation.REAL, empty=False), engine)
    assert "db.example/tracker" in str(refusal.value)
    assert "very-secret" not in str(refusal.value)


def test_a_database_with_tables_of_something_else_is_refused(real: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(NotConfigured, match="has tables of something else"):
        set_up()
    assert sa.inspect(db.engine).get_table_names() == ["theirs"]


def test_a_command_on_the_example_finds_it_ready(app: Flask) -> None:
    require_set_up()
    assert number(Person) == 44


def test_a_command_on_a_real_installation_that_is_not_there_says_what_to_do(real: Flask) -> None:
    with pytest.raises(NotConfigured, match="run script/flask --real set-up first"):
        require_set_up()
    set_up()
    require_set_up()


def test_a_database_that_cannot_be_reached_does_not_stop_production(tmp_path: Path) -> None:
    refuse_the_other_kind(
        create_app(configuration(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}", tmp_path))
    )

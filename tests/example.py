"""The example portfolio for tests: loaded once a run, then copied."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.example.renewal import load_example
from app.extensions import db
from app.models import Person
from tests.conftest import ENGINES, Databases, configuration, migrated


def person_of(key: str) -> Person:
    """The example's person with this key."""
    return db.session.scalars(sa.select(Person).where(Person.key == key)).one()


@pytest.fixture(scope="session")
def example_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that holds the example, to copy; made by one worker of the run and shared."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    path = shared / f"example-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite"
    if not path.exists():
        folder = tmp_path_factory.mktemp("example")
        making = folder / "making.sqlite"
        app = migrated(f"sqlite:///{making}", folder)
        with app.app_context():
            load_example()
            db.session.remove()
            db.session.execute(sa.text("SELECT 1"))
            db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(making, path)
    return path


@pytest.fixture(scope="session")
def example_made(example_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests of a worker that want the example: making it takes longer than most of them."""
    folder = tmp_path_factory.mktemp("example-app")
    return create_app(configuration(f"sqlite:///{folder / 'example.sqlite'}", folder))


@pytest.fixture
def example_app(example_made: Flask, example_template: Path) -> Iterator[Flask]:
    """An application on a fresh copy of the example, inside its context."""
    path = Path(str(sa.make_url(example_made.config["SQLALCHEMY_DATABASE_URI"]).database))
    # A new file each time: a connection that an earlier test left open keeps the old one and cannot spoil it.
    for left in ("", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    shutil.copyfile(example_template, path)
    with example_made.app_context():
        yield example_made
        leave(example_made)


def leave(app: Flask) -> None:
    """Take away what a test put into an application that others will use."""
    db.session.rollback()
    db.session.remove()
    for browser in app.extensions.pop("test_browsers", []):
        browser.close()
    db.engine.dispose()


@pytest.fixture(scope="session")
def postgres_example(
    postgres_databases: Databases, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a PostgreSQL database of this worker that holds the example; tests only read it."""
    url = postgres_databases.create("example", postgres_template)
    app = create_app(configuration(url, tmp_path_factory.mktemp("postgres-example")))
    with app.app_context():
        load_example()
        db.session.remove()
        db.engine.dispose()
    return url


@pytest.fixture(scope="session", params=ENGINES)
def loaded_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application whose database, one of each engine, holds the example."""
    folder = tmp_path_factory.mktemp("loaded")
    if request.param == "postgresql":
        return create_app(configuration(request.getfixturevalue("postgres_example"), folder))
    path = folder / "example.sqlite"
    shutil.copyfile(request.getfixturevalue("example_template"), path)
    return create_app(configuration(f"sqlite:///{path}", folder))


@pytest.fixture
def loaded(loaded_once: Flask) -> Iterator[Flask]:
    """The application that holds the example, inside its context. Tests only read it; nobody else's sign-in harms them."""
    with loaded_once.app_context():
        yield loaded_once
        leave(loaded_once)

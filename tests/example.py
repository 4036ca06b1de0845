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
from tests.conftest import configuration, migrated


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


@pytest.fixture
def example_app(example_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on a copy of the example, inside its context."""
    path = tmp_path / "example.sqlite"
    shutil.copyfile(example_template, path)
    made = create_app(configuration(f"sqlite:///{path}", tmp_path))
    with made.app_context():
        yield made
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()

"""An application on SQLite alone, for what does not depend on the engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from tests.conftest import configuration, database


@pytest.fixture
def plain_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty SQLite database, inside its context."""
    made = create_app(configuration(database("sqlite", request, tmp_path), tmp_path))
    with made.app_context():
        yield made
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()

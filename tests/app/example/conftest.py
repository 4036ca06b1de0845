"""The example in a database of each engine, loaded once for all tests of a module: they only read it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.example.renewal import load_example
from app.extensions import db
from tests.conftest import ENGINES, configuration, database


@pytest.fixture(scope="module", params=ENGINES)
def loaded_once(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database holds the example."""
    folder = tmp_path_factory.mktemp("loaded")
    app = create_app(configuration(database(request.param, request, folder), folder))
    with app.app_context():
        load_example()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def loaded(loaded_once: Flask) -> Iterator[Flask]:
    """The application that holds the example, inside its context. Nothing that a test changes is kept."""
    with loaded_once.app_context():
        yield loaded_once
        db.session.rollback()
        db.session.remove()

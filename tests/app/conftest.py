"""An application on SQLite alone, for what does not depend on the engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.conftest import Kept, configuration, database


@pytest.fixture
def plain_app(
    request: pytest.FixtureRequest, tmp_path: Path, kept_apps: dict[str, Kept], worker_folder: Path
) -> Iterator[Flask]:
    """An application on an empty SQLite database, inside its context."""
    url = database("sqlite", request, worker_folder)
    kept = kept_apps.pop("sqlite", None) or Kept.of(create_app(configuration(url, tmp_path)))
    kept.begin(tmp_path)
    with kept.app.app_context():
        yield kept.app
        if kept.end():
            kept_apps["sqlite"] = kept

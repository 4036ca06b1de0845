"""Migrations make the tables that the models describe, on both engines, and can be taken back."""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app
from app.extensions import db
from app.health import newest_migration
from app.models import Base, triggers
from tests.conftest import configuration


@pytest.fixture
def empty_app(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An application on a database with nothing in it at all."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_databases").create("empty")
    return create_app(configuration(url, tmp_path))


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_they_go_up_from_nothing_back_to_nothing_and_up_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
        assert tables() == set(Base.metadata.tables)
        downgrade(revision="base")
        assert tables() == set()
        upgrade()
        assert tables() == set(Base.metadata.tables)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_models_and_migrations_describe_the_same_tables(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            one for one in compare_metadata(context, Base.metadata) if "uq_role_grant_current" not in str(one)
        ]
    assert differences == []


def test_every_named_check_of_the_models_is_in_the_database(app: Flask) -> None:
    inspector = sa.inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint) and one.name}
        found = {str(one["name"]) for one in inspector.get_check_constraints(table.name)}
        assert wanted <= found, f"{table.name} lacks {wanted - found}"


def test_no_two_checks_of_a_table_share_a_name() -> None:
    for table in Base.metadata.sorted_tables:
        names = Counter(str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint))
        assert [name for name, times in names.items() if times > 1] == [], table.name


def test_the_triggers_are_there_after_every_migration(empty_app: Flask, engine: str) -> None:
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with empty_app.app_context():
        upgrade(revision=str(newest_migration()))
        assert set(db.session.scalars(sa.text(question))) == triggers.expected()
        db.session.remove()
        db.engine.dispose()

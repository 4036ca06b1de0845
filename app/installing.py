"""What a database is: empty, the example, or a real installation. The two kinds never share one.

The mark is the one row of `installation`, written in the transaction that first fills the database. What has tables and
no mark is somebody else's and is left alone, but for a set-up of our own that was cut short before anything was in it.
"""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.config import Installation, NotConfigured
from app.extensions import db
from app.health import newest_migration
from app.models import Base, InstallationRow

OTHER_KIND = {
    Installation.EXAMPLE: "the example portfolio",
    Installation.REAL: "a real installation",
}
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Found:
    """What is in a database.

    `kind` is its mark, None without one. `empty`: there is nothing to lose in it: no tables, or our own without a
    single row. `revision` is its migration, `source_sha256` the file the example was made from.
    """

    kind: Installation | None
    empty: bool
    revision: str | None = None
    source_sha256: str = ""

    @property
    def migrated(self) -> bool:
        """Whether its tables are those of this version of the program."""
        return self.revision is not None and self.revision == newest_migration()


def look_into(engine: Engine) -> Found:
    """What is in the database of `engine`. Nothing is written.

    Raises:
        SQLAlchemyError: it cannot be reached.
    """
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and path != ":memory:" and not Path(path).exists():
        # Connecting would make the file.
        return Found(None, empty=True)
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if not tables:
            return Found(None, empty=True)
        revision = MigrationContext.configure(connection).get_current_revision() if VERSION_TABLE in tables else None
        if InstallationRow.__tablename__ in tables:
            mark = connection.execute(sa.select(InstallationRow.kind, InstallationRow.source_sha256)).first()
            if mark is not None:
                return Found(Installation(mark.kind), False, revision, mark.source_sha256)
        return Found(None, _holds_nothing(connection, tables), revision)


def _holds_nothing(connection: Connection, tables: set[str]) -> bool:
    """Whether these are tables of ours alone, without a row."""
    ours = Base.metadata.tables
    if tables - {VERSION_TABLE} - set(ours):
        return False
    return not any(
        connection.execute(sa.select(sa.literal(1)).select_from(ours[name]).limit(1)).first()
        for name in tables - {VERSION_TABLE}
    )


def refuse_unless(kind: Installation, found: Found, engine: Engine) -> None:
    """Let an installation of `kind` use the database in which `found` was found, or say why not.

    Raises:
        NotConfigured: it is marked as the other kind, or has tables and no mark.
    """
    if found.kind is kind or (found.kind is None and found.empty):
        return
    where = engine.url.render_as_string(hide_password=True)
    if found.kind is None:
        raise NotConfigured(
            f"Not started: {where} has tables of something else. Set DATABASE_URL to an empty database, or leave it "
            "unset."
        )
    way_on = {
        Installation.REAL: "start with --real to use it, or set DATABASE_URL to another database for the example.",
        Installation.EXAMPLE: "set DATABASE_URL to another, empty database for a real installation.",
    }
    raise NotConfigured(
        f"Not started: {where} holds {OTHER_KIND[found.kind]}, and {OTHER_KIND[kind]} never shares its database: "
        f"{way_on[found.kind]}"
    )


def refuse_the_other_kind(app: Flask) -> None:
    """Refuse a database that is marked as the other kind; one that cannot be reached now is asked again by /readyz.

    Raises:
        NotConfigured: it is marked so.
    """
    with app.app_context():
        try:
            found = look_into(db.engine)
        except SQLAlchemyError:
            app.logger.exception("the database could not be reached")
            return
        if found.kind is not None:
            refuse_unless(app.config["INSTALLATION"], found, db.engine)


def bring_up_to_date(found: Found) -> None:
    """Bring the tables of the current application's database to this version; what was left half made goes first."""
    if found.kind is None:
        drop_everything(db.engine)
    if not found.migrated:
        upgrade()


def drop_everything(engine: Engine) -> None:
    """Drop all tables, with their triggers. The caller knows that nothing in them is to be kept."""
    there = sa.MetaData()
    with engine.begin() as connection:
        there.reflect(connection)
        there.drop_all(connection)

"""How Alembic finds the database and the tables: those of the running application."""

from alembic import context
from flask import current_app

from app.models import Base

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our own column types as the plain types they are stored as: a migration must not change with the code."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Migrate over the application's own connection."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

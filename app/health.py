"""Two addresses for whoever watches over the installation: is the process up, and can it serve."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from app.access import Permission, needs
from app.config import ROOT
from app.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs(Permission.PUBLIC)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@needs(Permission.PUBLIC)
def readyz() -> tuple[Response, int]:
    """The database answers, is migrated to this version of the program, and can be written to."""
    try:
        problem = _problem()
    except Exception as error:
        current_app.logger.exception("not ready")
        problem = type(error).__name__
    finally:
        db.session.rollback()
    return (jsonify(status="ok"), 200) if problem is None else (jsonify(status="not ready", problem=problem), 503)


def newest_migration() -> str | None:
    """The id of the last migration that ships with this version."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def _problem() -> str | None:
    connection = db.session.connection()
    if MigrationContext.configure(connection).get_current_revision() != newest_migration():
        return "The database is not migrated to this version: run script/flask db upgrade."
    # A write that changes nothing, taken back at once: a full disk or a read-only database shows here.
    connection.execute(text("UPDATE installation SET id = id"))
    return None

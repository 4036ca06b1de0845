"""How each database engine is opened: what SQLite must be told so that it is as safe as it is quick."""

from typing import Any

from sqlalchemy import Engine, event

from app.folding import fold


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set up one SQLite connection: foreign keys, write-ahead log, and every commit on disk before it is answered.

    `fold` is what the search compares words with (app/folding.py).
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    # NORMAL may lose the last commits when the power fails; a write that was acknowledged is never lost.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.close()
    connection.create_function("fold", 1, fold, deterministic=True)


def prepare(engine: Engine) -> None:
    """Prepare an engine made for the application. Doing it twice is harmless."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", prepare_sqlite):
        event.listen(engine, "connect", prepare_sqlite)


def options(url: str) -> dict[str, Any]:
    """Engine options for a database address."""
    if url.startswith("sqlite"):
        return {}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}

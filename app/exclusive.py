"""Something that only one process may do at a time, and that another may do as soon as that process is gone.

On PostgreSQL an advisory lock of the database's own, held by a connection; on SQLite, whose users share one machine, a
lock of the operating system on a file. Either ends with the process that holds it, however it ends: nothing has to be
given back, waited for or guessed from a clock.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from app.extensions import db


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this process is the only one inside for `name`, which holds until the block is left."""
    digest = hashlib.sha256(name.encode()).digest()
    inside = _database_lock(digest) if db.engine.dialect.name == "postgresql" else _file_lock(digest.hex())
    with inside as got:
        yield got


def is_free(name: str) -> bool:
    """Whether nobody is inside for `name` at this moment."""
    with alone(name) as got:
        return got


@contextmanager
def _database_lock(digest: bytes) -> Iterator[bool]:
    number = {"number": int.from_bytes(digest[:8], "big", signed=True)}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        got = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), number))
        try:
            yield got
        finally:
            if got:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)


@contextmanager
def _file_lock(name: str) -> Iterator[bool]:
    folder = Path(current_app.config["FILES_FOLDER"]) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    # The file stays: taking it away while another process opens it would give two processes two locks. So that there
    # are never many, names share some thousands of files; two that share one wait for each other, and no more.
    handle = os.open(folder / name[:3], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""Make the example anew when its file or the tables changed, or when somebody asks for it.

On SQLite it is made beside and then copied over in one transaction, so that whoever reads it meanwhile, and whatever
kills the process, finds the old one or the new one. On PostgreSQL the tables are dropped and made again.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask, current_app

from app import engines
from app.config import ROOT, Installation
from app.example.actions import import_example
from app.example.portfolio import Portfolio, shipped
from app.extensions import db, migrate
from app.installing import bring_up_to_date, drop_everything, look_into, refuse_unless


def load_example() -> None:
    """Put the portfolio that ships into an empty, migrated database, and commit."""
    import_example(shipped())
    db.session.commit()


def renew_if_outdated() -> bool:
    """Make the example in the current application's database, if it is not there as its file has it now.

    Returns whether it was made.

    Raises:
        NotConfigured: the database is not the example's.
    """
    found = look_into(db.engine)
    refuse_unless(Installation.EXAMPLE, found, db.engine)
    portfolio = shipped()
    if found.kind is Installation.EXAMPLE and found.migrated and found.source_sha256 == portfolio.sha256:
        return False
    make(portfolio)
    return True


def renew() -> None:
    """Make the example in the current application's database anew; what was done in it is gone.

    Raises:
        NotConfigured: the database is not the example's.
    """
    refuse_unless(Installation.EXAMPLE, look_into(db.engine), db.engine)
    make(shipped())


def make(portfolio: Portfolio) -> None:
    """Make the example of `portfolio` in the current application's database, whatever was there.

    Whether it may is the caller's to know: `renew` and `renew_if_outdated` ask.

    Raises:
        KeyError, ValueError: the portfolio cannot be loaded. On SQLite the old example is still there.
    """
    path = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and path:
        _make_beside(Path(path), portfolio)
    else:
        drop_everything(db.engine)
        _fill(portfolio)
    # Open connections know the old tables, and this process the old date.
    db.engine.dispose()
    current_app.extensions.pop("example_day", None)
    current_app.extensions.pop("remembered", None)


def _fill(portfolio: Portfolio) -> None:
    bring_up_to_date(look_into(db.engine))
    import_example(portfolio)
    db.session.commit()
    db.session.remove()


def _make_beside(path: Path, portfolio: Portfolio) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.making-{os.getpid()}")
    try:
        _fill_file(making, portfolio)
        with closing(sqlite3.connect(making)) as made, closing(sqlite3.connect(path, timeout=30)) as old:
            made.backup(old)
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            Path(f"{making}{rest}").unlink(missing_ok=True)


def _fill_file(path: Path, portfolio: Portfolio) -> None:
    # An application of tables alone: no page is ever asked of it.
    maker = Flask(__name__)
    maker.config.from_mapping({**current_app.config, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}"})
    db.init_app(maker)
    migrate.init_app(maker, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with maker.app_context():
        engines.prepare(db.engine)
        _fill(portfolio)
        db.engine.dispose()

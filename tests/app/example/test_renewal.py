"""The example is made where there is none, renewed when it is outdated, and nothing else is ever touched."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import Installation, NotConfigured
from app.example.portfolio import Portfolio, shipped
from app.example.renewal import make, renew, renew_if_outdated
from app.extensions import db
from app.installing import drop_everything, look_into
from app.models import Base, InstallationRow, Review, Setting, Unit
from tests.conftest import configuration
from tests.factories import make_unit, saying


def reviews() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Review)) or 0


def unmarked() -> None:
    db.session.execute(sa.delete(InstallationRow))
    db.session.commit()


def marked(kind: Installation) -> None:
    db.session.execute(sa.update(InstallationRow).values(kind=kind))
    db.session.commit()


def something_done_in_it() -> None:
    saying()
    db.session.add(Setting(name="team", value="Another team"))
    db.session.commit()


def what_was_done() -> str | None:
    return db.session.scalar(sa.select(Setting.value))


def test_the_example_is_kept_until_its_file_or_the_tables_change_or_somebody_asks(app: Flask) -> None:
    assert renew_if_outdated()
    something_done_in_it()
    assert not renew_if_outdated()
    assert what_was_done() == "Another team"

    db.session.execute(sa.update(InstallationRow).values(source_sha256="0" * 64))
    db.session.commit()
    assert renew_if_outdated()
    assert (what_was_done(), reviews()) == (None, 16)

    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    assert renew_if_outdated()
    assert look_into(db.engine).migrated
    assert not renew_if_outdated()

    something_done_in_it()
    renew()
    assert (what_was_done(), reviews()) == (None, 16)


def test_the_command_loads_it_in_a_few_seconds_and_says_so(app: Flask) -> None:
    # Seconds of this process alone: the machine may be busy with other tests.
    began = time.process_time()
    result = app.test_cli_runner().invoke(args=["example", "load"])
    assert time.process_time() - began < 5
    assert (result.exit_code, result.output) == (0, "The example portfolio is loaded, as at 1 May 2026.\n")
    assert reviews() == 16


def test_a_real_installation_is_never_made_an_example(app: Flask) -> None:
    marked(Installation.REAL)
    for way in (renew, renew_if_outdated):
        with pytest.raises(NotConfigured, match="holds a real installation, and the example portfolio never shares"):
            way()
    result = app.test_cli_runner().invoke(args=["example", "load"])
    assert result.exit_code == 1
    assert "a real installation" in result.output


def test_the_command_refuses_under_real(app: Flask) -> None:
    app.config["INSTALLATION"] = Installation.REAL
    result = app.test_cli_runner().invoke(args=["example", "load"])
    assert (result.exit_code, result.output) == (
        1,
        "Error: This is a real installation. The example is loaded without --real only.\n",
    )


def test_tables_that_nobody_marked_are_left_alone(app: Flask) -> None:
    unmarked()
    make_unit()
    db.session.commit()
    with pytest.raises(NotConfigured, match="has tables of something else"):
        renew()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 1


def test_tables_of_another_program_are_left_alone_though_they_are_empty(app: Flask) -> None:
    unmarked()
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE somebody_elses (id INTEGER)"))
    try:
        with pytest.raises(NotConfigured, match="has tables of something else"):
            renew()
    finally:
        with db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE somebody_elses"))


def test_a_set_up_that_was_cut_short_before_anything_was_in_it_is_begun_again(app: Flask) -> None:
    unmarked()
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
        connection.execute(sa.text("DROP TABLE submission"))
    assert renew_if_outdated()
    assert look_into(db.engine).migrated
    assert reviews() == 16


def test_an_address_of_an_empty_database_is_enough(app: Flask) -> None:
    drop_everything(db.engine)
    assert look_into(db.engine).empty
    assert renew_if_outdated()
    assert set(sa.inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_file_that_is_not_there_yet_is_made_and_nothing_lies_about(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "example.sqlite"
    path.parent.mkdir()
    made = create_app(configuration(f"sqlite:///{path}", tmp_path, EXAMPLE_TODAY=""))
    with made.app_context():
        assert renew_if_outdated()
        assert reviews() == 16
        db.session.remove()
        db.engine.dispose()
    assert {one.name for one in path.parent.iterdir()} == {"example.sqlite"}


def test_a_file_that_cannot_be_loaded_leaves_the_old_example(tmp_path: Path) -> None:
    made = create_app(configuration(f"sqlite:///{tmp_path / 'example.sqlite'}", tmp_path))
    broken = Portfolio(shipped().data.replace(b"  - SR-07-F01\n", b"  - SR-07-F99\n"))
    with made.app_context():
        renew()
        with pytest.raises(KeyError, match="SR-07-F99"):
            make(broken)
        assert reviews() == 16
        assert not renew_if_outdated()
        assert not list(tmp_path.glob("*making*"))
        db.session.remove()
        db.engine.dispose()

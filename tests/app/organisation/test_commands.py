"""`script/flask people ...`: who is there, the first administrator, and links that sign in once."""

import sqlalchemy as sa
from flask import Flask

from app.config import Installation
from app.extensions import db
from app.first_run import first_run_steps
from app.models import Person, RoleGrant, Unit
from tests.client import Browser
from tests.factories import make_person, make_unit, saying
from workflows.roles import Role


def run(app: Flask, *arguments: str, fails: bool = False) -> str:
    """What a command of `people` prints."""
    result = app.test_cli_runner().invoke(args=["people", *arguments])
    assert (result.exit_code != 0) is fails, result.output
    return result.output


def test_the_first_administrator_is_made_once(app: Flask) -> None:
    app.config["INSTALLATION"] = Installation.REAL
    for _ in range(2):
        assert run(app, "first-administrator") == "The first administrator is Administrator (administrator).\n"
    assert db.session.scalars(sa.select(Unit.name)).all() == ["University of Oxford"]
    grant = db.session.scalars(sa.select(RoleGrant)).one()
    assert (grant.role, grant.unit_id, grant.review_id) == (Role.ADMINISTRATOR, None, None)


def test_the_example_needs_no_first_administrator(app: Flask) -> None:
    assert "This is the example" in run(app, "first-administrator", fails=True)
    assert db.session.scalar(sa.select(Person.id)) is None


def test_who_can_no_longer_sign_in_is_no_first_administrator(app: Flask) -> None:
    app.config["INSTALLATION"] = Installation.REAL
    make_person("Gone", make_unit("University"), (Role.ADMINISTRATOR, None), key="gone", active=False)
    db.session.commit()
    run(app, "first-administrator")
    assert db.session.scalars(sa.select(Person.key).order_by(Person.id)).all() == ["gone", "administrator"]


def test_a_link_signs_the_first_administrator_in(app: Flask, browser: Browser) -> None:
    app.config["INSTALLATION"] = Installation.REAL
    run(app, "first-administrator")
    link = run(app, "sign-in-link").splitlines()[0]
    assert link.startswith("http://localhost/sign-in/once/")
    browser.get(link.removeprefix("http://localhost"))
    browser.submit("Sign in")
    assert browser.get("/settings").address == "/settings"


def test_a_link_is_made_for_whoever_has_the_key(app: Flask, browser: Browser) -> None:
    make_person("Grants manager", make_unit("University"), key="manager")
    db.session.commit()
    link = run(app, "sign-in-link", "manager").splitlines()[0]
    browser.get(link.removeprefix("http://localhost"))
    browser.submit("Sign in")
    assert "This is you." in browser.get("/people/manager").text


def test_nobody_with_a_wrong_key_or_deactivated_gets_a_link(app: Flask) -> None:
    assert "There is no administrator yet" in run(app, "sign-in-link", fails=True)
    assert "Nobody has the key nobody" in run(app, "sign-in-link", "nobody", fails=True)
    make_person("Gone", make_unit("University"), key="gone", active=False)
    db.session.commit()
    assert "is deactivated" in run(app, "sign-in-link", "gone", fails=True)


def test_the_list_names_everybody_who_may_sign_in(app: Flask) -> None:
    unit = make_unit("University")
    make_person("Grants manager", unit, (Role.VERIFIER, None), (Role.FINANCE_VALIDATOR, unit), key="manager")
    make_person("Gone", unit, key="gone", active=False)
    db.session.commit()
    assert run(app, "list") == "manager\tGrants manager\tUniversity\tVerifier, Finance validator\n"


def test_the_things_before_the_first_review_are_done_one_by_one(app: Flask, browser: Browser) -> None:
    assert first_run_steps() == ()
    app.config["INSTALLATION"] = Installation.REAL
    run(app, "first-administrator")
    with app.test_request_context():
        assert [(step.what.split()[0], step.done) for step in first_run_steps()] == [
            ("Bring", False),
            ("Bring", False),
            ("Check", False),
            ("Confirm", False),
        ]
    administrator = db.session.scalars(sa.select(Person)).one()
    saying()
    unit = make_unit("Division", administrator.unit)
    make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None), key="focus")
    db.session.commit()
    browser.sign_in(administrator).get("/settings")
    browser.submit("They are right")
    with app.test_request_context():
        assert [step.done for step in first_run_steps()] == [True, True, False, True]

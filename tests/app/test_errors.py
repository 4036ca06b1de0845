"""What happens when a page cannot be shown: each status as page and JSON, headers on every answer, and nothing half saved."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from app import create_app
from app.access import Permission, needs
from app.config import Installation
from app.errors import TITLES
from app.extensions import db
from app.guard import viewer
from app.headers import POLICY
from app.history import say
from app.models import Setting, Submission, Unit
from app.submissions import finish, sent_before
from tests.client import Browser
from tests.conftest import configuration
from tests.factories import NOW, make_person, make_unit
from workflows.roles import Role

JSON = {"Accept": "application/json"}


@pytest.fixture
def university(app: Flask) -> Unit:
    return make_unit("University of Oxford", key="university")


@pytest.fixture
def administrator(browser: Browser, university: Unit) -> Browser:
    person = make_person("Administrator of the tracker", university, (Role.ADMINISTRATOR, None), key="admin")
    db.session.commit()
    return browser.sign_in(person)


@pytest.fixture
def reader(browser: Browser, university: Unit) -> Browser:
    person = make_person("Member of staff", university, key="staff")
    db.session.commit()
    return browser.sign_in(person)


def give_page(app: Flask, address: str, view: Callable[[], ResponseReturnValue], *methods: str) -> None:
    """Add a page that only this test has, open to whoever is signed in."""
    app.add_url_rule(address, endpoint=address.strip("/"), view_func=needs(Permission.SIGNED_IN)(view), methods=methods)


def keys_of(browser: Browser, form_key: str = "") -> dict[str, str]:
    """The token and a form's key, as a form of this browser would send them."""
    page = browser.get("/my-sign-ins")
    return {"csrf_token": page.fields(page.form("Sign out"))["csrf_token"], "form_key": form_key}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 422, 429])
def test_each_status_is_a_page_in_words_and_json_for_who_asks(app: Flask, reader: Browser, status: int) -> None:
    give_page(app, "/refuse", lambda: abort(status), "GET")
    page = reader.get("/refuse", status=status)
    assert page.soup.select_one("h1").get_text() == TITLES[status]  # type: ignore[union-attr]
    assert page.has_link("Home")
    assert len(page.text) > 60
    answer = reader.get("/refuse", status=status, headers=JSON).json
    assert (answer["status"], answer["error"]) == (status, TITLES[status])
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", answer["request_id"])


def test_a_status_without_words_of_its_own_is_a_page_all_the_same(app: Flask, reader: Browser) -> None:
    give_page(app, "/teapot", lambda: abort(418), "GET")
    assert reader.get("/teapot", status=418).has_link("Home")


def test_an_unknown_address_offers_the_search(reader: Browser) -> None:
    page = reader.get("/nowhere/at/all", status=404)
    assert page.form("Search").get("action") == "/search"
    assert page.has_link("All reviews")


def test_an_unknown_address_offers_the_sign_in_to_who_is_not_signed_in(browser: Browser) -> None:
    assert browser.get("/nowhere", status=404).link("Sign in") == "/sign-in"


@pytest.mark.parametrize("address", ["/units/%00", "/units?q=%00", "/people/caf%C3%A9", "/reviews/" + "x" * 3000])
def test_an_odd_address_is_no_error_of_ours(reader: Browser, address: str) -> None:
    assert reader.client.get(address).status_code in (400, 404)


@pytest.mark.parametrize("number", ["2147483648", "9" * 60, "-1", "²"])
def test_a_number_that_no_record_has_is_no_page(administrator: Browser, number: str) -> None:
    administrator.get(f"/outbox/{number}", status=404)


def test_a_refusal_says_who_is_signed_in_and_where_it_is_written(reader: Browser) -> None:
    page = reader.get("/settings", status=403)
    assert "Your roles do not open this page. It is for an administrator." in page.text
    assert page.has_link("Who may see and change what")


def test_a_refusal_on_a_review_says_that_its_lead_can_help(reader: Browser) -> None:
    page = reader.get("/reviews/SR-2026-001/findings/new", status=403)
    assert "It is for a review lead or a review team member." in page.text
    assert "ask the lead of the review" in page.text
    assert page.link("The review SR-2026-001") == "/reviews/SR-2026-001"


def test_the_page_of_an_unforeseen_failure_says_that_this_is_an_example(app: Flask, failing: Browser) -> None:
    app.config["INSTALLATION"] = Installation.EXAMPLE
    assert "Example portfolio" in failing.post("/fail", keys_of(failing), status=500).html
    app.config["INSTALLATION"] = Installation.REAL
    assert "Example portfolio" not in failing.post("/fail", keys_of(failing), status=500).html


def test_a_form_that_is_refused_says_at_which_field_in_json_too(administrator: Browser) -> None:
    administrator.get("/settings/working-days-a-year")
    answer = administrator.client.post(
        "/settings/working-days-a-year", data={**keys_of(administrator), "value": "many"}, headers=JSON
    )
    assert answer.status_code == 422 and answer.json is not None
    assert answer.json["fields"] == {"value": ["Enter a whole number between 150 and 260"]}
    assert answer.json["request_id"]


def test_a_method_that_an_address_does_not_take_is_405(reader: Browser) -> None:
    reader.get("/sign-out", status=405)
    reader.post("/units", keys_of(reader), status=405)


def test_a_page_that_nobody_has_decided_on_is_open_to_nobody(app: Flask, administrator: Browser) -> None:
    app.add_url_rule("/undecided", endpoint="undecided", view_func=lambda: "secret")
    page = administrator.get("/undecided", status=403)
    assert "This page is not open to anybody yet." in page.text


def test_what_is_too_large_is_refused_with_the_limit(app: Flask, administrator: Browser) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    page = administrator.post("/units/add", {"name": "x" * 6_000}, status=413)
    assert "A file may have up to 20 MB, and a form up to 22 MB in all." in page.text
    assert administrator.post("/units/add", {"name": "x" * 6_000}, status=413, headers=JSON).json["status"] == 413


def test_a_form_without_its_token_saves_nothing(administrator: Browser, university: Unit) -> None:
    data = {"name": "New", "kind": "team", "parent_id": str(university.id)}
    page = administrator.post("/units/add", data, status=400)
    assert "This form can no longer be sent" in page.text
    page = administrator.post("/units/add", data, status=400, headers=JSON)
    assert page.json["error"] == "This form can no longer be sent"
    assert db.session.scalar(sa.select(Unit.id).where(Unit.name == "New")) is None


@pytest.fixture
def failing(app: Flask, reader: Browser) -> Browser:
    """A reader before a page that fails in a way nobody foresaw, after it has changed something."""

    def fail() -> ResponseReturnValue:
        say(db.session, "change_setting", actor_id=None, at=NOW)
        db.session.add(Setting(name="half", value="done"))
        db.session.flush()
        raise RuntimeError("nobody foresaw this")

    give_page(app, "/fail", fail, "GET", "POST")
    return reader


def test_an_unforeseen_failure_saves_nothing_and_gives_the_code_that_is_logged(
    failing: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = failing.post("/fail", keys_of(failing), status=500)
    assert "What you sent just now was not saved." in page.text
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)
    assert code is not None
    logged = [record for record in caplog.records if code[0] in record.getMessage()]
    assert len(logged) == 1
    assert "POST /fail failed" in logged[0].getMessage()
    assert logged[0].exc_info is not None and "nobody foresaw this" in str(logged[0].exc_info[1])
    assert "nobody foresaw this" not in page.html
    assert db.session.scalar(sa.select(Setting.id)) is None


def test_two_failures_have_two_codes(failing: Browser) -> None:
    first, second = (failing.post("/fail", keys_of(failing), status=500, headers=JSON).json for _ in range(2))
    assert set(first) == {"status", "error", "request_id"}
    assert first["request_id"] != second["request_id"]


def test_a_database_that_fails_is_an_unforeseen_failure_and_no_lost_race(app: Flask, reader: Browser) -> None:
    def ask() -> ResponseReturnValue:
        db.session.execute(sa.text("SELECT * FROM no_such_table"))
        return ""

    give_page(app, "/ask", ask, "GET")
    reader.get("/ask", status=500)
    # The next page is not caught in the broken transaction.
    reader.get("/units")


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/units", 200),
        ("/sign-in", 200),
        ("/nowhere", 404),
        ("/settings", 403),
        ("/sign-out", 405),
        ("/fail", 500),
        ("/healthz", 200),
        ("/search?q=SR-07", 200),
        ("/static/app.css", 200),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_kind_of_answer_has_the_security_headers(
    failing: Browser, address: str, status: int, accept: str
) -> None:
    answer = failing.client.get(address, headers={"Accept": accept})
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    assert policy == POLICY
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    answer.close()


def test_pages_of_who_is_signed_in_are_not_kept_and_static_files_are(reader: Browser) -> None:
    assert reader.get("/units").headers["Cache-Control"] == "no-store"
    assert reader.client.get("/nowhere").headers["Cache-Control"] == "no-store"
    style = reader.client.get("/static/app.css")
    assert "max-age=31536000" in style.headers["Cache-Control"]
    style.close()


def test_a_redirect_has_the_headers_too(browser: Browser) -> None:
    answer = browser.client.get("/units")
    assert answer.status_code == 303
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "Strict-Transport-Security" not in answer.headers
    secure = browser.client.get("/units", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def elsewhere(app: Flask, statement: str, **values: Any) -> None:
    """Do something in another connection, as another process would."""
    other = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with other.begin() as connection:
        connection.execute(sa.text(statement), values)
    other.dispose()


def test_who_loses_a_race_is_told_and_overwrites_nothing(app: Flask, administrator: Browser, university: Unit) -> None:
    def rename() -> ResponseReturnValue:
        unit = db.session.get_one(Unit, university.id)
        elsewhere(app, "UPDATE unit SET name = 'Theirs', version = version + 1 WHERE id = :id", id=university.id)
        say(db.session, "rename_unit", actor_id=None, at=NOW)
        unit.name = "Mine"
        return finish("/units", viewer().person_id)

    give_page(app, "/race", rename, "POST")
    page = administrator.post("/race", keys_of(administrator, "a-key"), status=409)
    assert page.soup.select_one("h1").get_text() == "Somebody else was first"  # type: ignore[union-attr]
    assert "Nothing of theirs was overwritten" in page.text
    db.session.expire_all()
    assert db.session.get_one(Unit, university.id).name == "Theirs"
    assert db.session.scalar(sa.select(Submission.key).where(Submission.key == "a-key")) is None


def test_a_constraint_that_refuses_is_a_lost_race_and_is_logged(
    app: Flask, administrator: Browser, university: Unit, caplog: pytest.LogCaptureFixture
) -> None:
    def add() -> ResponseReturnValue:
        make_unit("Second", university, key="university")
        return finish("/units", viewer().person_id)

    give_page(app, "/twin", add, "POST")
    administrator.post("/twin", keys_of(administrator), status=409)
    assert "a constraint refused a write" in caplog.text


@pytest.fixture
def counting(app: Flask, administrator: Browser) -> Iterator[list[str]]:
    """A form at /count that notes each time it acts."""
    acted: list[str] = []

    def count() -> ResponseReturnValue:
        if again := sent_before(viewer().person_id):
            return again
        acted.append(request.form["form_key"])
        return finish("/units?counted=yes", viewer().person_id)

    give_page(app, "/count", count, "POST")
    yield acted


def test_a_form_that_is_sent_twice_acts_once_and_leads_to_the_same_place(
    administrator: Browser, counting: list[str]
) -> None:
    keys = keys_of(administrator, "once")
    for _ in range(3):
        assert administrator.post("/count", keys).address == "/units?counted=yes"
    assert counting == ["once"]
    administrator.post("/count", keys | {"form_key": "anew"})
    assert counting == ["once", "anew"]


def test_the_second_half_of_a_double_click_is_led_on(app: Flask, administrator: Browser) -> None:
    """Both halves have looked before either has committed: the key itself decides."""

    def slow() -> ResponseReturnValue:
        assert sent_before(viewer().person_id) is None
        db.session.rollback()
        elsewhere(
            app,
            "INSERT INTO submission (key, person_id, sent_at, location) VALUES (:key, :person, :at, '/units?first=yes')",
            key=request.form["form_key"],
            person=viewer().person_id,
            at="2026-05-01 09:00:00+00:00" if db.engine.dialect.name == "postgresql" else "2026-05-01 09:00:00",
        )
        return finish("/units?second=yes", viewer().person_id)

    give_page(app, "/slow", slow, "POST")
    assert administrator.post("/slow", keys_of(administrator, "double")).address == "/units?first=yes"


def test_the_key_of_another_person_leads_nowhere(administrator: Browser, counting: list[str], university: Unit) -> None:
    administrator.post("/count", keys_of(administrator, "theirs"))
    other = Browser(administrator.app).sign_in(make_person("Another", university, key="another"))
    other.post("/count", keys_of(other, "theirs"), status=409)


def test_a_conflict_is_settled_from_its_first_page_to_the_saved_text(administrator: Browser, university: Unit) -> None:
    unit = make_unit("Registry", university, key="registry")
    db.session.commit()
    mine = administrator.get("/units/registry/rename")
    administrator.get("/units/registry/rename")
    administrator.submit("Rename it", name="Their Registry", mistake="y")

    page = administrator.submit("Rename it", page=mine, status=409, name="My Registry", mistake="y", reason="My reason")
    assert page.title.startswith("Error: This unit was changed while you were writing")
    assert "The Administrator of the tracker" in page.text or "Administrator of the tracker saved it" in page.text
    assert "Before: “Registry”" in page.text
    form = page.fields(page.form("Save"))
    assert (form["name"], form["mistake"], form["reason"]) == ("My Registry", "y", "My reason")

    page = administrator.submit("Put in theirs", status=409)
    assert page.fields(page.form("Save"))["name"] == "Their Registry"

    # A third writer is first once more: back to the same page, with the choice kept.
    third = Browser(administrator.app).sign_in(
        make_person("Second administrator", university, (Role.ADMINISTRATOR, None), key="second")
    )
    third.get("/units/registry/rename")
    third.submit("Rename it", name="Third Registry", mistake="y")
    page = administrator.submit("Save", page=page, status=409, name="Both Registries")
    assert page.fields(page.form("Save"))["name"] == "Both Registries"
    page = administrator.submit("Save", page=page, name="All Registries")
    assert page.address == "/units/registry"
    db.session.expire_all()
    assert db.session.get_one(Unit, unit.id).name == "All Registries"


@pytest.mark.parametrize("version", ["", "0", "-1", "²", "9" * 5000, "x"])
def test_a_version_that_was_never_there_is_a_conflict_and_no_failure(
    administrator: Browser, university: Unit, version: str
) -> None:
    administrator.get("/units/university/rename")
    administrator.submit("Rename it", status=409, version=version, name="Mine", mistake="y")
    db.session.expire_all()
    assert db.session.get_one(Unit, university.id).name == "University of Oxford"


def test_the_process_says_that_it_is_up_and_the_database_that_it_is_ready(browser: Browser) -> None:
    assert browser.get("/healthz").json == {"status": "ok"}
    assert browser.get("/readyz").json == {"status": "ok"}


def test_a_database_of_another_version_is_not_ready(app: Flask, browser: Browser) -> None:
    now = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    db.session.rollback()
    elsewhere(app, "UPDATE alembic_version SET version_num = 'older'")
    try:
        answer = browser.get("/readyz", status=503).json
    finally:
        elsewhere(app, "UPDATE alembic_version SET version_num = :now", now=now)
    assert answer["problem"] == "The database is not migrated to this version: run script/flask db upgrade."
    assert browser.get("/healthz").status == 200


def test_an_empty_database_is_not_ready(tmp_path: Path) -> None:
    app = create_app(configuration(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    with app.app_context():
        db.engine.dispose()


def test_a_database_that_cannot_be_reached_is_not_ready_and_the_process_is_still_up(tmp_path: Path) -> None:
    app = create_app(configuration(f"sqlite:///{tmp_path / 'no-folder' / 'x.sqlite'}", tmp_path))
    client = app.test_client()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    with client.session_transaction() as session:
        session["_user_id"] = "somebody signed in"
    for address in ("/sign-in", "/units", "/nowhere"):
        page = client.get(address)
        assert page.status_code == 500
        assert "What you had saved is safe" in page.get_data(as_text=True)
        assert page.headers["Content-Security-Policy"] == POLICY
        assert page.headers["Cache-Control"] == "no-store"
    with app.app_context():
        db.engine.dispose()


def test_a_database_that_can_only_be_read_is_not_ready(app: Flask, browser: Browser) -> None:
    only = "PRAGMA query_only = ON" if db.engine.dialect.name == "sqlite" else "SET TRANSACTION READ ONLY"

    def read_only(connection: sa.Connection) -> None:
        connection.exec_driver_sql(only)

    db.session.rollback()
    sa.event.listen(db.engine, "begin", read_only)
    try:
        answer = browser.get("/readyz", status=503).json
    finally:
        sa.event.remove(db.engine, "begin", read_only)
        db.session.rollback()
        db.engine.dispose()
    assert answer["status"] == "not ready"
    assert browser.get("/readyz").json == {"status": "ok"}

"""Signing in and out: the example's sign-in only where it is safe, links that work once, sign-ins that can be ended."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.auth.actions import begin_sign_in
from app.auth.queries import digest
from app.auth.views import safe_next
from app.clock import real_now
from app.config import Installation
from app.extensions import db
from app.models import Person, SignIn
from app.sign_in_links import LINK_MINUTES, one_time_path, one_time_token
from tests.client import Browser
from tests.factories import make_person, make_unit
from workflows.roles import Role

SECRET = "not secret: tests only"


@pytest.fixture
def focus(app: Flask) -> Person:
    """Somebody of the example, whose sign-in page is open as under script/server."""
    app.config["EXAMPLE_SIGN_IN"] = True
    person = make_person("Focus reviewer", make_unit("University of Oxford"), (Role.FOCUS_REVIEWER, None), key="focus")
    db.session.commit()
    return person


def token_of(browser: Browser) -> str:
    """The token that the form of the page carries."""
    assert browser.page is not None
    return str(browser.page.soup.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]


def sign_in_as(browser: Browser, person: Person, **more: Any) -> TestResponse:
    """Open the page of the example's people and press somebody's button; gives the raw answer."""
    browser.get("/sign-in")
    data = {"csrf_token": token_of(browser), "person": str(person.id)} | more.pop("data", {})
    return browser.client.post("/sign-in", data=data, **more)


def is_in(browser: Browser) -> bool:
    """Whether somebody is signed in in this browser."""
    return browser.client.get("/my-sign-ins").status_code == 200


def test_the_example_lists_its_people_and_signs_them_in(browser: Browser, focus: Person) -> None:
    page = browser.get("/sign-in")
    assert "Focus reviewer University of Oxford Sign in as Focus reviewer" in page.text
    answer = sign_in_as(browser, focus)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert is_in(browser)


UNSAFE: list[tuple[str, dict[str, Any]]] = [
    ("another Host", {"base_url": "http://reviews.example.ac.uk"}),
    ("a Host that begins like ours", {"base_url": "http://localhost.example.org"}),
    ("another peer", {"environ_base": {"REMOTE_ADDR": "10.0.0.7"}}),
    ("no peer", {"environ_base": {"REMOTE_ADDR": ""}}),
    *(
        (name, {"headers": {name: "127.0.0.1"}})
        for name in (
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Server",
            "X-Real-IP",
            "Via",
        )
    ),
]


@pytest.mark.parametrize("more", [more for _, more in UNSAFE], ids=[name for name, _ in UNSAFE])
def test_the_example_sign_in_is_refused_to_whoever_may_not_be_at_the_machine(
    browser: Browser, focus: Person, more: dict[str, Any]
) -> None:
    shown = browser.client.get("/sign-in", **more)
    assert "Focus reviewer" not in shown.get_data(as_text=True)
    answer = sign_in_as(browser, focus, **more)
    assert answer.status_code in (400, 403)
    assert db.session.scalar(sa.select(SignIn.id)) is None
    assert not is_in(browser)


@pytest.mark.parametrize("setting", [("EXAMPLE_SIGN_IN", False), ("INSTALLATION", Installation.REAL)])
def test_the_example_sign_in_exists_only_under_script_server_on_the_example(
    app: Flask, browser: Browser, focus: Person, setting: tuple[str, Any]
) -> None:
    browser.get("/sign-in")
    data = {"csrf_token": token_of(browser), "person": str(focus.id)}
    app.config[setting[0]] = setting[1]
    page = browser.post("/sign-in", data, status=403)
    assert "it exists only in the example, on its own machine" in page.text
    assert "Focus reviewer" not in browser.get("/sign-in").text
    assert "An administrator can make you a link that signs you in once" in browser.get("/sign-in").text


@pytest.mark.parametrize("chosen", ["", "0", "999999", "x", "9" * 400, "²", "-1", "1 OR 1=1"])
def test_nobody_is_signed_in_who_is_not_there(browser: Browser, focus: Person, chosen: str) -> None:
    answer = sign_in_as(browser, focus, data={"person": chosen})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert not is_in(browser)


def test_nobody_is_signed_in_who_is_deactivated(browser: Browser, focus: Person) -> None:
    db.session.execute(sa.text("UPDATE person SET active = false"))
    db.session.commit()
    db.session.expire_all()
    sign_in_as(browser, focus)
    assert not is_in(browser)


def test_a_form_without_its_token_signs_nobody_in(browser: Browser, focus: Person) -> None:
    browser.get("/sign-in")
    page = browser.post("/sign-in", {"person": str(focus.id)}, status=400)
    assert "This form can no longer be sent" in page.text
    page = browser.post("/sign-in", {"person": str(focus.id), "csrf_token": "made up"}, status=400)
    assert not is_in(browser)


def test_a_session_planted_before_somebody_signs_in_does_not_live_on(browser: Browser, focus: Person) -> None:
    browser.get("/sign-in")
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = browser.client.get_cookie("tracker")
    browser.submit("Sign in as Focus reviewer")
    after = browser.client.get_cookie("tracker")
    assert before is not None and after is not None and before.value != after.value
    with browser.client.session_transaction() as session:
        assert "planted" not in session
    # The cookie from before, which somebody may have copied, is nobody's.
    other = Browser(browser.app)
    other.client.set_cookie("tracker", before.value)
    assert not is_in(other)


def test_the_database_does_not_hold_what_the_cookie_holds(browser: Browser, focus: Person) -> None:
    sign_in_as(browser, focus)
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    kept = db.session.scalars(sa.select(SignIn.token_sha256)).one()
    assert kept == digest(token)
    assert token not in kept


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(browser: Browser, focus: Person) -> None:
    cookie = sign_in_as(browser, focus).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_after_signing_out_a_copied_cookie_opens_nothing(browser: Browser, focus: Person) -> None:
    sign_in_as(browser, focus)
    cookie = browser.client.get_cookie("tracker")
    assert cookie is not None
    browser.get("/my-sign-ins")
    page = browser.submit("Sign out")
    assert page.address == "/sign-in"
    thief = Browser(browser.app)
    thief.client.set_cookie("tracker", cookie.value)
    assert not is_in(thief)
    assert not is_in(browser)


def test_a_person_ends_one_of_their_own_sign_ins(browser: Browser, focus: Person) -> None:
    other = Browser(browser.app).sign_in(focus)
    browser.sign_in(focus)
    page = browser.get("/my-sign-ins")
    assert "This is where you are now" in page.text
    browser.submit("End it")
    assert not is_in(other)
    assert is_in(browser)


def test_nobody_ends_the_sign_in_of_another(browser: Browser, focus: Person) -> None:
    theirs = Browser(browser.app).sign_in(focus)
    sign_in = db.session.scalars(sa.select(SignIn.id)).one()
    page = browser.sign_in(make_person("Member of staff", focus.unit, key="staff")).get("/my-sign-ins")
    keys = page.fields(page.form("Sign out"))
    browser.post(f"/my-sign-ins/{sign_in}/end", keys, status=404)
    assert is_in(theirs)


def test_a_sign_in_ends_by_itself_after_twelve_hours(browser: Browser, focus: Person) -> None:
    for hours, still in ((11, True), (12, False)):
        token = begin_sign_in(focus.id, "old", moment=real_now() - timedelta(hours=hours, seconds=1))
        db.session.commit()
        with browser.client.session_transaction() as session:
            session["_user_id"] = token
        assert is_in(browser) is still


@pytest.mark.parametrize("token", ["", "made up", "x" * 5000, "' OR 1=1 --"])
def test_a_made_up_token_is_nobodys(browser: Browser, focus: Person, token: str) -> None:
    with browser.client.session_transaction() as session:
        session["_user_id"] = token
    assert not is_in(browser)


def test_whoever_is_not_signed_in_is_led_back_after_signing_in(browser: Browser, focus: Person) -> None:
    page = browser.get("/people?q=focus")
    assert page.address == "/sign-in?next=/people?q%3Dfocus"
    page = browser.submit("Sign in as Focus reviewer")
    assert page.address == "/people?q=focus"


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(browser: Browser, focus: Person, address: str) -> None:
    answer = sign_in_as(browser, focus, data={"next": address})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    shown = browser.client.get("/sign-in", query_string={"next": address})
    assert "evil.example" not in shown.get_data(as_text=True)


def test_an_address_of_this_site_is_kept(app: Flask) -> None:
    with app.test_request_context():
        assert safe_next("/reviews/SR-07?tab=1#history") == "/reviews/SR-07?tab=1#history"


def test_a_one_time_link_waits_for_a_button_and_signs_in_once(browser: Browser, focus: Person) -> None:
    path = one_time_path(SECRET, focus.id)
    # A scanner of mail opens links; opening this one does not use it up.
    browser.get(path)
    browser.get(path)
    browser.submit("Sign in")
    assert is_in(browser)
    second = Browser(browser.app)
    second.get(path)
    page = second.submit("Sign in", status=403)
    assert "This link has been used. It signs in once." in page.text
    assert "Ask an administrator of the tracker for a new link." in page.text
    assert not is_in(second)


def test_a_one_time_link_works_in_a_real_installation_too(app: Flask, browser: Browser, focus: Person) -> None:
    app.config.update(INSTALLATION=Installation.REAL, EXAMPLE_SIGN_IN=False)
    browser.get(one_time_path(SECRET, focus.id))
    browser.submit("Sign in")
    assert is_in(browser)


def wrong_tokens(person_id: int) -> list[str]:
    """Tokens that must sign nobody in."""
    right = one_time_token(SECRET, person_id)
    return [
        right[:-2],
        right + "x",
        right.split(".", 1)[0],
        one_time_token("another secret", person_id),
        URLSafeTimedSerializer(SECRET, salt="another use").dumps([person_id, "nonce"]),
        "x",
        "x" * 3000,
    ]


def test_a_link_that_was_changed_signs_nobody_in(browser: Browser, focus: Person) -> None:
    for token in wrong_tokens(focus.id):
        browser.get(f"/sign-in/once/{token}")
        page = browser.submit("Sign in", status=403)
        assert f"This link is not right, or older than {LINK_MINUTES} minutes." in page.text
    assert db.session.scalar(sa.select(SignIn.id)) is None


def test_a_link_that_is_too_old_signs_nobody_in(
    browser: Browser, focus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        made = real_now().timestamp() - LINK_MINUTES * 60 - 2
        earlier.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: int(made))
        path = one_time_path(SECRET, focus.id)
    browser.get(path)
    browser.submit("Sign in", status=403)
    assert not is_in(browser)


def test_a_link_of_somebody_deactivated_signs_nobody_in(browser: Browser, focus: Person) -> None:
    path = one_time_path(SECRET, focus.id)
    db.session.execute(sa.text("UPDATE person SET active = false"))
    db.session.commit()
    db.session.expire_all()
    browser.get(path)
    page = browser.submit("Sign in", status=403)
    assert "can no longer sign in" in page.text


def test_a_link_used_without_the_token_of_its_form_stays_usable(browser: Browser, focus: Person) -> None:
    path = one_time_path(SECRET, focus.id)
    browser.post(path, {}, status=400)
    browser.get(path)
    browser.submit("Sign in")
    assert is_in(browser)


def test_nothing_is_changed_by_somebody_who_is_not_signed_in(browser: Browser, focus: Person) -> None:
    browser.get("/sign-in")
    page = browser.post("/units/add", {"csrf_token": token_of(browser), "name": "New"}, status=403)
    assert "You are not signed in, or your sign-in has ended. Nothing was saved." in page.text

"""Every form, sent garbage by somebody who may send it: never a failure of ours, and nothing of it half saved."""

import re
from collections.abc import Iterator
from itertools import islice, product
from time import process_time
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.routing import Rule

from app.extensions import db
from app.models import Improvement, Person, Recommendation, Review, Service, Unit
from tests.client import Browser
from tests.example import example_app, example_made, example_template, person_of

__all__ = ["example_app", "example_made", "example_template"]

PEOPLE = ("focus_reviewer", "review_lead_2", "facilities_manager_horology", "administrator", "lead_horology")
STEPS = ("/reviews/propose",)
"""What asks its questions on several pages, each the answer to the one before."""
SESSION = ("auth.sign_out", "auth.sign_in_as", "auth.use_once")
"""What ends or changes the sign-in that the rest needs; tried by its own tests."""

MIXED = "\x01\x0b\x1b\x7f\x85 \u202eשלום 😀 <script>alert(1)</script>\"' {{7*7}} =cmd|'/C calc'!A0 a\r\nBcc: b@c"
GARBAGE = {
    "nothing": "",
    "mixed": MIXED,
    "unstorable": "a\x00b",
    "long": "a b" * 30_000,
    "digits": "1" * 5_000,
    "infinity": "-Infinity",
}
MOST_TRIED = 4
FORMS_AT_LEAST = 15
LATEST = 2.0
"""Seconds of processor time that the answer to a form of some megabytes may take."""


@pytest.fixture
def people(example_app: Flask) -> dict[str, Browser]:
    return {key: Browser(example_app).sign_in(person_of(key)) for key in PEOPLE}


def known() -> dict[str, list[str]]:
    """What addresses of each kind may be made of, by the first part of the address."""
    columns = {
        "reviews": Review.reference,
        "recommendations": Recommendation.reference,
        "improvements": Improvement.reference,
        "people": Person.key,
        "units": Unit.key,
        "services": Service.key,
    }
    return {kind: list(db.session.scalars(sa.select(column).order_by(column))) for kind, column in columns.items()}


def addresses(rule: Rule, things: dict[str, list[str]], moves: list[str]) -> Iterator[str]:
    """Addresses that the rule matches, with things that exist."""
    kind = rule.rule.split("/")[1]
    values = {"reference": things.get(kind, []), "key": things.get(kind, []), "move": moves, "name": ["product"]}
    arguments = re.findall(r"<(?:[^:<>]+:)?(\w+)>", rule.rule)
    for combination in product(*(values.get(name, ["1", "2", "7"]) for name in arguments)):
        filled = iter(combination)
        yield re.sub(r"<[^>]+>", lambda _: next(filled), rule.rule)  # noqa: B023  used up before the next round


def form_of(browser: Browser, address: str) -> Tag | None:
    """The form of this page that is sent to this address, as far as it is open to this person."""
    answer = browser.client.get(address)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return None
    forms = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select("main form[method=post]")
    return next((one for one in forms if (one.get("action") or address).split("?")[0] == address), None)


def fields_of(form: Tag) -> tuple[dict[str, Any], list[str], list[str]]:
    """What the form sends as it stands, and the names of its texts and of its choices."""
    sent: dict[str, Any] = {}
    texts, choices = [], []
    for one in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(one["name"]), str(one.get("type", "text"))
        if kind == "hidden":
            sent[name] = str(one.get("value", ""))
        elif one.name == "select" or kind in ("radio", "checkbox"):
            choices.append(name)
            options = [str(option.get("value", "")) for option in one.select("option")] or [str(one.get("value", "on"))]
            sent.setdefault(name, next((option for option in options if option), ""))
        elif kind != "file":
            texts.append(name)
            sent[name] = str(one.get("value", one.get_text()))
    return sent, texts, choices


def garbage(form: Tag) -> Iterator[tuple[str, dict[str, Any]]]:
    """What may be sent in place of what the form asks for: the name of the attempt, and its data."""
    sent, texts, choices = fields_of(form)
    keys = {name: value for name, value in sent.items() if name in ("csrf_token", "form_key")}
    for name, text in GARBAGE.items():
        yield name, {**sent, **dict.fromkeys(texts, text)}
    yield "no such choice", {**sent, **dict.fromkeys(choices, ["99999999999999999999", "²", "<b>"])}
    yield "hidden", {**dict.fromkeys(sent, "1" * 5_000), "csrf_token": sent.get("csrf_token", "")}
    yield "keys alone", keys
    yield "more than was asked for", {**keys, "id": "1", "version": "1", "put_theirs": "__class__", "extra": ["x"] * 50}
    yield "no token", {name: value for name, value in sent.items() if name != "csrf_token"}


def written(app: Flask) -> int:
    """A number that changes when another connection commits."""
    if "watch" not in app.extensions:
        engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        app.extensions["watch"] = engine.connect()
    watch: sa.Connection = app.extensions["watch"]
    number = int(watch.exec_driver_sql("PRAGMA data_version").scalar_one())
    watch.rollback()
    return number


def send(app: Flask, browser: Browser, address: str, attempt: str, data: dict[str, Any]) -> int:
    """Post it, and hold the answer to what every answer must be. Gives its status."""
    before, begun = written(app), process_time()
    answer = browser.client.post(address, data=data)
    took, status = process_time() - begun, answer.status_code
    said = f"POST {address} ({attempt}) answered {status}"
    assert status < 500, said
    assert took < LATEST, f"{said} after {took:.1f} s"
    assert status != 200 or address in STEPS, f"{said}: what was done is shown after a redirect"
    if status >= 400:
        assert written(app) == before, f"{said} and saved something"
        text = " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ").split())
        assert status != 422 or "There is a problem" in text, f"{said} without saying what is wrong"
    return status


def opened(app: Flask, rule: Rule, people: dict[str, Browser]) -> tuple[Browser, str, Tag | None]:
    """Somebody who may send this form, its address and the form; else somebody who is refused."""
    browser, tried = people[PEOPLE[0]], ""
    moves = ["pause", "resume", "withdraw", "start", "report_done", "verify", "adopt", "measure"]
    for address in islice(addresses(rule, known(), moves), MOST_TRIED):
        tried = tried or address
        for key in PEOPLE:
            form = form_of(people[key], address) if "GET" in (rule.methods or ()) else None
            if form is not None:
                return people[key], address, form
    return browser, tried, None


def test_garbage_is_refused_in_words_or_kept_as_it_is_and_never_a_failure_of_ours(
    example_app: Flask, people: dict[str, Browser]
) -> None:
    token = str(form_token(people[PEOPLE[0]]))
    sent, never_opened = 0, []
    for rule in example_app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint in SESSION:
            continue
        browser, address, form = opened(example_app, rule, people)
        if form is None:
            never_opened.append(rule.endpoint)
            for name, text in GARBAGE.items():
                send(example_app, browser, address, name, {"csrf_token": token, "form_key": text, "reason": text})
            continue
        for name, data in garbage(form):
            status = send(example_app, browser, address, name, data)
            assert name != "no token" or status == 400, f"{address} took a form without its token"
            sent += 1
    assert sent > FORMS_AT_LEAST * 8, f"most forms were closed to everybody: {never_opened}"


def form_token(browser: Browser) -> str:
    """A token for forms without a page."""
    page = browser.get("/my-sign-ins")
    return str(page.fields(page.form("Sign out"))["csrf_token"])


def test_a_form_without_its_version_is_told_of_the_one_that_stands(people: dict[str, Browser]) -> None:
    lead = people["review_lead_2"]
    lead.get("/reviews/SR-07/evidence/1/edit")
    page = lead.submit("Save", status=409, drop=("version",), title="Written over")
    assert "Written over" in page.html
    assert "Written over" not in lead.get("/reviews/SR-07/evidence/1").text


@pytest.mark.parametrize("years", ["0200000", "21", "0", "1" * 100])
def test_years_out_of_bounds_are_refused_at_their_field(people: dict[str, Browser], years: str) -> None:
    focus = people["focus_reviewer"]
    focus.get("/services/add")
    page = focus.submit("Add", status=422, name="A service", review_interval_years=years)
    assert "Enter a whole number of years between 1 and 20" in page.errors()

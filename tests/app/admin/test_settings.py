"""Settings: each with its usual value, read when it is used, changed by administrators, with a history."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.calendar import closed_days, term_dates
from app.calendar_data import load_calendar
from app.clock import real_now
from app.extensions import db
from app.history import say
from app.models import Change, ClosedDay, OutboxMail, Setting, Term
from app.outbox import ask_mail, link_to
from app.settings import KNOWN, value
from tests.client import Browser
from tests.factories import NOW, make_person, make_unit
from workflows.roles import Role


@pytest.fixture
def administrator(browser: Browser) -> Browser:
    unit = make_unit("University of Oxford", key="university")
    person = make_person("Administrator of the tracker", unit, (Role.ADMINISTRATOR, None), key="admin")
    db.session.commit()
    return browser.sign_in(person)


def change(browser: Browser, name: str, text: str, status: int = 200) -> list[str]:
    """Change a setting through its page; gives the messages of the error summary."""
    browser.get(f"/settings/{name}")
    return browser.submit("Save", status=status, value=text).errors()


def test_every_usual_value_can_be_read(app: Flask) -> None:
    for known in KNOWN:
        assert known.read(known.usual) == value(known.name)


def test_a_changed_setting_counts_at_once_and_is_marked(administrator: Browser) -> None:
    change(administrator, "working-days-a-year", "215")
    assert value("working_days_a_year") == 215
    page = administrator.get("/settings")
    assert "215 Changed. Usually 220" in page.text
    assert "changed “Working days a year”. Value: 220 215" in page.text


def test_the_name_of_the_organisation_is_on_every_page(administrator: Browser) -> None:
    change(administrator, "organisation", "University of <Nowhere>")
    page = administrator.get("/units")
    assert page.soup.select_one(".app-masthead__org").get_text() == "University of <Nowhere>"  # type: ignore[union-attr]


def test_a_setting_set_back_to_its_usual_value_is_no_longer_marked(administrator: Browser) -> None:
    change(administrator, "working-days-a-year", "215")
    change(administrator, "working-days-a-year", "220")
    page = administrator.get("/settings")
    assert "Changed." not in page.text
    assert "Value: 215 220" in page.text
    acts = sa.select(sa.func.count(Change.batch.distinct())).where(Change.kind == "setting")
    assert db.session.scalar(acts) == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("working-days-a-year", "many", "Enter a whole number between 150 and 260"),
        ("working-days-a-year", "149", "Enter a whole number between 150 and 260"),
        ("working-days-a-year", "", "Enter a value"),
        ("working-days-a-year", "２２０", "Enter a whole number between 150 and 260"),
        ("working-days-a-year", "9" * 200, "Enter a whole number between 150 and 260"),
        ("hours-grades-1-5", "0", "Enter hours above 0 and up to 12"),
        ("hours-grades-1-5", "NaN", "Enter hours as a number, for example 7.3"),
        ("hours-grades-1-5", "seven", "Enter hours as a number, for example 7.3"),
        ("organisation", "x" * 201, "Shorten this to 200 characters or fewer"),
        ("organisation", "a\x00b", "Remove the invisible character that cannot be stored (U+0000)"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_at_its_field(
    administrator: Browser, name: str, text: str, message: str
) -> None:
    assert change(administrator, name, text, status=422) == [message]
    assert db.session.scalar(sa.select(Setting.id)) is None


def test_two_who_change_a_setting_at_once_see_both_values(administrator: Browser) -> None:
    mine = administrator.get("/settings/working-days-a-year")
    change(administrator, "working-days-a-year", "215")
    page = administrator.submit("Save", page=mine, status=409, value="210")
    assert "215" in page.text
    administrator.submit("Save", value="212")
    assert value("working_days_a_year") == 212


def test_nobody_but_administrators_sees_settings_or_mail(browser: Browser) -> None:
    browser.sign_in(make_person("Focus reviewer", None, (Role.FOCUS_REVIEWER, None)))
    for address in (
        "/settings",
        "/settings/organisation",
        "/settings/terms",
        "/settings/closed-days",
        "/outbox",
        "/outbox/1",
    ):
        browser.get(address, status=403)
    assert not browser.get("/units").has_link("Settings")


def test_an_unknown_setting_is_no_page(administrator: Browser) -> None:
    administrator.get("/settings/secret-key", status=404)
    administrator.get("/settings/settings-confirmed-on", status=404)


def test_settings_are_confirmed_with_the_day(administrator: Browser) -> None:
    assert "Nobody has said so yet" in administrator.get("/settings").text
    page = administrator.submit("They are right")
    assert "Looked at and found right on 1 May 2026" in page.text
    assert "looked at all settings and found them right" in page.text
    administrator.submit("They are right today")


def filled_in() -> None:
    """The calendar that ships, as set-up loads it."""
    say(db.session, "load_calendar", actor_id=None, at=NOW)
    load_calendar()
    db.session.commit()


def test_the_calendar_that_ships_is_to_be_checked_and_loaded_once(app: Flask) -> None:
    filled_in()
    terms, days = (db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Term, ClosedDay))
    filled_in()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Term)) == terms == 15
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ClosedDay)) == days
    assert db.session.scalars(sa.select(Term.checked).distinct()).all() == [False]
    unchecked = db.session.scalars(sa.select(ClosedDay.label).where(~ClosedDay.checked).distinct()).all()
    assert unchecked == ["Christmas closure"]


def test_terms_are_checked_added_changed_and_removed(administrator: Browser) -> None:
    filled_in()
    assert "15 terms to be checked." in administrator.get("/settings/terms").text
    page = administrator.submit("All terms are checked")
    assert "to be checked" not in page.text.lower()
    administrator.get("/settings/terms/add")
    administrator.submit(
        "Add this term", name="Michaelmas", year="2027", first_day="10 October 2027", last_day="4 December 2027"
    )
    added = term_dates().term("Michaelmas", 2027)
    assert added is not None and added.first_day == date(2027, 10, 10)
    term = db.session.scalars(sa.select(Term).where(Term.year == 2027, Term.name == "Michaelmas")).one()
    administrator.get(f"/settings/terms/{term.id}")
    administrator.submit("Save", first_day="11 October 2027")
    changed = term_dates().term("Michaelmas", 2027)
    assert changed is not None and changed.first_day == date(2027, 10, 11)
    administrator.submit("Remove Michaelmas term 2027")
    assert term_dates().term("Michaelmas", 2027) is None
    log = administrator.get("/settings").text
    for sentence in (
        "compared the terms with the published dates",
        "added Michaelmas term 2027, 10 October 2027 to 4 December 2027",
        "changed Michaelmas term 2027",
        "removed Michaelmas term 2027",
    ):
        assert sentence in log


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"year": "next"}, "Enter a year, for example 2026"),
        ({"last_day": "9 October 2027"}, "Give a last day after the first day"),
        ({"year": "2026"}, "Give the year in which 10 October 2027 lies, with both its days"),
        ({"name": "Trinity"}, "Trinity term 2027 is there already"),
        (
            {"name": "Hilary", "year": "2025", "first_day": "1 June 2025", "last_day": "1 July 2025"},
            "Hilary term 2025 is there already",
        ),
        (
            {"first_day": "1 June 2027", "last_day": "1 July 2027"},
            "It shares days with Trinity term 2027: terms do not overlap",
        ),
        ({"name": ""}, "Choose a term"),
    ],
)
def test_a_term_that_cannot_be_is_refused(administrator: Browser, fields: dict[str, Any], message: str) -> None:
    filled_in()
    typed: dict[str, Any] = {
        "name": "Michaelmas",
        "year": "2027",
        "first_day": "10 October 2027",
        "last_day": "4 December 2027",
    }
    administrator.get("/settings/terms/add")
    assert administrator.submit("Add this term", status=422, **typed | fields).errors() == [message]
    assert term_dates().term("Michaelmas", 2027) is None


def test_closed_days_are_added_changed_checked_and_removed(administrator: Browser) -> None:
    administrator.get("/settings/closed-days")
    administrator.get("/settings/closed-days/add")
    administrator.submit("Add this day", day="24 December 2026", kind="closure_day", label="Christmas Eve")
    assert date(2026, 12, 24) in closed_days()
    administrator.get("/settings/closed-days/add")
    again = administrator.submit("Add this day", status=422, day="24 December 2026", kind="closure_day", label="Again")
    assert again.errors() == ["24 December 2026 is there already, as Christmas Eve"]
    made = db.session.scalars(sa.select(ClosedDay)).one()
    administrator.get(f"/settings/closed-days/{made.id}")
    administrator.submit("Save", day="23 December 2026")
    assert closed_days() == {date(2026, 12, 23)}
    page = administrator.submit("Remove Christmas Eve")
    assert "Christmas Eve was removed: it is a working day now." in page.text
    assert closed_days() == frozenset()
    kept = db.session.scalars(sa.select(Change).where(Change.kind == "closed_day").order_by(Change.id.desc())).first()
    assert kept is not None and kept.payload.before["label"] == "Christmas Eve"  # type: ignore[index]
    assert "removed Christmas Eve, 2026-12-23" in administrator.get("/settings").text


def test_all_closed_days_are_marked_as_checked_at_once(administrator: Browser) -> None:
    filled_in()
    administrator.get("/settings/closed-days")
    administrator.submit("All closed days are checked")
    assert db.session.scalars(sa.select(ClosedDay.checked).distinct()).all() == [True]


def test_a_mail_is_asked_for_once_for_each_key(app: Flask) -> None:
    person = make_person("Grants manager", None, email="grants@example.ac.uk")
    for body in ("First", "Second"):
        ask_mail("asked-1", person.id, "Two\r\nBcc: lines", body, at=NOW)
    db.session.commit()
    mail = db.session.scalars(sa.select(OutboxMail)).one()
    assert (mail.subject, mail.body, mail.address) == ("Two Bcc: lines", "First", "grants@example.ac.uk")


def test_a_mail_that_was_asked_for_in_vain_is_not_there(app: Flask) -> None:
    person = make_person()
    db.session.commit()
    ask_mail("asked-2", person.id, "Subject", "Body", at=NOW)
    db.session.rollback()
    assert db.session.scalar(sa.select(OutboxMail.id)) is None


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_mail_without_a_proper_key_is_refused(app: Flask, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        ask_mail(key, 1, "Subject", "Body", at=NOW)


@pytest.mark.parametrize("path", ["reviews/SR-07", "//elsewhere.example", "https://elsewhere.example"])
def test_a_link_in_a_mail_leads_to_this_site(app: Flask, path: str) -> None:
    assert link_to("/reviews/SR-07") == "http://localhost/reviews/SR-07"
    with pytest.raises(ValueError, match="not a path"):
        link_to(path)


def test_the_outbox_says_what_waits_what_failed_and_what_went(administrator: Browser, app: Flask) -> None:
    assert "No mail yet" in administrator.get("/outbox").text
    person = make_person("Grants manager", None, key="manager", email="grants@example.ac.uk")
    silent = make_person("Without address", None, key="silent")
    for key, to in (("waits", person), ("silent", silent), ("failed", person), ("sent", person)):
        ask_mail(key, to.id, f"Subject {key}", f"Body of {key}\n\n<b>not bold</b>", at=NOW)
    db.session.flush()
    mails = {mail.key: mail for mail in db.session.scalars(sa.select(OutboxMail))}
    mails["failed"].failure, mails["failed"].attempts = "550 no such mailbox", 3
    mails["sent"].sent_at = real_now()
    db.session.commit()
    page = administrator.get("/outbox")
    assert "No mail server is set up, so nothing is sent." in page.text
    assert "550 no such mailbox Tried 3 times" in page.text
    assert "Subject silent Without address University of Oxford 1 May 2026, 10:00 No address" in page.text
    headings = [one.get_text(" ", strip=True) for one in page.soup.select("h2.govuk-heading-m")]
    assert headings == ["Failed 1", "Waiting 2", "Sent 1"]
    mail = administrator.get(page.link("Subject waits"))
    assert "Body of waits <b>not bold</b>" in mail.text
    app.config["SMTP_URL"] = "smtp://127.0.0.1:25"
    assert "A mail server is set up" in administrator.get("/outbox").text
    administrator.get("/outbox/999999", status=404)

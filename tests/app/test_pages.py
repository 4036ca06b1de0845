"""Statements and help: what the law prescribes, what is kept of people, and who may see and change what."""

import pytest
from flask import Flask

from app.access import TABLE, Permission
from app.extensions import db
from app.models import Setting
from app.pages.permissions import THINGS, Open
from tests.client import Browser
from tests.factories import keep, make_person, make_review, make_unit
from workflows.roles import ROLE_LABELS, Role

PUBLIC = ("/accessibility-statement", "/privacy-notice", "/help")


@pytest.mark.parametrize("address", PUBLIC)
def test_statements_are_open_to_everybody(browser: Browser, address: str) -> None:
    page = browser.get(address)
    assert len(page.soup.select("h1")) == 1
    assert page.soup.title is not None
    browser.sign_in(make_person()).get(address)


def test_the_accessibility_statement_has_each_part_that_is_prescribed(browser: Browser) -> None:
    page = browser.get("/accessibility-statement")
    headings = [one.get_text() for one in page.soup.select("main h1, main h2, main h3")]
    assert headings[0] == "Accessibility statement for the Service Review Tracker"
    for part in (
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
        "Feedback and contact information",
        "Enforcement procedure",
    ):
        assert part in headings
    for words in (
        "The University of Oxford is committed to making its website accessible, in accordance with the Public Sector "
        "Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
        "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due "
        "to the non-compliances listed below.",
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing",
        "Equality Advisory and Support Service (EASS)",
        "This statement was prepared on 21 November 2026.",
    ):
        assert words in page.text


def test_the_statements_use_the_settings(browser: Browser) -> None:
    keep(
        Setting(name="organisation", value="University of <Nowhere>"),
        Setting(name="contact", value="the helpdesk"),
        Setting(name="papers_years", value="1"),
    )
    db.session.commit()
    assert "This website is run by the University of <Nowhere>." in browser.get("/accessibility-statement").text
    assert "contact the helpdesk" in browser.get("/accessibility-statement").text
    assert "working papers 1 year after a review is closed" in browser.get("/privacy-notice").text
    assert "Ask the helpdesk." in browser.get("/help").text


def test_the_privacy_notice_says_that_its_basis_is_to_be_confirmed(browser: Browser) -> None:
    page = browser.get("/privacy-notice")
    assert "To be confirmed by the University of Oxford before the tool is used in earnest." in page.text
    assert "This is an example installation" in page.text


def test_the_table_names_every_permission_there_is() -> None:
    named = {part.permission for thing in THINGS for part in (*thing.read, *thing.change) if isinstance(part, Open)}
    # Everybody signed in, the moves of a review's life (each says who may make it) and the outbox have words of their own.
    unnamed = {Permission.PUBLIC, Permission.SIGNED_IN, Permission.LEAD_REVIEW, Permission.READ_OUTBOX}
    assert named | unnamed == set(Permission)


def test_the_readers_own_roles_are_marked(app: Flask, browser: Browser) -> None:
    review = make_review("SR-2026-003", make_unit("Records"), title="Filing")
    person = make_person("Lead", None, (Role.REVIEW_LEAD, review), (Role.CI_PRACTITIONER, review.unit_links[0].unit))
    page = browser.sign_in(person).get("/who-may-see-and-change-what")
    assert "Review lead, of Filing (SR-2026-003)" in page.text
    assert "CI practitioner, in Records and below" in page.text
    marked = {one.get_text().removesuffix(" (you)") for one in page.soup.select("td strong")}
    assert marked == {"Review lead", "CI practitioner"}
    for permission in TABLE.values():
        assert all(ROLE_LABELS[role] in page.text for role in permission.roles if permission.roles != frozenset(Role))


def test_a_reader_without_roles_is_told_so(browser: Browser) -> None:
    page = browser.sign_in(make_person()).get("/who-may-see-and-change-what")
    assert "You hold no role beyond being a member of staff" in page.text
    assert not page.soup.select("td strong")


def test_who_may_is_for_those_who_are_signed_in(browser: Browser) -> None:
    assert browser.get("/who-may-see-and-change-what").address.startswith("/sign-in")

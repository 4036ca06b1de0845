"""Anybody proposes a review in two minutes; a draft waits; a smaller tool is offered; nothing typed is lost."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import OutboxMail, Person, PhaseEntry, Review, RightTool, Unit
from app.reviews.actions import next_reference
from app.reviews.queries import look_alikes, telling_words
from tests.client import Browser
from tests.factories import make_person, make_review, make_service, make_unit, saying
from workflows.phases import Phase, Profile
from workflows.roles import Role

ANSWERS: dict[str, Any] = {
    "title": "Invoice queries from suppliers",
    "profile": "local",
    "service": "Supplier invoices",
    "problem": "Nobody can say where an invoice is.",
    "users": "Suppliers and the finance office",
    "sponsor_title": "Head of Administration and Finance",
    "right_tool": "review",
}


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit()


@pytest.fixture
def person(unit: Unit) -> Person:
    made = make_person("Head of Administration", unit)
    db.session.commit()
    return made


@pytest.fixture
def at_form(browser: Browser, person: Person) -> Browser:
    browser.sign_in(person).get("/reviews/propose")
    return browser


def reviews() -> list[Review]:
    return list(db.session.scalars(sa.select(Review).order_by(Review.id).execution_options(populate_existing=True)))


def test_a_review_is_proposed_in_two_steps(at_form: Browser, person: Person, unit: Unit) -> None:
    service = make_service("Supplier invoices", unit)
    db.session.commit()
    page = at_form.submit("Continue", **ANSWERS)
    assert "Check your answers" in page.text
    assert "Nobody can say where an invoice is." in page.text
    assert reviews() == []
    page = at_form.submit("Send the proposal")
    assert page.address == "/reviews/SR-2026-001"
    (review,) = reviews()
    assert (review.phase, review.profile, review.profile_version) == (Phase.PROPOSED, Profile.LOCAL, 1)
    assert (review.title, review.problem) == (ANSWERS["title"], ANSWERS["problem"])
    assert (review.right_tool, review.proposed_by_id) == (RightTool.REVIEW, person.id)
    assert [link.unit_id for link in review.unit_links] == [unit.id]
    assert [link.service_id for link in review.service_links] == [service.id]
    (entry,) = db.session.scalars(sa.select(PhaseEntry))
    assert (entry.phase, entry.move, entry.recorded_by_id) == (Phase.PROPOSED, "propose", person.id)
    assert "The Head of Administration proposed the review." in page.text


def test_those_who_run_reviews_are_told_of_a_proposal_and_not_of_a_draft(at_form: Browser, unit: Unit) -> None:
    focus = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    at_form.submit("Keep as a draft", title="Half a thought")
    at_form.get("/reviews/propose")
    at_form.submit("Continue", **ANSWERS)
    at_form.submit("Send the proposal")
    (mail,) = db.session.scalars(sa.select(OutboxMail))
    assert mail.person_id == focus.id
    assert "/reviews/SR-2026-002" in mail.body


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_is_kept(at_form: Browser) -> None:
    page = at_form.submit("Continue", status=422, **(ANSWERS | {"problem": "", "right_tool": ""}))
    assert page.errors() == [
        "Say what is wrong today, in a sentence or two",
        "Choose whether a review is the right tool",
    ]
    assert page.title.startswith("Error: ")
    assert page.soup.find(id="title")["value"] == ANSWERS["title"]  # type: ignore[index]
    assert page.soup.find(id="problem")["aria-describedby"] == "problem-hint problem-error"  # type: ignore[index]
    assert reviews() == []


def test_an_incomplete_proposal_is_kept_as_a_draft(at_form: Browser) -> None:
    page = at_form.submit("Keep as a draft", title="Half a thought")
    assert "Kept as a draft: SR-2026-001" in page.text
    assert "The problem is not stated." in page.text
    assert [(one.title, one.right_tool) for one in reviews()] == [("Half a thought", None)]


def test_a_draft_needs_a_title_to_be_found_again(at_form: Browser) -> None:
    page = at_form.submit("Keep as a draft", status=422, title="")
    assert page.errors() == ["Give it a working title"]


def test_changing_something_leads_back_with_everything_typed(at_form: Browser) -> None:
    at_form.submit("Continue", **ANSWERS)
    page = at_form.submit("Change something")
    assert page.soup.find(id="problem").get_text(strip=True) == ANSWERS["problem"]  # type: ignore[union-attr]
    assert page.soup.select("#right_tool[checked]")


@pytest.mark.parametrize(
    ("tool", "words"), [("improvement", "Log it as an improvement"), ("self_assessment", "Look at yourselves first")]
)
def test_a_smaller_tool_is_led_to_and_nothing_typed_is_lost(at_form: Browser, tool: str, words: str) -> None:
    page = at_form.submit("Continue", **(ANSWERS | {"right_tool": tool}))
    assert words in page.text
    assert ANSWERS["problem"] in page.text
    if tool == "improvement":
        log = Browser(at_form.app)
        log.client = at_form.client
        logged = log.get(page.link("Log an improvement"))
        assert logged.soup.find(id="title")["value"] == ANSWERS["title"]  # type: ignore[index]
    page = at_form.submit("Go back to the proposal")
    assert page.soup.find(id="users").get_text(strip=True) == ANSWERS["users"]  # type: ignore[union-attr]
    assert reviews() == []


def test_somebody_who_is_not_sure_may_propose_and_the_gate_stays_shut(at_form: Browser) -> None:
    at_form.submit("Continue", **(ANSWERS | {"right_tool": "not_sure"}))
    page = at_form.submit("Send the proposal")
    assert reviews()[0].right_tool is RightTool.NOT_SURE
    assert "It is not said whether a review is the right tool." in page.text


def test_sending_twice_proposes_once(at_form: Browser) -> None:
    page = at_form.submit("Continue", **ANSWERS)
    first = at_form.submit("Send the proposal", page=page)
    again = at_form.submit("Send the proposal", page=page)
    assert first.address == again.address == "/reviews/SR-2026-001"
    assert len(reviews()) == 1


def test_several_units_and_services_are_kept_each_once(at_form: Browser, unit: Unit) -> None:
    other = make_unit("Faculty of Horology (fictional)", unit)
    make_service("Purchasing", unit)
    db.session.commit()
    at_form.get("/reviews/propose")
    more = {"unit_2": str(other.id), "unit_3": str(unit.id), "service": "purchasing", "service_2": "The blue form"}
    at_form.submit("Continue", **(ANSWERS | more))
    at_form.submit("Send the proposal")
    (review,) = reviews()
    assert [link.unit_id for link in review.unit_links] == [unit.id, other.id]
    assert [link.service.name for link in review.service_links] == ["Purchasing"]
    assert review.service_words == "The blue form"


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "=1+1", "\u202eright to left", "\x07bell", "🐢 emoji", "a" * 1_000_000],
    ids=["html", "formula", "right-to-left", "control", "emoji", "megabyte"],
)
def test_text_of_any_kind_is_stored_and_shown_as_given(at_form: Browser, words: str) -> None:
    at_form.submit("Keep as a draft", **(ANSWERS | {"problem": words}))
    assert reviews()[0].problem == words
    page = at_form.get("/reviews/SR-2026-001/proposal")
    assert not page.soup.find("script", string=bool)
    assert (words[:20].replace("\x07", "\u2407")) in page.soup.find(id="problem").get_text()  # type: ignore[union-attr]


def test_what_cannot_be_stored_or_chosen_is_refused_at_its_field(at_form: Browser) -> None:
    page = at_form.submit("Continue", status=422, **(ANSWERS | {"problem": "a\x00b", "title": "x" * 300}))
    assert "Shorten this to 200 characters or fewer" in page.errors()
    assert any("U+0000" in error for error in page.errors())
    at_form.submit("Continue", status=422, **(ANSWERS | {"unit": "99999"}))
    assert reviews() == []


def test_references_count_up_within_their_year(app: Flask) -> None:
    unit = make_unit()
    assert next_reference(2026) == "SR-2026-001"
    for reference in ("SR-2026-009", "SR-2026-010", "SR-2025-300", "SR-07"):
        make_review(reference, unit)
    assert next_reference(2026) == "SR-2026-011"
    make_review("SR-2026-999", unit)
    assert next_reference(2026) == "SR-2026-1000"
    make_review("SR-2026-1000", unit)
    assert next_reference(2026) == "SR-2026-1001"


def test_people_who_propose_at_the_same_moment_get_references_of_their_own(app: Flask, unit: Unit) -> None:
    people = [make_person(f"Proposer {number}", unit) for number in range(4)]
    db.session.commit()
    browsers = [Browser(app).sign_in(one) for one in people]
    for one in browsers:
        one.get("/reviews/propose")
        one.submit("Continue", **ANSWERS)
    barrier = threading.Barrier(len(browsers))
    answers: list[int] = []

    def send(one: Browser) -> None:
        assert one.page is not None
        data = one.page.fields(one.page.form("Send the proposal")) | {"step": "send"}
        barrier.wait()
        answers.append(one.client.post("/reviews/propose", data=data).status_code)

    threads = [threading.Thread(target=send, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert sorted(one.reference for one in reviews()) == [f"SR-2026-00{number}" for number in range(1, 5)]


def test_look_alikes_share_telling_words_and_may_be_read(at_form: Browser, unit: Unit) -> None:
    make_review("SR-2025-008", unit, title="Purchasing and invoice queries", phase=Phase.IMPLEMENTATION)
    make_review("SR-2025-009", unit, title="Room booking service")
    db.session.commit()
    page = at_form.submit("Continue", **ANSWERS)
    assert "Purchasing and invoice queries" in page.text
    assert "Room booking" not in page.text
    assert [one.reference for one in look_alikes("Invoices, service and team")] == []
    assert telling_words("Review of the service") == set()


def test_nobody_proposes_without_signing_in(browser: Browser) -> None:
    browser.client.get("/reviews/propose")
    response = browser.client.get("/reviews/propose")
    assert response.status_code == 303
    assert "/sign-in" in response.headers["Location"]


# Changing it afterwards


def proposed(person: Person, **more: Any) -> Review:
    review = make_review(unit=person.unit, problem="Rooms stand empty", proposed_by_id=person.id, **more)
    db.session.commit()
    return review


def test_the_proposer_changes_it_until_scoping_begins(browser: Browser, person: Person) -> None:
    review = proposed(person)
    browser.sign_in(person).get("/reviews/SR-2026-001/proposal")
    page = browser.submit("Save", title="Rooms and teaching space", users="Students")
    assert page.address == "/reviews/SR-2026-001"
    assert (reviews()[0].title, reviews()[0].users) == ("Rooms and teaching space", "Students")
    assert "Title: Room booking Rooms and teaching space" in page.text

    saying()
    db.session.refresh(review)
    review.phase = Phase.SCOPING
    db.session.commit()
    page = browser.get("/reviews/SR-2026-001/proposal", status=403)
    assert "until scoping begins" in page.text


def test_nobody_else_changes_it_but_those_who_run_reviews(browser: Browser, person: Person) -> None:
    proposed(person)
    stranger = make_person("Member of staff", person.unit)
    focus = make_person("Focus reviewer", person.unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    browser.sign_in(stranger).get("/reviews/SR-2026-001/proposal", status=403)
    browser.sign_in(focus).get("/reviews/SR-2026-001/proposal")
    browser.submit("Save", sponsor_title="Registrar")
    assert reviews()[0].sponsor_title == "Registrar"


def test_the_second_to_save_sees_both_versions_and_loses_nothing(app: Flask, browser: Browser, person: Person) -> None:
    proposed(person)
    focus = make_person("Focus reviewer", person.unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    mine = browser.sign_in(person).get("/reviews/SR-2026-001/proposal")
    theirs = Browser(app).sign_in(focus)
    theirs.get("/reviews/SR-2026-001/proposal")
    theirs.submit("Save", problem="Rooms stand empty on Fridays", users="Students")
    page = browser.submit("Save", page=mine, status=409, problem="Rooms look booked", sponsor_title="Registrar")
    assert "was changed while you were writing" in page.text
    assert "Fridays" in page.text
    assert "Rooms look booked" in page.soup.find("textarea", id="problem").get_text()  # type: ignore[union-attr]
    browser.submit("Save", problem="Rooms look booked and stand empty on Fridays")
    (review,) = reviews()
    assert (review.problem, review.users, review.sponsor_title) == (
        "Rooms look booked and stand empty on Fridays",
        "Students",
        "Registrar",
    )


def test_units_that_another_added_are_not_lost(app: Flask, browser: Browser, person: Person) -> None:
    proposed(person)
    other = make_unit("Faculty of Horology (fictional)", person.unit)
    focus = make_person("Focus reviewer", person.unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    mine = browser.sign_in(person).get("/reviews/SR-2026-001/proposal")
    theirs = Browser(app).sign_in(focus)
    theirs.get("/reviews/SR-2026-001/proposal")
    theirs.submit("Save", unit_2=str(other.id))
    browser.submit("Save", page=mine, status=409, users="Students")
    browser.submit("Save")
    (review,) = reviews()
    assert {link.unit_id for link in review.unit_links} == {person.unit_id, other.id}
    assert review.users == "Students"

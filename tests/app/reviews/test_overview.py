"""The overview shows where a review is and what follows, to each what they may see, in a bounded number of queries."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.models import (
    EventKind,
    Evidence,
    EvidenceKind,
    FindingEvidence,
    PublishedEvent,
    Review,
    Task,
    Unit,
)
from app.models.people import Provenance
from tests.client import Browser
from tests.factories import DAY, NOW, keep, make_person, make_review, make_unit, saying
from tests.factories_reviews import enter, make_finding, make_recommendation, plan_end
from workflows.dates import PreciseDate, Precision
from workflows.phases import Phase, Step
from workflows.recommendation import Response
from workflows.roles import Role

HERE = "/reviews/SR-2026-001"


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit()


@pytest.fixture
def review(unit: Unit) -> Review:
    """A review in discovery with a draft finding, a shared one, an interview, and two recommendations."""
    made = make_review(unit=unit, phase=Phase.DISCOVERY, step=Step.DIAGNOSE, problem="Rooms look booked, stand empty")
    enter(made, Phase.PROPOSED, date(2026, 1, 5))
    enter(made, Phase.SCOPING, date(2026, 1, 19), from_phase=Phase.PROPOSED)
    enter(made, Phase.DISCOVERY, date(2026, 2, 16), from_phase=Phase.SCOPING)
    plan_end(made, Phase.DISCOVERY, date(2026, 5, 29))
    make_finding(made, 1)
    shared = make_finding(made, 2, sent_on=DAY - timedelta(days=2))
    interview = keep(
        Evidence(
            review_id=made.id,
            number=3,
            reference="SR-2026-001-E03",
            kind=EvidenceKind.INTERVIEW,
            title="A talk with the porter",
            confidential=True,
        )
    )
    keep(FindingEvidence(finding_id=shared.id, evidence_id=interview.id))
    make_recommendation(made, 1, shared, text="Publish room capacities", published_on=DAY, response=Response.ACCEPTED)
    make_recommendation(made, 2, shared, text="Charge for empty rooms")
    keep(Task(review_id=made.id, step=Step.DIAGNOSE, title="Count doors", done_on=DAY))
    keep(Task(review_id=made.id, step=Step.DIAGNOSE, title="Ask the porters"))
    db.session.commit()
    return made


def test_the_phase_line_has_dates_days_and_planned_ends(browser: Browser, review: Review) -> None:
    lead = make_person("Review lead", None, (Role.REVIEW_LEAD, review))
    page = browser.sign_in(lead).get(HERE)
    places = [one.get_text(" ", strip=True) for one in page.soup.select(".app-phases li")]
    assert places == [
        "Proposed 5 January 2026 14 days",
        "Scoping 19 January 2026 28 days",
        "Discovery 16 February 2026 Now: day 74 of 102",
        "Recommendations Planned 29 May 2026",
        "Implementation",
        "Completed",
    ]
    assert page.soup.select_one(".app-phases [aria-current=step] b").get_text() == "Discovery"  # type: ignore[union-attr]


def test_the_seven_steps_are_a_list_with_states_and_tasks(browser: Browser, review: Review) -> None:
    page = browser.sign_in(make_person("Review lead", None, (Role.REVIEW_LEAD, review))).get(HERE)
    states = [one.get_text(" ", strip=True) for one in page.soup.select(".govuk-task-list__status")]
    assert states[:5] == ["Done 19 January 2026", "Done 16 February 2026", "Done", "1 of 2 tasks", "Not started"]
    assert page.link("4. Diagnose") == f"{HERE}/plan#tasks"


SEES = {
    "lead": ("Door counts (1)", "porter", "Charge for empty rooms", "Publish room capacities", "no baseline"),
    "sponsor": ("Door counts (1)", "Charge for empty rooms", "Publish room capacities", "no baseline"),
    "head": ("Publish room capacities", "no baseline", "not complete yet"),
    "reader": ("Publish room capacities",),
}


@pytest.mark.parametrize("who", SEES)
def test_each_sees_what_they_may_and_no_trace_of_the_rest(
    browser: Browser, review: Review, unit: Unit, who: str
) -> None:
    person = {
        "lead": lambda: make_person("Review lead", unit, (Role.REVIEW_LEAD, review)),
        "sponsor": lambda: make_person("Sponsor", unit, (Role.SPONSOR, review)),
        "head": lambda: make_person("Head", unit, (Role.DEPARTMENT_LEAD, unit)),
        "reader": lambda: make_person("Member of staff", unit),
    }[who]()
    db.session.commit()
    page = browser.sign_in(person).get(HERE)
    everything = {word for words in SEES.values() for word in words}
    assert {word for word in everything if word in page.text} == set(SEES[who])
    assert ("Rooms stand empty (1)" in page.text) is (who in ("lead", "sponsor"))
    assert ("Rooms look booked" in page.text) is (who != "reader")
    assert ("Seven steps" in page.text) is (who != "reader")


def test_a_reader_is_told_what_is_open_to_them(browser: Browser, review: Review, unit: Unit) -> None:
    page = browser.sign_in(make_person("Member of staff", unit)).get(HERE)
    assert "You see this as a member of staff. Title, units, phase and dates are open to you" in page.text


def test_an_unknown_review_is_a_page_with_a_way_on(browser: Browser, review: Review, unit: Unit) -> None:
    page = browser.sign_in(make_person("Member of staff", unit)).get("/reviews/SR-2026-777", status=404)
    assert page.soup.find("main").find("a")  # type: ignore[union-attr]


@pytest.mark.parametrize("holds", [1, 30])
def test_the_overview_takes_at_most_twelve_queries_whatever_the_review_holds(
    app: Flask, browser: Browser, unit: Unit, holds: int
) -> None:
    review = make_review(unit=unit, phase=Phase.DISCOVERY, problem="x")
    lead = make_person("Review lead", unit, (Role.REVIEW_LEAD, review))
    review.proposed_by_id = lead.id
    enter(review, Phase.DISCOVERY, DAY)
    for number in range(1, holds + 1):
        saying(f"make_{number}")
        finding = make_finding(review, number, sent_on=DAY)
        make_recommendation(review, number, finding, owner_id=lead.id)
        keep(Task(review_id=review.id, step=Step.DIAGNOSE, title=f"Task {number}", owner_id=lead.id))
        plan_end(review, Phase.DISCOVERY, DAY + timedelta(days=number), current=number == holds)
    db.session.commit()
    page = browser.sign_in(lead).get(HERE)
    assert len(page.statements) <= 12, page.statements
    if holds == 30:
        assert "20 more rows: all 30 findings , all 30 recommendations ." in page.text


def test_dates_that_were_published_stand_as_they_were_published(browser: Browser, unit: Unit) -> None:
    review = make_review(
        unit=unit,
        phase=Phase.IMPLEMENTATION,
        provenance=Provenance.SOURCED,
        sources=["Staff web pages"],
        note="Report published",
    )
    hilary = PreciseDate(date(2023, 1, 15), date(2023, 3, 11), Precision.TERM, "Hilary term 2023")
    keep(PublishedEvent(review_id=review.id, event=EventKind.STARTED, on=hilary))
    keep(PublishedEvent(review_id=review.id, event=EventKind.REPORT_PUBLISHED, on=PreciseDate.month(2024, 9)))
    db.session.commit()
    page = browser.sign_in(make_person("Member of staff", unit)).get(HERE)
    assert "Published by the University" in page.text
    assert "Started Hilary term 2023 Report published September 2024" in page.text
    assert "Staff web pages" in page.text
    assert "day" not in page.soup.select_one(".app-phases").get_text()  # type: ignore[union-attr]


def test_the_history_has_every_entry_on_pages(app: Flask, browser: Browser, review: Review) -> None:
    lead = make_person("Review lead", None, (Role.REVIEW_LEAD, review))
    for number in range(60):
        saying(f"change_{number}")
        review.title = f"Title {number}"
        db.session.commit()
    page = browser.sign_in(lead).get(f"{HERE}/history")
    first = [one.get_text(" ", strip=True) for one in page.soup.select(".app-log > li")]
    page = browser.get(page.link("Earlier"))
    rest = [one.get_text(" ", strip=True) for one in page.soup.select(".app-log > li")]
    assert len(first) == 50
    assert "Title 59" in first[0]
    assert "Title 9" in rest[0]
    assert len(first) + len(rest) >= 61
    assert len(page.statements) <= 12
    browser.get(f"{HERE}/history?before=nonsense")


def test_the_history_of_a_reader_holds_nothing_that_is_closed_to_them(
    browser: Browser, review: Review, unit: Unit
) -> None:
    page = browser.sign_in(make_person("Member of staff", unit)).get(f"{HERE}/history")
    for closed in ("porter", "E03", "F01", "Ask the porters"):
        assert closed not in page.text


# The public list


def test_a_review_is_put_on_the_public_list_and_taken_off_with_a_reason(browser: Browser, unit: Unit) -> None:
    review = make_review(unit=unit, phase=Phase.COMPLETED)
    focus = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    page = browser.sign_in(focus).get(HERE)
    page = browser.get(page.link("Put it on the public list"))
    assert "Anybody, without signing in, then sees its title, its units and its phase." in page.text
    page = browser.submit("Put it on the public list")
    assert "Since 1 May 2026" in page.text
    browser.get(page.link("Take it off the public list"))
    page = browser.submit("Take it off the public list", status=422)
    assert page.errors() == ["Say why it is taken off"]
    page = browser.submit("Take it off the public list", reason="The wrong report was attached")
    assert "“The wrong report was attached”" in page.text
    db.session.refresh(review)
    assert review.published_on is None


def test_a_review_that_is_not_decided_cannot_be_made_public(browser: Browser, unit: Unit) -> None:
    make_review(unit=unit, phase=Phase.DISCOVERY)
    focus = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    page = browser.sign_in(focus).get(f"{HERE}/public")
    assert "This review is in discovery." in page.text
    assert not page.soup.select("main form")


def test_only_those_who_run_reviews_make_one_public(browser: Browser, unit: Unit) -> None:
    review = make_review(unit=unit, phase=Phase.COMPLETED)
    lead = make_person("Review lead", unit, (Role.REVIEW_LEAD, review))
    db.session.commit()
    browser.sign_in(lead).get(f"{HERE}/public", status=403)


def test_times_are_given_in_oxford(browser: Browser, review: Review) -> None:
    lead = make_person("Review lead", None, (Role.REVIEW_LEAD, review))
    assert NOW.hour == 9
    assert "1 May 2026, 10:00" in browser.sign_in(lead).get(HERE).text

"""Moves through the web: each main gate refused with its reasons and passed, who decided apart from who recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import settings
from app.extensions import db
from app.models import (
    DecisionKind,
    Lesson,
    Person,
    PhaseEntry,
    Review,
    RightTool,
    ScopeVersion,
    Screening,
    Setting,
    Side,
    Unit,
)
from app.review_facts import current_decided_content
from tests.client import Browser, Page
from tests.factories import DAY, NOW, give, keep, make_person, make_review, make_unit, saying
from tests.factories_reviews import enter, make_decision, make_finding, make_recommendation, plan_end
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.phases import Phase, Profile, Step
from workflows.recommendation import Closure, Progress, Response
from workflows.roles import Role

DECIDED: dict[str, Any] = {
    "decided_by_title": "Head of Administration",
    "decided_on": "29 April 2026",
    "decision_reference": "Letter of 29 April",
    "outcome": "approved",
}
REASON: dict[str, Any] = {"reason": "The vacation comes first", **DECIDED}


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit()


def review_in(phase: Phase, unit: Unit, **more: Any) -> Review:
    review = make_review(unit=unit, phase=phase, **more)
    enter(review, phase, DAY - timedelta(days=40))
    return review


def lead_of(review: Review) -> Person:
    person = make_person("Review lead", None, (Role.REVIEW_LEAD, review))
    db.session.commit()
    return person


def now(review: Review) -> Review:
    found = db.session.scalars(
        sa.select(Review).where(Review.id == review.id).execution_options(populate_existing=True)
    ).one()
    return found


def last_entry(review: Review) -> PhaseEntry:
    return db.session.scalars(
        sa.select(PhaseEntry).where(PhaseEntry.review_id == review.id).order_by(PhaseEntry.id.desc())
    ).first()  # type: ignore[return-value]


def move(browser: Browser, name: str, button: str, *, status: int = 200, **fields: Any) -> Page:
    browser.get(f"/reviews/SR-2026-001/moves/{name}")
    return browser.submit(button, status=status, **fields)


def unmet(page: Page) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.soup.select(".app-obstacles li:not(.is-met)")]


# The gates


def test_scoping_waits_for_problem_users_sponsor_and_the_right_tool(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.PROPOSED, unit)
    lead = lead_of(review)
    page = browser.sign_in(lead).get("/reviews/SR-2026-001/moves/begin_scoping")
    assert len(unmet(page)) == 4
    assert not page.soup.find("button", string="Begin scoping")
    assert page.link("State the problem") == "/reviews/SR-2026-001/proposal"
    data = page.fields(page.soup.select_one("main form")) | DECIDED  # type: ignore[arg-type]
    page = browser.post("/reviews/SR-2026-001/moves/begin_scoping", data, status=409)
    assert "Four things stand in the way." in page.text
    assert now(review).phase is Phase.PROPOSED

    saying()
    review = now(review)
    review.problem, review.users, review.sponsor_title = "Rooms stand empty", "Students", "Registrar"
    review.right_tool = RightTool.REVIEW
    db.session.commit()
    page = move(browser, "begin_scoping", "Begin scoping", **DECIDED)
    assert page.address == "/reviews/SR-2026-001"
    assert "The Review lead moved the review from proposed to scoping." in page.text
    assert "Decided by: Head of Administration; Decided on: 29 April 2026" in page.text
    review = now(review)
    assert (review.phase, review.step) == (Phase.SCOPING, Step.SCOPE)
    entry = last_entry(review)
    assert (entry.phase, entry.from_phase, entry.move) == (Phase.SCOPING, Phase.PROPOSED, "begin_scoping")
    assert (entry.decided_by_title, entry.decided_on) == ("Head of Administration", date(2026, 4, 29))
    assert (entry.decision_reference, entry.outcome) == ("Letter of 29 April", Outcome.APPROVED)
    assert (entry.recorded_by_id, entry.entered) == (lead.id, PreciseDate.day(DAY))


def scoped(unit: Unit, profile: Profile) -> Review:
    """A review in scoping that lacks nothing but, where it is university-wide, its co-chairs."""
    review = review_in(
        Phase.SCOPING,
        unit,
        profile=profile,
        data_protection=Screening.NOTHING_NEEDED,
        equality=Screening.ASSESSMENT_DONE,
        guide_choice="Beta guide",
    )
    keep(
        ScopeVersion(
            review_id=review.id,
            number=1,
            in_scope="Rooms",
            out_of_scope="Halls",
            terms_of_reference="Ask the users",
            written_at=NOW,
        )
    )
    plan_end(review, Phase.DISCOVERY, DAY + timedelta(days=60))
    return review


def test_a_local_review_begins_discovery_without_co_chairs(app: Flask, browser: Browser, unit: Unit) -> None:
    review = scoped(unit, Profile.LOCAL)
    browser.sign_in(lead_of(review))
    move(browser, "begin_discovery", "Begin discovery", **DECIDED)
    assert (now(review).phase, now(review).step) == (Phase.DISCOVERY, Step.ENGAGE)


def test_a_university_wide_review_needs_a_co_chair_from_each_side(app: Flask, browser: Browser, unit: Unit) -> None:
    review = scoped(unit, Profile.UNIVERSITY_WIDE)
    page = browser.sign_in(lead_of(review)).get("/reviews/SR-2026-001/moves/begin_discovery")
    (reason,) = unmet(page)
    assert "There is no co-chair from the service and none from a division." in reason
    assert page.link("Name the co-chairs") == "/reviews/SR-2026-001/plan/team"
    saying()
    give(make_person("Service chair"), Role.CO_CHAIR, review, side=Side.SERVICE)
    give(make_person("Division chair"), Role.CO_CHAIR, review, side=Side.DIVISION)
    db.session.commit()
    move(browser, "begin_discovery", "Begin discovery", **DECIDED)
    assert now(review).phase is Phase.DISCOVERY


def test_the_committee_has_the_name_that_the_settings_give_it(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.PROPOSED, unit, profile=Profile.UNIVERSITY_WIDE)
    lead = lead_of(review)
    page = browser.sign_in(lead).get("/reviews/SR-2026-001")
    assert "Decided by the Services Subcommittee." in page.text
    keep(Setting(name="committee", value="Board of Services"))
    settings.forget()
    assert "Decided by the Board of Services." in browser.get("/reviews/SR-2026-001").text
    assert "Decided by the Board of Services." in browser.get("/reviews/SR-2026-001/moves/begin_scoping").text


def test_recommendations_wait_for_evidence_baseline_and_the_service(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    make_finding(review, 1, sent_on=DAY)
    make_finding(review, 2, evidence=False)
    page = browser.sign_in(lead_of(review)).get("/reviews/SR-2026-001")
    reasons = " ".join(unmet(page))
    assert "There is no baseline, and no reason for having none. Add a baseline" in reasons
    assert "Finding 2 has no evidence." in reasons
    assert "Finding 2 has not been sent to the service for factual accuracy." in reasons
    assert "The service has until Friday 15 May 2026" in reasons
    assert page.link("Add a baseline") == "/reviews/SR-2026-001/plan/baseline"


def test_silence_after_the_time_lets_a_review_proceed(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit, no_baseline_reason="Nobody counted")
    make_finding(review, 1, sent_on=DAY - timedelta(days=30))
    browser.sign_in(lead_of(review))
    move(browser, "move_to_recommendations", "Move to recommendations", **DECIDED)
    assert (now(review).phase, now(review).step) == (Phase.RECOMMENDATIONS, Step.DESIGN_AND_TEST)


def test_implementation_rests_on_the_decision_and_asks_for_it_once(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.RECOMMENDATIONS, unit)
    lead = lead_of(review)
    item = make_recommendation(
        review, 1, make_finding(review), owner_id=lead.id, response=Response.ACCEPTED, published_on=DAY
    )
    db.session.commit()
    page = browser.sign_in(lead).get("/reviews/SR-2026-001/moves/begin_implementation")
    assert "There is no decision on the report." in " ".join(unmet(page))
    saying()
    make_decision(review, current_decided_content(review), minute_reference="SSC/26/14")
    db.session.commit()
    saying()
    item.impact = 5
    db.session.commit()
    page = browser.get("/reviews/SR-2026-001/moves/begin_implementation")
    assert "the impact changed from 4 to 5." in " ".join(unmet(page))
    saying()
    make_decision(review, current_decided_content(review), minute_reference="SSC/26/15", kind=DecisionKind.REPORT)
    db.session.commit()
    page = browser.get("/reviews/SR-2026-001/moves/begin_implementation")
    assert not page.soup.find(id="decided_by_title")
    browser.submit("Begin implementation")
    entry = last_entry(review)
    assert (now(review).phase, entry.decision_reference) == (Phase.IMPLEMENTATION, "SSC/26/15")
    assert (entry.decided_by_title, entry.recorded_by_id) == ("Head of Administration", lead.id)


def test_completion_waits_for_every_accepted_recommendation(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(
        Phase.IMPLEMENTATION, unit, benefits_checked_on=DAY, service_owner_on=DAY, service_owner_title="Head of Rooms"
    )
    lead = lead_of(review)
    keep(Lesson(review_id=review.id, text="Count early", written_on=DAY))
    item = make_recommendation(review, 1, owner_id=lead.id, response=Response.ACCEPTED, published_on=DAY)
    db.session.commit()
    page = browser.sign_in(lead).get("/reviews/SR-2026-001/moves/complete")
    assert unmet(page) == ["Still needed: Recommendation 1 is not closed. See what is open"]
    saying()
    item.progress, item.closure = Progress.CLOSED, Closure.VERIFIED
    db.session.commit()
    page = move(browser, "complete", "Complete the review", **DECIDED)
    assert now(review).phase is Phase.COMPLETED
    assert "No RAG" not in page.text
    assert "It is completed, so it has no red, amber or green." in page.text


# Aside and back


def test_a_pause_asks_why_and_until_when_and_resuming_leads_to_the_same_place(
    app: Flask, browser: Browser, unit: Unit
) -> None:
    review = review_in(Phase.DISCOVERY, unit, step=Step.DIAGNOSE)
    browser.sign_in(lead_of(review))
    page = move(browser, "pause", "Pause this review", resume="Michaelmas term 2031", **REASON, status=422)
    assert "not known here" in page.errors()[0]
    page = browser.submit("Pause this review", resume="1 October 2026")
    assert "planned to resume 1 October 2026. It goes back to discovery." in page.text
    assert "“The vacation comes first”" in page.text
    paused = now(review)
    assert (paused.phase, paused.paused_from) == (Phase.PAUSED, Phase.DISCOVERY)
    assert paused.resume == PreciseDate.day(date(2026, 10, 1))

    browser.get("/reviews/SR-2026-001/moves/resume")
    browser.submit("Resume this review", status=422)
    browser.submit("Resume this review", **DECIDED)
    resumed = now(review)
    assert last_entry(review).decided_by_title == "Head of Administration"
    assert (resumed.phase, resumed.step) == (Phase.DISCOVERY, Step.DIAGNOSE)
    assert (resumed.paused_from, resumed.resume) == (None, None)


def test_a_paused_review_without_a_date_to_resume_stands_red(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.SCOPING, unit)
    browser.sign_in(lead_of(review))
    page = move(browser, "pause", "Pause this review", **REASON)
    assert "It is paused with no date to resume." in page.text


def test_going_back_needs_a_reason_and_keeps_the_gates_that_were_passed(
    app: Flask, browser: Browser, unit: Unit
) -> None:
    review = review_in(Phase.RECOMMENDATIONS, unit)
    browser.sign_in(lead_of(review))
    page = move(browser, "back_to_discovery", "Take it back to discovery", status=422, **(REASON | {"reason": "  "}))
    assert page.errors() == ["Say why"]
    assert page.soup.find(id="decided_on")["value"] == "29 April 2026"  # type: ignore[index]
    browser.submit("Take it back to discovery", reason="One team was never asked")
    assert (now(review).phase, now(review).step) == (Phase.DISCOVERY, Step.ENGAGE)
    assert len(db.session.scalars(sa.select(PhaseEntry)).all()) == 2


def test_a_withdrawn_review_is_proposed_again(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.PAUSED, unit, paused_from=Phase.SCOPING)
    browser.sign_in(lead_of(review))
    page = move(browser, "withdraw", "Withdraw this review", **REASON)
    assert "This review was withdrawn." in page.text
    assert (now(review).phase, now(review).paused_from) == (Phase.WITHDRAWN, None)
    page = move(browser, "reopen", "Propose this review again", **REASON)
    assert (now(review).phase, now(review).step) == (Phase.PROPOSED, Step.IDEA)


def test_a_completed_review_reopens_to_implementation(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.COMPLETED, unit)
    browser.sign_in(lead_of(review))
    move(browser, "reopen", "Reopen this review", **REASON)
    assert now(review).phase is Phase.IMPLEMENTATION


# What is typed


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"decided_by_title": ""}, "Say who decided: a role or a body"),
        ({"decided_on": ""}, "Give the day of the decision"),
        ({"decided_on": "2 May 2026"}, "The decision cannot be later than today"),
        ({"decided_on": "Hilary term"}, "is not understood as a date"),
        ({"outcome": ""}, "Choose what was decided"),
        ({"outcome": "rejected"}, "Not a valid choice."),
        ({"outcome": "approved_with_conditions", "conditions": " "}, "Write down the conditions"),
    ],
)
def test_a_decision_that_is_half_told_is_refused_at_its_field(
    app: Flask, browser: Browser, unit: Unit, wrong: dict[str, Any], message: str
) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    browser.sign_in(lead_of(review))
    page = move(browser, "pause", "Pause this review", status=422, **(REASON | wrong))
    assert message in " ".join(page.errors())
    assert now(review).phase is Phase.DISCOVERY


def test_conditions_are_kept_with_the_decision(app: Flask, browser: Browser, unit: Unit) -> None:
    review = scoped(unit, Profile.LOCAL)
    browser.sign_in(lead_of(review))
    more = {"outcome": "approved_with_conditions", "conditions": "Report by July"}
    page = move(browser, "begin_discovery", "Begin discovery", **(DECIDED | more))
    assert last_entry(review).conditions == "Report by July"
    assert "Conditions: Report by July" in page.text


# Two at once


def test_a_double_press_moves_once(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    browser.sign_in(lead_of(review))
    form = browser.get("/reviews/SR-2026-001/moves/pause")
    browser.submit("Pause this review", page=form, **REASON)
    page = browser.submit("Pause this review", page=form, **REASON)
    assert page.address == "/reviews/SR-2026-001"
    assert len(db.session.scalars(sa.select(PhaseEntry)).all()) == 2


def test_a_page_opened_before_a_change_is_answered_with_what_stands_and_keeps_the_text(
    app: Flask, browser: Browser, unit: Unit
) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    form = browser.sign_in(lead_of(review)).get("/reviews/SR-2026-001/moves/pause")
    saying()
    changed = now(review)
    changed.title = "Rooms"
    db.session.commit()
    page = browser.submit("Pause this review", page=form, status=409, **REASON)
    assert "Somebody changed this review after you opened the page." in page.text
    assert page.soup.find(id="reason").get_text(strip=True) == REASON["reason"]  # type: ignore[union-attr]
    browser.submit("Pause this review")
    assert now(review).phase is Phase.PAUSED


def test_of_two_who_move_at_once_one_wins_and_the_other_is_told(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    lead = lead_of(review)
    other = Browser(app).sign_in(lead)
    mine = browser.sign_in(lead).get("/reviews/SR-2026-001/moves/pause")
    other.get("/reviews/SR-2026-001/moves/back_to_scoping")
    other.submit("Take it back to scoping", **REASON)
    browser.submit("Pause this review", page=mine, status=409, **REASON)
    assert now(review).phase is Phase.SCOPING
    third = browser.get("/reviews/SR-2026-001/moves/move_to_recommendations", status=409)
    assert "This cannot be done now: it is in “scoping”." in third.text


# Who may


def test_who_has_no_role_in_it_may_not_move_it_and_is_told_who_may(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    lead_of(review)
    staff = make_person("Member of staff", unit)
    db.session.commit()
    page = browser.sign_in(staff).get("/reviews/SR-2026-001/moves/pause", status=403)
    assert "This can be recorded by a Focus reviewer" in page.text
    page = browser.get("/reviews/SR-2026-001")
    assert not page.has_link("Pause this review")
    assert unmet(page) == []


def test_a_head_of_department_begins_a_local_review_of_their_own_unit_alone(
    app: Flask, browser: Browser, unit: Unit
) -> None:
    review_in(Phase.PROPOSED, unit, problem="x", users="x", sponsor_title="x", right_tool=RightTool.REVIEW)
    other = make_unit("Faculty of Horology (fictional)", key="horology")
    own = make_person("Head of department", unit, (Role.DEPARTMENT_LEAD, unit))
    stranger = make_person("Head of another", other, (Role.DEPARTMENT_LEAD, other))
    db.session.commit()
    browser.sign_in(stranger).get("/reviews/SR-2026-001/moves/begin_scoping", status=403)
    browser.sign_in(own)
    move(browser, "begin_scoping", "Begin scoping", **DECIDED)


def test_a_move_that_does_not_exist_is_no_page(app: Flask, browser: Browser, unit: Unit) -> None:
    review = review_in(Phase.DISCOVERY, unit)
    browser.sign_in(lead_of(review)).get("/reviews/SR-2026-001/moves/abolish", status=404)
    browser.get("/reviews/SR-2026-404/moves/pause", status=404)


# The limit


@pytest.mark.parametrize(("others", "warned"), [(1, False), (2, True)])
def test_a_third_university_wide_review_in_progress_warns_and_does_not_refuse(
    app: Flask, browser: Browser, unit: Unit, others: int, warned: bool
) -> None:
    for number in range(others):
        make_review(f"SR-2025-00{number}", unit, profile=Profile.UNIVERSITY_WIDE, phase=Phase.DISCOVERY)
    make_review("SR-2025-009", unit, profile=Profile.UNIVERSITY_WIDE, phase=Phase.IMPLEMENTATION)
    ready = {"problem": "x", "users": "x", "sponsor_title": "x", "right_tool": RightTool.REVIEW}
    review = review_in(Phase.PROPOSED, unit, profile=Profile.UNIVERSITY_WIDE, **ready)
    page = browser.sign_in(lead_of(review)).get("/reviews/SR-2026-001/moves/begin_scoping")
    assert ("university-wide reviews are then in progress" in page.text) is warned
    browser.submit("Begin scoping", **DECIDED)
    assert now(review).phase is Phase.SCOPING

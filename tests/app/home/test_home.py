"""Home says what waits for whom, straight to the act, most urgent first, and tells nobody more than they may read."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.home.asks import due_ask, longest_first, most_urgent_first, waiting_ask
from app.home.moves import ACTS
from app.models import (
    DateRevision,
    DecisionCondition,
    Person,
    PhaseEntry,
    Review,
    RevisionState,
    RightTool,
    Task,
)
from tests.client import Browser, Page
from tests.conftest import TODAY
from tests.example import example_app, example_made, example_template, person_of
from tests.factories import DAY, NOW, keep, make_person, make_review, make_unit, saying
from tests.factories_findings import share
from tests.factories_recommendations import accepted, make_cast
from tests.factories_reviews import make_decision, plan_end
from workflows.dates import PreciseDate
from workflows.phases import PATH, Phase, Step
from workflows.recommendation import Closure, Progress, Response
from workflows.roles import Role

__all__ = ["example_app", "example_made", "example_template"]

AS_AT = date.fromisoformat(TODAY)


def home(app: Flask, person: Person) -> Page:
    return Browser(app).sign_in(person).get("/")


def of_example(app: Flask, key: str) -> Page:
    return home(app, person_of(key))


def asks(page: Page) -> list[str]:
    """What waits for the person, each row as its words."""
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(".app-asks li")]


def others(page: Page) -> list[str]:
    """What waits for others, each row as its words."""
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("[aria-labelledby=others] tbody tr")]


def address_of(page: Page, words: str) -> str:
    return page.link(words)


# The example, as its people see it


def test_the_focus_reviewer_sees_what_is_missing_and_whom_else_it_waits_for(example_app: Flask) -> None:
    page = of_example(example_app, "focus_reviewer")
    assert [row.split(":")[0] for row in asks(page)] == ["Complete the scope and plan", "Complete a proposal"]
    assert "It is not said whether a review is the right tool. 20 April 2026 waiting 11 days" in asks(page)[1]
    rows = others(page)
    assert len(rows) == 7
    assert rows[0].startswith("Head of Administration, Records and storage service (fictional) Verify that it is done")
    assert rows[0].endswith("189 days")
    assert any(row.startswith("Departmental Administrator, sponsor Respond to the recommendation") for row in rows)
    assert "Friday 1 May 2026 · Trinity term, week 1" in page.text


def test_one_missing_thing_leads_straight_to_the_page_that_adds_it(example_app: Flask) -> None:
    page = of_example(example_app, "focus_reviewer")
    assert address_of(page, "Complete a proposal: Inter-site library delivery") == "/reviews/SR-14/proposal"
    assert address_of(page, "Complete the scope and plan: Student hardship fund") == "/reviews/SR-11"


def test_a_lead_is_asked_about_the_review_they_lead_and_no_other(example_app: Flask) -> None:
    page = of_example(example_app, "review_lead_2")
    assert [row.split(" Three")[0] for row in asks(page)] == ["Gather the findings: Room booking and teaching space"]
    assert others(page) == []
    assert "Latest in Room booking and teaching space" in page.text


def test_a_sponsor_with_nothing_to_do_sees_whom_the_review_waits_for(example_app: Flask) -> None:
    page = of_example(example_app, "sponsor_pvc")
    assert "Nothing waits for you. One thing waits for others, the longest for 46 days." in page.text
    assert others(page)[0].startswith("Review lead Gather the findings: Minor works requests")


def test_an_owner_sees_each_date_and_how_it_stands_the_latest_first(example_app: Flask) -> None:
    page = of_example(example_app, "safety_officer_luminous")
    first, second = asks(page)
    assert first.startswith("Say how it goes: Keep one record of training")
    assert first.endswith("Amber: its date was revised once. 30 April 2026 1 day overdue")
    assert second.endswith("30 June 2026 in 60 days")
    assert address_of(page, "Keep one record of training") == "/recommendations/SR-13-R02"


def test_a_verifier_is_asked_to_confirm_what_others_say_is_done(example_app: Flask) -> None:
    (row,) = asks(of_example(example_app, "head_of_administration_luminous"))
    assert row.startswith("Confirm that it is done: Agree refresher intervals in proportion to risk.")
    assert row.endswith("Laboratory manager says that it is done. 15 December 2025 waiting 137 days")


def test_a_reader_is_asked_for_nothing_and_told_what_is_open(example_app: Flask) -> None:
    page = of_example(example_app, "reader")
    assert asks(page) == []
    assert "Nothing waits for you: you are not asked for anything." in page.text
    assert page.soup.select("#others") == []
    assert page.has_link("See reviews by phase")


def test_counts_have_their_denominators_and_lead_to_the_lists(example_app: Flask) -> None:
    page = of_example(example_app, "reader")
    facts = " ".join(page.soup.select_one(".app-facts").get_text(" ").split())  # type: ignore[union-attr]
    assert facts == (
        "36 accepted or partially accepted, of 40 made 13 of them closed and verified "
        "10 overdue against the current date 12 overdue against the original date"
    )
    assert address_of(page, "overdue against the current date") == "/recommendations?overdue=current"


def test_the_reviews_before_implementation_show_their_days_and_no_invented_plan(example_app: Flask) -> None:
    page = of_example(example_app, "reader")
    rows = [" ".join(row.get_text(" ").split()) for row in page.soup.select("[aria-labelledby=before] tbody tr")]
    assert [row.split(" SR-")[1][:2] for row in rows] == ["05", "07", "10", "11", "14"]
    assert rows[0].endswith("Recommendations 39 No plan yet Grey")


@pytest.mark.parametrize("key", ["focus_reviewer", "review_lead_1", "lead_horology", "administrator", "reader"])
def test_home_asks_the_database_a_bounded_number_of_questions(example_app: Flask, key: str) -> None:
    browser = Browser(example_app).sign_in(person_of(key))
    browser.get("/")
    assert len(browser.get("/").statements) <= 14


def test_twice_as_many_reviews_ask_no_more(example_app: Flask) -> None:
    focus = Browser(example_app).sign_in(person_of("focus_reviewer"))
    focus.get("/")
    before = len(focus.get("/").statements)
    unit = db.session.scalars(sa.select(Review)).first().unit_links[0].unit  # type: ignore[union-attr]
    saying()
    for number in range(16):
        make_review(f"SR-2026-{number:03}", unit, phase=Phase.DISCOVERY)
    db.session.commit()
    assert len(focus.get("/").statements) == before


# Each kind of request, on both engines


def test_findings_sent_to_a_service_wait_for_its_lead_with_their_last_day(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    (item,) = share(cast.finding, sent_on=date(2026, 4, 22), due_on=date(2026, 5, 7))
    department = make_person("Head of Administration", cast.unit, (Role.DEPARTMENT_LEAD, cast.unit), key="lead")
    db.session.commit()
    page = home(app, department)
    assert "Answer for the accuracy of finding 1: Room booking" in asks(page)[0]
    assert asks(page)[0].endswith("Thursday 7 May 2026 in 6 days")
    assert address_of(page, "Answer for the accuracy") == f"/reviews/SR-2026-001/accuracy/{item.id}/answer"
    waiting = [row for row in others(home(app, cast.member)) if "Answer for the accuracy" in row]
    assert len(waiting) == 1
    assert "Until 7 May 2026. Silence lets it go ahead" in waiting[0]


def test_an_answered_finding_waits_for_nobody(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    share(cast.finding, answered_on=DAY)
    department = make_person("Head of Administration", cast.unit, (Role.DEPARTMENT_LEAD, cast.unit), key="lead")
    db.session.commit()
    assert not any("accuracy" in row for row in asks(home(app, department)))


def test_the_text_of_a_finding_is_shown_to_nobody_who_may_not_read_it(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    saying()
    cast.finding.text = "A very secret text"
    share(cast.finding)
    db.session.commit()
    for person in (cast.reader, cast.focus, cast.secretary):
        assert "very secret" not in home(app, person).html


def test_a_new_date_waits_for_the_lead_who_decides_it(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    one = accepted(cast)
    revision = keep(
        DateRevision(
            recommendation_id=one.id,
            becomes=PreciseDate.month(2026, 9),
            reason="The supplier is late",
            state=RevisionState.ASKED,
            asked_on=DAY - timedelta(days=4),
        )
    )
    db.session.commit()
    page = home(app, cast.lead)
    (row,) = [row for row in asks(page) if "new date" in row]
    assert "To become September 2026" in row
    assert row.endswith("27 April 2026 waiting 4 days")
    assert address_of(page, "Decide on a new date") == f"/recommendations/{one.reference}/dates/{revision.id}"
    assert any(row.startswith("Review lead Decide on a new date") for row in others(home(app, cast.focus)))
    assert not any("new date" in row for row in asks(home(app, cast.owner)))


def test_a_task_waits_for_its_owner_until_it_is_done(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    task = keep(
        Task(review_id=cast.review.id, step=Step.ENGAGE, title="Ask the porters", owner_id=cast.member.id, due_on=DAY)
    )
    db.session.commit()
    page = home(app, cast.member)
    assert any(row.startswith("Do a task: Ask the porters Room booking. Friday 1 May 2026 today") for row in asks(page))
    assert address_of(page, "Ask the porters") == f"/reviews/SR-2026-001/plan/tasks/{task.id}"
    assert not any("porters" in row for row in asks(home(app, cast.lead)))
    saying()
    task.done_on = DAY
    db.session.commit()
    assert not any("porters" in row for row in asks(home(app, cast.member)))


def test_a_condition_of_a_decision_waits_for_the_lead(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    decision = make_decision(cast.review, {"scope_version": 0, "recommendations": []})
    condition = keep(DecisionCondition(decision_id=decision.id, text="Show the costs", due=PreciseDate.month(2026, 6)))
    db.session.commit()
    page = home(app, cast.lead)
    (row,) = [row for row in asks(page) if "condition" in row]
    assert row.endswith("The decision of 1 May 2026 asks for it. June 2026 in 60 days")
    assert address_of(page, "Meet a condition") == f"/reviews/SR-2026-001/decisions/conditions/{condition.id}"


def test_nobody_is_asked_to_verify_what_they_own(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    accepted(
        cast, owner_id=cast.lead.id, verifier_id=None, progress=Progress.DONE_AWAITING_VERIFICATION, completed_on=DAY
    )
    assert not any("Confirm" in row for row in asks(home(app, cast.lead)))
    assert any("no verifier is named" in row for row in others(home(app, cast.focus)))


def test_what_has_no_verifier_named_waits_for_the_lead(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    accepted(cast, verifier_id=None, progress=Progress.DONE_AWAITING_VERIFICATION, completed_on=DAY)
    assert any("Confirm that it is done" in row for row in asks(home(app, cast.lead)))


def test_several_of_one_verifier_are_one_row(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    for number, days in ((1, 3), (2, 9)):
        day = DAY - timedelta(days=days)
        accepted(cast, number, progress=Progress.DONE_AWAITING_VERIFICATION, completed_on=day)
    (row,) = [row for row in others(home(app, cast.focus)) if "Verify" in row]
    assert "Verify two recommendations that are done" in row
    assert row.endswith("up to 9 days")


def test_a_gate_with_nothing_in_the_way_waits_for_who_may_record_it(app: Flask) -> None:
    unit = make_unit("University of Oxford")
    review = make_review(
        unit=unit,
        problem="Rooms stand empty",
        users="Staff",
        sponsor_title="Registrar",
        right_tool=RightTool.REVIEW,
    )
    keep(
        PhaseEntry(
            review_id=review.id,
            phase=Phase.PROPOSED,
            move="propose",
            entered=PreciseDate.day(DAY - timedelta(days=2)),
            recorded_at=NOW,
        )
    )
    focus = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    reader = make_person("Member of staff", unit)
    db.session.commit()
    page = home(app, focus)
    (row,) = asks(page)
    assert row == (
        "Begin scoping: Room booking Nothing stands in the way. It is decided by the head of department. "
        "29 April 2026 waiting 2 days"
    )
    assert address_of(page, "Begin scoping") == "/reviews/SR-2026-001/moves/begin_scoping"
    assert asks(home(app, reader)) == []


def test_a_sponsor_is_asked_for_the_response_and_the_lead_waits_for_it(app: Flask) -> None:
    cast = make_cast(Phase.RECOMMENDATIONS)
    accepted(cast, response=Response.AWAITING, progress=Progress.NOT_STARTED)
    assert any(row.startswith("Respond to the recommendation: Room booking") for row in asks(home(app, cast.sponsor)))
    assert any("Respond to the recommendation" in row for row in others(home(app, cast.lead)))


def test_completion_is_asked_for_once_nothing_is_open(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    one = accepted(cast)
    assert not any("completion" in row for row in asks(home(app, cast.lead)))
    saying()
    one.progress, one.closure = Progress.CLOSED, Closure.VERIFIED
    db.session.commit()
    (row,) = [row for row in asks(home(app, cast.lead)) if "completion" in row]
    assert row.startswith("Bring to completion: Room booking Three things are missing before completed.")


def test_the_proposer_completes_a_proposal_of_their_own(app: Flask) -> None:
    unit = make_unit("University of Oxford")
    person = make_person("Departmental administrator", unit)
    make_review(unit=unit, proposed_by_id=person.id, problem="Rooms stand empty", users="Staff")
    db.session.commit()
    page = home(app, person)
    assert asks(page)[0].startswith("Complete a proposal: Room booking")
    assert address_of(page, "Complete a proposal") == "/reviews/SR-2026-001/proposal"


def test_a_paused_review_waits_for_its_day(app: Flask) -> None:
    unit = make_unit("University of Oxford")
    review = make_review(
        unit=unit, phase=Phase.PAUSED, paused_from=Phase.DISCOVERY, resume=PreciseDate.day(DAY + timedelta(days=20))
    )
    lead = make_person("Review lead", unit, (Role.REVIEW_LEAD, review))
    db.session.commit()
    (row,) = asks(home(app, lead))
    assert row == "Resume when it is time: Room booking This review is paused. Thursday 21 May 2026 in 20 days"


def test_a_recommendation_that_is_a_draft_is_nobody_s_to_do(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    accepted(cast, published_on=None)
    assert asks(home(app, cast.owner)) == []


def test_a_planned_end_stands_with_its_colour_and_reason(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    keep(
        PhaseEntry(
            review_id=cast.review.id,
            phase=Phase.DISCOVERY,
            move="begin_discovery",
            entered=PreciseDate.day(DAY - timedelta(days=40)),
            recorded_at=NOW,
        )
    )
    plan_end(cast.review, Phase.DISCOVERY, DAY - timedelta(days=7))
    db.session.commit()
    text = home(app, cast.reader).text
    assert "Discovery 40 24 April 2026 Amber the planned end of discovery passed 7 days ago" in text


def test_an_empty_installation_says_what_belongs_here(app: Flask) -> None:
    person = make_person("Member of staff", make_unit("University of Oxford"))
    db.session.commit()
    text = home(app, person).text
    assert "No review is being proposed or carried out now." in text
    assert "No recommendation is published yet." in text


# The rules of the lists


def test_the_most_urgent_is_first_and_what_has_no_date_last() -> None:
    day = PreciseDate.day
    rows = [
        waiting_ask("no date", "/", "", None, AS_AT),
        due_ask("later", "/", "", day(AS_AT + timedelta(days=40)), AS_AT),
        due_ask("overdue", "/", "", day(AS_AT - timedelta(days=3)), AS_AT),
        waiting_ask("waiting", "/", "", AS_AT - timedelta(days=1), AS_AT),
    ]
    assert [row.what for row in most_urgent_first(rows)] == ["overdue", "waiting", "later", "no date"]
    assert (rows[2].when, rows[3].when, rows[1].day) == ("3 days overdue", "waiting 1 day", "10 June 2026")
    assert longest_first([]) == []


def test_a_term_stays_a_term() -> None:
    term = PreciseDate(date(2026, 4, 26), date(2026, 6, 20), PreciseDate.month(2026, 5).precision, "Trinity term 2026")
    assert due_ask("x", "/", "", term, AS_AT).day == "Trinity term 2026"


def test_each_phase_before_the_last_has_the_words_of_its_act() -> None:
    assert set(ACTS) == set(PATH[:-1])

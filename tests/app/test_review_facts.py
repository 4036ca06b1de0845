"""The facts of a review are what its records say, and how it stands is counted in days that are known."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import Lesson, Review, RightTool, ScopeVersion, Screening, Side
from app.review_facts import (
    current_decided_content,
    latest_decision_facts,
    rag_facts,
    records_of,
    review_facts,
    standing_of,
)
from app.review_records import EntryRow
from app.review_standing import STANDING_COLUMNS, Standing, days_in, standings, stays
from tests.counting import counting
from tests.factories import DAY, NOW, give, keep, make_person, make_review, make_unit
from tests.factories_reviews import (
    enter,
    make_decision,
    make_evidence,
    make_finding,
    make_recommendation,
    plan_end,
)
from workflows.dates import PreciseDate, Precision
from workflows.phases import Phase
from workflows.rag import RagColour
from workflows.review_facts import FindingFacts, ReviewFacts
from workflows.roles import Role

HILARY = PreciseDate(date(2026, 1, 18), date(2026, 3, 14), Precision.TERM, "Hilary term 2026")


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def standing(review: Review) -> Standing:
    return standing_of(review, DAY, records_of(review))


def test_of_a_bare_review_nothing_is_recorded(app: Flask) -> None:
    assert review_facts(make_review(), DAY) == ReviewFacts(today=DAY)


def test_the_facts_are_what_the_records_say(app: Flask) -> None:
    review = make_review(
        problem="Rooms stand empty",
        users="Students",
        sponsor_title="Registrar",
        right_tool=RightTool.REVIEW,
        data_protection=Screening.NOTHING_NEEDED,
        equality=Screening.ASSESSMENT_NEEDED,
        no_guide_reason="One team of four",
        baseline="40 of 100",
        baseline_on=HILARY,
        baseline_method="Door counts",
        benefits_checked_on=DAY,
    )
    lead = make_person("Lead", None, (Role.REVIEW_LEAD, review))
    give(lead, Role.CO_CHAIR, review, side=Side.DIVISION)
    keep(ScopeVersion(review_id=review.id, number=1, in_scope="Rooms", out_of_scope="Halls", written_at=NOW))
    keep(ScopeVersion(review_id=review.id, number=2, in_scope="Rooms", terms_of_reference="Ask", written_at=NOW))
    plan_end(review, Phase.DISCOVERY, DAY)
    finding = make_finding(review, sent_on=ago(30))
    make_recommendation(review, 1, finding, owner_id=lead.id)
    keep(Lesson(review_id=review.id, text="Count early", written_on=DAY))
    facts = review_facts(review, DAY)
    assert facts.problem_stated and facts.users_stated and facts.sponsor_named and facts.right_tool_answered
    assert (facts.in_scope_stated, facts.out_of_scope_stated, facts.terms_of_reference) == (True, False, True)
    assert facts.lead_named and facts.planned_dates_set
    assert (facts.co_chairs_from_service, facts.co_chairs_from_division) == (0, 1)
    assert facts.data_protection_screened and facts.equality_screened
    assert (facts.guide_chosen, facts.reason_for_no_guide) == (False, True)
    assert facts.findings == (FindingFacts(1, 1, ago(30), ago(16), None),)
    assert facts.baseline_recorded and not facts.reason_for_no_baseline
    (item,) = facts.recommendations
    assert item.findings == 1
    assert item.has_priority and item.has_impact and item.has_effort and item.has_owner and item.has_date
    assert (facts.benefits_checked_on, facts.lessons_noted) == (DAY, 1)


def test_what_was_withdrawn_is_no_fact(app: Flask) -> None:
    review = make_review()
    kept = make_finding(review, 1)
    gone = make_finding(review, 2)
    piece = make_evidence(review, 9, withdrawn_reason="Counted the wrong door")
    kept.evidence_links[0].evidence.withdrawn_reason = "Lost"
    gone.withdrawn_reason = "It was the lift"
    make_recommendation(review, 1, gone)
    make_recommendation(review, 2, kept, withdrawn_reason="Merged")
    db.session.flush()
    facts = review_facts(review, DAY)
    assert [(one.number, one.pieces_of_evidence) for one in facts.findings] == [(1, 0)]
    assert [(one.number, one.findings) for one in facts.recommendations] == [(1, 0)]
    assert piece.id


def test_a_role_that_has_ended_names_nobody(app: Flask) -> None:
    review = make_review()
    grant = give(make_person("Lead"), Role.REVIEW_LEAD, review)
    grant.ended_on = DAY
    db.session.flush()
    assert not review_facts(review, DAY).lead_named


def test_an_answer_that_a_review_may_not_be_the_tool_does_not_open_the_gate(app: Flask) -> None:
    assert not review_facts(make_review(right_tool=RightTool.NOT_SURE), DAY).right_tool_answered


def test_a_decision_is_stale_only_by_what_it_decided(app: Flask) -> None:
    review = make_review(phase=Phase.RECOMMENDATIONS)
    owner = make_person("Owner")
    item = make_recommendation(review, 1, make_finding(review), owner_id=owner.id)
    assert latest_decision_facts(review) is None
    make_decision(review, current_decided_content(review))
    facts = latest_decision_facts(review)
    assert facts is not None and facts.stale_because == ()

    item.current_date = PreciseDate.day(DAY + timedelta(days=200))
    item.blocked_reason = "No licence"
    db.session.flush()
    assert latest_decision_facts(review) == facts

    item.impact = 1
    db.session.flush()
    changed = latest_decision_facts(review)
    assert changed is not None
    assert changed.stale_because == ("Recommendation 1: the impact changed from 4 to 1.",)


def test_a_unit_that_is_renamed_leaves_the_decision_as_it_was(app: Flask) -> None:
    review = make_review()
    unit = make_unit("Tides")
    make_recommendation(review, 1, owner_id=make_person("Head of Administration", unit).id)
    make_decision(review, current_decided_content(review))
    unit.name = "School of Tides"
    db.session.flush()
    facts = latest_decision_facts(review)
    assert facts is not None and facts.stale_because == ()


def test_an_owner_of_the_same_title_elsewhere_is_another_owner(app: Flask) -> None:
    review = make_review()
    root = make_unit("University")
    one = make_person("Head of Administration", make_unit("Tides", root))
    other = make_person("Head of Administration", make_unit("Maps", root))
    item = make_recommendation(review, 1, owner_id=one.id)
    make_decision(review, current_decided_content(review))
    item.owner_id = other.id
    db.session.flush()
    facts = latest_decision_facts(review)
    assert facts is not None and "from Head of Administration, Tides" in facts.stale_because[0]


def test_days_of_a_pause_are_not_days_of_the_phase(app: Flask) -> None:
    review = make_review(phase=Phase.DISCOVERY)
    enter(review, Phase.DISCOVERY, ago(60), from_phase=Phase.SCOPING)
    enter(review, Phase.PAUSED, ago(50), from_phase=Phase.DISCOVERY)
    enter(review, Phase.DISCOVERY, ago(20), from_phase=Phase.PAUSED)
    now = standing(review)
    assert now.days == 30
    assert now.entered == PreciseDate.day(ago(60))
    assert rag_facts(review, DAY).days_in_phase == 30


def test_days_are_not_made_from_a_term(app: Flask) -> None:
    review = make_review(phase=Phase.DISCOVERY)
    enter(review, Phase.DISCOVERY, HILARY)
    assert standing(review).days is None
    assert standing(review).entered == HILARY


def test_a_phase_entered_again_counts_anew_and_in_all(app: Flask) -> None:
    entries = [
        EntryRow(Phase.SCOPING, Phase.PROPOSED, PreciseDate.day(ago(100))),
        EntryRow(Phase.DISCOVERY, Phase.SCOPING, PreciseDate.day(ago(90))),
        EntryRow(Phase.SCOPING, Phase.DISCOVERY, PreciseDate.day(ago(40))),
    ]
    assert days_in(Phase.SCOPING, stays(entries), DAY) == 50
    review = make_review(phase=Phase.SCOPING)
    for row in entries:
        enter(review, row.phase, row.entered, from_phase=row.from_phase)
    assert standing(review).days == 40


@pytest.mark.parametrize(
    ("late", "colour"), [(31, RagColour.RED), (30, RagColour.AMBER), (1, RagColour.AMBER), (0, RagColour.GREEN)]
)
def test_the_rag_follows_the_planned_end(app: Flask, late: int, colour: RagColour) -> None:
    review = make_review(phase=Phase.DISCOVERY)
    enter(review, Phase.DISCOVERY, ago(100))
    plan_end(review, Phase.DISCOVERY, ago(late))
    rag = standing(review).rag
    assert rag is not None and rag.colour is colour


def test_a_moved_end_is_amber_and_says_from_when(app: Flask) -> None:
    review = make_review(phase=Phase.DISCOVERY)
    enter(review, Phase.DISCOVERY, ago(10))
    plan_end(review, Phase.DISCOVERY, DAY + timedelta(20), current=False)
    plan_end(review, Phase.DISCOVERY, DAY + timedelta(90))
    rag = standing(review).rag
    assert rag is not None
    assert rag.sentence == "The planned end of discovery was moved once, from 21 May 2026 to 30 July 2026."


def test_a_list_of_any_length_takes_two_queries_and_says_the_same(app: Flask) -> None:
    unit = make_unit()
    reviews = []
    for number in range(6):
        review = make_review(f"SR-2026-{number:03}", unit, phase=Phase.DISCOVERY)
        enter(review, Phase.DISCOVERY, ago(10 * number))
        if number % 2:
            plan_end(review, Phase.DISCOVERY, ago(20 * number))
        reviews.append(review)
    paused = make_review("SR-2026-009", unit, phase=Phase.PAUSED, paused_from=Phase.SCOPING, resume=HILARY)
    db.session.commit()
    rows = db.session.execute(sa.select(*STANDING_COLUMNS).order_by(Review.id)).all()
    with counting() as queries:
        found = standings(rows, DAY)
    assert len(queries) == 2
    assert found == {one.id: standing(one) for one in [*reviews, paused]}
    assert standings([], DAY) == {}


def test_the_records_take_four_queries_whatever_the_review_holds(app: Flask) -> None:
    review = make_review()
    for number in range(1, 31):
        make_recommendation(review, number, make_finding(review, number, sent_on=DAY))
    db.session.commit()
    with counting() as queries:
        records = records_of(review)
        review_facts(review, DAY, records)
        standing_of(review, DAY, records)
    assert len(queries) == 4
    assert (len(records.findings), len(records.recommendations)) == (30, 30)

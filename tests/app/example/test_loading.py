"""What the file says is in the tables, at the precision it says it; what it does not say stays empty."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.queries import viewer_by_key
from app.example.portfolio import Portfolio, decimal, exact_day, precise, shipped
from app.extensions import db
from app.history_pages import entries
from app.models import (
    Change,
    Claim,
    Decision,
    Evidence,
    Improvement,
    InstallationRow,
    Measurement,
    Paper,
    Person,
    PhaseEntry,
    PlannedEnd,
    PublishedEvent,
    Recommendation,
    Review,
    RoleGrant,
    Saving,
    ScopeVersion,
    Service,
    Side,
    Task,
    Unit,
)
from app.places import place_of_review
from app.review_facts import review_facts
from tests.example import person_of
from workflows.dates import Precision, TermDates
from workflows.review import workflow_for
from workflows.roles import Role

AS_AT = date(2026, 5, 1)


def review_of(reference: str) -> Review:
    return db.session.scalars(sa.select(Review).where(Review.reference == reference)).one()


def one(kind: Any, *where: Any) -> Any:
    return db.session.scalars(sa.select(kind).where(*where)).one()


def number(kind: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind).where(*where)) or 0


def test_the_database_is_marked_as_the_example_of_this_file(loaded: Flask) -> None:
    mark = one(InstallationRow)
    assert (mark.kind, mark.as_at, mark.source_sha256) == ("example", AS_AT, shipped().sha256)


def test_every_unit_lies_below_its_parent(loaded: Flask) -> None:
    for unit in db.session.scalars(sa.select(Unit)):
        assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.id}/"
    assert number(Unit) == len(shipped().rows("units"))


def test_people_hold_their_roles_where_the_file_says(loaded: Flask) -> None:
    lead, owner = person_of("review_lead_2"), person_of("facilities_manager_horology")
    room_booking, horology = review_of("SR-07"), one(Unit, Unit.key == "horology")
    assert [(grant.role, grant.review_id) for grant in lead.grants] == [(Role.REVIEW_LEAD, room_booking.id)]
    assert [(grant.role, grant.unit_id) for grant in owner.grants] == [(Role.RECOMMENDATION_OWNER, horology.id)]
    assert number(RoleGrant) == sum(len(row["roles"]) for row in shipped().rows("people"))


def test_the_co_chairs_come_from_the_service_and_from_a_division(loaded: Flask) -> None:
    sides = {grant.person.key: grant.side for grant in db.session.scalars(sa.select(RoleGrant)) if grant.side}
    assert sides == {"cochair_service": Side.SERVICE, "cochair_division": Side.DIVISION}


def test_dates_are_no_more_exact_than_they_were_published(loaded: Flask) -> None:
    events = {
        (event.review.reference, event.event.value): event.on for event in db.session.scalars(sa.select(PublishedEvent))
    }
    assert events["SR-01", "started"].label == "Hilary term 2023"
    assert events["SR-03", "review_completed"].label == "long vacation 2023"
    assert events["SR-02", "report_published"].precision is Precision.MONTH
    assert events["SR-06", "report_published"].last_day == date(2026, 1, 30)


def test_phases_are_taken_over_without_a_gate_being_passed(loaded: Flask) -> None:
    entries_of = db.session.scalars(sa.select(PhaseEntry)).all()
    assert all(entry.imported and entry.recorded_by_id is None for entry in entries_of)
    begun = one(PhaseEntry, PhaseEntry.review_id == review_of("SR-06").id, PhaseEntry.phase == "implementation")
    assert (begun.decided_by_title, begun.decision_reference) == (
        "Head of Administration and Finance",
        "EXAMPLE/2026/06",
    )
    assert not review_of("SR-01").entries


def test_nothing_is_invented(loaded: Flask) -> None:
    for kind in (PlannedEnd, ScopeVersion, Task, Paper):
        assert number(kind) == 0
    assert number(Review, Review.right_tool.is_not(None)) == 0
    assert number(Review, Review.baseline != "") == 0
    assert number(Recommendation, Recommendation.done_evidence != "") == 0
    assert number(Saving, Saving.claimed_by_id.is_not(None)) == 0
    assert number(Person, Person.email.is_not(None)) == 0


def test_interviews_are_confidential_and_other_evidence_is_open(loaded: Flask) -> None:
    by_kind = {(evidence.kind.value, evidence.confidential) for evidence in db.session.scalars(sa.select(Evidence))}
    assert {kind for kind, confidential in by_kind if confidential} == {"interview"}
    assert ("interview", False) not in by_kind
    assert one(Evidence, Evidence.reference == "SR-07-E01").title == "Walk round twelve rooms"


def test_every_recommendation_is_published_by_the_day_of_the_example(loaded: Flask) -> None:
    found = db.session.scalars(sa.select(Recommendation)).all()
    assert all((recommendation.published_on or date.max) <= AS_AT for recommendation in found)
    assert all([text.text for text in recommendation.texts] == [recommendation.text] for recommendation in found)
    days = {recommendation.reference: recommendation.published_on for recommendation in found}
    assert days["SR-06-R01"] == date(2026, 1, 30)
    assert days["SR-05-R01"] == date(2026, 3, 23)
    assert days["SR-07-R01"] == date(2026, 2, 16)


def test_nobody_verified_what_they_own(loaded: Flask) -> None:
    verified = db.session.scalars(sa.select(Recommendation).where(Recommendation.verified_on.is_not(None))).all()
    assert len(verified) == 13
    assert all(one.verified_by_id is not None and one.verified_by_id != one.owner_id for one in verified)


def test_no_decision_of_the_example_is_stale(loaded: Flask) -> None:
    for decision in db.session.scalars(sa.select(Decision)):
        facts = review_facts(decision.review, AS_AT).decision
        assert facts is not None
        assert facts.stale_because == ()
    assert number(Decision) == 7


def test_every_review_can_go_on_by_its_own_workflow(loaded: Flask) -> None:
    for review in db.session.scalars(sa.select(Review)):
        workflow = workflow_for(review.profile, review.profile_version)
        facts = review_facts(review, AS_AT)
        for move in workflow.moves_from(review.phase):
            assert isinstance(workflow.conditions(move.name, facts, state=review.phase), tuple)


def test_the_claim_stands_beside_its_measurement_and_its_days_are_kept(loaded: Flask) -> None:
    saving = one(Improvement, Improvement.reference == "CI-01").savings[0]
    assert (saving.native_days, saving.attribution_share, saving.hours_per_day) == (decimal("38.4"), None, None)
    claim, measured = one(Claim), one(Measurement)
    assert claim.as_at.precision is Precision.YEAR
    assert (measured.percent_less, measured.whole_percent_less) == (decimal("31.8"), 9)


def test_the_days_of_steps_are_those_the_file_states(loaded: Flask) -> None:
    stated = {row["id"]: row["savings"][0].get("gross_days_per_year") for row in shipped().rows("improvements")}
    for saving in db.session.scalars(sa.select(Saving)):
        given = stated[saving.improvement.reference]
        assert (saving.days_a_year is None) == (given is None)
        if saving.days_a_year is not None:
            assert round(saving.days_a_year, 4) == decimal(given)
            assert saving.settings_snapshot["working_days"] == "220"


def test_where_a_thing_comes_from_is_kept(loaded: Flask) -> None:
    kind: Any
    for kind, name in ((Unit, "units"), (Review, "reviews"), (Improvement, "improvements"), (Service, "services")):
        key = "reference" if name in ("reviews", "improvements") else "key"
        stored = {getattr(row, key): row.provenance.value for row in db.session.scalars(sa.select(kind))}
        assert stored == {row["id"]: row["provenance"] for row in shipped().rows(name)}
    assert one(Review, Review.reference == "SR-03").handed_over_to.key == "digital_transformation_2"


def test_the_history_says_that_the_tracker_took_it_over(loaded: Flask) -> None:
    assert set(db.session.scalars(sa.select(Change.verb).distinct())) == {"import_example"}
    assert number(Change, Change.actor_id.is_not(None)) == 0
    review = review_of("SR-07")
    assert number(Change, Change.subject_kind == "review", Change.subject_id == review.id) > 5


def test_a_review_s_history_reads_as_one_sentence_of_it(loaded: Flask) -> None:
    lead = viewer_by_key("review_lead_2")
    assert lead is not None
    review = review_of("SR-07")
    found = entries([("review", review.id)], lead, place_of_review(review), limit=5)
    assert len(found) == 1
    assert found[0].sentence.endswith("took this over from the example portfolio.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": "2026-05", "precision": "day"}, "is a month, not a day"),
        ({"value": "2025", "precision": "term"}, "is a year, not a term"),
    ],
)
def test_a_date_that_is_not_as_exact_as_it_says_is_refused(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        precise(given, TermDates(()))


def test_a_month_is_never_taken_for_a_day() -> None:
    with pytest.raises(ValueError, match="is not a day"):
        exact_day({"value": "2026-05", "precision": "month"})


def test_a_number_keeps_no_tail_of_a_binary_fraction() -> None:
    assert str(decimal(38.4)) == "38.4"
    assert decimal(None) is None


def test_a_changed_file_has_another_mark() -> None:
    assert Portfolio(b"a: 1\n").sha256 != Portfolio(b"a: 2\n").sha256

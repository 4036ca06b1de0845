"""Lists, pages and filters work out lateness and RAG by one rule."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.access import Place
from app.extensions import db
from app.models import DateRevision, Milestone, Recommendation, RevisionState
from app.recommendation_part import roles_on
from app.recommendation_rag import columns, overdue_on, overdue_on_either, standing_of, standing_of_one
from tests.client import Browser
from tests.factories import DAY, give, keep, make_unit, saying
from tests.factories_recommendations import accepted, make_cast, put_forward
from tests.factories_reviews import viewer_of
from workflows.dates import PreciseDate
from workflows.recommendation import Closure, Progress, Response
from workflows.review import Phase
from workflows.roles import Role


def a_mixed_portfolio() -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    late = DAY - timedelta(days=31)
    done, closed = Progress.DONE_AWAITING_VERIFICATION, Progress.CLOSED
    accepted(cast, 1, due=late)
    accepted(cast, 2, due=DAY - timedelta(days=1))
    accepted(cast, 3, due=DAY)
    accepted(cast, 4, due=late, progress=done, completed_on=DAY - timedelta(days=4))
    accepted(cast, 5, due=late, progress=closed, closure=Closure.VERIFIED)
    put_forward(cast, 6, due=late)
    put_forward(cast, 7, due=late, response=Response.NOT_ACCEPTED, response_reason="No")
    accepted(cast, 8, due=late, current_date=PreciseDate.month(2026, 5), blocked_reason="No licence")
    moved = accepted(cast, 9, due=late, current_date=PreciseDate.month(2026, 5))
    accepted(cast, 10, original_date=None, current_date=None)
    first = PreciseDate.day(late)
    for was, state in ((first, RevisionState.APPROVED), (first, RevisionState.REFUSED), (None, RevisionState.APPROVED)):
        keep(DateRevision(recommendation_id=moved.id, was=was, becomes=first, reason="Term", state=state))
    for done_one, dropped in ((True, False), (False, False), (False, True)):
        keep(Milestone(recommendation_id=moved.id, text="A step", done=done_one, dropped=dropped))
    db.session.commit()
    db.session.expire_all()


def test_a_row_and_a_loaded_record_stand_alike(app: Flask) -> None:
    a_mixed_portfolio()
    rows = {row.id: row for row in db.session.execute(sa.select(Recommendation.id, *columns()))}
    records = db.session.scalars(sa.select(Recommendation).order_by(Recommendation.number)).all()
    for record in records:
        assert standing_of(rows[record.id], DAY) == standing_of_one(record, DAY), record.number
    colours = [one.rag.colour.value if (one := standing_of_one(record, DAY)).rag else "" for record in records]
    assert colours == ["red", "amber", "amber", "", "blue", "", "", "red", "amber", "green"]
    moved = standing_of_one(records[8], DAY)
    assert (moved.revisions, moved.milestones, moved.milestones_done) == (1, 2, 1)
    assert standing_of_one(records[3], DAY).waiting == 4


def test_the_database_finds_overdue_what_the_rule_calls_overdue(app: Flask) -> None:
    a_mixed_portfolio()
    records = db.session.scalars(sa.select(Recommendation)).all()
    standing = {record.number: standing_of_one(record, DAY) for record in records}

    def found(condition: sa.ColumnElement[bool]) -> set[int]:
        return set(db.session.scalars(sa.select(Recommendation.number).where(condition)))

    current = {number for number, one in standing.items() if one.overdue}
    original = {number for number, one in standing.items() if one.overdue_original}
    assert found(overdue_on(DAY)) == current == {1, 2}
    assert found(overdue_on(DAY, against_original=True)) == original == {1, 2, 8, 9}
    assert found(overdue_on_either(DAY)) == current | original


def test_the_owner_of_one_is_not_the_owner_of_another(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    mine, other = accepted(cast, 1), accepted(cast, 2, owner_id=cast.member.id)
    owner = viewer_of(cast.owner)
    place = app_place(cast.review.id, cast.unit.path)
    assert Role.RECOMMENDATION_OWNER in roles_on(mine, owner, place)
    assert Role.RECOMMENDATION_OWNER not in roles_on(other, owner, place)


def test_a_verifier_of_the_unit_stands_in_where_nobody_is_named(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    give(cast.reader, Role.VERIFIER, cast.unit)
    db.session.commit()
    db.session.expire_all()
    verifier, place = viewer_of(cast.reader), app_place(cast.review.id, cast.unit.path)
    assert Role.VERIFIER in roles_on(accepted(cast, 1, verifier_id=None), verifier, place)
    assert Role.VERIFIER not in roles_on(accepted(cast, 2), verifier, place)
    assert Role.VERIFIER not in roles_on(accepted(cast, 3, verifier_id=None, owner_id=cast.reader.id), verifier, place)


def test_units_filter_with_what_is_below_them(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    accepted(cast)
    elsewhere = make_unit("Elsewhere", cast.unit)
    db.session.commit()
    reader = Browser(app).sign_in(cast.reader)
    assert "1 recommendation in" in reader.get(f"/recommendations?unit={cast.unit.id}").text
    assert "Nothing with these filters" in reader.get(f"/recommendations?unit={elsewhere.id}").text


def test_once_the_report_is_published_readers_read_the_finding_and_not_its_evidence(app: Flask) -> None:
    cast = make_cast(Phase.IMPLEMENTATION)
    accepted(cast)
    saying()
    cast.review.published_on = DAY
    db.session.commit()
    page = Browser(app).sign_in(cast.reader).get("/recommendations/SR-2026-001-R01")
    assert cast.finding.text in page.text and "Door counts" not in page.text
    assert not page.has_link(cast.finding.text)


def app_place(review_id: int, path: str) -> Place:
    return Place(review_id, (path,))

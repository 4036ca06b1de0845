"""What there is one of in a review: its newest scope, the last decision on its report, how many lessons, and names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from app.extensions import db
from app.models import Decision, DecisionKind, Lesson, Person, RelatedProgramme, Review, ScopeVersion


@dataclass(frozen=True)
class Single:
    """What there is one of: the newest scope, the last decision on the report, and how many lessons.

    `scope_version` is 0 where there is no scope. `proposer` is a role title, `handed_over_to` a programme; each empty
    where there is none.
    """

    scope_version: int
    in_scope: bool
    out_of_scope: bool
    terms_of_reference: bool
    scope_agreed_on: date | None
    decision: Decision | None
    lessons: int
    proposer: str
    handed_over_to: str


def single_of(review_id: int) -> Single:
    """The newest scope, the last decision on the report or its amendment, and the number of lessons. One query."""
    return singles_of((review_id,))[review_id]


def singles_of(review_ids: Sequence[int]) -> dict[int, Single]:
    """What `single_of` gives, of many reviews by id. One query, however many there are."""
    lessons = select(func.count()).select_from(Lesson).where(Lesson.review_id == Review.id)
    rows = db.session.execute(
        select(
            Review.id,
            ScopeVersion.number,
            _stated(ScopeVersion.in_scope).label("in_scope"),
            _stated(ScopeVersion.out_of_scope).label("out_of_scope"),
            _stated(ScopeVersion.terms_of_reference).label("terms_of_reference"),
            ScopeVersion.agreed_on,
            Decision,
            lessons.correlate(Review).scalar_subquery().label("lessons"),
            Person.role_title,
            RelatedProgramme.title,
        )
        .select_from(Review)
        .outerjoin(Person, Person.id == Review.proposed_by_id)
        .outerjoin(RelatedProgramme, RelatedProgramme.id == Review.handed_over_to_id)
        .outerjoin(ScopeVersion, and_(ScopeVersion.review_id == Review.id, ScopeVersion.number == _newest_scope()))
        .outerjoin(Decision, Decision.id == _last_decision())
        .where(Review.id.in_(review_ids))
    )
    return {row.id: _single(row) for row in rows}


def _newest_scope() -> Any:
    newest = select(func.max(ScopeVersion.number)).where(ScopeVersion.review_id == Review.id)
    return newest.correlate(Review).scalar_subquery()


def _last_decision() -> Any:
    return (
        select(Decision.id)
        .where(Decision.review_id == Review.id, Decision.kind.in_((DecisionKind.REPORT, DecisionKind.AMENDMENT)))
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
    )


def _single(row: Any) -> Single:
    return Single(
        scope_version=row.number or 0,
        in_scope=bool(row.in_scope),
        out_of_scope=bool(row.out_of_scope),
        terms_of_reference=bool(row.terms_of_reference),
        scope_agreed_on=row.agreed_on,
        decision=row.Decision,
        lessons=row.lessons,
        proposer=row.role_title or "",
        handed_over_to=row.title or "",
    )


def _stated(column: Any) -> Any:
    return func.length(column) > 0

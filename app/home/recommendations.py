"""Recommendations that wait: to be done by me, to be verified by me or by others; and how many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.access import Viewer
from app.extensions import db
from app.home.asks import Ask, Waiting, due_ask, waiting_ask
from app.home.moves import follows
from app.home.open_reviews import OpenReview
from app.models import Person, Recommendation, Review, Unit
from app.recommendation_rag import STILL_TO_DO, columns, overdue_on, standing_of
from workflows.recommendation import TO_BE_DONE, Closure, Progress
from workflows.roles import Role
from workflows.wording import in_words

MOST = 200
"""Recommendations that a home page looks at."""

_SHOWN = 110

Verifier = aliased(Person)
VerifierUnit = aliased(Unit)
SELECT = (
    select(
        Recommendation.id,
        Recommendation.reference,
        Recommendation.review_id,
        func.substr(Recommendation.text, 1, _SHOWN + 20).label("text"),
        Recommendation.current_date,
        Recommendation.owner_id,
        Recommendation.verifier_id,
        Review.title,
        Person.role_title.label("owner"),
        Verifier.role_title.label("verifier"),
        VerifierUnit.name.label("verifier_unit"),
        *columns(),
    )
    .join(Review, Review.id == Recommendation.review_id)
    .outerjoin(Person, Person.id == Recommendation.owner_id)
    .outerjoin(Verifier, Verifier.id == Recommendation.verifier_id)
    .outerjoin(VerifierUnit, VerifierUnit.id == Verifier.unit_id)
)


def recommendations_for(reviews: Sequence[OpenReview], viewer: Viewer) -> tuple[list[Ask], list[Waiting]]:
    """What this person owns and is still to do, what waits for them to verify, and what waits for other verifiers."""
    asks: list[Ask] = []
    waiting: list[Any] = []
    verifying = _where_verifier(reviews, viewer)
    for row in db.session.execute(_query(reviews, verifying, viewer)):
        if row.progress is not Progress.DONE_AWAITING_VERIFICATION:
            asks.append(_to_do(row, viewer.today))
        elif row.verifier_id == viewer.person_id or (
            row.verifier_id is None and row.review_id in verifying and row.owner_id != viewer.person_id
        ):
            asks.append(_to_verify(row, viewer.today))
        else:
            waiting.append(row)
    return asks, _by_verifier(waiting, viewer.today)


def _where_verifier(reviews: Sequence[OpenReview], viewer: Viewer) -> tuple[int, ...]:
    """Where this person verifies what has no verifier named."""
    roles = {Role.VERIFIER, Role.REVIEW_LEAD}
    return tuple(one.row.id for one in reviews if viewer.roles_at(one.place) & roles)


def _query(reviews: Sequence[OpenReview], verifying: Sequence[int], viewer: Viewer) -> Any:
    me = viewer.person_id
    followed = [one.row.id for one in reviews if follows(one, viewer)]
    table: Any = Recommendation.__table__.c
    mine = and_(
        Recommendation.owner_id == me,
        Recommendation.progress.in_(STILL_TO_DO),
        Recommendation.response.in_(sorted(TO_BE_DONE)),
    )
    unnamed = and_(
        Recommendation.verifier_id.is_(None),
        Recommendation.review_id.in_(verifying),
        or_(Recommendation.owner_id.is_(None), Recommendation.owner_id != me),
    )
    to_verify = and_(
        Recommendation.progress == Progress.DONE_AWAITING_VERIFICATION,
        or_(Recommendation.verifier_id == me, unnamed, Recommendation.review_id.in_(followed)),
    )
    return (
        SELECT.where(
            Recommendation.published_on.is_not(None),
            Recommendation.withdrawn_reason.is_(None),
            or_(mine, to_verify),
        )
        .order_by(table.current_last.is_(None), table.current_last, Recommendation.reference)
        .limit(MOST)
    )


def _to_do(row: Any, today: date) -> Ask:
    standing = standing_of(row, today)
    address = url_for("recommendations.show", reference=row.reference)
    rag = f" {standing.rag.label}: {standing.rag.reason}." if standing.rag else ""
    why = f"{row.title}, {row.reference}.{rag}"
    return due_ask(f"Say how it goes: {_short(row.text)}", address, why, row.current_date, today)


def _to_verify(row: Any, today: date) -> Ask:
    address = url_for("recommendations.show", reference=row.reference)
    why = f"{row.title}, {row.reference}. {row.owner or 'Its owner'} says that it is done."
    return waiting_ask(f"Confirm that it is done: {_short(row.text)}", address, why, row.completed_on, today)


def _by_verifier(rows: Sequence[Any], today: date) -> list[Waiting]:
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.verifier or "Nobody yet: no verifier is named", row.verifier_unit or ""].append(row)
    return [_verification(title, unit, of_one, today) for (title, unit), of_one in groups.items()]


def _verification(title: str, unit: str, rows: Sequence[Any], today: date) -> Waiting:
    whose = f"{title}, {unit}" if unit else title
    known = [(today - row.completed_on).days for row in rows if row.completed_on]
    days = max(known) if known else None
    if len(rows) == 1:
        address = url_for("recommendations.show", reference=rows[0].reference)
        why = f"{rows[0].title}, {rows[0].reference}"
        return Waiting(whose, f"Verify that it is done: {_short(rows[0].text)}", address, why, days)
    address = url_for("recommendations.index", progress=Progress.DONE_AWAITING_VERIFICATION.value)
    why = ", ".join(row.reference for row in rows)
    return Waiting(whose, f"Verify {in_words(len(rows))} recommendations that are done", address, why, days, True)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:_SHOWN].rstrip()}…" if len(words) > _SHOWN else words


@dataclass(frozen=True)
class Counts:
    """Published recommendations: made; accepted, if only in part; of those closed and verified, and overdue."""

    made: int
    to_be_done: int
    verified: int
    overdue: int
    overdue_original: int


def counts(today: date) -> Counts:
    """How many recommendations there are, and how they stand today. One query."""
    to_be_done = Recommendation.response.in_(sorted(TO_BE_DONE))
    verified = and_(to_be_done, Recommendation.closure == Closure.VERIFIED)
    parts = (to_be_done, verified, overdue_on(today), overdue_on(today, against_original=True))
    sums = (func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts)
    row = db.session.execute(
        select(func.count(), *sums)
        .select_from(Recommendation)
        .where(Recommendation.published_on.is_not(None), Recommendation.withdrawn_reason.is_(None))
    ).one()
    return Counts(*row)

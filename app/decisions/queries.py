"""Decisions of a review, what they answered, and whether what they decided still stands as it did."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Decision, DecisionCondition, DecisionKind, Paper, PaperStatus, Recommendation, Review, StoredFile
from app.review_facts import current_decided_content
from workflows.decision import DecidedContent, what_changed
from workflows.recommendation import Response

WHOLE = (DecisionKind.REPORT, DecisionKind.AMENDMENT)
"""The kinds that decide the whole of what was put forward; the others only what they answered."""


@dataclass(frozen=True)
class Answered:
    """A recommendation whose response rests on a decision."""

    reference: str
    response: Response
    reason: str


@dataclass(frozen=True)
class DecisionLine:
    """One decision: what it answered, what changed since, and the day of a later one that took its place."""

    decision: Decision
    answered: tuple[Answered, ...]
    changes: tuple[str, ...]
    replaced_on: Any


def decisions_of(review: Review) -> list[DecisionLine]:
    """The decisions of a review, newest first. Five queries."""
    decisions = list(
        db.session.scalars(
            select(Decision)
            .where(Decision.review_id == review.id)
            .options(
                joinedload(Decision.recorded_by),
                selectinload(Decision.conditions).joinedload(DecisionCondition.met_by),
            )
            .order_by(Decision.decided_on.desc(), Decision.id.desc())
        )
    )
    if not decisions:
        return []
    answered = _answered(review.id)
    now = current_decided_content(review)
    whole = [one for one in decisions if one.kind in WHOLE]
    lines = []
    for decision in decisions:
        is_replaced = decision in whole[1:]
        changes = () if is_replaced else changes_since(decision, now)
        replaced_on = whole[0].decided_on if is_replaced else None
        lines.append(DecisionLine(decision, tuple(answered.get(decision.id, ())), changes, replaced_on))
    return lines


def changes_since(decision: Decision, now: DecidedContent) -> tuple[str, ...]:
    """What changed of what a decision decided; of one that answered a few recommendations only these count."""
    before = cast(DecidedContent, decision.decided_content)
    if decision.kind not in WHOLE:
        keys = frozenset(item["key"] for item in before["recommendations"])
        now = narrowed(now, keys, scope_version=before["scope_version"])
    return what_changed(before, now)


def narrowed(content: DecidedContent, keys: frozenset[str], *, scope_version: int) -> DecidedContent:
    """The part of decided content that is about the recommendations with these references."""
    items = [item for item in content["recommendations"] if item["key"] in keys]
    return DecidedContent(scope_version=scope_version, recommendations=items)


def _answered(review_id: int) -> dict[int | None, list[Answered]]:
    rows = db.session.execute(
        select(
            Recommendation.decision_id,
            Recommendation.reference,
            Recommendation.response,
            Recommendation.response_reason,
        )
        .where(Recommendation.review_id == review_id, Recommendation.decision_id.is_not(None))
        .order_by(Recommendation.number)
    )
    found: dict[int | None, list[Answered]] = {}
    for decision_id, reference, response, reason in rows:
        found.setdefault(decision_id, []).append(Answered(reference, response, reason))
    return found


def put_forward_in(review_id: int) -> list[Recommendation]:
    """The recommendations of a review that were put forward, by number: those a decision can be about."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(Recommendation.review_id == review_id, Recommendation.published_on.is_not(None))
            .order_by(Recommendation.number)
        )
    )


def ready_papers(review_id: int) -> list[tuple[int, str, Any, str]]:
    """The papers of a review that are ready to be read: id, title, as-at date, SHA-256 of their bytes; newest first."""
    rows = db.session.execute(
        select(Paper.id, Paper.title, Paper.as_at, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == Paper.file_id)
        .where(Paper.review_id == review_id, Paper.status == PaperStatus.READY)
        .order_by(Paper.id.desc())
    )
    return [(one, title, as_at, sha256) for one, title, as_at, sha256 in rows]


def last_decision_id(review_id: int) -> int:
    """The id of the decision recorded last, 0 where there is none."""
    return db.session.scalar(select(func.max(Decision.id)).where(Decision.review_id == review_id)) or 0

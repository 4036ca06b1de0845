"""The findings and recommendations of a review as its gates and its overview need them: one query each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, func, select

from app.extensions import db
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Evidence,
    Finding,
    FindingEvidence,
    Person,
    Recommendation,
    RecommendationFinding,
    Unit,
)
from app.recommendation_rag import columns as standing_columns
from workflows.dates import PreciseDate

Made = TypeVar("Made")


@dataclass(frozen=True)
class EvidenceOf:
    """A piece of evidence that a finding rests on."""

    number: int
    title: str
    confidential: bool


@dataclass(frozen=True)
class FindingRow:
    """One finding that was not withdrawn, with its evidence and its last way to the service and back."""

    id: int
    number: int
    reference: str
    text: str
    evidence: tuple[EvidenceOf, ...]
    sent_on: date | None
    answer_due: date | None
    answered_on: date | None


@dataclass(frozen=True)
class RecommendationRow:
    """One recommendation that was not withdrawn. `standing` is what `app.recommendation_rag.standing_of` reads."""

    id: int
    number: int
    reference: str
    text: str
    text_version: int
    interim: bool
    published_on: date | None
    priority: str | None
    impact: int | None
    effort: int | None
    owner: str | None
    owner_key: str | None
    original: PreciseDate | None
    current: PreciseDate | None
    findings: tuple[str, ...]
    finding_ids: tuple[int, ...]
    standing: Row[Any]


def findings_of(review_id: int) -> tuple[FindingRow, ...]:
    """The findings of a review in order of number. One query."""
    return findings_of_each((review_id,))[review_id]


def findings_of_each(review_ids: Sequence[int]) -> dict[int, tuple[FindingRow, ...]]:
    """The findings of many reviews, by the review's id. One query, however many there are."""
    last_sent = (
        select(func.max(AccuracyItem.id))
        .where(AccuracyItem.finding_id == Finding.id)
        .correlate(Finding)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Finding.id,
            Finding.review_id,
            Finding.number,
            Finding.reference,
            Finding.text,
            AccuracyRequest.sent_on,
            AccuracyRequest.due_on,
            AccuracyItem.answered_on,
            Evidence.number.label("evidence_number"),
            Evidence.title,
            Evidence.confidential,
        )
        .outerjoin(AccuracyItem, AccuracyItem.id == last_sent)
        .outerjoin(AccuracyRequest, AccuracyRequest.id == AccuracyItem.request_id)
        .outerjoin(FindingEvidence, FindingEvidence.finding_id == Finding.id)
        .outerjoin(Evidence, (Evidence.id == FindingEvidence.evidence_id) & Evidence.withdrawn_reason.is_(None))
        .where(Finding.review_id.in_(review_ids), Finding.withdrawn_reason.is_(None))
        .order_by(Finding.number, Evidence.number)
    )
    return _by_review(review_ids, rows, _finding)


def _finding(rows: list[Row[Any]]) -> FindingRow:
    first = rows[0]
    evidence = tuple(
        EvidenceOf(row.evidence_number, row.title, row.confidential) for row in rows if row.evidence_number is not None
    )
    return FindingRow(
        first.id,
        first.number,
        first.reference,
        first.text,
        evidence,
        first.sent_on,
        first.due_on,
        first.answered_on,
    )


def recommendations_of(review_id: int) -> tuple[RecommendationRow, ...]:
    """The recommendations of a review in order of number. One query."""
    return recommendations_of_each((review_id,))[review_id]


def recommendations_of_each(review_ids: Sequence[int]) -> dict[int, tuple[RecommendationRow, ...]]:
    """The recommendations of many reviews, by the review's id. One query, however many there are."""
    rows = db.session.execute(
        select(
            Recommendation.id,
            Recommendation.review_id,
            Recommendation.number,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.text_version,
            Recommendation.interim,
            Recommendation.published_on,
            Recommendation.priority,
            Recommendation.impact,
            Recommendation.effort,
            Recommendation.original_date,
            Recommendation.current_date,
            Person.role_title,
            Person.key.label("owner_key"),
            Unit.name.label("unit_name"),
            Finding.id.label("finding_id"),
            Finding.reference.label("finding"),
            *standing_columns(),
        )
        .outerjoin(Person, Person.id == Recommendation.owner_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(RecommendationFinding, RecommendationFinding.recommendation_id == Recommendation.id)
        .outerjoin(Finding, (Finding.id == RecommendationFinding.finding_id) & Finding.withdrawn_reason.is_(None))
        .where(Recommendation.review_id.in_(review_ids), Recommendation.withdrawn_reason.is_(None))
        .order_by(Recommendation.number, Finding.number)
    )
    return _by_review(review_ids, rows, _recommendation)


def _recommendation(rows: list[Row[Any]]) -> RecommendationRow:
    first = rows[0]
    findings = [row for row in rows if row.finding_id is not None]
    return RecommendationRow(
        id=first.id,
        number=first.number,
        reference=first.reference,
        text=first.text,
        text_version=first.text_version,
        interim=first.interim,
        published_on=first.published_on,
        priority=first.priority.value if first.priority else None,
        impact=first.impact,
        effort=first.effort,
        owner=f"{first.role_title}, {first.unit_name}" if first.role_title else None,
        owner_key=first.owner_key,
        original=first.original_date,
        current=first.current_date,
        findings=tuple(row.finding for row in findings),
        finding_ids=tuple(row.finding_id for row in findings),
        standing=first,
    )


def _by_review(
    review_ids: Sequence[int], rows: Iterable[Any], make: Callable[[list[Row[Any]]], Made]
) -> dict[int, tuple[Made, ...]]:
    """One thing made of the rows of each id, under its review."""
    groups: dict[int, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(row.id, []).append(row)
    made: dict[int, list[Made]] = {number: [] for number in review_ids}
    for group in groups.values():
        made[group[0].review_id].append(make(group))
    return {number: tuple(things) for number, things in made.items()}

"""Which changes a person may read: whoever may read a thing reads its history, and nobody reads more of it there."""

from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, select
from sqlalchemy.orm import aliased

from app.access import Permission, Place, Viewer
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Change,
    Evidence,
    Recommendation,
    RecommendationFinding,
    Review,
)

EVIDENCE = ("evidence", "evidence_file", "finding_evidence")
FINDINGS = ("finding", "finding_evidence")
SHARED_WITH_SERVICE = (*EVIDENCE, "finding", "accuracy_request", "accuracy_item")
PLAN = ("scope_version", "task", "lesson", "role_grant")
OPEN_OF_REVIEW = ("title", "phase", "profile", "published_on", "resume_label")
"""Columns of a review that every reader may see; the rest of it belongs to its scope and plan."""

MONEY = frozenset({("saving", "amount_gbp")})
"""Columns that only those who may read money and rates see."""


def conditions(viewer: Viewer, place: Place) -> list[ColumnElement[bool]]:
    """What must hold of a change that `viewer` may read of a thing that lies at `place`."""
    found: list[ColumnElement[bool]] = []
    if not viewer.can(Permission.READ_CONFIDENTIAL, place):
        found.extend(_nothing_confidential())
    if not viewer.can(Permission.READ_DRAFTS, place):
        found.extend((_finding_was_shared(), _recommendation_was_published()))
    if not viewer.can(Permission.READ_FINDINGS, place):
        found.append(Change.kind.not_in(SHARED_WITH_SERVICE))
    if not viewer.can(Permission.READ_SCOPE, place):
        found.append(or_(Change.subject_kind != "review", _open_of_review()))
    return found


def reads_notes(viewer: Viewer, place: Place, subject_kind: str) -> bool:
    """Whether the person's own words beside a change are open: those of a review belong to its plan."""
    return subject_kind != "review" or viewer.can(Permission.READ_SCOPE, place)


def hidden_columns(viewer: Viewer, place: Place) -> frozenset[tuple[str, str]]:
    """Columns, as (table, column), whose values are left out of the details."""
    hidden = frozenset() if viewer.can(Permission.READ_MONEY, place) else MONEY
    if viewer.can(Permission.READ_SCOPE, place):
        return hidden
    return hidden | {("review", name) for name in Review.__table__.c.keys() if name not in OPEN_OF_REVIEW}


def _nothing_confidential() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Neither confidential when it was made, nor of evidence that was made confidential since."""
    now_confidential = exists().where(
        Evidence.review_id == Change.subject_id,
        Evidence.confidential,
        or_(Change.label == Evidence.reference, Change.label.like("%, " + Evidence.reference)),
    )
    return ~Change.confidential, or_(Change.kind.not_in(EVIDENCE), ~now_confidential)


def _finding_was_shared() -> ColumnElement[bool]:
    """What was done to a finding before it was open (app/open_findings.py) stays with those who write it."""
    sent = (
        select(AccuracyItem.id)
        .join(AccuracyRequest, AccuracyRequest.id == AccuracyItem.request_id)
        .where(AccuracyItem.finding_id == Change.record_id, Change.at >= AccuracyRequest.sent_on)
    )
    published = (
        select(Recommendation.id)
        .join(RecommendationFinding, RecommendationFinding.recommendation_id == Recommendation.id)
        .where(
            RecommendationFinding.finding_id == Change.record_id,
            Recommendation.withdrawn_reason.is_(None),
            Change.at >= Recommendation.published_on,
        )
    )
    is_open = and_(Change.kind == "finding", or_(sent.exists(), published.exists()))
    return or_(Change.kind.not_in(FINDINGS), is_open)


def _recommendation_was_published() -> ColumnElement[bool]:
    """What was done to a recommendation before it was published likewise: publishing it keeps the first of its texts.

    By order and not by time, so that what was done to a draft earlier on the same day stays with those who write it.
    """
    text = aliased(Change)
    published = exists().where(
        text.kind == "recommendation_text",
        text.subject_kind == "recommendation",
        text.subject_id == Change.subject_id,
        or_(Change.id >= text.id, Change.batch == text.batch),
    )
    return or_(Change.subject_kind != "recommendation", published)


def _open_of_review() -> ColumnElement[bool]:
    names = cast(Change.fields, Text)
    is_open = or_(*(names.like(f'%"{column}"%') for column in OPEN_OF_REVIEW))
    return and_(Change.kind.not_in(PLAN), or_(Change.kind != "review", is_open))

"""What is asked about evidence. What a person may not read is left out by the database, never by the page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import Evidence, EvidenceFile, Finding, FindingEvidence, Review
from app.paging import ROWS, offset

_FILES = (
    select(func.count())
    .select_from(EvidenceFile)
    .where(EvidenceFile.evidence_id == Evidence.id)
    .scalar_subquery()
    .label("files")
)
_COLUMNS = (
    Evidence.id,
    Evidence.number,
    Evidence.reference,
    Evidence.kind,
    Evidence.title,
    Evidence.gathered,
    Evidence.url,
    Evidence.confidential,
    Evidence.withdrawn_reason,
    _FILES,
)


def readable(viewer: Viewer, place: Place) -> list[ColumnElement[bool]]:
    """What must hold of evidence that this person may read, withdrawn evidence apart."""
    return [] if viewer.can(Permission.READ_CONFIDENTIAL, place) else [~Evidence.confidential]


def evidence_of(review: Review, viewer: Viewer, place: Place, *, page: int) -> list[Row[Any]]:
    """One page of a review's evidence that counts, in order of number, and one row more where there is another page."""
    return list(
        db.session.execute(
            select(*_COLUMNS)
            .where(Evidence.review_id == review.id, Evidence.withdrawn_reason.is_(None), *readable(viewer, place))
            .order_by(Evidence.number)
            .offset(offset(page))
            .limit(ROWS + 1)
        )
    )


def withdrawn_of(review: Review) -> list[Row[Any]]:
    """A review's withdrawn evidence, newest first, at most 50. For the team alone."""
    return list(
        db.session.execute(
            select(*_COLUMNS)
            .where(Evidence.review_id == review.id, Evidence.withdrawn_reason.is_not(None))
            .order_by(Evidence.number.desc())
            .limit(ROWS)
        )
    )


def findings_supported(evidence_ids: Iterable[int], viewer: Viewer, place: Place) -> dict[int, list[Row[Any]]]:
    """For each piece of evidence the findings that rest on it and that this person may read."""
    asked = (
        select(FindingEvidence.evidence_id, Finding.number, Finding.reference, Finding.text)
        .join(Finding, Finding.id == FindingEvidence.finding_id)
        .where(FindingEvidence.evidence_id.in_(list(evidence_ids)), Finding.withdrawn_reason.is_(None))
        .order_by(Finding.number)
    )
    if not viewer.can(Permission.READ_DRAFTS, place):
        asked = asked.where(Finding.accuracy_items.any())
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    rows: Iterable[Row[Any]] = db.session.execute(asked)
    for row in rows:
        found[row.evidence_id].append(row)
    return found


def findings_to_support(review: Review) -> list[Row[Any]]:
    """The review's findings that count, for the ticks of a form."""
    return list(
        db.session.execute(
            select(Finding.id, Finding.number, Finding.text)
            .where(Finding.review_id == review.id, Finding.withdrawn_reason.is_(None))
            .order_by(Finding.number)
        )
    )


def findings_with_ids(review: Review, ids: Iterable[int]) -> list[Finding]:
    """Those of the review's findings whose ids are given."""
    wanted = select(Finding).where(
        Finding.review_id == review.id, Finding.id.in_(list(ids)), Finding.withdrawn_reason.is_(None)
    )
    return list(db.session.scalars(wanted))


def evidence_or_404(review: Review, number: int, viewer: Viewer, place: Place) -> Evidence:
    """The evidence of this number, with its files and who added it.

    Raises:
        NotFound: there is none, or it is confidential or withdrawn and this person is not of the review's team.
    """
    asked = (
        select(Evidence)
        .where(Evidence.review_id == review.id, Evidence.number == number, *readable(viewer, place))
        .options(joinedload(Evidence.added_by), selectinload(Evidence.files).joinedload(EvidenceFile.added_by))
    )
    if not viewer.can(Permission.WORK_REVIEW, place):
        asked = asked.where(Evidence.withdrawn_reason.is_(None))
    found = db.session.scalar(asked)
    if found is None:
        raise NotFound
    return found


def file_or_404(evidence: Evidence, version: int) -> EvidenceFile:
    """The version of the evidence's file.

    Raises:
        NotFound: there is none.
    """
    for file in evidence.files:
        if file.number == version:
            return file
    raise NotFound

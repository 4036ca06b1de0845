"""What is asked about findings. What a person may not read is left out by the database, never by the page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import (
    AccuracyItem,
    Evidence,
    Finding,
    FindingEvidence,
    Person,
    Recommendation,
    RecommendationFinding,
    Review,
    RoleGrant,
    Unit,
)
from app.open_findings import is_open
from app.paging import ROWS, offset
from app.recommendation_rag import Standing, columns, standing_of
from workflows.dates import PreciseDate
from workflows.recommendation import Response
from workflows.roles import Role

_COLUMNS = (
    Finding.id,
    Finding.number,
    Finding.reference,
    Finding.text,
    Finding.detail,
    Finding.theme,
    Finding.severity,
    Finding.withdrawn_reason,
)


@dataclass(frozen=True)
class RestsOn:
    """The evidence of a finding that a person may read, and whether there is some in confidence besides."""

    open: tuple[Row[Any], ...] = ()
    in_confidence: bool = False


@dataclass(frozen=True)
class Follows:
    """A recommendation that follows from a finding, and how it stands."""

    reference: str
    text: str
    interim: bool
    response: Response
    due: PreciseDate | None
    standing: Standing


def readable(viewer: Viewer, place: Place) -> list[ColumnElement[bool]]:
    """What must hold of a finding that this person may read: it is open, or drafts are open to them."""
    return [] if viewer.can(Permission.READ_DRAFTS, place) else [is_open()]


def findings_of(review: Review, viewer: Viewer, place: Place, *, page: int) -> list[Row[Any]]:
    """One page of a review's findings that count, by number, and one row more where there is another page."""
    return list(
        db.session.execute(
            select(*_COLUMNS)
            .where(Finding.review_id == review.id, Finding.withdrawn_reason.is_(None), *readable(viewer, place))
            .order_by(Finding.number)
            .offset(offset(page))
            .limit(ROWS + 1)
        )
    )


def withdrawn_of(review: Review, viewer: Viewer, place: Place) -> list[Row[Any]]:
    """A review's withdrawn findings that this person could read, newest first, at most 50."""
    return list(
        db.session.execute(
            select(*_COLUMNS)
            .where(Finding.review_id == review.id, Finding.withdrawn_reason.is_not(None), *readable(viewer, place))
            .order_by(Finding.number.desc())
            .limit(ROWS)
        )
    )


def finding_or_404(review: Review, number: int, viewer: Viewer, place: Place) -> Finding:
    """The finding of this number.

    Raises:
        NotFound: there is none, or it is a draft and this person may not read drafts.
    """
    found = db.session.scalar(
        select(Finding).where(Finding.review_id == review.id, Finding.number == number, *readable(viewer, place))
    )
    if found is None:
        raise NotFound
    return found


def findings_with_ids(review: Review, ids: Iterable[int]) -> list[Finding]:
    """Those of the review's findings that count whose ids are given, by number."""
    wanted = (
        select(Finding)
        .where(Finding.review_id == review.id, Finding.id.in_(list(ids)), Finding.withdrawn_reason.is_(None))
        .order_by(Finding.number)
    )
    return list(db.session.scalars(wanted))


def rests_on(finding_ids: Iterable[int], viewer: Viewer, place: Place) -> dict[int, RestsOn]:
    """What each finding rests on. Of confidential evidence nothing but that there is some leaves the database."""
    ids = list(finding_ids)
    asked = _evidence_of(ids, FindingEvidence.finding_id, Evidence.number, Evidence.title, Evidence.kind)
    asked = asked.add_columns(Evidence.gathered, Evidence.confidential).order_by(Evidence.number)
    hidden: set[int] = set()
    if not viewer.can(Permission.READ_CONFIDENTIAL, place):
        asked = asked.where(~Evidence.confidential)
        secret = _evidence_of(ids, FindingEvidence.finding_id).where(Evidence.confidential).distinct()
        hidden = set(db.session.scalars(secret))
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(asked):
        rows[row.finding_id].append(row)
    return {one: RestsOn(tuple(rows[one]), one in hidden) for one in ids}


def _evidence_of(ids: list[int], *wanted: Any) -> Any:
    return (
        select(*wanted)
        .join(Evidence, Evidence.id == FindingEvidence.evidence_id)
        .where(FindingEvidence.finding_id.in_(ids), Evidence.withdrawn_reason.is_(None))
    )


def follows_from(finding_ids: Iterable[int], viewer: Viewer, place: Place, *, today: date) -> dict[int, list[Follows]]:
    """The recommendations that follow from each finding and that this person may read."""
    asked = (
        select(
            RecommendationFinding.finding_id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.interim,
            Recommendation.current_date,
            *columns(),
        )
        .join(RecommendationFinding, RecommendationFinding.recommendation_id == Recommendation.id)
        .where(RecommendationFinding.finding_id.in_(list(finding_ids)), Recommendation.withdrawn_reason.is_(None))
        .order_by(Recommendation.number)
    )
    if not viewer.can(Permission.READ_DRAFTS, place):
        asked = asked.where(Recommendation.published_on.is_not(None))
    found: dict[int, list[Follows]] = defaultdict(list)
    for row in db.session.execute(asked):
        standing = standing_of(row, today)
        found[row.finding_id].append(
            Follows(row.reference, row.text, row.interim, row.response, row.current_date, standing)
        )
    return found


def evidence_to_offer(review: Review) -> list[Row[Any]]:
    """The review's evidence that counts, for the ticks of a finding's form. For the team alone."""
    return list(
        db.session.execute(
            select(Evidence.id, Evidence.number, Evidence.title, Evidence.kind, Evidence.confidential)
            .where(Evidence.review_id == review.id, Evidence.withdrawn_reason.is_(None))
            .order_by(Evidence.number)
        )
    )


def item_or_404(review: Review, item_id: int) -> AccuracyItem:
    """The accuracy item with this id, of this review.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(
        select(AccuracyItem)
        .join(Finding, Finding.id == AccuracyItem.finding_id)
        .where(AccuracyItem.id == item_id, Finding.review_id == review.id)
    )
    if found is None:
        raise NotFound
    return found


def who_answers(place: Place) -> list[Row[Any]]:
    """The people who answer for the units of a review: id, role title and unit, by unit and title."""
    above = {path[: end + 1] for path in place.unit_paths for end, one in enumerate(path) if one == "/"} - {"/"}
    scope = Unit.__table__.alias("scope")
    return list(
        db.session.execute(
            select(Person.id, Person.role_title, Unit.name)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .join(Unit, Unit.id == Person.unit_id)
            .outerjoin(scope, scope.c.id == RoleGrant.unit_id)
            .where(
                RoleGrant.role == Role.DEPARTMENT_LEAD,
                RoleGrant.ended_on.is_(None),
                Person.active,
                (RoleGrant.review_id == place.review_id) | scope.c.path.in_(above),
            )
            .distinct()
            .order_by(Unit.name, Person.role_title)
        )
    )

"""What the page of one recommendation shows: itself, why it was made, and who is asked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import (
    DateRevision,
    Decision,
    Evidence,
    Finding,
    FindingEvidence,
    Person,
    Recommendation,
    RecommendationFinding,
    RecommendationNote,
    RelatedProgramme,
    Review,
    RoleGrant,
    Unit,
)
from app.open_findings import is_open
from app.places import place_of_review
from workflows.roles import Role


def opened(reference: str, viewer: Viewer) -> tuple[Recommendation, Place]:
    """The recommendation with its people, review, decision, milestones, notes and dates, and its place. Four queries.

    Raises:
        NotFound: there is none, or it is a draft and this person may not read drafts.
    """
    query = (
        select(Recommendation)
        .where(Recommendation.reference == reference.strip().upper())
        .options(
            joinedload(Recommendation.owner),
            joinedload(Recommendation.verifier),
            joinedload(Recommendation.verified_by),
            joinedload(Recommendation.handed_over_to),
            joinedload(Recommendation.superseded_by),
            joinedload(Recommendation.done_file),
            joinedload(Recommendation.decision).joinedload(Decision.recorded_by),
            joinedload(Recommendation.review).joinedload(Review.unit_links),
            selectinload(Recommendation.milestones),
            selectinload(Recommendation.notes).joinedload(RecommendationNote.written_by),
            selectinload(Recommendation.revisions).joinedload(DateRevision.asked_by),
            selectinload(Recommendation.revisions).joinedload(DateRevision.decided_by),
        )
        # As it stands now, even where a part of it was loaded before in this session.
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    place = place_of_review(found.review)
    if found.published_on is None and not viewer.can(Permission.READ_DRAFTS, place):
        raise NotFound
    return found, place


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence in the chain."""

    number: int
    title: str
    kind: Any
    confidential: bool


@dataclass(frozen=True)
class Sibling:
    """Another recommendation from the same finding."""

    reference: str
    text: str
    progress: Any
    response: Any
    closure: Any


@dataclass(frozen=True)
class FindingLine:
    """A finding that the recommendation rests on. `opens`: this person may open its own page too."""

    number: int
    reference: str
    text: str
    theme: Any
    severity: Any
    opens: bool
    evidence: tuple[EvidenceLine, ...]
    siblings: tuple[Sibling, ...]


@dataclass(frozen=True)
class Chain:
    """Why it was recommended. `hidden` is how many findings there are that this person may not read."""

    findings: tuple[FindingLine, ...]
    hidden: int


def chain_of(recommendation: Recommendation, viewer: Viewer, place: Place) -> Chain:
    """The findings, their evidence, and what else they led to. Two queries at most.

    Once the report of the review is published every reader can read its findings, though not their own pages.
    """
    rows = db.session.execute(_findings_with_evidence(recommendation.id, viewer, place)).all()
    drafts, reads = viewer.can(Permission.READ_DRAFTS, place), viewer.can(Permission.READ_FINDINGS, place)
    by_finding: dict[int, list[Any]] = {}
    for row in rows:
        by_finding.setdefault(row.id, []).append(row)
    opens = {one for one, found in by_finding.items() if drafts or (reads and found[0].shared)}
    in_report = recommendation.review.published_on is not None
    readable = {one: found for one, found in by_finding.items() if one in opens or in_report}
    siblings = _siblings(recommendation, list(readable))
    lines = (_finding_line(found, siblings.get(one, []), one in opens) for one, found in readable.items())
    return Chain(tuple(lines), len(by_finding) - len(readable))


def _findings_with_evidence(recommendation_id: int, viewer: Viewer, place: Place) -> Any:
    open_here = [Evidence.id == FindingEvidence.evidence_id, Evidence.withdrawn_reason.is_(None)]
    if not viewer.can(Permission.READ_CONFIDENTIAL, place):
        open_here.append(~Evidence.confidential)
    return (
        select(
            Finding.id,
            Finding.number,
            Finding.reference,
            Finding.text,
            Finding.theme,
            Finding.severity,
            is_open().label("shared"),
            Evidence.number.label("evidence_number"),
            Evidence.title,
            Evidence.kind,
            Evidence.confidential,
        )
        .join(RecommendationFinding, RecommendationFinding.finding_id == Finding.id)
        .outerjoin(FindingEvidence, FindingEvidence.finding_id == Finding.id)
        .outerjoin(Evidence, and_(*open_here))
        .where(RecommendationFinding.recommendation_id == recommendation_id)
        .order_by(Finding.number, Evidence.number)
    )


def _finding_line(rows: list[Any], siblings: list[Sibling], opens: bool) -> FindingLine:
    first = rows[0]
    evidence = tuple(
        EvidenceLine(row.evidence_number, row.title, row.kind, row.confidential)
        for row in rows
        if opens and row.evidence_number is not None
    )
    return FindingLine(
        first.number, first.reference, first.text, first.theme, first.severity, opens, evidence, tuple(siblings)
    )


def _siblings(recommendation: Recommendation, finding_ids: list[int]) -> dict[int, list[Sibling]]:
    if not finding_ids:
        return {}
    rows = db.session.execute(
        select(
            RecommendationFinding.finding_id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.progress,
            Recommendation.response,
            Recommendation.closure,
        )
        .join(Recommendation, Recommendation.id == RecommendationFinding.recommendation_id)
        .where(
            RecommendationFinding.finding_id.in_(finding_ids),
            Recommendation.id != recommendation.id,
            Recommendation.published_on.is_not(None),
        )
        .order_by(Recommendation.number)
    )
    found: dict[int, list[Sibling]] = {}
    for row in rows:
        line = Sibling(row.reference, row.text, row.progress, row.response, row.closure)
        found.setdefault(row.finding_id, []).append(line)
    return found


def leads_of(review_id: int) -> list[tuple[int, str]]:
    """Who leads the review now: id and role title."""
    rows = db.session.execute(
        select(Person.id, Person.role_title)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.review_id == review_id,
            RoleGrant.role == Role.REVIEW_LEAD,
            RoleGrant.ended_on.is_(None),
            Person.active,
        )
        .order_by(RoleGrant.id)
    )
    return [(one, title) for one, title in rows]


def verifiers_of(recommendation: Recommendation) -> list[int]:
    """Who is asked to verify it: the person named, else those who verify for its units, else the leads; never its owner."""
    if recommendation.verifier_id is not None:
        return [recommendation.verifier_id]
    paths = [link.unit.path for link in recommendation.review.unit_links]
    rows = db.session.execute(
        select(RoleGrant.person_id, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.role == Role.VERIFIER, RoleGrant.ended_on.is_(None))
    )
    found = {one for one, path in rows if any(mine.startswith(path) for mine in paths)}
    found = found or {one for one, _ in leads_of(recommendation.review_id)}
    return sorted(found - {recommendation.owner_id})


def findings_of(review_id: int) -> list[tuple[int, str, str]]:
    """The findings of a review that stand: id, reference, text."""
    rows = db.session.execute(
        select(Finding.id, Finding.reference, Finding.text)
        .where(Finding.review_id == review_id, Finding.withdrawn_reason.is_(None))
        .order_by(Finding.number)
    )
    return [(one, reference, text) for one, reference, text in rows]


def drafts_of(review_id: int) -> list[Recommendation]:
    """The drafts of a review that were not withdrawn, with their findings, by number."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .outerjoin(RecommendationFinding)
            .where(
                Recommendation.review_id == review_id,
                Recommendation.published_on.is_(None),
                Recommendation.withdrawn_reason.is_(None),
            )
            .options(contains_eager(Recommendation.finding_links))
            .order_by(Recommendation.number, RecommendationFinding.id)
        ).unique()
    )


def programmes() -> list[tuple[int, str]]:
    """The programmes that can take a recommendation over: id and title."""
    rows = db.session.execute(select(RelatedProgramme.id, RelatedProgramme.title).order_by(RelatedProgramme.title))
    return [(one, title) for one, title in rows]


def successors(recommendation: Recommendation) -> list[tuple[int, str]]:
    """The recommendations that can take the place of this one: published, with id, reference and text."""
    rows = db.session.execute(
        select(Recommendation.id, Recommendation.reference, func.substr(Recommendation.text, 1, 80))
        .where(and_(Recommendation.published_on.is_not(None), Recommendation.id != recommendation.id))
        .order_by(Recommendation.review_id != recommendation.review_id, Recommendation.reference)
    )
    return [(one, f"{reference}: {text}") for one, reference, text in rows]


def next_number(review_id: int) -> int:
    """The number of the review's next recommendation. Two people who ask at once meet at its constraint."""
    last = db.session.scalar(select(func.max(Recommendation.number)).where(Recommendation.review_id == review_id))
    return (last or 0) + 1

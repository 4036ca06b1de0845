"""What a report is made from, as rows: eight questions whatever the review holds."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import String, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from app import recommendation_rag
from app.extensions import db
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Decision,
    DecisionCondition,
    Evidence,
    Finding,
    FindingEvidence,
    Person,
    PhaseEntry,
    PublishedEvent,
    Recommendation,
    RecommendationFinding,
    RelatedProgramme,
    ReviewService,
    RoleGrant,
    ScopeVersion,
    Service,
    Unit,
)
from app.open_findings import is_open
from workflows.roles import Role

Rows = Sequence[Any]

TAKING_PART = (
    Role.SPONSOR,
    Role.REVIEW_LEAD,
    Role.REVIEW_TEAM_MEMBER,
    Role.CO_CHAIR,
    Role.STEERING_GROUP_MEMBER,
)
"""The roles that the report names, in its order."""

SCOPE = ("number", "in_scope", "out_of_scope", "objectives", "terms_of_reference", "agreed_on", "agreed_by_title")
_WIDTH = len(SCOPE)


def small_parts(review_id: int) -> Rows:
    """Four short lists in one question, as texts: `kind` is service, person, event or scope; then `place`, `t0` to `t6`.

    A service is its name; a person their role, side, role title and unit; an event what and when; the scope its latest
    version, in the order of SCOPE.
    """
    event: Any = PublishedEvent.__table__.c
    services = _texts("service", ReviewService.id, Service.name)
    services = services.join(Service, Service.id == ReviewService.service_id)
    people = _texts("person", RoleGrant.id, RoleGrant.role, RoleGrant.side, Person.role_title, Unit.name)
    people = people.join(Person, Person.id == RoleGrant.person_id).join(Unit, Unit.id == Person.unit_id)
    events = _texts("event", event.id, event.event, event.on_label)
    latest = select(func.max(ScopeVersion.id)).where(ScopeVersion.review_id == review_id).scalar_subquery()
    scope = _texts("scope", ScopeVersion.id, *(getattr(ScopeVersion, name) for name in SCOPE))
    all_of_them = union_all(
        services.where(ReviewService.review_id == review_id),
        people.where(RoleGrant.review_id == review_id, RoleGrant.ended_on.is_(None), RoleGrant.role.in_(TAKING_PART)),
        events.where(event.review_id == review_id),
        scope.where(ScopeVersion.id == latest),
    ).subquery()
    return db.session.execute(select(all_of_them).order_by(all_of_them.c.kind, all_of_them.c.place)).all()


def _texts(kind: str, place: Any, *columns: Any) -> Any:
    """A part of the union: every column as text, filled up to the width of the widest."""
    texts = [cast(column, String).label(f"t{number}") for number, column in enumerate(columns)]
    filled = [cast(null(), String).label(f"t{number}") for number in range(len(columns), _WIDTH)]
    return select(literal(kind).label("kind"), place.label("place"), *texts, *filled)


def findings_of(review_id: int, *, drafts: bool) -> Rows:
    """The findings that stand, a row for each piece of evidence; without `drafts` only those that were shared.

    Of confidential evidence nothing is read but that there is some.
    """
    given: Any = Evidence.__table__.c
    columns = (given.number, given.reference, given.kind, given.title, given.gathered_label)
    question = (
        select(
            Finding.id,
            Finding.number,
            Finding.reference,
            Finding.text,
            Finding.detail,
            Finding.theme,
            Finding.severity,
            Evidence.confidential,
            *(case((Evidence.confidential.is_(False), one)).label(f"evidence_{one.name}") for one in columns),
        )
        .outerjoin(FindingEvidence, FindingEvidence.finding_id == Finding.id)
        .outerjoin(Evidence, (Evidence.id == FindingEvidence.evidence_id) & Evidence.withdrawn_reason.is_(None))
        .where(Finding.review_id == review_id, Finding.withdrawn_reason.is_(None))
    )
    if not drafts:
        question = question.where(is_open())
    return db.session.execute(question.order_by(Finding.number, Evidence.number)).all()


def answers_of(findings: Iterable[int]) -> Rows:
    """What was sent to the service about these findings, and what it answered, in order."""
    return db.session.execute(
        select(
            AccuracyItem.finding_id,
            AccuracyItem.finding_text,
            AccuracyItem.verdict,
            AccuracyItem.answer,
            AccuracyItem.answered_on,
            AccuracyItem.our_response,
            AccuracyRequest.sent_on,
            AccuracyRequest.due_on,
            Person.role_title.label("answered_by"),
            Unit.name.label("answered_for"),
        )
        .join(AccuracyRequest, AccuracyRequest.id == AccuracyItem.request_id)
        .outerjoin(Person, Person.id == AccuracyItem.answered_by_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(AccuracyItem.finding_id.in_(findings))
        .order_by(AccuracyItem.id)
    ).all()


_TABLE: Any = Recommendation.__table__.c
_OF_RECOMMENDATION = (
    Recommendation.number,
    Recommendation.reference,
    Recommendation.text,
    Recommendation.text_version,
    Recommendation.priority,
    Recommendation.impact,
    Recommendation.effort,
    Recommendation.response_reason,
    Recommendation.verified_on,
    _TABLE.original_label,
    _TABLE.original_precision,
    _TABLE.current_label,
    _TABLE.current_precision,
)


def recommendations_of(review_id: int, *, drafts: bool) -> Rows:
    """The recommendations that stand, with what their RAG needs and the ids of the findings each rests on ("3,7").

    Without `drafts` only those that are published.
    """
    owner, verified, later = aliased(Person), aliased(Person), aliased(Recommendation)
    behind = (
        select(func.aggregate_strings(cast(RecommendationFinding.finding_id, String), ","))
        .where(RecommendationFinding.recommendation_id == Recommendation.id)
        .correlate(Recommendation)
    )
    question = (
        select(
            *_OF_RECOMMENDATION,
            owner.role_title.label("owner"),
            verified.role_title.label("verified_by"),
            RelatedProgramme.title.label("handed_over_to"),
            later.reference.label("superseded_by"),
            behind.scalar_subquery().label("finding_ids"),
            *recommendation_rag.columns(),
        )
        .outerjoin(owner, owner.id == Recommendation.owner_id)
        .outerjoin(verified, verified.id == Recommendation.verified_by_id)
        .outerjoin(RelatedProgramme, RelatedProgramme.id == Recommendation.handed_over_to_id)
        .outerjoin(later, later.id == Recommendation.superseded_by_id)
        .where(Recommendation.review_id == review_id, Recommendation.withdrawn_reason.is_(None))
    )
    if not drafts:
        question = question.where(Recommendation.published_on.is_not(None))
    return db.session.execute(question.order_by(Recommendation.number)).all()


def decisions_of(review_id: int) -> Rows:
    """The decisions on the review's documents, oldest first, a row for each condition."""
    condition: Any = DecisionCondition.__table__.c
    return db.session.execute(
        select(
            Decision.id,
            Decision.kind,
            Decision.outcome,
            Decision.decided_by_title,
            Decision.decided_on,
            Decision.minute_reference,
            Decision.recorded_at,
            Person.role_title.label("recorded_by"),
            condition.text,
            condition.due_label,
            condition.met_on,
        )
        .outerjoin(Person, Person.id == Decision.recorded_by_id)
        .outerjoin(DecisionCondition, DecisionCondition.decision_id == Decision.id)
        .where(Decision.review_id == review_id)
        .order_by(Decision.decided_on, Decision.id, condition.id)
    ).all()


def entries_of(review_id: int) -> Rows:
    """Each entry into a phase, oldest first, with who decided it and who recorded it."""
    table: Any = PhaseEntry.__table__.c
    return db.session.execute(
        select(
            table.phase,
            table.entered_first,
            table.entered_precision,
            table.entered_label,
            table.reason,
            table.decided_by_title,
            table.decided_on,
            table.decision_reference,
            table.outcome,
            table.conditions,
            table.imported,
            Person.role_title.label("recorded_by"),
        )
        .outerjoin(Person, Person.id == table.recorded_by_id)
        .where(table.review_id == review_id)
        .order_by(table.id)
    ).all()

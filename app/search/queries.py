"""What is found for a reference or for words: only what this person may read, at most 20 of each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, false, literal, or_, select, true, union_all

from app.access import Permission, Viewer
from app.extensions import db
from app.folding import holds_all
from app.improvement_standing import visible
from app.models import (
    Evidence,
    Finding,
    Improvement,
    Person,
    Recommendation,
    Review,
    ReviewUnit,
    Service,
    Unit,
    UnitPeriod,
)
from app.open_findings import is_open
from workflows.improvement import Life
from workflows.phases import PHASE_LABELS, PROFILE_LABELS

MOST = 20


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its title, address, and a second line."""

    title: str
    address: str
    about: str


@dataclass(frozen=True)
class Kind:
    """What was found of one kind, and whether there was more than is shown."""

    label: str
    hits: tuple[Hit, ...]
    more: bool


def address_of(reference: str, viewer: Viewer) -> str | None:
    """The address of the thing with this reference, if this person may know of it. One query."""
    wanted = reference.strip().upper()
    parts = [
        select(literal("review").label("kind"), Review.reference, literal(0).label("number")).where(
            Review.reference == wanted
        ),
        select(literal("recommendation"), Recommendation.reference, literal(0)).where(
            Recommendation.reference == wanted, _open_recommendations(viewer)
        ),
        select(literal("finding"), Review.reference, Finding.number)
        .join(Review, Review.id == Finding.review_id)
        .where(Finding.reference == wanted, _open_findings(viewer)),
        select(literal("evidence"), Review.reference, Evidence.number)
        .join(Review, Review.id == Evidence.review_id)
        .where(Evidence.reference == wanted, _open_evidence(viewer)),
        select(literal("improvement"), Improvement.reference, literal(0)).where(
            Improvement.reference == wanted, visible(viewer)
        ),
    ]
    found = db.session.execute(union_all(*parts)).first()
    return None if found is None else _ADDRESSES[found[0]](found[1], found[2])


_ADDRESSES: dict[str, Callable[[str, int], str]] = {
    "review": lambda reference, _: url_for("reviews.show", reference=reference),
    "recommendation": lambda reference, _: url_for("recommendations.show", reference=reference),
    "finding": lambda reference, number: url_for("findings.show", reference=reference, number=number),
    "evidence": lambda reference, number: url_for("evidence.show", reference=reference, number=number),
    "improvement": lambda reference, _: url_for("improvements.show", reference=reference),
}


def _where_held(viewer: Viewer, permission: Permission, review_id: Any) -> ColumnElement[bool]:
    """The reviews on which a permission is held, as a condition on the column that names the review."""
    everywhere, reviews, paths = viewer.reviews_where(permission)
    if everywhere:
        return true()
    inside = or_(false(), *(Unit.path.startswith(path) for path in paths))
    of_units = select(ReviewUnit.id).join(Unit, Unit.id == ReviewUnit.unit_id)
    return or_(review_id.in_(reviews), of_units.where(ReviewUnit.review_id == review_id, inside).exists())


def _open_recommendations(viewer: Viewer) -> ColumnElement[bool]:
    drafts = _where_held(viewer, Permission.READ_DRAFTS, Recommendation.review_id)
    return or_(Recommendation.published_on.is_not(None), drafts)


def _open_findings(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        and_(is_open(), _where_held(viewer, Permission.READ_FINDINGS, Finding.review_id)),
        _where_held(viewer, Permission.READ_DRAFTS, Finding.review_id),
    )


def _open_evidence(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        and_(~Evidence.confidential, _where_held(viewer, Permission.READ_FINDINGS, Evidence.review_id)),
        _where_held(viewer, Permission.READ_CONFIDENTIAL, Evidence.review_id),
    )


def found(words: list[str], viewer: Viewer) -> list[Kind]:
    """What holds all of these words, by kind; kinds with nothing are left out. One query a kind."""
    kinds = (
        _kind("Reviews", _reviews(words), _review),
        _kind("Recommendations", _recommendations(words, viewer), _recommendation),
        _kind("Findings", _findings(words, viewer), _finding),
        _kind("Improvements", _improvements(words, viewer), _improvement),
        _kind("Services", _services(words), _service),
        _kind("Units", _units(words), _unit),
        _kind("People", _people(words), _person),
    )
    return [kind for kind in kinds if kind.hits]


def _kind(label: str, statement: Any, made: Callable[[Any], Hit]) -> Kind:
    rows = db.session.execute(statement.limit(MOST + 1)).all()
    return Kind(label, tuple(made(row) for row in rows[:MOST]), len(rows) > MOST)


def _reviews(words: list[str]) -> Any:
    unit_named = (
        select(ReviewUnit.id)
        .join(Unit, Unit.id == ReviewUnit.unit_id)
        .where(ReviewUnit.review_id == Review.id, holds_all(words, Unit.name, Review.title, Review.reference))
    )
    return (
        select(Review.reference, Review.title, Review.phase, Review.profile)
        .where(or_(holds_all(words, Review.title, Review.reference), unit_named.exists()))
        .order_by(Review.reference)
    )


def _review(row: Any) -> Hit:
    about = f"{row.reference} · {PROFILE_LABELS[row.profile]} · {PHASE_LABELS[row.phase]}"
    return Hit(row.title, url_for("reviews.show", reference=row.reference), about)


def _recommendations(words: list[str], viewer: Viewer) -> Any:
    return (
        select(Recommendation.reference, Recommendation.text, Review.title)
        .join(Review, Review.id == Recommendation.review_id)
        .where(
            Recommendation.withdrawn_reason.is_(None),
            _open_recommendations(viewer),
            holds_all(words, Recommendation.text, Recommendation.detail, Recommendation.reference),
        )
        .order_by(Recommendation.reference)
    )


def _recommendation(row: Any) -> Hit:
    return Hit(row.text, url_for("recommendations.show", reference=row.reference), f"{row.reference} · {row.title}")


def _findings(words: list[str], viewer: Viewer) -> Any:
    return (
        select(Finding.reference, Finding.text, Finding.number, Review.reference.label("review"), Review.title)
        .join(Review, Review.id == Finding.review_id)
        .where(
            Finding.withdrawn_reason.is_(None),
            _open_findings(viewer),
            holds_all(words, Finding.text, Finding.detail, Finding.reference),
        )
        .order_by(Finding.reference)
    )


def _finding(row: Any) -> Hit:
    address = url_for("findings.show", reference=row.review, number=row.number)
    return Hit(row.text, address, f"{row.reference} · {row.title}")


def _improvements(words: list[str], viewer: Viewer) -> Any:
    return (
        select(Improvement.reference, Improvement.title, Improvement.life)
        .where(
            Improvement.life != Life.ABANDONED,
            visible(viewer),
            holds_all(words, Improvement.title, Improvement.before, Improvement.after, Improvement.reference),
        )
        .order_by(Improvement.reference)
    )


def _improvement(row: Any) -> Hit:
    address = url_for("improvements.show", reference=row.reference)
    return Hit(row.title, address, f"{row.reference} · {row.life.value.capitalize()}")


def _services(words: list[str]) -> Any:
    return (
        select(Service.key, Service.name, Unit.name.label("unit"))
        .join(Unit, Unit.id == Service.owner_unit_id)
        .where(holds_all(words, Service.name, Service.description, Service.users))
        .order_by(Service.name)
    )


def _service(row: Any) -> Hit:
    return Hit(row.name, url_for("organisation.service", key=row.key), f"Service of {row.unit}")


def _units(words: list[str]) -> Any:
    past = select(UnitPeriod.id).where(UnitPeriod.unit_id == Unit.id, holds_all(words, UnitPeriod.name))
    return (
        select(Unit.key, Unit.name, Unit.closed_on, holds_all(words, Unit.name).label("by_its_name"))
        .where(or_(holds_all(words, Unit.name), past.exists()))
        .order_by(Unit.name)
    )


def _unit(row: Any) -> Hit:
    about = "Closed unit" if row.closed_on else "Unit"
    if not row.by_its_name:
        about += ", found by a name it had before"
    return Hit(row.name, url_for("organisation.unit", key=row.key), about)


def _people(words: list[str]) -> Any:
    return (
        select(Person.key, Person.role_title, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.active, holds_all(words, Person.role_title))
        .order_by(Person.role_title, Unit.name)
    )


def _person(row: Any) -> Hit:
    return Hit(row.role_title, url_for("organisation.person", key=row.key), row.name)


def first_and_last_review() -> tuple[str, str] | None:
    """The references between which reviews run; None while there are no reviews."""
    references = select(Review.reference)
    first = db.session.scalar(references.order_by(Review.id).limit(1))
    last = db.session.scalar(references.order_by(Review.id.desc()).limit(1))
    return (first, last) if first and last else None

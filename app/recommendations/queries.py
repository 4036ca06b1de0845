"""Lists of recommendations: of the whole programme, and of one review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.extensions import db
from app.models import Person, Recommendation, Review, ReviewUnit, Unit
from app.recommendation_rag import Standing, columns, overdue_on, overdue_on_either, standing_of
from workflows.dates import PreciseDate
from workflows.recommendation import Progress, Response

PAGE = 50
"""Recommendations on one page of the list."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None and empty ask for nothing. `overdue` is "current", "original" or "either"."""

    response: Response | None = None
    progress: Progress | None = None
    unit_id: int | None = None
    owner_id: int | None = None
    overdue: str = ""


@dataclass(frozen=True)
class Line:
    """One recommendation as a list shows it."""

    reference: str
    number: int
    text: str
    review_id: int
    review_title: str
    interim: bool
    response: Response
    progress: Progress
    closure: Any
    priority: Any
    impact: int | None
    effort: int | None
    due: PreciseDate | None
    original: PreciseDate | None
    owner: str | None
    verified_on: date | None
    published_on: date | None
    withdrawn_reason: str | None
    amended: bool
    standing: Standing
    units: tuple[str, ...] = ()


def _select(today: date) -> Any:
    return (
        select(
            Recommendation.reference,
            Recommendation.number,
            Recommendation.text,
            Recommendation.text_version,
            Recommendation.review_id,
            Recommendation.interim,
            Recommendation.priority,
            Recommendation.impact,
            Recommendation.effort,
            Recommendation.current_date,
            Recommendation.original_date,
            Recommendation.verified_on,
            Recommendation.published_on,
            Recommendation.withdrawn_reason,
            Review.title.label("review_title"),
            Person.role_title,
            *columns(),
        )
        .join(Review, Review.id == Recommendation.review_id)
        .outerjoin(Person, Person.id == Recommendation.owner_id)
    )


def _line(row: Any, today: date, units: Mapping[int, tuple[str, ...]]) -> Line:
    return Line(
        reference=row.reference,
        number=row.number,
        text=row.text,
        review_id=row.review_id,
        review_title=row.review_title,
        interim=row.interim,
        response=row.response,
        progress=row.progress,
        closure=row.closure,
        priority=row.priority,
        impact=row.impact,
        effort=row.effort,
        due=row.current_date,
        original=row.original_date,
        owner=row.role_title,
        verified_on=row.verified_on,
        published_on=row.published_on,
        withdrawn_reason=row.withdrawn_reason,
        amended=row.text_version > 1,
        standing=standing_of(row, today),
        units=units.get(row.review_id, ()),
    )


def published(filters: Filters, today: date, page: int) -> list[Line]:
    """One page of the published recommendations and one row more, open ones first, by their date. Two queries."""
    table: Any = Recommendation.__table__.c
    order = case(
        (Recommendation.response == Response.NOT_ACCEPTED, 4),
        (Recommendation.progress == Progress.CLOSED, 3),
        (Recommendation.response == Response.AWAITING, 2),
        (Recommendation.progress == Progress.DONE_AWAITING_VERIFICATION, 1),
        else_=0,
    )
    rows = db.session.execute(
        _select(today)
        .where(*_conditions(filters, today))
        .order_by(order, table.current_last.is_(None), table.current_last, Recommendation.reference)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    units = _units({row.review_id for row in rows})
    return [_line(row, today, units) for row in rows]


def number_published(filters: Filters, today: date) -> tuple[int, int]:
    """How many recommendations are in the list, and of how many reviews."""
    row = db.session.execute(
        select(func.count(), func.count(Recommendation.review_id.distinct())).where(*_conditions(filters, today))
    ).one()
    return row[0], row[1]


def view_counts(today: date) -> dict[str, int]:
    """How many published recommendations each of the usual views holds, by the view's name. One query."""
    waiting = Recommendation.progress == Progress.DONE_AWAITING_VERIFICATION
    views: dict[str, ColumnElement[bool]] = {
        "all": Recommendation.published_on.is_not(None),
        "overdue": overdue_on(today),
        "overdue_original": overdue_on(today, against_original=True),
        "waiting": waiting,
        "awaiting": Recommendation.response == Response.AWAITING,
    }
    counts = (func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in views.values())
    row = db.session.execute(select(*counts).where(Recommendation.published_on.is_not(None))).one()
    return dict(zip(views, row, strict=True))


def of_review(review: Review, today: date, *, drafts: bool) -> list[Line]:
    """The recommendations of one review by number; drafts and withdrawn ones only when `drafts`. One query."""
    query = _select(today).where(Recommendation.review_id == review.id).order_by(Recommendation.number)
    if not drafts:
        query = query.where(Recommendation.published_on.is_not(None))
    return [_line(row, today, {}) for row in db.session.execute(query)]


def _conditions(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Recommendation.published_on.is_not(None)]
    if filters.response:
        found.append(Recommendation.response == filters.response)
    if filters.progress:
        found.append(Recommendation.progress == filters.progress)
    if filters.owner_id:
        found.append(Recommendation.owner_id == filters.owner_id)
    if filters.unit_id:
        found.append(Recommendation.review_id.in_(_reviews_below(filters.unit_id)))
    if filters.overdue:
        found.append(_overdue(filters.overdue, today))
    return found


def _overdue(against: str, today: date) -> ColumnElement[bool]:
    if against == "either":
        return overdue_on_either(today)
    return overdue_on(today, against_original=against == "original")


def _reviews_below(unit_id: int) -> Any:
    """The reviews of a unit and of the units below it."""
    above = select(Unit.path).where(Unit.id == unit_id).scalar_subquery()
    return select(ReviewUnit.review_id).join(Unit, Unit.id == ReviewUnit.unit_id).where(Unit.path.startswith(above))


def _units(review_ids: set[int]) -> dict[int, tuple[str, ...]]:
    """The names of the units of some reviews."""
    if not review_ids:
        return {}
    rows = db.session.execute(
        select(ReviewUnit.review_id, Unit.name)
        .join(Unit, Unit.id == ReviewUnit.unit_id)
        .where(ReviewUnit.review_id.in_(review_ids))
        .order_by(ReviewUnit.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for review_id, name in rows:
        found[review_id] = (*found.get(review_id, ()), name)
    return found


def unit_choices() -> list[tuple[int, str]]:
    """The units that have a published recommendation, or a unit below them that has: id and name, by name."""
    below = Unit.__table__.alias("below")
    has = (
        select(below.c.id)
        .join(ReviewUnit, ReviewUnit.unit_id == below.c.id)
        .join(
            Recommendation,
            and_(Recommendation.review_id == ReviewUnit.review_id, Recommendation.published_on.is_not(None)),
        )
        .where(below.c.path.startswith(Unit.path))
        .exists()
    )
    return [(one, name) for one, name in db.session.execute(select(Unit.id, Unit.name).where(has).order_by(Unit.name))]


def owner_choices() -> list[tuple[int, str]]:
    """The owners of published recommendations: id and role title, by title."""
    owns = (
        select(Recommendation.id)
        .where(Recommendation.owner_id == Person.id, Recommendation.published_on.is_not(None))
        .exists()
    )
    rows = db.session.execute(
        select(Person.id, Person.role_title, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(owns)
        .order_by(Person.role_title, Unit.name)
    )
    return [(one, f"{title}, {unit}") for one, title, unit in rows]


def people_choices(*kept: int | None) -> list[tuple[int, str]]:
    """Everybody who may own or verify a recommendation, and those in `kept` who do: id, and role title with unit.

    Somebody who has left stays in the list of what they are named in, so that saving the rest does not drop them.
    """
    rows = db.session.execute(
        select(Person.id, Person.role_title, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(or_(Person.active, Person.id.in_([one for one in kept if one is not None])))
        .order_by(Person.role_title, Unit.name)
    )
    return [(one, f"{title}, {unit}") for one, title, unit in rows]

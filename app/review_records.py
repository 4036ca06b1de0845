"""What a review holds, as far as its gates, its phase line and its RAG need it: a few bounded questions.

`outline_of` is one query for all that is short and dated (phases, planned ends, published dates), for tasks counted by
step, for roles and for services. What there is one of is in app/review_single.py, findings and recommendations in
app/review_parts.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Select, String, case, cast, func, literal, null, select, union_all

from app.extensions import db
from app.models import (
    EventKind,
    Person,
    PhaseEntry,
    PlannedEnd,
    PublishedEvent,
    ReviewService,
    RoleGrant,
    Service,
    Side,
    Task,
)
from workflows.dates import PreciseDate, Precision
from workflows.phases import Phase, Step
from workflows.roles import Role
from workflows.task_list import StepTasks


@dataclass(frozen=True)
class EntryRow:
    """One entry into a phase."""

    phase: Phase
    from_phase: Phase | None
    entered: PreciseDate


@dataclass(frozen=True)
class PlannedRow:
    """One planned end of a phase, the first as it was set and the current one as it stands."""

    phase: Phase
    end: PreciseDate
    current: bool


@dataclass(frozen=True)
class RoleRow:
    """Somebody who holds a role in this review."""

    role: Role
    side: Side | None
    person_id: int
    title: str


@dataclass(frozen=True)
class Outline:
    """All that is short of a review, each part in the order it was recorded."""

    entries: tuple[EntryRow, ...]
    planned: tuple[PlannedRow, ...]
    events: tuple[tuple[EventKind, PreciseDate], ...]
    tasks: dict[Step, StepTasks]
    roles: tuple[RoleRow, ...]
    services: tuple[tuple[str, str], ...]

    def titles(self, role: Role) -> list[str]:
        """The titles of those who hold `role` in this review."""
        return [one.title for one in self.roles if one.role is role]


def _no(kind: Any) -> Any:
    return cast(null(), kind)


def _dates(table: Any, prefix: str) -> tuple[Any, ...]:
    columns = table.__table__.c
    return (
        columns[f"{prefix}_first"].label("first"),
        columns[f"{prefix}_last"].label("last"),
        cast(columns[f"{prefix}_precision"], String).label("precision"),
        columns[f"{prefix}_label"].label("words"),
    )


_NO_DATES = (_no(Date), _no(Date), _no(String), _no(String))


def _part(
    name: str, review_id: Any, number: Any, what: Any, more: Any, dates: tuple[Any, ...], flag: Any, count: Any
) -> Any:
    return select(
        literal(name).label("part"),
        review_id.label("review_id"),
        number.label("id"),
        cast(what, String).label("what"),
        cast(more, String).label("more"),
        *dates,
        cast(flag, Boolean).label("flag"),
        cast(count, Integer).label("count"),
    )


def _dated(name: str, table: Any, what: Any, dates: str, more: Any = None, flag: Any = None) -> Any:
    """The part of one table whose rows are dated."""
    words = _no(String) if more is None else more
    marked = _no(Boolean) if flag is None else flag
    return _part(name, table.review_id, table.id, what, words, _dates(table, dates), marked, _no(Integer))


def _tasks() -> Any:
    done = func.sum(case((Task.done_on.is_not(None), 1), else_=0))
    counted = _part("task", Task.review_id, done, Task.step, _no(String), _NO_DATES, _no(Boolean), func.count())
    return counted.where(~Task.dropped).group_by(Task.review_id, Task.step)


def _roles() -> Any:
    title = (_no(Date), _no(Date), _no(String), Person.role_title)
    held = _part(
        "role", RoleGrant.review_id, RoleGrant.id, RoleGrant.role, RoleGrant.side, title, _no(Boolean), Person.id
    )
    return held.join(Person, Person.id == RoleGrant.person_id).where(RoleGrant.ended_on.is_(None))


def _services() -> Any:
    link = ReviewService
    named = _part("service", link.review_id, link.id, Service.name, Service.key, _NO_DATES, _no(Boolean), _no(Integer))
    return named.join(Service, Service.id == link.service_id)


def _outline_query(review_ids: Sequence[int]) -> Select[Any]:
    parts = union_all(
        _dated("entry", PhaseEntry, PhaseEntry.phase, "entered", more=PhaseEntry.from_phase).where(
            PhaseEntry.review_id.in_(review_ids)
        ),
        _dated("planned", PlannedEnd, PlannedEnd.phase, "end", flag=PlannedEnd.current).where(
            PlannedEnd.review_id.in_(review_ids)
        ),
        _dated("event", PublishedEvent, PublishedEvent.event, "on").where(PublishedEvent.review_id.in_(review_ids)),
        _tasks().where(Task.review_id.in_(review_ids)),
        _roles().where(RoleGrant.review_id.in_(review_ids)),
        _services().where(ReviewService.review_id.in_(review_ids)),
    ).subquery()
    return select(parts).order_by(parts.c.part, parts.c.id)


def precise(row: Any) -> PreciseDate:
    """The date of a row with first, last, precision and words."""
    return PreciseDate(row.first, row.last, Precision(row.precision), row.words)


def outline_of(review_id: int) -> Outline:
    """The outline of a review. One query."""
    return outlines_of((review_id,))[review_id]


def outlines_of(review_ids: Sequence[int]) -> dict[int, Outline]:
    """The outlines of many reviews, by id. One query, however many there are."""
    rows: dict[int, dict[str, list[Any]]] = {number: {} for number in review_ids}
    for row in db.session.execute(_outline_query(review_ids)) if review_ids else ():
        rows[row.review_id].setdefault(row.part, []).append(row)
    return {number: _outline(parts) for number, parts in rows.items()}


def _outline(rows: dict[str, list[Any]]) -> Outline:
    return Outline(
        entries=tuple(
            EntryRow(Phase(row.what), Phase(row.more) if row.more else None, precise(row))
            for row in rows.get("entry", ())
        ),
        planned=tuple(PlannedRow(Phase(row.what), precise(row), row.flag) for row in rows.get("planned", ())),
        events=tuple((EventKind(row.what), precise(row)) for row in rows.get("event", ())),
        tasks={Step(row.what): StepTasks(row.id, row.count) for row in rows.get("task", ())},
        roles=tuple(
            RoleRow(Role(row.what), Side(row.more) if row.more else None, row.count, row.words)
            for row in rows.get("role", ())
        ),
        services=tuple((row.more, row.what) for row in rows.get("service", ())),
    )

"""How recommendations stand today: their RAG with its reason, and their lateness against both dates.

Lists take `columns()` into their select and hand each row to `standing_of`; a page of one recommendation, whose
milestones and revisions are loaded, uses `standing_of_one`. The rule itself is in `workflows/recommendation_rag.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.models import DateRevision, Milestone, Recommendation, RevisionState
from workflows.rag import Rag
from workflows.recommendation import (
    TO_BE_DONE,
    Progress,
    RecommendationRagFacts,
    days_overdue,
    recommendation_rag,
)

STILL_TO_DO = (Progress.NOT_STARTED, Progress.IN_PROGRESS)


@dataclass(frozen=True)
class Standing:
    """How one recommendation stands on a day.

    `overdue` and `overdue_original` are days past the current and the original date, 0 when it is not overdue.
    `waiting` is how many days it has waited to be verified, None where it does not wait. `rag` is None where it has
    none: no response, not accepted, or done and waiting.
    """

    rag: Rag | None
    overdue: int
    overdue_original: int
    waiting: int | None
    milestones: int
    milestones_done: int
    revisions: int


def columns() -> tuple[Any, ...]:
    """The columns that `standing_of` reads, for a select of recommendations; counts come as subqueries of it."""
    of_it = Milestone.recommendation_id == Recommendation.id
    kept = select(func.count()).select_from(Milestone).where(of_it, ~Milestone.dropped)
    revised = (
        select(func.count())
        .select_from(DateRevision)
        .where(
            DateRevision.recommendation_id == Recommendation.id,
            DateRevision.state == RevisionState.APPROVED,
            _table(DateRevision).was_first.is_not(None),
        )
    )
    recommendation = _table(Recommendation)
    return (
        Recommendation.response,
        Recommendation.progress,
        Recommendation.closure,
        Recommendation.blocked_reason,
        Recommendation.completed_on,
        recommendation.current_last,
        recommendation.original_last,
        kept.correlate(Recommendation).scalar_subquery().label("milestones"),
        kept.where(Milestone.done).correlate(Recommendation).scalar_subquery().label("milestones_done"),
        revised.correlate(Recommendation).scalar_subquery().label("revisions"),
    )


def standing_of(row: Any, today: date) -> Standing:
    """How the recommendation of a row with `columns()` stands on `today`."""
    facts = RecommendationRagFacts(
        today=today,
        response=row.response,
        progress=row.progress,
        closure=row.closure,
        due=row.current_last,
        revisions=row.revisions,
        blocked=row.blocked_reason is not None,
        milestones=row.milestones,
        milestones_done=row.milestones_done,
    )
    waits = row.progress is Progress.DONE_AWAITING_VERIFICATION
    return Standing(
        rag=recommendation_rag(facts),
        overdue=_late(row, row.current_last, today),
        overdue_original=_late(row, row.original_last, today),
        waiting=max((today - row.completed_on).days, 0) if waits and row.completed_on else (0 if waits else None),
        milestones=row.milestones,
        milestones_done=row.milestones_done,
        revisions=row.revisions,
    )


@dataclass(frozen=True)
class _Loaded:
    """A loaded recommendation read like a row."""

    response: Any
    progress: Any
    closure: Any
    blocked_reason: str | None
    completed_on: date | None
    current_last: date | None
    original_last: date | None
    milestones: int
    milestones_done: int
    revisions: int


def standing_of_one(recommendation: Recommendation, today: date) -> Standing:
    """How a recommendation stands on `today`; its milestones and revisions are loaded where they are not yet."""
    kept = [one for one in recommendation.milestones if not one.dropped]
    current, original = recommendation.current_date, recommendation.original_date
    loaded = _Loaded(
        recommendation.response,
        recommendation.progress,
        recommendation.closure,
        recommendation.blocked_reason,
        recommendation.completed_on,
        current.last_day if current else None,
        original.last_day if original else None,
        len(kept),
        sum(one.done for one in kept),
        len(approved_revisions(recommendation)),
    )
    return standing_of(loaded, today)


def approved_revisions(recommendation: Recommendation) -> list[DateRevision]:
    """The revisions that count: approved, and from a date (the first date of one that had none is no revision)."""
    return [one for one in recommendation.revisions if one.state is RevisionState.APPROVED and one.was is not None]


def overdue_on(today: date, *, against_original: bool = False) -> ColumnElement[bool]:
    """The condition that a recommendation is overdue on `today`, for a WHERE: the same rule as `days_overdue`."""
    table = _table(Recommendation)
    due = table.original_last if against_original else table.current_last
    return and_(Recommendation.response.in_(sorted(TO_BE_DONE)), Recommendation.progress.in_(STILL_TO_DO), due < today)


def overdue_on_either(today: date) -> ColumnElement[bool]:
    """The condition that a recommendation is overdue against its current or its original date."""
    return or_(overdue_on(today), overdue_on(today, against_original=True))


def _late(row: Any, due: date | None, today: date) -> int:
    return days_overdue(response=row.response, progress=row.progress, due=due, today=today)


def _table(kind: Any) -> Any:
    """The columns of a table by name: the parts of a date are known to the table and not to its class."""
    return kind.__table__.c

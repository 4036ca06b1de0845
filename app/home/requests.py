"""What somebody was asked for: to answer for accuracy, to decide on a new date, to do a task, to meet a condition.

All in one query, narrowed in SQL to what this person may know of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import (
    ColumnElement,
    Date,
    Null,
    Select,
    String,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app.access import Permission, Viewer
from app.extensions import db
from app.home.asks import Ask, Waiting, due_ask, waiting_ask
from app.home.moves import follows
from app.home.open_reviews import OpenReview
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    DateRevision,
    Decision,
    DecisionCondition,
    Finding,
    Recommendation,
    RevisionState,
    Task,
)
from workflows.dates import PreciseDate, Precision, format_day
from workflows.phases import Phase

MOST = 100
"""Requests of all kinds on one home page."""

_SHOWN = 120


@dataclass(frozen=True)
class Reach:
    """The ids of the open reviews in which this person answers, leads, decides on conditions, or follows."""

    answers: tuple[int, ...]
    leads: tuple[int, ...]
    keeps: tuple[int, ...]
    follows: tuple[int, ...]


def reach_of(reviews: Sequence[OpenReview], viewer: Viewer) -> Reach:
    """Where this person is asked for what."""

    def ids(permission: Permission) -> tuple[int, ...]:
        return tuple(one.row.id for one in reviews if viewer.can(permission, one.place))

    leading = ids(Permission.LEAD_REVIEW)
    unled = tuple(one.row.id for one in reviews if not one.leads and viewer.can(Permission.EDIT_REVIEW, one.place))
    return Reach(
        answers=ids(Permission.ANSWER_ACCURACY),
        leads=leading,
        keeps=(*leading, *unled),
        follows=tuple(one.row.id for one in reviews if follows(one, viewer)),
    )


def _of(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    return column.in_(ids) if ids else false()


def _date(column: Any) -> Any:
    # SQLite reads CAST(... AS DATE) as a number; only a NULL needs to be told what it would be (for PostgreSQL).
    return cast(column, Date) if isinstance(column, Null) else type_coerce(column, Date)


def _dates(first: Any, last: Any, precision: Any, label: Any) -> tuple[Any, ...]:
    return (
        _date(first).label("first"),
        _date(last).label("last"),
        cast(precision, String).label("precision"),
        cast(label, String).label("words"),
    )


def _part(kind: str, record: Any, review: Any, reference: Any, text: Any, since: Any, due: tuple[Any, ...]) -> Any:
    return select(
        literal(kind).label("kind"),
        record.label("record_id"),
        review.label("review_id"),
        cast(reference, String).label("reference"),
        func.substr(text, 1, _SHOWN).label("text"),
        _date(since).label("since"),
        *due,
    )


def _day(column: Any) -> tuple[Any, ...]:
    return _dates(column, column, literal(Precision.DAY.value), null())


_again = aliased(AccuracyItem)
_last_sent = (
    select(func.max(_again.id))
    .where(_again.finding_id == AccuracyItem.finding_id)
    .correlate(AccuracyItem)
    .scalar_subquery()
)
"""A finding may be sent again: only its last way to the service is asked about."""


def _accuracy_part(reach: Reach) -> Any:
    return (
        _part(
            "accuracy",
            AccuracyItem.id,
            AccuracyRequest.review_id,
            Finding.number,
            AccuracyItem.finding_text,
            AccuracyRequest.sent_on,
            _day(AccuracyRequest.due_on),
        )
        .join(Finding, Finding.id == AccuracyItem.finding_id)
        .join(AccuracyRequest, AccuracyRequest.id == AccuracyItem.request_id)
        .where(
            AccuracyItem.answered_on.is_(None),
            AccuracyItem.id == _last_sent,
            Finding.withdrawn_reason.is_(None),
            or_(_of(AccuracyRequest.review_id, reach.answers), _of(AccuracyRequest.review_id, reach.follows)),
        )
    )


def _date_part(reach: Reach) -> Any:
    of = DateRevision.__table__.c
    return (
        _part(
            "date",
            DateRevision.id,
            Recommendation.review_id,
            Recommendation.reference,
            Recommendation.text,
            DateRevision.asked_on,
            _dates(of.becomes_first, of.becomes_last, of.becomes_precision, of.becomes_label),
        )
        .join(Recommendation, Recommendation.id == DateRevision.recommendation_id)
        .where(
            DateRevision.state == RevisionState.ASKED,
            or_(_of(Recommendation.review_id, reach.leads), _of(Recommendation.review_id, reach.follows)),
        )
    )


def _task_part(viewer: Viewer) -> Any:
    return _part("task", Task.id, Task.review_id, null(), Task.title, null(), _day(Task.due_on)).where(
        Task.owner_id == viewer.person_id, Task.done_on.is_(None), ~Task.dropped
    )


def _condition_part(reach: Reach) -> Any:
    of = DecisionCondition.__table__.c
    return (
        _part(
            "condition",
            DecisionCondition.id,
            Decision.review_id,
            null(),
            DecisionCondition.text,
            Decision.decided_on,
            _dates(of.due_first, of.due_last, of.due_precision, of.due_label),
        )
        .join(Decision, Decision.id == DecisionCondition.decision_id)
        .where(DecisionCondition.met_on.is_(None), _of(Decision.review_id, reach.keeps))
    )


def _query(reach: Reach, viewer: Viewer) -> Select[Any]:
    parts = union_all(_accuracy_part(reach), _date_part(reach), _task_part(viewer), _condition_part(reach)).subquery()
    return select(parts).order_by(parts.c.since.is_(None), parts.c.since, parts.c.kind, parts.c.record_id).limit(MOST)


def requests_for(reviews: Sequence[OpenReview], viewer: Viewer) -> tuple[list[Ask], list[Waiting]]:
    """What this person was asked for, and what others were asked for in reviews that this person follows."""
    reach = reach_of(reviews, viewer)
    by_id = {one.row.id: one for one in reviews}
    asks: list[Ask] = []
    others: list[Waiting] = []
    for row in db.session.execute(_query(reach, viewer)):
        review = by_id.get(row.review_id)
        if review is None:
            continue
        match row.kind:
            case "accuracy":
                _accuracy(row, review, reach, viewer, asks, others)
            case "date":
                _new_date(row, review, reach, viewer, asks, others)
            case "task":
                asks.append(_task(row, review, viewer.today))
            case _:
                asks.append(_condition(row, review, viewer.today))
    return asks, others


def _due(row: Any) -> PreciseDate | None:
    if row.first is None:
        return None
    return PreciseDate(row.first, row.last, Precision(row.precision), row.words or format_day(row.first))


def _accuracy(
    row: Any, review: OpenReview, reach: Reach, viewer: Viewer, asks: list[Ask], others: list[Waiting]
) -> None:
    if review.row.phase is not Phase.DISCOVERY:
        return
    what = f"Answer for the accuracy of finding {row.reference}: {review.row.title}"
    if row.review_id in reach.answers:
        address = url_for("accuracy.answer", reference=review.row.reference, item_id=row.record_id)
        why = f"“{_short(row.text)}” Silence lets the review go ahead, and the report says so."
        asks.append(due_ask(what, address, why, _due(row), viewer.today))
    elif row.review_id in reach.follows:
        address = url_for("accuracy.index", reference=review.row.reference)
        until = f"Until {format_day(row.last)}. Silence lets it go ahead, and the report says so."
        others.append(Waiting(review.units, what, address, until, _days(row.since, viewer.today)))


def _new_date(
    row: Any, review: OpenReview, reach: Reach, viewer: Viewer, asks: list[Ask], others: list[Waiting]
) -> None:
    due = _due(row)
    why = f"{review.row.title}. To become {due.label if due else 'another date'}: {_short(row.text)}"
    if row.review_id in reach.leads:
        address = url_for("recommendations.dates.decide", reference=row.reference, revision_id=row.record_id)
        what = f"Decide on a new date for {row.reference}"
        asks.append(waiting_ask(what, address, why, row.since, viewer.today))
    else:
        address = url_for("recommendations.show", reference=row.reference)
        whose = ", ".join(review.leads) or "Nobody yet: no review lead is named"
        others.append(
            Waiting(whose, f"Decide on a new date for {row.reference}", address, why, _days(row.since, viewer.today))
        )


def _task(row: Any, review: OpenReview, today: date) -> Ask:
    address = url_for("plans.task", reference=review.row.reference, task_id=row.record_id)
    return due_ask(f"Do a task: {_short(row.text)}", address, f"{review.row.title}.", _due(row), today)


def _condition(row: Any, review: OpenReview, today: date) -> Ask:
    address = url_for("decisions.meet", reference=review.row.reference, condition_id=row.record_id)
    why = f"{review.row.title}. The decision of {format_day(row.since)} asks for it."
    due = _due(row)
    what = f"Meet a condition: {_short(row.text)}"
    return due_ask(what, address, why, due, today) if due else waiting_ask(what, address, why, row.since, today)


def _days(since: date | None, today: date) -> int | None:
    return max((today - since).days, 0) if since else None


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[: _SHOWN - 20].rstrip()}…" if len(words) > _SHOWN - 20 else words

"""Rounds of factual accuracy: each finding as it was sent, until when the service had, and what it answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.models import AccuracyItem, AccuracyRequest, Finding, Person, Review, Unit, Verdict
from workflows.accuracy import AccuracyState, accuracy_sentence, accuracy_state

MOST_REQUESTS = 20


@dataclass(frozen=True)
class Round:
    """One finding in one request. `text` is what was sent, word for word; `who` answered, by role title and unit."""

    id: int
    request_id: int
    finding_id: int
    number: int
    text: str
    reworded: bool
    withdrawn: bool
    sent_on: date
    due_on: date
    verdict: Verdict | None
    answer: str
    answered_on: date | None
    who: str
    our_response: str
    today: date

    @property
    def state(self) -> AccuracyState:
        """Where it stands today."""
        return accuracy_state(self.sent_on, self.due_on, self.answered_on, self.today)

    @property
    def sentence(self) -> str:
        """The same as the sentence that stands beside the finding."""
        return accuracy_sentence(self.sent_on, self.due_on, self.answered_on, self.today)

    @property
    def is_waiting(self) -> bool:
        """Whether the service still has time."""
        return self.state is AccuracyState.WAITING

    @property
    def is_silent(self) -> bool:
        """Whether the time has passed without an answer."""
        return self.state is AccuracyState.SILENT

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the last day."""
        return self.state is AccuracyState.ANSWERED_LATE


@dataclass(frozen=True)
class Request:
    """Findings that were sent together, each as it was sent."""

    id: int
    sent_on: date
    due_on: date
    message: str
    who: str
    rounds: tuple[Round, ...]


def rounds_of_findings(finding_ids: Iterable[int], today: date) -> dict[int, list[Round]]:
    """The rounds of each finding, the newest last."""
    found: dict[int, list[Round]] = defaultdict(list)
    for one in _rounds(AccuracyItem.finding_id.in_(list(finding_ids)), today):
        found[one.finding_id].append(one)
    return found


def requests_of(review: Review, today: date) -> list[Request]:
    """What was sent to the service, newest first, at most 20 times."""
    sent = db.session.execute(
        select(
            AccuracyRequest.id,
            AccuracyRequest.sent_on,
            AccuracyRequest.due_on,
            AccuracyRequest.message,
            Person.role_title,
        )
        .outerjoin(Person, Person.id == AccuracyRequest.sent_by_id)
        .where(AccuracyRequest.review_id == review.id)
        .order_by(AccuracyRequest.id.desc())
        .limit(MOST_REQUESTS)
    ).all()
    rounds: dict[int, list[Round]] = defaultdict(list)
    for one in _rounds(AccuracyItem.request_id.in_([request.id for request in sent]), today):
        rounds[one.request_id].append(one)
    return [
        Request(one.id, one.sent_on, one.due_on, one.message, one.role_title or "", tuple(rounds[one.id]))
        for one in sent
    ]


def newest(rounds: Iterable[Round]) -> dict[int, Round]:
    """The newest round of each finding, by the finding's id: the one that counts."""
    found: dict[int, Round] = {}
    for one in sorted(rounds, key=lambda one: one.id):
        found[one.finding_id] = one
    return found


def why_closed(item: Round, newest_id: int) -> str:
    """Why the service can no longer answer in this round, in words; empty when it can."""
    if item.withdrawn:
        return "This finding was withdrawn, so it needs no answer."
    if item.id != newest_id:
        return "This finding was sent again with newer words. Answer those."
    if item.verdict is None:
        return ""
    if item.our_response:
        return "The review’s team has already said what it did with your answer."
    return "" if item.today <= item.due_on else "It was answered, and the last day for changing the answer has passed."


def _rounds(condition: ColumnElement[bool], today: date) -> list[Round]:
    found = db.session.execute(
        select(
            AccuracyItem.id,
            AccuracyItem.request_id,
            AccuracyItem.finding_id,
            AccuracyItem.finding_text,
            AccuracyItem.verdict,
            AccuracyItem.answer,
            AccuracyItem.answered_on,
            AccuracyItem.our_response,
            AccuracyRequest.sent_on,
            AccuracyRequest.due_on,
            Finding.number,
            Finding.text,
            Finding.withdrawn_reason,
            Person.role_title,
            Unit.name,
        )
        .join(AccuracyRequest, AccuracyRequest.id == AccuracyItem.request_id)
        .join(Finding, Finding.id == AccuracyItem.finding_id)
        .outerjoin(Person, Person.id == AccuracyItem.answered_by_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(condition)
        .order_by(Finding.number, AccuracyItem.id)
    )
    return [_round(row, today) for row in found]


def _round(row: Any, today: date) -> Round:
    return Round(
        id=row.id,
        request_id=row.request_id,
        finding_id=row.finding_id,
        number=row.number,
        text=row.finding_text,
        reworded=row.finding_text != row.text,
        withdrawn=row.withdrawn_reason is not None,
        sent_on=row.sent_on,
        due_on=row.due_on,
        verdict=row.verdict,
        answer=row.answer,
        answered_on=row.answered_on,
        who=f"{row.role_title}, {row.name}" if row.role_title else "The service",
        our_response=row.our_response,
        today=today,
    )

"""Factual accuracy: the service has ten working days to answer for a finding, and silence lets the review
proceed.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from workflows.dates import format_day, format_weekday
from workflows.working_days import add_working_days

ANSWER_DAYS = 10
"""Working days the service has, where the settings say nothing else."""


class AccuracyState(StrEnum):
    """Where one finding stands on its way to the service and back."""

    NOT_SENT = "not_sent"
    WAITING = "waiting"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    SILENT = "silent"


ACCURACY_LABELS: Mapping[AccuracyState, str] = MappingProxyType(
    {
        AccuracyState.NOT_SENT: "Not sent",
        AccuracyState.WAITING: "Waiting for the service",
        AccuracyState.ANSWERED: "Answered",
        AccuracyState.ANSWERED_LATE: "Answered late",
        AccuracyState.SILENT: "No answer was given",
    }
)

LETS_PROCEED: frozenset[AccuracyState] = frozenset(
    {AccuracyState.ANSWERED, AccuracyState.ANSWERED_LATE, AccuracyState.SILENT}
)


def answer_due(sent_on: date, closed: AbstractSet[date], days: int = ANSWER_DAYS) -> date:
    """Return the last day on which an answer is in time: ``days`` working days after ``sent_on``."""
    return add_working_days(sent_on, days, closed)


def accuracy_state(sent_on: date | None, due: date | None, answered_on: date | None, today: date) -> AccuracyState:
    """Return where a finding stands on ``today``. The due day itself still belongs to the service."""
    if sent_on is None or due is None:
        return AccuracyState.NOT_SENT
    if answered_on is not None:
        return AccuracyState.ANSWERED if answered_on <= due else AccuracyState.ANSWERED_LATE
    return AccuracyState.WAITING if today <= due else AccuracyState.SILENT


def accuracy_sentence(sent_on: date | None, due: date | None, answered_on: date | None, today: date) -> str:
    """Return the state as the sentence that stands beside the finding, on the page and in the report."""
    state = accuracy_state(sent_on, due, answered_on, today)
    if sent_on is None or due is None:
        return "Not yet sent to the service."
    if answered_on is not None:
        late = f", after the last day, {format_day(due)}" if state is AccuracyState.ANSWERED_LATE else ", in time"
        return f"The service answered on {format_day(answered_on)}{late}."
    if state is AccuracyState.WAITING:
        return f"Sent on {format_day(sent_on)}. The service has until {format_weekday(due)} to answer."
    return f"Sent on {format_day(sent_on)}. No answer was given by {format_day(due)}."

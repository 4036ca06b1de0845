"""The states of a recommendation's two lives, their words, and the grid that suggests a priority."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Response(StrEnum):
    """What was answered to the recommendation."""

    AWAITING = "awaiting"
    ACCEPTED = "accepted"
    PARTIALLY_ACCEPTED = "partially_accepted"
    NOT_ACCEPTED = "not_accepted"


class Progress(StrEnum):
    """How far the doing of it is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE_AWAITING_VERIFICATION = "done_awaiting_verification"
    CLOSED = "closed"


class Closure(StrEnum):
    """Why a recommendation is closed."""

    VERIFIED = "verified"
    HANDED_OVER = "handed_over"
    SUPERSEDED = "superseded"
    NO_LONGER_APPLICABLE = "no_longer_applicable"
    RISK_ACCEPTED = "risk_accepted"


class Priority(StrEnum):
    """How much a recommendation matters, as settled by the review; ``priority_from`` only suggests one."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


RESPONSE_LABELS: Mapping[Response, str] = MappingProxyType(
    {
        Response.AWAITING: "Awaiting response",
        Response.ACCEPTED: "Accepted",
        Response.PARTIALLY_ACCEPTED: "Partially accepted",
        Response.NOT_ACCEPTED: "Not accepted",
    }
)
PROGRESS_LABELS: Mapping[Progress, str] = MappingProxyType(
    {
        Progress.NOT_STARTED: "Not started",
        Progress.IN_PROGRESS: "In progress",
        Progress.DONE_AWAITING_VERIFICATION: "Done, awaiting verification",
        Progress.CLOSED: "Closed",
    }
)
CLOSURE_LABELS: Mapping[Closure, str] = MappingProxyType(
    {closure: closure.value.replace("_", " ").capitalize() for closure in Closure}
)
PRIORITY_LABELS: Mapping[Priority, str] = MappingProxyType(
    {priority: priority.value.capitalize() for priority in Priority}
)

TO_BE_DONE: frozenset[Response] = frozenset({Response.ACCEPTED, Response.PARTIALLY_ACCEPTED})
"""The responses that make a recommendation count: in denominators, among the overdue, with a RAG."""

_H, _M, _L = Priority.HIGH, Priority.MEDIUM, Priority.LOW
_GRID: Mapping[int, tuple[Priority, ...]] = MappingProxyType(
    {5: (_H, _H, _H, _H, _M), 4: (_H, _H, _H, _M, _M), 3: (_M,) * 5, 2: (_L,) * 5, 1: (_L,) * 5}
)


def priority_from(impact: int, effort: int) -> Priority:
    """Suggest a priority by the grid of impact and effort, each from 1 (small) to 5 (large).

    Raises ``ValueError`` outside the grid.
    """
    if not (1 <= impact <= 5 and 1 <= effort <= 5):
        raise ValueError(f"impact and effort are from 1 to 5, not {impact} and {effort}")
    return _GRID[impact][effort - 1]

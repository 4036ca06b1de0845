"""A recommendation has two lives: the response it was given, and the progress of doing it. Never one status."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.engine import Condition, Move, Rule, Workflow
from workflows.phases import PHASE_LABELS, Phase
from workflows.recommendation_rag import (
    RAG_RULE,
    RecommendationRagFacts,
    days_overdue,
    is_overdue,
    recommendation_rag,
)
from workflows.recommendation_states import (
    CLOSURE_LABELS,
    PRIORITY_LABELS,
    PROGRESS_LABELS,
    RESPONSE_LABELS,
    TO_BE_DONE,
    Closure,
    Priority,
    Progress,
    Response,
    priority_from,
)
from workflows.roles import Role
from workflows.wording import in_words

__all__ = [
    "CLOSURE_LABELS",
    "CLOSURE_OF",
    "PRIORITY_LABELS",
    "PROGRESS",
    "PROGRESS_LABELS",
    "RAG_RULE",
    "RESPONSE",
    "RESPONSE_LABELS",
    "TO_BE_DONE",
    "Closure",
    "Priority",
    "Progress",
    "RecommendationFacts",
    "RecommendationRagFacts",
    "Response",
    "days_overdue",
    "is_overdue",
    "priority_from",
    "recommendation_rag",
]


@dataclass(frozen=True, kw_only=True)
class RecommendationFacts:
    """What the moves of both lives need. ``owner_is_actor`` says that the person pressing the button owns the
    recommendation.

    ``handed_over_to`` and ``superseded_by`` are the name of the programme and the reference of the
    recommendation given with the move, empty when none is.
    """

    review_phase: Phase
    response: Response = Response.AWAITING
    progress: Progress = Progress.NOT_STARTED
    interim: bool = False
    pieces_of_evidence: int = 0
    owner_is_actor: bool = False
    handed_over_to: str = ""
    superseded_by: str = ""


def open_for_a_response(facts: RecommendationFacts) -> Condition:
    """A response is given from the recommendations phase on; a quick win may be accepted from discovery on."""
    if facts.review_phase in (Phase.RECOMMENDATIONS, Phase.IMPLEMENTATION):
        return Condition(True, f"The review is in {PHASE_LABELS[facts.review_phase].lower()}.", "phase")
    if facts.review_phase is Phase.DISCOVERY and facts.interim:
        return Condition(True, "It is a quick win, which can be answered from discovery on.", "phase")
    if facts.review_phase is Phase.DISCOVERY:
        sentence = "The review is still in discovery, where only a quick win can be answered."
    else:
        sentence = f"The review is {_where(facts.review_phase)}, where no response is given."
    return Condition(False, sentence, "phase", "See where the review is")


def _where(phase: Phase) -> str:
    return "in scoping" if phase is Phase.SCOPING else PHASE_LABELS[phase].lower()


def response_given(facts: RecommendationFacts) -> Condition:
    """Only what was accepted, or accepted in part, is done and closed."""
    if facts.response in TO_BE_DONE:
        return Condition(True, f"It was {RESPONSE_LABELS[facts.response].lower()}.", "response")
    if facts.response is Response.AWAITING:
        return Condition(False, "It has had no response yet.", "response", "Record the response")
    return Condition(False, "It was not accepted, so there is nothing to do.", "response", "See the response")


def evidence_of_doing(facts: RecommendationFacts) -> Condition:
    """Done is shown by evidence."""
    if facts.pieces_of_evidence:
        are = "is" if facts.pieces_of_evidence == 1 else "are"
        return Condition(
            True,
            f"There is evidence that it is done: {in_words(facts.pieces_of_evidence)} {are} recorded.",
            "evidence",
        )
    return Condition(False, "There is no evidence that it is done.", "evidence", "Add evidence")


def closed_by_another_than_its_owner(facts: RecommendationFacts) -> Condition:
    """The owner does it; somebody else says that it is done, or that it need not be."""
    if facts.owner_is_actor:
        return Condition(
            False,
            "You own this recommendation, so somebody else must close it.",
            "verifier",
            "See who can verify it",
        )
    return Condition(True, "The person who closes it is not its owner.", "verifier")


def receiver_named(facts: RecommendationFacts) -> Condition:
    """What is handed over goes to somebody, and keeps reporting back."""
    if facts.handed_over_to:
        return Condition(True, f"It goes to {facts.handed_over_to}, which reports back.", "handed_over_to")
    return Condition(False, "It is not said which programme takes it over.", "handed_over_to", "Say who takes it over")


def successor_named(facts: RecommendationFacts) -> Condition:
    """What is superseded points to what took its place."""
    if facts.superseded_by:
        return Condition(True, f"{facts.superseded_by} takes its place.", "superseded_by")
    return Condition(False, "It is not said what takes its place.", "superseded_by", "Name the recommendation")


_RECORDERS = frozenset({Role.REVIEW_LEAD, Role.FOCUS_REVIEWER, Role.COMMITTEE_SECRETARY, Role.SPONSOR})
_DOERS = frozenset({Role.RECOMMENDATION_OWNER, Role.REVIEW_LEAD, Role.FOCUS_REVIEWER})
_VERIFIERS = frozenset({Role.VERIFIER})
_CLOSERS = frozenset({Role.VERIFIER, Role.REVIEW_LEAD, Role.FOCUS_REVIEWER})
_OPEN = (Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.DONE_AWAITING_VERIFICATION)


def _answer(name: str, label: str, target: Response, *, needs_reason: bool) -> Move[Response, RecommendationFacts]:
    return Move(
        name=name,
        label=label,
        sources=(Response.AWAITING,),
        target=target,
        by=_RECORDERS,
        rules=(open_for_a_response,),
        needs_reason=needs_reason,
        needs_decision=True,
        decided_by="the sponsor or the committee",
    )


RESPONSE: Workflow[Response, RecommendationFacts] = Workflow(
    "Response to a recommendation",
    RESPONSE_LABELS,
    Response.AWAITING,
    (
        _answer("accept", "Accept", Response.ACCEPTED, needs_reason=False),
        _answer("accept_in_part", "Accept in part", Response.PARTIALLY_ACCEPTED, needs_reason=True),
        _answer("not_accept", "Do not accept", Response.NOT_ACCEPTED, needs_reason=True),
        Move(
            name="withdraw_response",
            label="Take back the response, recorded in error",
            sources=(Response.ACCEPTED, Response.PARTIALLY_ACCEPTED, Response.NOT_ACCEPTED),
            target=Response.AWAITING,
            by=_RECORDERS,
            needs_reason=True,
            kind="backward",
        ),
    ),
)
"""The response to a recommendation."""


def _close(
    name: str,
    label: str,
    *rules: Rule[RecommendationFacts],
    by: frozenset[Role] = _CLOSERS,
    decided_by: str = "",
) -> Move[Progress, RecommendationFacts]:
    return Move(
        name=name,
        label=label,
        sources=_OPEN,
        target=Progress.CLOSED,
        by=by,
        rules=(response_given, *rules, closed_by_another_than_its_owner),
        needs_reason=True,
        needs_decision=bool(decided_by),
        decided_by=decided_by,
        kind="side",
    )


PROGRESS: Workflow[Progress, RecommendationFacts] = Workflow(
    "Progress of a recommendation",
    PROGRESS_LABELS,
    Progress.NOT_STARTED,
    (
        Move(
            name="start",
            label="Start work",
            sources=(Progress.NOT_STARTED,),
            target=Progress.IN_PROGRESS,
            by=_DOERS,
            rules=(response_given,),
        ),
        Move(
            name="report_done",
            label="Say that it is done",
            sources=(Progress.NOT_STARTED, Progress.IN_PROGRESS),
            target=Progress.DONE_AWAITING_VERIFICATION,
            by=_DOERS,
            rules=(response_given, evidence_of_doing),
        ),
        Move(
            name="verify",
            label="Confirm that it is done",
            sources=(Progress.DONE_AWAITING_VERIFICATION,),
            target=Progress.CLOSED,
            by=_VERIFIERS,
            rules=(evidence_of_doing, closed_by_another_than_its_owner),
        ),
        Move(
            name="send_back",
            label="Send it back: not done yet",
            sources=(Progress.DONE_AWAITING_VERIFICATION,),
            target=Progress.IN_PROGRESS,
            by=_VERIFIERS,
            needs_reason=True,
            kind="backward",
        ),
        _close("hand_over", "Hand it over to another programme", receiver_named),
        _close("supersede", "Close it: superseded", successor_named),
        _close("set_aside", "Close it: no longer applicable"),
        _close(
            "accept_risk",
            "Close it: the risk is accepted",
            by=_CLOSERS | {Role.SPONSOR},
            decided_by="the sponsor",
        ),
        Move(
            name="reopen",
            label="Open it again",
            sources=(Progress.CLOSED,),
            target=Progress.IN_PROGRESS,
            by=_CLOSERS,
            needs_reason=True,
            kind="backward",
        ),
    ),
)
"""The progress of a recommendation. A handed-over one is closed here and keeps reporting back."""

CLOSURE_OF: Mapping[str, Closure] = MappingProxyType(
    {
        "verify": Closure.VERIFIED,
        "hand_over": Closure.HANDED_OVER,
        "supersede": Closure.SUPERSEDED,
        "set_aside": Closure.NO_LONGER_APPLICABLE,
        "accept_risk": Closure.RISK_ACCEPTED,
    }
)
"""What each closing move records as the kind of closure."""

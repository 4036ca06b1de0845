"""Recording what was decided: the decision with its conditions and responses in one go, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from app.access import Place, Viewer
from app.decisions.queries import WHOLE, narrowed
from app.doing import doing
from app.extensions import db
from app.models import Decision, DecisionCondition, DecisionKind, Recommendation, Review
from app.recommendation_part import facts_of
from app.review_facts import current_decided_content
from workflows.dates import PreciseDate
from workflows.decision import GOES_AHEAD, DecidedContent, Outcome
from workflows.engine import Condition, MoveRefused
from workflows.phases import PHASE_LABELS, Phase
from workflows.recommendation import RESPONSE, TO_BE_DONE


@dataclass(frozen=True)
class Document:
    """What was read: its name, the SHA-256 of its bytes (64 hexadecimal digits), and the paper where it was made here."""

    name: str = ""
    sha256: str = ""
    paper_id: int | None = None


@dataclass(frozen=True)
class Given:
    """What is recorded of a decision."""

    kind: DecisionKind
    outcome: Outcome
    decided_by_title: str
    decided_on: date
    minute_reference: str = ""
    note: str = ""
    document: Document = Document()
    conditions: Sequence[tuple[str, PreciseDate | None]] = ()


@dataclass(frozen=True)
class Answer:
    """The response to one recommendation: the move of its life (accept, accept_in_part, not_accept) and the reason."""

    recommendation: Recommendation
    move: str
    reason: str = ""


def phase_of(review: Review) -> Phase:
    """The phase a review is in; of a paused one that from which it was paused."""
    return review.paused_from if review.phase is Phase.PAUSED and review.paused_from else review.phase


def kinds_open(review: Review) -> tuple[DecisionKind, ...]:
    """What can be decided now: quick wins from discovery on, the rest from the recommendations phase on."""
    phase = phase_of(review)
    if phase is Phase.DISCOVERY:
        return (DecisionKind.QUICK_WINS,)
    if phase in (Phase.RECOMMENDATIONS, Phase.IMPLEMENTATION):
        return (DecisionKind.REPORT, DecisionKind.QUICK_WINS, DecisionKind.AMENDMENT)
    return ()


def record_decision(
    review: Review, given: Given, answers: Sequence[Answer], place: Place, *, actor: Viewer
) -> Decision:
    """Record a decision, its conditions and the responses it gave, with what it decided frozen as it stands.

    Raises:
        MoveRefused: it cannot be decided in this phase, or a response stands already.
        MoveForbidden: none of the actor's roles records responses here.
    """
    if given.kind not in (*kinds_open(review), DecisionKind.RESPONSE):
        raise MoveRefused((_too_early(review),))
    doing("record_decision", actor, given.note)
    decision = Decision(
        review_id=review.id,
        kind=given.kind,
        outcome=given.outcome,
        decided_by_title=given.decided_by_title,
        decided_on=given.decided_on,
        minute_reference=given.minute_reference,
        note=given.note,
        document_name=given.document.name,
        document_sha256=given.document.sha256,
        paper_id=given.document.paper_id,
        decided_content=dict(_decided_content(review, given.kind, answers)),
        recorded_by_id=actor.person_id,
        recorded_at=actor.now,
    )
    db.session.add(decision)
    db.session.flush()
    for words, due in given.conditions:
        db.session.add(DecisionCondition(decision_id=decision.id, text=words, due=due))
    for answer in answers:
        _respond(answer, decision, place, actor)
    return decision


def _too_early(review: Review) -> Condition:
    phase = PHASE_LABELS[phase_of(review)].lower()
    sentence = f"The review is {'in ' if phase_of(review) is Phase.SCOPING else ''}{phase}: this cannot be decided now."
    if phase_of(review) is Phase.DISCOVERY:
        sentence = "The review is still in discovery, where only quick wins can be decided."
    return Condition(False, sentence, "phase", "See where the review is")


def _decided_content(review: Review, kind: DecisionKind, answers: Sequence[Answer]) -> DecidedContent:
    now = current_decided_content(review)
    if kind in WHOLE:
        return now
    keys = frozenset(answer.recommendation.reference for answer in answers)
    return narrowed(now, keys, scope_version=now["scope_version"])


def _respond(answer: Answer, decision: Decision, place: Place, actor: Viewer) -> None:
    recommendation = answer.recommendation
    if recommendation.published_on is None:
        raise MoveRefused((Condition(False, f"{recommendation.reference} is still a draft.", "draft"),))
    doing("record_response", actor)
    recommendation.response = RESPONSE.advance(
        recommendation.response,
        answer.move,
        roles=actor.roles_at(place),
        facts=facts_of(recommendation, actor),
        reason=answer.reason,
        decided=True,
    )
    recommendation.response_reason = answer.reason
    recommendation.decision_id = decision.id


def decide_again(decision: Decision, recommendations: Sequence[Recommendation], *, actor: Viewer) -> None:
    """Let what was answered before, and changed since, rest on the amendment that decided it again.

    Call it after `record_decision`, in the same transaction.
    """
    if decision.kind is not DecisionKind.AMENDMENT or decision.outcome not in GOES_AHEAD:
        return
    now = cast(DecidedContent, decision.decided_content)
    for one in recommendations:
        earlier = one.decision
        if one.response in TO_BE_DONE and earlier is not None and earlier.id != decision.id:
            mine = narrowed(now, frozenset((one.reference,)), scope_version=0)
            before = [item for item in earlier.decided_content["recommendations"] if item["key"] == one.reference]
            if before != mine["recommendations"]:
                doing("decide_again", actor)
                one.decision_id = decision.id


def take_back_response(recommendation: Recommendation, reason: str, place: Place, *, actor: Viewer) -> None:
    """Take back a response that was recorded in error. The decision stays on record; the response awaits again."""
    doing("take_back_response", actor, reason)
    recommendation.response = RESPONSE.advance(
        recommendation.response,
        "withdraw_response",
        roles=actor.roles_at(place),
        facts=facts_of(recommendation, actor),
        reason=reason,
    )
    recommendation.response_reason = ""
    recommendation.decision_id = None


def meet_condition(condition: DecisionCondition, met_on: date, note: str, *, actor: Viewer) -> None:
    """Mark a condition as met.

    Raises:
        MoveRefused: it is marked so already.
    """
    if condition.met_on is not None:
        raise MoveRefused((Condition(False, "This condition is marked as met already.", "conditions"),))
    doing("meet_condition", actor, note)
    condition.met_on, condition.met_note, condition.met_by_id = met_on, note, actor.person_id


def outcome_of(move: str) -> Outcome:
    """The outcome of a decision that answers one recommendation by itself."""
    return Outcome.REJECTED if move == "not_accept" else Outcome.APPROVED

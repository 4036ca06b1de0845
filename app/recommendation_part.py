"""What somebody is to one recommendation, and what its rules must know: its owner, its verifier, or neither.

The roles of a person on the review's place say who they are in general. On one recommendation the owner is the person
named as its owner, and nobody else who may own others.
"""

from typing import Any

from app.access import Place, Viewer
from app.models import NoteKind, Recommendation
from workflows.phases import Phase
from workflows.recommendation import RecommendationFacts
from workflows.roles import Role


def roles_on(recommendation: Recommendation, actor: Viewer, place: Place) -> frozenset[Role]:
    """The roles of `actor` on this very recommendation.

    The owner is the one who is named. The verifier is the one who is named; where nobody is, whoever holds that role
    on the unit, or the lead. Nobody verifies what they own, or what they said themselves is done.
    """
    held = set(actor.roles_at(place)) - {Role.RECOMMENDATION_OWNER}
    owns = recommendation.owner_id == actor.person_id
    if owns:
        held.add(Role.RECOMMENDATION_OWNER)
    if recommendation.verifier_id is not None:
        held.discard(Role.VERIFIER)
        if recommendation.verifier_id == actor.person_id:
            held.add(Role.VERIFIER)
    elif Role.REVIEW_LEAD in held:
        held.add(Role.VERIFIER)
    if owns or said_done(recommendation, actor):
        held.discard(Role.VERIFIER)
    return frozenset(held)


def said_done(recommendation: Recommendation, actor: Viewer) -> bool:
    """Whether `actor` is the one who last said that it is done."""
    done = [note for note in recommendation.notes if note.kind is NoteKind.DONE]
    return bool(done) and done[-1].written_by_id == actor.person_id


def pieces_of_evidence(recommendation: Recommendation) -> int:
    """How much shows that it is done: words, a link, a file."""
    return sum(
        (bool(recommendation.done_evidence), bool(recommendation.done_url), recommendation.done_file_id is not None)
    )


def facts_of(recommendation: Recommendation, actor: Viewer, **given: Any) -> RecommendationFacts:
    """The facts for the moves of both lives; `given` overrules what is recorded (evidence, a receiver, a successor)."""
    review = recommendation.review
    phase = review.paused_from if review.phase is Phase.PAUSED and review.paused_from else review.phase
    known: dict[str, Any] = {
        "review_phase": phase,
        "response": recommendation.response,
        "progress": recommendation.progress,
        "interim": recommendation.interim,
        "pieces_of_evidence": pieces_of_evidence(recommendation),
        "owner_is_actor": recommendation.owner_id == actor.person_id,
    }
    return RecommendationFacts(**(known | given))

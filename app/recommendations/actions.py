"""What people do with a recommendation until it is put forward, and what may still be changed of it afterwards."""

from collections.abc import Collection
from dataclasses import dataclass

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import Recommendation, RecommendationFinding, RecommendationText, Review
from app.recommendations.mail import ask_to_verify, tell_owner
from app.recommendations.show_queries import next_number, verifiers_of
from workflows.dates import PreciseDate
from workflows.engine import Condition, MoveRefused
from workflows.phases import Phase
from workflows.publishing import DraftFacts, may_be_put_forward
from workflows.recommendation import Priority, Progress, priority_from


@dataclass(frozen=True)
class Assessment:
    """How a recommendation is judged: impact and effort from 1 to 5, its priority, and the date it should be done by."""

    impact: int | None
    effort: int | None
    priority: Priority | None
    current_date: PreciseDate | None

    @property
    def settled_priority(self) -> Priority | None:
        """The priority that was chosen, else the one that impact and effort suggest."""
        if self.priority is None and self.impact is not None and self.effort is not None:
            return priority_from(self.impact, self.effort)
        return self.priority


@dataclass(frozen=True)
class Draft:
    """What a draft says."""

    text: str
    detail: str
    assessment: Assessment
    owner_id: int | None
    verifier_id: int | None
    interim: bool


def record_recommendation(
    review: Review, draft: Draft, finding_ids: Collection[int], *, actor: Viewer
) -> Recommendation:
    """Write a new draft for a review."""
    doing("record_recommendation", actor)
    number = next_number(review.id)
    made = Recommendation(review_id=review.id, number=number, reference=f"{review.reference}-R{number:02}", text="")
    _write(made, draft)
    db.session.add(made)
    db.session.flush()
    _link(made, set(finding_ids), set())
    return made


def edit_recommendation(
    recommendation: Recommendation, draft: Draft, added: set[int], removed: set[int], *, actor: Viewer
) -> None:
    """Change a draft; `added` and `removed` are ids of findings it newly rests on, and rests on no more.

    Raises:
        MoveRefused: it was put forward or withdrawn.
    """
    _refuse_unless_draft(recommendation)
    doing("edit_recommendation", actor)
    _write(recommendation, draft)
    _link(recommendation, added, removed)


def withdraw_recommendation(recommendation: Recommendation, reason: str, *, actor: Viewer) -> None:
    """Take a draft out, with a reason. It stays readable for those who read drafts.

    Raises:
        MoveRefused: it was put forward or withdrawn.
    """
    _refuse_unless_draft(recommendation)
    doing("withdraw_recommendation", actor, reason)
    recommendation.withdrawn_reason = reason


def standing_in_the_way(recommendation: Recommendation) -> tuple[Condition, ...]:
    """What a draft needs to be put forward, met and unmet."""
    review = recommendation.review
    phase = review.paused_from if review.phase is Phase.PAUSED and review.paused_from else review.phase
    return may_be_put_forward(
        DraftFacts(review_phase=phase, interim=recommendation.interim, findings=len(recommendation.finding_links))
    )


def put_forward(recommendation: Recommendation, *, actor: Viewer) -> None:
    """Publish a draft: its text is fixed as version 1, its date becomes the original date, and everybody reads it.

    Raises:
        MoveRefused: something stands in the way, or it is no draft any more.
    """
    _refuse_unless_draft(recommendation)
    unmet = tuple(one for one in standing_in_the_way(recommendation) if not one.met)
    if unmet:
        raise MoveRefused(unmet)
    doing("put_forward", actor)
    recommendation.published_on = actor.today
    recommendation.original_date = recommendation.current_date
    db.session.add(
        RecommendationText(
            recommendation_id=recommendation.id,
            number=1,
            text=recommendation.text,
            written_by_id=actor.person_id,
            written_on=actor.today,
        )
    )
    tell_owner(recommendation, actor)


def put_forward_all(drafts: Collection[Recommendation], *, actor: Viewer) -> int:
    """Publish every draft that nothing stands in the way of, and give their number."""
    ready = [one for one in drafts if all(condition.met for condition in standing_in_the_way(one))]
    for one in ready:
        put_forward(one, actor=actor)
    return len(ready)


def amend_recommendation(
    recommendation: Recommendation,
    text: str,
    assessment: Assessment,
    added: set[int],
    removed: set[int],
    *,
    reason: str,
    actor: Viewer,
) -> None:
    """Amend what was put forward. A changed wording is a new version of the text; the old one stays readable.

    A date is taken only where there was none yet: it is then the original date, which never changes.
    """
    _refuse_unless_published(recommendation)
    doing("amend_recommendation", actor, reason)
    recommendation.impact, recommendation.effort = assessment.impact, assessment.effort
    recommendation.priority = assessment.settled_priority
    if recommendation.original_date is None and recommendation.current_date is None:
        recommendation.original_date = recommendation.current_date = assessment.current_date
    _link(recommendation, added, removed)
    if text == recommendation.text:
        return
    recommendation.text = text
    recommendation.text_version += 1
    db.session.add(
        RecommendationText(
            recommendation_id=recommendation.id,
            number=recommendation.text_version,
            text=text,
            reason=reason,
            written_by_id=actor.person_id,
            written_on=actor.today,
        )
    )


def change_people(
    recommendation: Recommendation, owner_id: int | None, verifier_id: int | None, *, reason: str, actor: Viewer
) -> None:
    """Name another owner or verifier of what was put forward."""
    _refuse_unless_published(recommendation)
    doing("change_people", actor, reason)
    new_owner, new_verifier = owner_id != recommendation.owner_id, verifier_id != recommendation.verifier_id
    recommendation.owner_id, recommendation.verifier_id = owner_id, verifier_id
    if new_owner:
        tell_owner(recommendation, actor)
    if new_verifier and recommendation.progress is Progress.DONE_AWAITING_VERIFICATION:
        ask_to_verify(recommendation, verifiers_of(recommendation), actor)


def _write(recommendation: Recommendation, draft: Draft) -> None:
    assessment = draft.assessment
    recommendation.text, recommendation.detail = draft.text, draft.detail
    recommendation.impact, recommendation.effort = assessment.impact, assessment.effort
    recommendation.priority = assessment.settled_priority
    recommendation.current_date = assessment.current_date
    recommendation.owner_id, recommendation.verifier_id = draft.owner_id, draft.verifier_id
    recommendation.interim = draft.interim


def _link(recommendation: Recommendation, added: set[int], removed: set[int]) -> None:
    linked = {link.finding_id for link in recommendation.finding_links}
    for link in [one for one in recommendation.finding_links if one.finding_id in removed]:
        recommendation.finding_links.remove(link)
    for finding_id in sorted(added - linked):
        recommendation.finding_links.append(
            RecommendationFinding(recommendation_id=recommendation.id, finding_id=finding_id)
        )


def _refuse_unless_draft(recommendation: Recommendation) -> None:
    if recommendation.withdrawn_reason is not None:
        raise MoveRefused((Condition(False, "This draft was withdrawn.", "draft"),))
    if recommendation.published_on is not None:
        sentence = "It was put forward, and its text is fixed. Its lead can amend it."
        raise MoveRefused((Condition(False, sentence, "draft"),))


def _refuse_unless_published(recommendation: Recommendation) -> None:
    if recommendation.published_on is None:
        sentence = "It is still a draft: edit the draft itself."
        raise MoveRefused((Condition(False, sentence, "draft"),))

"""Other dates: the owner asks, the lead approves or refuses, and the original date is never overwritten."""

from collections.abc import Sequence

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import DateRevision, Recommendation, RevisionState
from app.recommendations.mail import ask_for_date, tell_date_decided
from workflows.dates import PreciseDate
from workflows.engine import Condition, MoveRefused
from workflows.recommendation import Progress


def pending_revision(recommendation: Recommendation) -> DateRevision | None:
    """The new date that was asked for and not answered yet."""
    return next((one for one in recommendation.revisions if one.state is RevisionState.ASKED), None)


def ask_new_date(
    recommendation: Recommendation, becomes: PreciseDate, reason: str, lead_ids: Sequence[int], *, actor: Viewer
) -> DateRevision:
    """Ask for another date. Nothing changes until a lead approves it.

    Raises:
        MoveRefused: one was asked for already, or there is nothing left to do.
    """
    if pending_revision(recommendation) is not None:
        raise MoveRefused((Condition(False, "A new date was asked for already, and has no answer yet.", "dates"),))
    if recommendation.progress in (Progress.DONE_AWAITING_VERIFICATION, Progress.CLOSED):
        raise MoveRefused((Condition(False, "It is done or closed, so its date stays.", "dates"),))
    doing("ask_new_date" if recommendation.current_date else "propose_date", actor, reason)
    revision = DateRevision(
        recommendation_id=recommendation.id,
        was=recommendation.current_date,
        becomes=becomes,
        reason=reason,
        asked_by_id=actor.person_id,
        asked_on=actor.today,
    )
    db.session.add(revision)
    db.session.flush()
    ask_for_date(revision, recommendation, list(lead_ids), actor)
    return revision


def decide_new_date(
    revision: DateRevision, recommendation: Recommendation, *, approved: bool, note: str, actor: Viewer
) -> None:
    """Approve the new date, or refuse it and leave the date as it is. The first date of one without any is its original.

    Raises:
        MoveRefused: it was answered already.
    """
    if revision.state is not RevisionState.ASKED:
        raise MoveRefused((Condition(False, f"This new date was {revision.state.value} already.", "dates"),))
    doing("approve_date" if approved else "refuse_date", actor, note)
    revision.state = RevisionState.APPROVED if approved else RevisionState.REFUSED
    revision.decided_by_id, revision.decided_by_title = actor.person_id, actor.title
    revision.decided_on, revision.decision_note = actor.today, note
    if approved:
        recommendation.current_date = revision.becomes
        if recommendation.original_date is None:
            recommendation.original_date = revision.becomes
    tell_date_decided(revision, recommendation, actor)

"""What people do with a recommendation while it is carried out: notes, milestones, done, verified, closed, reopened."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.access import Place, Viewer
from app.doing import doing
from app.extensions import db
from app.models import Milestone, NoteKind, Recommendation, RecommendationNote, StoredFile
from app.recommendation_part import facts_of, roles_on
from app.recommendations.mail import ask_to_verify, tell_sent_back
from app.recommendations.show_queries import verifiers_of
from workflows.engine import Condition, MoveRefused
from workflows.recommendation import CLOSURE_OF, PROGRESS, Progress


@dataclass(frozen=True)
class Evidence:
    """What shows that it is done; an earlier file stays where no new one is given."""

    words: str
    url: str
    completed_on: date
    file: StoredFile | None = None
    filename: str = ""


@dataclass(frozen=True)
class Closing:
    """How a recommendation is closed: the move, its reason, and what that move asks for besides.

    `facts` overrules the recorded facts (the programme's title, the successor's reference), `changes` are columns.
    """

    move: str
    reason: str
    decided: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)


def _advance(
    recommendation: Recommendation, move: str, place: Place, actor: Viewer, *, reason: str = "", **more: Any
) -> None:
    """Make the move, or raise what its rules raise. `more`: `decided`, and facts that overrule what is recorded."""
    decided = bool(more.pop("decided", False))
    recommendation.progress = PROGRESS.advance(
        recommendation.progress,
        move,
        roles=roles_on(recommendation, actor, place),
        facts=facts_of(recommendation, actor, **more),
        reason=reason,
        decided=decided,
    )


def _note(recommendation: Recommendation, kind: NoteKind, text: str, actor: Viewer) -> None:
    db.session.add(
        RecommendationNote(
            recommendation_id=recommendation.id,
            kind=kind,
            text=text,
            written_by_id=actor.person_id,
            written_at=actor.now,
        )
    )


def start_work(recommendation: Recommendation, place: Place, note: str = "", *, actor: Viewer) -> None:
    """Begin with it."""
    doing("start_work", actor, note)
    _advance(recommendation, "start", place, actor)


def tick_milestones(recommendation: Recommendation, ticked: set[int], unticked: set[int], *, actor: Viewer) -> None:
    """Mark milestones as done, or as not done after all; `ticked` and `unticked` are their ids."""
    kept = {milestone.id: milestone for milestone in recommendation.milestones if not milestone.dropped}
    for verb, ids, done in (("tick_milestones", ticked, True), ("untick_milestones", unticked, False)):
        changed = [kept[one] for one in sorted(ids) if one in kept and kept[one].done is not done]
        if changed:
            doing(verb, actor)
        for milestone in changed:
            milestone.done, milestone.done_on = done, actor.today if done else None


def update_progress(recommendation: Recommendation, note: str, *, actor: Viewer) -> None:
    """Write how it goes."""
    doing("update_progress", actor)
    _note(recommendation, NoteKind.PROGRESS, note, actor)


def report_back(recommendation: Recommendation, note: str, *, actor: Viewer) -> None:
    """Write what became of a recommendation that was handed over. It stays closed, and keeps its dates."""
    doing("report_back", actor)
    _note(recommendation, NoteKind.REPORT_BACK, note, actor)


def add_milestone(recommendation: Recommendation, text: str, *, actor: Viewer) -> None:
    """Add a step on the way."""
    doing("add_milestone", actor)
    db.session.add(Milestone(recommendation_id=recommendation.id, text=text))


def drop_milestone(milestone: Milestone, *, actor: Viewer) -> None:
    """Take a milestone out of the count; it stays in the history."""
    doing("drop_milestone", actor)
    milestone.dropped = True


def report_blocked(recommendation: Recommendation, reason: str, *, actor: Viewer) -> None:
    """Say that something stands in the way: it is red until that is gone.

    Raises:
        MoveRefused: it is not being done, or said to be blocked already.
    """
    _refuse_unless(recommendation.progress in (Progress.NOT_STARTED, Progress.IN_PROGRESS), "It is done or closed.")
    _refuse_unless(recommendation.blocked_reason is None, "It is said to be blocked already.")
    doing("report_blocked", actor, reason)
    recommendation.blocked_reason = reason
    _note(recommendation, NoteKind.BLOCKED, reason, actor)


def report_unblocked(recommendation: Recommendation, note: str, *, actor: Viewer) -> None:
    """Say that nothing stands in the way any more.

    Raises:
        MoveRefused: nothing did.
    """
    _refuse_unless(recommendation.blocked_reason is not None, "Nothing blocks it.")
    doing("report_unblocked", actor, note)
    recommendation.blocked_reason = None
    _note(recommendation, NoteKind.UNBLOCKED, note, actor)


def report_done(recommendation: Recommendation, evidence: Evidence, place: Place, *, actor: Viewer) -> None:
    """Say that it is done, with what shows it; whoever can verify it is asked to."""
    doing("report_done", actor)
    recommendation.done_evidence, recommendation.done_url = evidence.words, evidence.url
    if evidence.file is not None:
        recommendation.done_file_id, recommendation.done_filename = evidence.file.id, evidence.filename
    _advance(recommendation, "report_done", place, actor)
    recommendation.completed_on = evidence.completed_on
    recommendation.blocked_reason = None
    _note(recommendation, NoteKind.DONE, evidence.words or evidence.url or recommendation.done_filename, actor)
    ask_to_verify(recommendation, verifiers_of(recommendation), actor)


def verify(recommendation: Recommendation, place: Place, note: str = "", *, actor: Viewer) -> None:
    """Confirm that it is done: closed and verified, by somebody other than its owner."""
    doing("verify", actor, note)
    _advance(recommendation, "verify", place, actor)
    recommendation.closure = CLOSURE_OF["verify"]
    recommendation.closure_reason = note
    recommendation.verified_on = actor.today
    recommendation.verified_by_id = actor.person_id


def send_back(recommendation: Recommendation, reason: str, place: Place, *, actor: Viewer) -> None:
    """Say what is still missing. What was given as evidence stays, to be added to."""
    doing("send_back", actor, reason)
    _advance(recommendation, "send_back", place, actor, reason=reason)
    recommendation.completed_on = None
    _note(recommendation, NoteKind.SENT_BACK, reason, actor)
    tell_sent_back(recommendation, actor)


def close(recommendation: Recommendation, closing: Closing, place: Place, *, actor: Viewer) -> None:
    """Close it without doing it here: handed over, superseded, no longer applicable, or its risk accepted."""
    doing(closing.move, actor, closing.reason)
    _advance(
        recommendation,
        closing.move,
        place,
        actor,
        reason=closing.reason,
        decided=closing.decided,
        **closing.facts,
    )
    recommendation.closure = CLOSURE_OF[closing.move]
    recommendation.closure_reason = closing.reason
    recommendation.blocked_reason = None
    for name, value in closing.changes.items():
        setattr(recommendation, name, value)


def reopen(recommendation: Recommendation, reason: str, place: Place, *, actor: Viewer) -> None:
    """Open it again. How it was closed stays in the history; what showed that it was done must be shown anew."""
    doing("reopen", actor, reason)
    _advance(recommendation, "reopen", place, actor, reason=reason)
    recommendation.closure, recommendation.closure_reason = None, ""
    recommendation.completed_on = recommendation.verified_on = None
    recommendation.verified_by_id = None
    recommendation.done_evidence = recommendation.done_url = recommendation.done_filename = ""
    recommendation.done_file_id = None
    recommendation.handed_over_to_id = recommendation.superseded_by_id = None


def _refuse_unless(met: bool, sentence: str) -> None:
    if not met:
        raise MoveRefused((Condition(False, sentence, "progress"),))

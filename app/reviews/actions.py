"""What people do to a review as a whole: propose it, change the proposal, move it, and put it on the public list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.folding import fold
from app.models import PhaseEntry, Review, ReviewService, ReviewUnit, RightTool, RoleGrant, Service
from app.outbox import ask_mail, link_to
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.review import CURRENT_VERSION, Phase, Profile, ReviewFacts, Step, first_step, workflow_for
from workflows.roles import Role

PROPOSE = "propose"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is typed in a proposal. `services` are as typed: names of the register, or other words."""

    title: str
    profile: Profile
    unit_ids: Sequence[int]
    services: Sequence[str] = ()
    problem: str = ""
    users: str = ""
    sponsor_title: str = ""
    right_tool: RightTool | None = None
    right_tool_reason: str = ""


@dataclass(frozen=True)
class Decided:
    """Who decided a move, apart from who records it."""

    by_title: str
    on: date
    reference: str = ""
    outcome: Outcome | None = None
    conditions: str = ""


def propose_review(proposal: Proposal, *, actor: Viewer, draft: bool = False) -> Review:
    """Propose a review, or keep an incomplete proposal as a draft.

    The caller commits, and tries again where somebody else took the same reference in between.
    """
    if draft:
        doing("keep_draft_proposal", actor)
    else:
        doing("propose_review", actor)
    review = Review(
        reference=next_reference(actor.today.year),
        profile=proposal.profile,
        profile_version=CURRENT_VERSION,
        phase=Phase.PROPOSED,
        step=Step.IDEA,
        proposed_by_id=actor.person_id,
    )
    _write(review, proposal)
    db.session.add(review)
    _keep_units(review, proposal.unit_ids)
    _keep_services(review, proposal.services)
    review.entries.append(
        PhaseEntry(
            phase=Phase.PROPOSED,
            from_phase=None,
            move=PROPOSE,
            entered=PreciseDate.day(actor.today),
            recorded_by_id=actor.person_id,
            recorded_at=actor.now,
        )
    )
    db.session.flush()
    if not draft:
        _tell_focus(review, actor)
    return review


def _tell_focus(review: Review, actor: Viewer) -> None:
    """A mail to everybody who runs reviews; a draft is told to nobody."""
    wanted = (
        select(RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.FOCUS_REVIEWER, RoleGrant.ended_on.is_(None), RoleGrant.person_id != actor.person_id
        )
        .distinct()
    )
    for person_id in db.session.scalars(wanted):
        ask_mail(
            f"proposed-{review.reference}-{person_id}",
            person_id,
            f"A review is proposed: {review.title}",
            f"{actor.title}, {actor.unit_name}, proposed a review: {review.title} ({review.reference}).\n\n"
            f"Read it and say what should happen: {link_to(f'/reviews/{review.reference}')}",
            at=actor.now,
        )


def next_reference(year: int) -> str:
    """The reference after the highest one of a year: "SR-2026-008" after "SR-2026-007"."""
    start = f"SR-{year}-"
    tail = func.substr(Review.reference, len(start) + 1)
    last = db.session.scalar(
        select(tail).where(Review.reference.startswith(start)).order_by(func.length(tail).desc(), tail.desc()).limit(1)
    )
    number = int(last) if last and last.isdigit() else 0
    return f"{start}{number + 1:03}"


def edit_proposal(review: Review, proposal: Proposal, *, actor: Viewer) -> None:
    """Change what was proposed: words, units and services. The kind of review stays once it is being scoped."""
    doing("edit_proposal", actor)
    _write(review, proposal)
    if review.phase is Phase.PROPOSED:
        review.profile = proposal.profile
    _keep_units(review, proposal.unit_ids)
    _keep_services(review, proposal.services)
    # A change of units or services alone must refuse a stale form too: their rows have versions of their own.
    flag_modified(review, "title")


def _write(review: Review, proposal: Proposal) -> None:
    review.title = proposal.title
    review.problem = proposal.problem
    review.users = proposal.users
    review.sponsor_title = proposal.sponsor_title
    review.right_tool = proposal.right_tool
    review.right_tool_reason = proposal.right_tool_reason


def _keep_units(review: Review, unit_ids: Sequence[int]) -> None:
    for link in list(review.unit_links):
        if link.unit_id not in unit_ids:
            review.unit_links.remove(link)
            db.session.delete(link)
    there = {link.unit_id for link in review.unit_links}
    review.unit_links.extend(ReviewUnit(unit_id=number) for number in unit_ids if number not in there)


def _keep_services(review: Review, names: Sequence[str]) -> None:
    register = {fold(name): number for number, name in db.session.execute(select(Service.id, Service.name))}
    wanted = {register[fold(name)] for name in names if fold(name) in register}
    for link in list(review.service_links):
        if link.service_id not in wanted:
            review.service_links.remove(link)
            db.session.delete(link)
    there = {link.service_id for link in review.service_links}
    review.service_links.extend(ReviewService(service_id=number) for number in sorted(wanted - there))
    review.service_words = "; ".join(name for name in names if fold(name) not in register)[:200]


def move_review(
    review: Review,
    move: str,
    *,
    actor: Viewer,
    roles: Collection[Role],
    facts: ReviewFacts,
    reason: str = "",
    decided: Decided | None = None,
    resume: PreciseDate | None = None,
) -> PhaseEntry:
    """Make a move, and keep who decided it apart from who records it.

    Args:
        roles: those that `actor` holds on this review.
        resume: when a review that is paused is planned to go on.

    Raises:
        MoveUnknown, MoveForbidden, MoveRefused: as `Workflow.advance`; nothing is changed then.
    """
    workflow = workflow_for(review.profile, review.profile_version)
    target = workflow.advance(review.phase, move, roles=roles, facts=facts, reason=reason, decided=decided is not None)
    doing("move_review", actor, reason)
    entry = PhaseEntry(
        phase=target,
        from_phase=review.phase,
        move=move,
        entered=PreciseDate.day(actor.today),
        reason=reason,
        recorded_by_id=actor.person_id,
        recorded_at=actor.now,
    )
    if decided is not None:
        entry.decided_by_title = decided.by_title
        entry.decided_on = decided.on
        entry.decision_reference = decided.reference
        entry.outcome = decided.outcome
        entry.conditions = decided.conditions
    review.entries.append(entry)
    _stand_in(review, target, resume)
    return entry


def _stand_in(review: Review, target: Phase, resume: PreciseDate | None) -> None:
    """Put the review into `target`. A pause remembers where it was, and going on from it keeps the step it was at."""
    was_paused = review.phase is Phase.PAUSED
    review.paused_from = review.phase if target is Phase.PAUSED else None
    review.resume = resume if target is Phase.PAUSED else None
    review.phase = target
    step = first_step(target)
    if step is not None and not was_paused:
        review.step = step


def publish_review(review: Review, *, actor: Viewer) -> None:
    """Put the review on the public list, from today."""
    doing("publish_review", actor)
    review.published_on = actor.today


def take_off_public_list(review: Review, reason: str, *, actor: Viewer) -> None:
    """Take the review off the public list; `reason` is kept in its history."""
    doing("take_off_public_list", actor, reason)
    review.published_on = None

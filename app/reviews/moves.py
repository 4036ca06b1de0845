"""The moves of a review as its pages show them: what each needs, met and unmet, and where that is resolved."""

from dataclasses import dataclass

from flask import url_for

from app.access import Permission, Place, Viewer
from app.models import Review
from app.resolving import OF_DRAFTS, address_of
from app.settings import with_committee
from workflows.engine import Condition
from workflows.review import Phase, ReviewFacts, ReviewMove, workflow_for
from workflows.roles import roles_in_words
from workflows.wording import in_words


@dataclass(frozen=True)
class Line:
    """One condition as a sentence, with the address and the words of the link to where it is resolved."""

    met: bool
    sentence: str
    address: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class MoveView:
    """One move as its page and the overview show it."""

    name: str
    label: str
    address: str
    decided_by: str
    recorders: str
    lines: tuple[Line, ...]
    unmet: int
    may_record: bool

    @property
    def in_the_way(self) -> str:
        """How many things stand in the way, as a sentence."""
        if not self.unmet:
            return "Nothing stands in the way."
        return (
            "One thing stands in the way."
            if self.unmet == 1
            else (f"{in_words(self.unmet).capitalize()} things stand in the way.")
        )


def may_edit_proposal(review: Review, place: Place, viewer: Viewer) -> bool:
    """Whether this person may change the proposal: its proposer until scoping begins, its lead and Focus always."""
    own = review.proposed_by_id == viewer.person_id and review.phase is Phase.PROPOSED
    return own or viewer.can(Permission.EDIT_REVIEW, place)


def view_of(move: ReviewMove, review: Review, place: Place, viewer: Viewer, facts: ReviewFacts) -> MoveView:
    """The move with its conditions, as far as this person may read them."""
    workflow = workflow_for(review.profile, review.profile_version)
    conditions = workflow.conditions(move.name, facts, state=review.phase)
    may_record = not move.by.isdisjoint(viewer.roles_at(place))
    return MoveView(
        name=move.name,
        label=move.label,
        address=url_for("reviews.move", reference=review.reference, move=move.name),
        decided_by=with_committee(move.decided_by),
        recorders=roles_in_words(move.by),
        lines=_lines(conditions, review, place, viewer, may_record),
        unmet=sum(not condition.met for condition in conditions),
        may_record=may_record,
    )


def next_move(review: Review, place: Place, viewer: Viewer, facts: ReviewFacts) -> MoveView | None:
    """The move that leads on from where the review is; None where its life is over."""
    workflow = workflow_for(review.profile, review.profile_version)
    for move in workflow.moves_from(review.phase):
        if move.kind == "forward" or move.name == "resume":
            return view_of(move, review, place, viewer, facts)
    return None


def other_moves(review: Review, place: Place, viewer: Viewer, but: MoveView | None) -> list[tuple[str, str]]:
    """The labels and addresses of the moves that this person may record, besides the one that leads on."""
    workflow = workflow_for(review.profile, review.profile_version)
    return [
        (move.label, url_for("reviews.move", reference=review.reference, move=move.name))
        for move in workflow.moves_for(review.phase, viewer.roles_at(place))
        if but is None or move.name != but.name
    ]


def _lines(
    conditions: tuple[Condition, ...], review: Review, place: Place, viewer: Viewer, may_record: bool
) -> tuple[Line, ...]:
    """The unmet conditions first; none for who does not read the plan; of drafts only that something is missing."""
    own = review.phase is Phase.PROPOSED and may_edit_proposal(review, place, viewer)
    if not (may_record or own or viewer.can(Permission.READ_SCOPE, place)):
        return ()
    told = may_record or viewer.can(Permission.READ_DRAFTS, place)
    shown = [condition for condition in conditions if told or condition.place not in OF_DRAFTS]
    lines = [
        Line(condition.met, condition.sentence, *_way(condition, review, place, viewer))
        for condition in sorted(shown, key=lambda one: one.met)
    ]
    kept_back = [condition for condition in conditions if condition not in shown]
    if kept_back:
        ready = all(condition.met for condition in kept_back)
        words = "complete" if ready else "not complete yet"
        lines.append(Line(ready, f"The work of the team on findings and recommendations is {words}."))
    return tuple(lines)


def _way(condition: Condition, review: Review, place: Place, viewer: Viewer) -> tuple[str, str]:
    """Address and words of the link to where an unmet condition is resolved; empty where this person may not go."""
    if condition.met:
        return "", ""
    address = address_for(condition.place, review, place, viewer)
    return (address, condition.link_text) if address else ("", "")


def address_for(where: str, review: Review, place: Place, viewer: Viewer) -> str:
    """The address of the place of a condition; empty where there is none for this person."""
    if where in ("proposal", "sponsor") and not may_edit_proposal(review, place, viewer):
        # The proposal is read on the very page that the link would stand on.
        return ""
    if where in ("proposal", "sponsor"):
        anchor = "sponsor_title" if where == "sponsor" else None
        return url_for("reviews.edit_proposal", reference=review.reference, _anchor=anchor)
    return address_of(where, review.reference, place, viewer)

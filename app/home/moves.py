"""Whose move a review waits for, and what is missing: mine where I am the one to do it, else somebody's."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from app.access import STEERING, TEAM, Permission, Viewer
from app.home.asks import Ask, Waiting, due_ask, waiting_ask
from app.home.open_reviews import OpenReview
from app.resolving import RESOLVED
from app.settings import with_committee
from workflows.dates import Precision
from workflows.engine import Condition
from workflows.phases import PHASE_LABELS, Phase
from workflows.roles import Role
from workflows.wording import in_words, sentence_case

ACTS: dict[Phase, str] = {
    Phase.PROPOSED: "Complete a proposal",
    Phase.SCOPING: "Complete the scope and plan",
    Phase.DISCOVERY: "Gather the findings",
    Phase.RECOMMENDATIONS: "Complete the recommendations",
    Phase.IMPLEMENTATION: "Bring to completion",
}


def takes_part(review: OpenReview, viewer: Viewer) -> bool:
    """Whether this person is in the review's team or steers it."""
    return any(grant.role in TEAM | STEERING and grant.review_id == review.row.id for grant in viewer.grants)


def follows(review: OpenReview, viewer: Viewer) -> bool:
    """Whether this person should see whom the review waits for: who takes part, and whoever runs all reviews."""
    return takes_part(review, viewer) or Role.FOCUS_REVIEWER in viewer.roles_at(review.place)


def rows_of(review: OpenReview, viewer: Viewer) -> tuple[list[Ask], list[Waiting]]:
    """What of the next move of `review` waits for this person, and what for others."""
    if review.row.phase is Phase.PAUSED:
        return _paused(review, viewer), []
    if review.move is None or not _is_near(review):
        return [], []
    if not review.unmet:
        return _ready(review, viewer)
    asks: list[Ask] = []
    others: list[Waiting] = []
    sponsors = [one for one in review.unmet if RESOLVED[one.place].decides]
    teams = [one for one in review.unmet if one not in sponsors]
    for conditions, mine in ((teams, _is_for_me(review, viewer, teams)), (sponsors, _decides(review, viewer))):
        if conditions and mine:
            asks.append(_ask(review, viewer, conditions))
        elif conditions and follows(review, viewer):
            others.append(_other(review, conditions, review.sponsor if conditions is sponsors else _team(review)))
    return asks, others


def _is_near(review: OpenReview) -> bool:
    """Whether it makes sense to ask: completion is asked for once nothing that was recommended is open."""
    if review.row.phase is not Phase.IMPLEMENTATION:
        return True
    return bool(review.records.recommendations) and all(one.place != "recommendations" for one in review.unmet)


def _decides(review: OpenReview, viewer: Viewer) -> bool:
    return Role.SPONSOR in viewer.roles_at(review.place)


def _is_for_me(review: OpenReview, viewer: Viewer, conditions: Sequence[Condition]) -> bool:
    """Whether I may resolve it, and it is for me to do so: the team's where there is a lead, else of who may."""
    mine = any(viewer.can(RESOLVED[one.place].by, review.place) for one in conditions)
    proposed = review.row.phase is Phase.PROPOSED and review.row.proposed_by_id == viewer.person_id
    return proposed or (mine and (takes_part(review, viewer) or not review.leads))


def _team(review: OpenReview) -> str:
    return ", ".join(review.leads) or "Nobody yet: no review lead is named"


def _paused(review: OpenReview, viewer: Viewer) -> list[Ask]:
    if not (takes_part(review, viewer) and viewer.can(Permission.EDIT_REVIEW, review.place)):
        return []
    what, address = f"Resume when it is time: {review.row.title}", _page(review)
    return [due_ask(what, address, "This review is paused.", review.row.resume, viewer.today)]


def _ready(review: OpenReview, viewer: Viewer) -> tuple[list[Ask], list[Waiting]]:
    """Nothing stands in the way: for whoever may record it and takes part, or anybody who may where nobody leads."""
    move = review.move
    assert move is not None
    may = bool(viewer.roles_at(review.place) & move.by)
    why = f"Nothing stands in the way. It is decided by {with_committee(move.decided_by)}."
    if may and (takes_part(review, viewer) or not review.leads):
        address = url_for("reviews.move", reference=review.row.reference, move=move.name)
        return [waiting_ask(f"{move.label}: {review.row.title}", address, why, _since(review), viewer.today)], []
    if follows(review, viewer):
        return [], [
            Waiting(_team(review), f"{move.label}: {review.row.title}", _page(review), why, review.standing.days)
        ]
    return [], []


def _since(review: OpenReview) -> date | None:
    entered = review.standing.entered
    return entered.first_day if entered and entered.precision is Precision.DAY else None


def _page(review: OpenReview) -> str:
    return url_for("reviews.show", reference=review.row.reference)


def _act(review: OpenReview, conditions: Sequence[Condition]) -> str:
    places = {one.place for one in conditions}
    if places & {"responses", "single responses"}:
        awaiting = sum(1 for one in review.records.recommendations if one.standing.response == "awaiting")
        what = "the recommendation" if awaiting == 1 else f"{in_words(awaiting)} recommendations"
        return f"Respond to {what}: {review.row.title}"
    if "decision" in places:
        return f"Decide on the report: {review.row.title}"
    return f"{ACTS[review.row.phase]}: {review.row.title}"


def _why(review: OpenReview, conditions: Sequence[Condition]) -> str:
    """The one thing that is missing, or how many and the first of them."""
    first = conditions[0].sentence
    if len(conditions) == 1:
        return first
    assert review.move is not None and review.move.target is not None
    missing = f"{sentence_case(in_words(len(conditions)))} things are missing"
    return f"{missing} before {PHASE_LABELS[review.move.target].lower()}. First: {first[0].lower()}{first[1:]}"


def _address(review: OpenReview, conditions: Sequence[Condition], *, to_act: bool) -> str:
    """Straight to the act where one page resolves it, else to the review, which lists all that is missing."""
    reference = review.row.reference
    places = {RESOLVED[one.place] for one in conditions}
    if to_act and len({place.act for place in places}) == 1:
        return url_for(places.pop().act, reference=reference)
    if not to_act and len(places) == 1:
        place = places.pop()
        return url_for(place.page, reference=reference, _anchor=place.section)
    return _page(review)


def _ask(review: OpenReview, viewer: Viewer, conditions: Sequence[Condition]) -> Ask:
    return waiting_ask(
        _act(review, conditions),
        _address(review, conditions, to_act=True),
        _why(review, conditions),
        _since(review),
        viewer.today,
    )


def _other(review: OpenReview, conditions: Sequence[Condition], whose: str) -> Waiting:
    return Waiting(
        whose,
        _act(review, conditions),
        _address(review, conditions, to_act=False),
        _why(review, conditions),
        review.standing.days,
    )

"""The page of one recommendation, put together: its two lives, what this person may do with it, and why it was made."""

from dataclasses import dataclass

from flask import url_for

from app.access import Permission, Place, Viewer
from app.clock import LONDON
from app.history_pages import Entry, entries
from app.models import DateRevision, NoteKind, Recommendation, RecommendationNote
from app.recommendation_part import facts_of, roles_on
from app.recommendation_rag import Standing, approved_revisions, standing_of_one
from app.recommendations.actions import standing_in_the_way
from app.recommendations.date_actions import pending_revision
from app.recommendations.show_queries import Chain, chain_of, leads_of
from workflows.engine import Condition
from workflows.recommendation import PROGRESS, RESPONSE, TO_BE_DONE, Closure, Progress, Response
from workflows.roles import Role

SHOWN_HISTORY = 8
ASKED_THERE = frozenset({"handed_over_to", "superseded_by", "evidence"})
"""What a move's own page asks for: it does not stand in the way of opening that page."""

DOERS = frozenset({Role.RECOMMENDATION_OWNER, Role.REVIEW_LEAD})
REPORTERS = DOERS | {Role.FOCUS_REVIEWER}
OWN_PANELS = frozenset({"verify", "send_back"})
"""Moves that have a panel of their own on the page, for the person who is asked."""


@dataclass(frozen=True)
class Act:
    """Something this person may record: its words, its address, and what still stands in the way."""

    name: str
    label: str
    address: str
    unmet: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class May:
    """What this person may do here, apart from the moves."""

    write: bool
    update: bool
    milestones: bool
    unblock: bool
    report_back: bool
    respond: bool
    take_back: bool
    lead: bool
    people: bool
    verify: bool


@dataclass(frozen=True)
class ShowPage:
    """Everything the page shows."""

    recommendation: Recommendation
    place: Place
    standing: Standing
    chain: Chain
    leads: tuple[str, ...]
    history: tuple[Entry, ...]
    acts: tuple[Act, ...]
    in_the_way: tuple[Condition, ...]
    may: May
    is_owner: bool
    is_verifier: bool
    revisions: tuple[DateRevision, ...]
    pending: DateRevision | None
    last_word: RecommendationNote | None
    last_word_days: int
    sent_back: RecommendationNote | None
    amended_since: bool


def show_page(recommendation: Recommendation, place: Place, who: Viewer) -> ShowPage:
    """Put the page together. At most five queries beyond what `show_queries.opened` has loaded."""
    roles = roles_on(recommendation, who, place)
    word = _last_word(recommendation)
    is_draft = recommendation.published_on is None
    return ShowPage(
        recommendation=recommendation,
        place=place,
        standing=standing_of_one(recommendation, who.today),
        chain=chain_of(recommendation, who, place),
        leads=tuple(title for _, title in leads_of(recommendation.review_id)),
        history=tuple(entries([("recommendation", recommendation.id)], who, place, limit=SHOWN_HISTORY)),
        acts=() if is_draft else acts_of(recommendation, place, who),
        in_the_way=standing_in_the_way(recommendation) if is_draft else (),
        may=_may(recommendation, place, who, roles),
        is_owner=recommendation.owner_id == who.person_id,
        is_verifier=recommendation.verifier_id == who.person_id,
        revisions=tuple(approved_revisions(recommendation)),
        pending=pending_revision(recommendation),
        last_word=word,
        last_word_days=(who.today - word.written_at.astimezone(LONDON).date()).days if word else 0,
        sent_back=_sent_back(recommendation),
        amended_since=_amended_since_decided(recommendation),
    )


def acts_of(recommendation: Recommendation, place: Place, who: Viewer) -> tuple[Act, ...]:
    """The moves of its progress that this person may record, each with what stands in the way."""
    roles, facts = roles_on(recommendation, who, place), facts_of(recommendation, who)
    found = []
    for move in PROGRESS.moves_for(recommendation.progress, roles):
        if move.name in OWN_PANELS:
            continue
        conditions = PROGRESS.conditions(move.name, facts, state=recommendation.progress)
        unmet = tuple(one for one in conditions if not one.met and one.place not in ASKED_THERE)
        found.append(Act(move.name, move.label, address_of(recommendation, move.name), unmet))
    return tuple(found)


def address_of(recommendation: Recommendation, move: str) -> str:
    """Where a move is recorded."""
    if move == "report_done":
        return url_for("recommendations.progress.done", reference=recommendation.reference)
    return url_for("recommendations.progress.move", reference=recommendation.reference, move=move)


def _may(recommendation: Recommendation, place: Place, who: Viewer, roles: frozenset[Role]) -> May:
    published, response = recommendation.published_on is not None, recommendation.response
    to_do = response in TO_BE_DONE and recommendation.progress in (Progress.NOT_STARTED, Progress.IN_PROGRESS)
    answers = [move.name for move in RESPONSE.moves_for(response, roles)] if published else []
    return May(
        write=not published and recommendation.withdrawn_reason is None and who.can(Permission.WORK_REVIEW, place),
        update=to_do and Role.RECOMMENDATION_OWNER in roles,
        milestones=to_do and bool(roles & DOERS),
        unblock=recommendation.blocked_reason is not None and bool(roles & DOERS),
        report_back=recommendation.closure is Closure.HANDED_OVER and bool(roles & REPORTERS),
        respond="accept" in answers and who.can(Permission.RECORD_DECISION, place),
        take_back="withdraw_response" in answers and who.can(Permission.RECORD_DECISION, place),
        lead=published and who.can(Permission.LEAD_REVIEW, place),
        people=published and who.can(Permission.EDIT_REVIEW, place),
        verify=recommendation.progress is Progress.DONE_AWAITING_VERIFICATION and Role.VERIFIER in roles,
    )


def _last_word(recommendation: Recommendation) -> RecommendationNote | None:
    mine = [note for note in recommendation.notes if note.written_by_id == recommendation.owner_id]
    return mine[-1] if mine and recommendation.owner_id else None


def _sent_back(recommendation: Recommendation) -> RecommendationNote | None:
    """What was missing when it was last sent back, while it has not been reported done again."""
    if recommendation.progress is not Progress.IN_PROGRESS or recommendation.response is Response.AWAITING:
        return None
    telling = [note for note in recommendation.notes if note.kind in (NoteKind.SENT_BACK, NoteKind.DONE)]
    return telling[-1] if telling and telling[-1].kind is NoteKind.SENT_BACK else None


def _amended_since_decided(recommendation: Recommendation) -> bool:
    """Whether its wording is another than the one that its decision decided."""
    decided = recommendation.decision.decided_content["recommendations"] if recommendation.decision else []
    versions = [item["text_version"] for item in decided if item["key"] == recommendation.reference]
    return bool(versions) and versions[0] != recommendation.text_version

"""One move of a review: what it needs, asked on a page of its own, and the moment it is made."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer, needs
from app.forms import TrackerForm
from app.guard import viewer
from app.models import Decision, Review
from app.places import place_of_review, review_or_404
from app.review_facts import records_of, review_facts
from app.review_page import frame
from app.reviews import actions, queries
from app.reviews.forms import move_form
from app.reviews.moves import MoveView, view_of
from app.settings import value
from app.submissions import finish, sent_before
from workflows.decision import Outcome
from workflows.engine import MoveForbidden
from workflows.review import (
    PATH,
    PHASE_LABELS,
    UNDER_WAY,
    Phase,
    Profile,
    ReviewFacts,
    ReviewMove,
    in_progress_limit_warning,
    workflow_for,
)
from workflows.roles import roles_in_words

CHANGED_MEANWHILE = (
    "Somebody changed this review after you opened the page. What you typed is kept below, and nothing was saved. "
    "Read what the move needs as it stands now, and press the button again."
)


@needs(Permission.SIGNED_IN)
def move(reference: str, move: str) -> ResponseReturnValue:
    """Ask what the move needs, and make it."""
    who = viewer()
    review = review_or_404(reference)
    place = place_of_review(review)
    again = sent_before(who.person_id) if request.method == "POST" else None
    if again is not None:
        return again
    row = _row_of(review, move, place, who)
    records = records_of(review)
    facts = review_facts(review, who.today, records)
    shown = view_of(row, review, place, who, facts)
    form = move_form(row, who.today)
    changed = request.method == "POST" and form.version.data != str(review.version)
    ready = request.method == "POST" and form.validate_on_submit()
    if ready and not changed and not shown.unmet:
        decided = _decided(row, form, records.single.decision)
        _make(review, row, form, who, place, facts, decided)
        onward = url_for("reviews.show", reference=review.reference)
        return finish(onward, who.person_id, _said(review.phase))
    refused = request.method == "POST" and (changed or shown.unmet > 0)
    status = 409 if refused else 422 if form.errors else 200
    return _page(review, row, form, shown, who, place, changed=changed), status


def _said(phase: Phase) -> str:
    where = f"in the {phase.value} phase" if phase in UNDER_WAY else phase.value
    return f"This review is {where} now."


def _row_of(review: Review, name: str, place: Place, who: Viewer) -> ReviewMove:
    """The row of the move.

    Raises:
        NotFound: no move of this review has that name.
        MoveUnknown: it does not leave the phase that the review is in.
        MoveForbidden: none of this person's roles may record it.
    """
    workflow = workflow_for(review.profile, review.profile_version)
    if name not in {one.name for one in workflow.moves}:
        raise NotFound
    row = workflow.move(review.phase, name)
    if row.by.isdisjoint(who.roles_at(place)):
        raise MoveForbidden(f"This can be recorded by {roles_in_words(row.by)}.")
    return row


def _decided(row: ReviewMove, form: TrackerForm, decision: Decision | None) -> actions.Decided | None:
    """Who decided: as typed, or for a move that rests on the decision on the report, as that was recorded."""
    given = form.words()
    if row.needs_decision:
        return actions.Decided(
            by_title=given["decided_by_title"],
            on=given["decided_on"],
            reference=given["decision_reference"] or "",
            outcome=Outcome(given["outcome"]),
            conditions=given["conditions"] or "",
        )
    if row.target is Phase.IMPLEMENTATION and decision is not None:
        return actions.Decided(
            decision.decided_by_title, decision.decided_on, decision.minute_reference, decision.outcome
        )
    return None


def _make(
    review: Review,
    row: ReviewMove,
    form: TrackerForm,
    who: Viewer,
    place: Place,
    facts: ReviewFacts,
    decided: actions.Decided | None,
) -> None:
    given = form.words()
    actions.move_review(
        review,
        row.name,
        actor=who,
        roles=who.roles_at(place),
        facts=facts,
        reason=given.get("reason") or "",
        decided=decided,
        resume=given.get("resume"),
    )


def _page(
    review: Review,
    row: ReviewMove,
    form: TrackerForm,
    shown: MoveView,
    who: Viewer,
    place: Place,
    *,
    changed: bool,
) -> str:
    form.version.raw_data = None
    form.version.data = str(review.version)
    target = review.paused_from if row.target is None else row.target
    return render_template(
        "reviews/move.html",
        form=form,
        move=shown,
        frame=frame(review, place, who, "reviews.show"),
        target=PHASE_LABELS[target] if target else "",
        moves_on=review.phase in PATH and target in PATH,
        changed=CHANGED_MEANWHILE if changed else "",
        warning=_warning(review, row),
    )


def _warning(review: Review, row: ReviewMove) -> str | None:
    """The warning that too many university-wide reviews would be in progress at once."""
    if row.name != "begin_scoping" or review.profile is not Profile.UNIVERSITY_WIDE:
        return None
    count = queries.university_wide_in_progress(review.id) + 1
    return in_progress_limit_warning(count, value("university_wide_limit"), value("committee"))

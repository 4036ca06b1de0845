"""Decisions of a review: the list, recording one with its responses, a single response, and conditions met."""

import hashlib
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer, needs, require
from app.decisions import actions
from app.decisions.actions import Answer, Document, Given
from app.decisions.forms import (
    CONDITIONS,
    KIND_LABELS,
    DecisionForm,
    MetForm,
    ResponseForm,
    TakeBackForm,
    decision_form,
    refuse_future,
)
from app.decisions.queries import decisions_of, last_decision_id, put_forward_in, ready_papers
from app.extensions import db
from app.forms import offer
from app.guard import viewer
from app.models import DecisionCondition, DecisionKind, Recommendation, Review
from app.places import open_review, place_of_review, recommendation_or_404, review_or_404
from app.recommendation_part import facts_of
from app.review_page import frame
from app.submissions import finish, sent_before
from workflows.dates import format_day
from workflows.decision import OUTCOME_LABELS, Outcome
from workflows.recommendation import PROGRESS_LABELS, RESPONSE, RESPONSE_LABELS, Response

blueprint = Blueprint("decisions", __name__)

CLOSED = "Only its lead, its sponsor, the committee secretary and the team that runs reviews record decisions."
BLOCK = 1024 * 1024
MEANWHILE = "Another decision was recorded while you were writing. Look at it before you save yours."


@blueprint.context_processor
def labels() -> dict[str, object]:
    """The words for outcomes, kinds and responses."""
    return {
        "OUTCOME_LABELS": OUTCOME_LABELS,
        "DECISION_KINDS": KIND_LABELS,
        "RESPONSE_LABELS": RESPONSE_LABELS,
        "PROGRESS_LABELS": PROGRESS_LABELS,
    }


@blueprint.get("/reviews/<reference>/decisions")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """What was decided on a review, by whom, on what, and whether it still stands as it was decided."""
    who, review = viewer(), review_or_404(reference)
    place = place_of_review(review)
    return render_template(
        "decisions/of_review.html",
        frame=frame(review, place, who, "decisions.of_review"),
        lines=decisions_of(review),
        may_record=who.can(Permission.RECORD_DECISION, place),
        kinds=actions.kinds_open(review),
    )


@blueprint.route("/reviews/<reference>/decisions/new", methods=["GET", "POST"])
@needs(Permission.RECORD_DECISION)
def record(reference: str) -> ResponseReturnValue:
    """Record a decision: who decided what on which document, with which conditions, and the responses it gives."""
    who = viewer()
    review, place = open_review(reference, who, Permission.RECORD_DECISION, CLOSED)
    if again := sent_before(who.person_id):
        return again
    recommendations = put_forward_in(review.id)
    awaiting = [one for one in recommendations if one.response is Response.AWAITING]
    form = _form(review, awaiting)
    status = 200
    if form.validate_on_submit() and form.check(who.today, frozenset(one.id for one in awaiting if one.interim)):
        if form.version.data == str(last_decision_id(review.id)):
            return _recorded(form, review, recommendations, place, who)
        form.form_errors.append(MEANWHILE)
        status = 409
    form.version.data = str(last_decision_id(review.id))
    shown = render_template(
        "decisions/record.html",
        frame=frame(review, place, who, "decisions.of_review"),
        form=form,
        awaiting=awaiting,
        answered=[one for one in recommendations if one.response is not Response.AWAITING],
        conditions=range(1, CONDITIONS + 1),
        kinds=actions.kinds_open(review),
        phase=actions.phase_of(review),
    )
    return shown, status if status == 409 else 422 if form.errors else 200


def _form(review: Review, awaiting: list[Recommendation]) -> DecisionForm:
    form = decision_form([(one.id, one.reference) for one in awaiting])
    form.offer_kinds(actions.kinds_open(review))
    papers = ready_papers(review.id)
    entries = [
        (one, f"{title}, as at {format_day(as_at)} (SHA-256 {sha256[:12]}…)") for one, title, as_at, sha256 in papers
    ]
    offer(form.paper_id, entries, empty="None of these" if entries else "No PDF of the report was made yet")
    return form


def _recorded(
    form: DecisionForm, review: Review, recommendations: list[Recommendation], place: Place, who: Viewer
) -> ResponseReturnValue:
    by_id = {one.id: one for one in recommendations}
    given = Given(
        kind=DecisionKind(form.kind.data),
        outcome=Outcome(form.outcome.data),
        decided_by_title=form.decided_by_title.data or "",
        decided_on=form.decided_on.data,
        minute_reference=form.minute_reference.data or "",
        note="\n\n".join(words for words in (form.note.data, form.no_document_reason.data) if words),
        document=_document_in(form, review),
        conditions=form.given_conditions(),
    )
    answers = [Answer(by_id[number], move, reason) for number, move, reason in form.given_answers()]
    decision = actions.record_decision(review, given, answers, place, actor=who)
    actions.decide_again(decision, recommendations, actor=who)
    flash("The decision is recorded.")
    return finish(url_for("decisions.of_review", reference=review.reference), who.person_id)


def _document_in(form: DecisionForm, review: Review) -> Document:
    """What was read. Of a file only the SHA-256 of its bytes is taken, in blocks."""
    name = form.document_name.data or ""
    if form.paper_id.data:
        chosen = int(form.paper_id.data)
        _, title, _, sha256 = next(one for one in ready_papers(review.id) if one[0] == chosen)
        return Document(name or title, sha256, chosen)
    upload: Any = form.file.data
    if upload:
        digest = hashlib.sha256()
        while block := upload.stream.read(BLOCK):
            digest.update(block)
        return Document(name or (upload.filename or "")[:255], digest.hexdigest())
    return Document(name, (form.document_sha256.data or "").lower())


@blueprint.route("/recommendations/<reference>/response", methods=["GET", "POST"])
@needs(Permission.RECORD_DECISION)
def respond(reference: str) -> ResponseReturnValue:
    """Record the response to one recommendation by itself."""
    who = viewer()
    one, place = _opened(reference, who)
    if again := sent_before(who.person_id):
        return again
    form = ResponseForm()
    RESPONSE.move(one.response, form.answer.data or "accept")
    conditions = RESPONSE.conditions("accept", facts_of(one, who))
    if form.validate_on_submit() and refuse_future(form.decided_on, who.today):
        answer = Answer(one, form.answer.data or "", form.reason.data or "")
        given = Given(
            kind=DecisionKind.RESPONSE,
            outcome=actions.outcome_of(answer.move),
            decided_by_title=form.decided_by_title.data or "",
            decided_on=form.decided_on.data,
            minute_reference=form.minute_reference.data or "",
        )
        actions.record_decision(one.review, given, [answer], place, actor=who)
        flash(f"The response to {one.reference} is recorded.")
        return finish(url_for("recommendations.show", reference=one.reference), who.person_id)
    shown = render_template(
        "decisions/respond.html", one=one, form=form, unmet=[found for found in conditions if not found.met]
    )
    return shown, 422 if form.errors else 200


@blueprint.route("/recommendations/<reference>/response/take-back", methods=["GET", "POST"])
@needs(Permission.RECORD_DECISION)
def take_back(reference: str) -> ResponseReturnValue:
    """Take back a response that was recorded in error."""
    who = viewer()
    one, place = _opened(reference, who)
    if again := sent_before(who.person_id):
        return again
    RESPONSE.move(one.response, "withdraw_response")
    form = TakeBackForm()
    if form.validate_on_submit():
        actions.take_back_response(one, form.reason.data or "", place, actor=who)
        flash(f"The response to {one.reference} is taken back. It awaits a response again.")
        return finish(url_for("recommendations.show", reference=one.reference), who.person_id)
    return render_template("decisions/take_back.html", one=one, form=form), 422 if form.errors else 200


@blueprint.route("/reviews/<reference>/decisions/conditions/<int:condition_id>", methods=["GET", "POST"])
@needs(Permission.RECORD_DECISION)
def meet(reference: str, condition_id: int) -> ResponseReturnValue:
    """Mark a condition of a decision as met."""
    who = viewer()
    review, place = open_review(reference, who, Permission.RECORD_DECISION, CLOSED)
    condition = db.session.get(DecisionCondition, condition_id)
    if condition is None or condition.decision.review_id != review.id:
        raise NotFound
    if again := sent_before(who.person_id):
        return again
    form = MetForm()
    if request.method == "GET":
        form.met_on.data = who.today
    if form.validate_on_submit() and refuse_future(form.met_on, who.today):
        actions.meet_condition(condition, form.met_on.data, form.met_note.data or "", actor=who)
        flash("The condition is marked as met.")
        return finish(url_for("decisions.of_review", reference=review.reference), who.person_id)
    shown = render_template(
        "decisions/meet.html",
        frame=frame(review, place, who, "decisions.of_review"),
        form=form,
        condition=condition,
    )
    return shown, 422 if form.errors else 200


def _opened(reference: str, who: Viewer) -> tuple[Recommendation, Place]:
    one, place = recommendation_or_404(reference, who)
    require(who, Permission.RECORD_DECISION, place, CLOSED)
    if one.published_on is None:
        raise NotFound
    return one, place

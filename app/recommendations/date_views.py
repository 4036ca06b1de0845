"""Asking for a new date, and approving or refusing it."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, needs, require
from app.guard import viewer
from app.recommendations.date_actions import ask_new_date, decide_new_date, pending_revision
from app.recommendations.progress_forms import DateDecisionForm, NewDateForm
from app.recommendations.show_queries import leads_of, opened
from app.submissions import finish, sent_before

blueprint = Blueprint("dates", __name__)


@blueprint.route("/recommendations/<reference>/new-date", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def ask(reference: str) -> ResponseReturnValue:
    """The owner asks for another date."""
    who = viewer()
    one, _ = opened(reference, who)
    if one.owner_id != who.person_id:
        raise NotAllowed("Only its owner asks for a new date.", "The owner is named on its page.")
    if again := sent_before(who.person_id):
        return again
    form, leads = NewDateForm(), leads_of(one.review_id)
    if form.validate_on_submit() and form.check_against(one.current_date, who.today):
        ask_new_date(one, form.becomes.data, form.reason.data or "", [lead for lead, _ in leads], actor=who)
        flash("You asked for a new date. The date stays as it is until it is approved.")
        return finish(url_for("recommendations.show", reference=one.reference), who.person_id)
    titles = [title for _, title in leads]
    shown = render_template(
        "recommendations/new_date.html", one=one, form=form, leads=titles, pending=pending_revision(one)
    )
    return shown, 422 if form.errors else 200


@blueprint.route("/recommendations/<reference>/dates/<int:revision_id>", methods=["GET", "POST"])
@needs(Permission.LEAD_REVIEW)
def decide(reference: str, revision_id: int) -> ResponseReturnValue:
    """The review's lead approves or refuses the new date that was asked for."""
    who = viewer()
    one, place = opened(reference, who)
    revision = next((row for row in one.revisions if row.id == revision_id), None)
    if revision is None:
        raise NotFound
    sentence = "Only the review's lead approves or refuses a new date."
    require(
        who,
        Permission.LEAD_REVIEW,
        place,
        sentence,
        "Where a review has no lead, the team that runs reviews appoints one.",
    )
    if again := sent_before(who.person_id):
        return again
    form = DateDecisionForm()
    if form.validate_on_submit():
        approved = form.decision.data == "approve"
        decide_new_date(revision, one, approved=approved, note=form.note.data or "", actor=who)
        flash("The new date is approved." if approved else "The new date is refused. The date stays as it was.")
        return finish(url_for("recommendations.show", reference=one.reference), who.person_id)
    if request.method == "GET" and pending_revision(one) is not revision:
        flash(f"This new date was {revision.state.value} already.")
    shown = render_template("recommendations/decide_date.html", one=one, form=form, revision=revision)
    return shown, 422 if form.errors else 200

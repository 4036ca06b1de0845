"""What may still change of a recommendation that was put forward: an amendment by the lead, another owner or verifier."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission, needs, require
from app.conflict import stale
from app.forms import chosen_id, offer
from app.guard import viewer
from app.recommendations.actions import amend_recommendation, change_people
from app.recommendations.draft_views import assessment_in, offer_findings
from app.recommendations.forms import AmendForm, PeopleForm
from app.recommendations.queries import people_choices
from app.recommendations.show_queries import opened
from app.submissions import finish, sent_before

blueprint = Blueprint("amendments", __name__)

NO_LEAD = "Where a review has no lead, the team that runs reviews appoints one."


@blueprint.route("/recommendations/<reference>/amend", methods=["GET", "POST"])
@needs(Permission.LEAD_REVIEW)
def amend(reference: str) -> ResponseReturnValue:
    """Amend what was put forward: a new version of the text, and a decision that has to be taken again."""
    who = viewer()
    one, place = opened(reference, who)
    sentence = "Only the review's lead amends a recommendation that was put forward."
    require(who, Permission.LEAD_REVIEW, place, sentence, NO_LEAD)
    if again := sent_before(who.person_id):
        return again
    form = AmendForm(obj=one)
    offer_findings(form, one.review_id, {link.finding_id for link in one.finding_links})
    dated = one.current_date is not None or one.original_date is not None
    if dated:
        del form.current_date
    here = url_for("recommendations.show", reference=one.reference)
    if request.method == "GET":
        form.version.data = str(one.version)
    if form.validate_on_submit():
        if clash := stale(form, one, title="This recommendation", back=here):
            return clash
        added, removed = form.finding_ids.changes(form.finding_ids_seen.data or "")
        amend_recommendation(
            one,
            form.text.data or "",
            assessment_in(form),
            added,
            removed,
            reason=form.reason.data or "",
            actor=who,
        )
        flash("The amendment is saved. Where it was decided already, it has to be decided again.")
        return finish(here, who.person_id)
    return render_template("recommendations/amend.html", one=one, form=form), 422 if form.errors else 200


@blueprint.route("/recommendations/<reference>/people", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def people(reference: str) -> ResponseReturnValue:
    """Name another owner or verifier of a recommendation that was put forward."""
    who = viewer()
    one, place = opened(reference, who)
    sentence = "Only the review's lead and the team that runs reviews name its owner and verifier."
    require(who, Permission.EDIT_REVIEW, place, sentence, NO_LEAD)
    if again := sent_before(who.person_id):
        return again
    form = PeopleForm(obj=one)
    choices = people_choices(one.owner_id, one.verifier_id)
    offer(form.owner_id, choices, empty="Nobody")
    offer(form.verifier_id, choices, empty="Nobody")
    here = url_for("recommendations.show", reference=one.reference)
    if request.method == "GET":
        form.version.data = str(one.version)
    if form.validate_on_submit():
        if clash := stale(form, one, title="This recommendation", back=here):
            return clash
        reason = form.reason.data or ""
        change_people(one, chosen_id(form.owner_id), chosen_id(form.verifier_id), reason=reason, actor=who)
        flash("Owner and verifier are saved.")
        return finish(here, who.person_id)
    return render_template("recommendations/people.html", one=one, form=form), 422 if form.errors else 200

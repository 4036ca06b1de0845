"""Writing drafts, and putting them forward."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission, Place, Viewer, needs, require
from app.conflict import stale
from app.forms import chosen_id, offer
from app.guard import viewer
from app.models import Recommendation, Review
from app.places import open_review
from app.recommendations import actions
from app.recommendations.forms import AssessedForm, DraftForm, WithdrawForm
from app.recommendations.queries import people_choices
from app.recommendations.show_queries import drafts_of, findings_of, opened
from app.review_page import Frame, frame
from app.submissions import finish, sent_before
from workflows.engine import Condition, MoveRefused
from workflows.phases import PHASE_LABELS, Phase
from workflows.recommendation import Priority

blueprint = Blueprint("drafts", __name__)

TEAM_ONLY = "Only the review's own team writes recommendations and puts them forward."
OVER = (Phase.COMPLETED, Phase.WITHDRAWN)


def assessment_in(form: AssessedForm) -> actions.Assessment:
    """What the form says of impact, effort, priority and date."""
    return actions.Assessment(
        impact=form.impact.number,
        effort=form.effort.number,
        priority=Priority(form.priority.data) if form.priority.data else None,
        current_date=form.current_date.data if form.current_date is not None else None,
    )


def offer_findings(form: AssessedForm, review_id: int, linked: set[int]) -> None:
    """Give the form the review's findings, with those ticked that are linked."""
    found = findings_of(review_id)
    form.finding_ids.offer([(one, f"{reference}: {text[:300]}") for one, reference, text in found])
    if request.method == "GET":
        ticked = [str(one) for one, _, _ in found if one in linked]
        form.finding_ids.data, form.finding_ids_seen.data = ticked, ",".join(ticked)


def _draft_in(form: DraftForm) -> actions.Draft:
    return actions.Draft(
        text=form.text.data or "",
        detail=form.detail.data or "",
        assessment=assessment_in(form),
        owner_id=chosen_id(form.owner_id),
        verifier_id=chosen_id(form.verifier_id),
        interim=bool(form.interim.data),
    )


def _form(review: Review, record: Recommendation | None = None) -> DraftForm:
    form = DraftForm(obj=record)
    people = people_choices(record.owner_id, record.verifier_id) if record else people_choices()
    offer(form.owner_id, people, empty="Nobody yet")
    offer(form.verifier_id, people, empty="Nobody yet")
    linked = {link.finding_id for link in record.finding_links} if record else set()
    offer_findings(form, review.id, linked)
    return form


@blueprint.route("/reviews/<reference>/recommendations/new", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def new(reference: str) -> ResponseReturnValue:
    """Write a new recommendation: a draft until it is put forward."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if again := sent_before(who.person_id):
        return again
    _refuse_when_over(review)
    form = _form(review)
    if form.validate_on_submit():
        added, _ = form.finding_ids.changes("")
        made = actions.record_recommendation(review, _draft_in(form), added, actor=who)
        flash(f"{made.reference} is saved as a draft.")
        return finish(url_for("recommendations.of_review", reference=review.reference), who.person_id)
    return _edited(form, _frame(review, place, who))


@blueprint.route("/recommendations/<reference>/edit", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def edit(reference: str) -> ResponseReturnValue:
    """Change a draft."""
    who = viewer()
    record, place = _opened_for_team(reference, who)
    if again := sent_before(who.person_id):
        return again
    form = _form(record.review, record)
    here = url_for("recommendations.show", reference=record.reference)
    if request.method == "GET":
        form.version.data = str(record.version)
    if form.validate_on_submit():
        if clash := stale(form, record, title="This recommendation", back=here):
            return clash
        added, removed = form.finding_ids.changes(form.finding_ids_seen.data or "")
        actions.edit_recommendation(record, _draft_in(form), added, removed, actor=who)
        flash("Your changes are saved.")
        return finish(here, who.person_id)
    return _edited(form, _frame(record.review, place, who), record)


@blueprint.post("/recommendations/<reference>/put-forward")
@needs(Permission.WORK_REVIEW)
def put_forward(reference: str) -> ResponseReturnValue:
    """Publish one draft to everybody who may sign in."""
    who = viewer()
    record, _ = _opened_for_team(reference, who)
    if again := sent_before(who.person_id):
        return again
    actions.put_forward(record, actor=who)
    flash(f"{record.reference} is put forward. Everybody who can sign in reads it, and its wording is fixed.")
    return finish(url_for("recommendations.show", reference=record.reference), who.person_id)


@blueprint.post("/reviews/<reference>/recommendations/put-forward")
@needs(Permission.WORK_REVIEW)
def put_all_forward(reference: str) -> ResponseReturnValue:
    """Publish every draft of a review that nothing stands in the way of."""
    who = viewer()
    review, _ = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if again := sent_before(who.person_id):
        return again
    drafts = drafts_of(review.id)
    number = actions.put_forward_all(drafts, actor=who)
    if not number:
        unmet = (one for draft in drafts for one in actions.standing_in_the_way(draft) if not one.met)
        raise MoveRefused(tuple(dict.fromkeys(unmet)) or (Condition(False, "There is no draft.", "drafts"),))
    left = len(drafts) - number
    put_forward = "One recommendation is" if number == 1 else f"{number} recommendations are"
    flash(f"{put_forward} put forward." + (f" {left} could not be: see what each still needs." if left else ""))
    return finish(url_for("recommendations.of_review", reference=review.reference), who.person_id)


@blueprint.route("/recommendations/<reference>/withdraw", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def withdraw(reference: str) -> ResponseReturnValue:
    """Take a draft out, with a reason."""
    who = viewer()
    record, _ = _opened_for_team(reference, who)
    if again := sent_before(who.person_id):
        return again
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.withdraw_recommendation(record, form.reason.data or "", actor=who)
        flash(f"{record.reference} is withdrawn.")
        address = url_for("recommendations.of_review", reference=record.review.reference)
        return finish(address, who.person_id)
    shown = render_template(
        "recommendations/act.html",
        one=record,
        form=form,
        title="Withdraw this draft",
        lead="It stays readable for those who read drafts, with your reason.",
        button="Withdraw it",
    )
    return shown, 422 if form.errors else 200


def _opened_for_team(reference: str, who: Viewer) -> tuple[Recommendation, Place]:
    record, place = opened(reference, who)
    require(who, Permission.WORK_REVIEW, place, TEAM_ONLY, "Ask its lead, who appoints the team.")
    return record, place


def _refuse_when_over(review: Review) -> None:
    if review.phase in OVER:
        sentence = f"The review is {PHASE_LABELS[review.phase].lower()}, so nothing new is recommended in it."
        raise MoveRefused((Condition(False, sentence, "phase"),))


def _frame(review: Review, place: Place, who: Viewer) -> Frame:
    return frame(review, place, who, "recommendations.of_review")


def _edited(form: DraftForm, around: Frame, record: Recommendation | None = None) -> ResponseReturnValue:
    shown = render_template("recommendations/edit.html", form=form, frame=around, one=record)
    return shown, 422 if form.errors else 200

"""Recording how a recommendation is carried out: the moves of its progress, what blocks it, milestones, evidence."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import file_store
from app.access import NotAllowed, Permission, Place, Viewer, needs
from app.forms import TrackerForm, chosen_id, offer
from app.guard import viewer
from app.models import Recommendation
from app.recommendation_part import facts_of, pieces_of_evidence, roles_on
from app.recommendations import progress_actions as actions
from app.recommendations import progress_forms as asked
from app.recommendations.page import ASKED_THERE, DOERS, REPORTERS
from app.recommendations.progress_actions import Closing, Evidence
from app.recommendations.show_queries import opened, programmes, successors
from app.submissions import finish, sent_before
from workflows.dates import format_day
from workflows.engine import Move, MoveForbidden
from workflows.recommendation import PROGRESS, Progress, RecommendationFacts
from workflows.roles import Role, roles_in_words

blueprint = Blueprint("progress", __name__)

FORMS: dict[str, type[TrackerForm]] = {
    "start": asked.NoteForm,
    "verify": asked.NoteForm,
    "send_back": asked.ReasonForm,
    "hand_over": asked.HandOverForm,
    "supersede": asked.SupersedeForm,
    "set_aside": asked.ReasonForm,
    "accept_risk": asked.AcceptRiskForm,
    "reopen": asked.ReasonForm,
}
SAID = {
    "start": "Work on it has started.",
    "verify": "It is confirmed as done, and closed.",
    "send_back": "It is sent back to its owner.",
    "reopen": "It is open again.",
}


def _answer(one: Recommendation, who: Viewer, said: str) -> ResponseReturnValue:
    flash(said)
    return finish(url_for("recommendations.show", reference=one.reference), who.person_id)


def _require_role(one: Recommendation, who: Viewer, place: Place, roles: frozenset[Role], sentence: str) -> None:
    if not roles_on(one, who, place) & roles:
        owner = f"Its owner is the {one.owner.role_title}." if one.owner else "Nobody is named as its owner yet."
        raise NotAllowed(sentence, owner)


def _asking(one: Recommendation, form: TrackerForm, title: str, button: str, **more: Any) -> ResponseReturnValue:
    shown = render_template("recommendations/act.html", one=one, form=form, title=title, button=button, **more)
    return shown, 422 if form.errors else 200


@blueprint.route("/recommendations/<reference>/moves/<move>", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def move(reference: str, move: str) -> ResponseReturnValue:
    """Record one move of its progress: what stands in the way is shown first, and what it needs is asked for."""
    if move not in FORMS:
        raise NotFound
    who = viewer()
    one, place = opened(reference, who)
    if again := sent_before(who.person_id):
        return again
    row = PROGRESS.move(one.progress, move)
    _refuse_others(row, one, who, place)
    form = _form_for(move, one, who)
    unmet = [
        condition
        for condition in PROGRESS.conditions(move, facts_of(one, who), state=one.progress)
        if not condition.met and condition.place not in ASKED_THERE
    ]
    if form.validate_on_submit() and _dates_make_sense(form, who):
        _record(move, form, one, place, who)
        return _answer(one, who, SAID.get(move, "It is closed."))
    return _asking(one, form, row.label, row.label, unmet=unmet)


def _refuse_others(row: Move[Progress, RecommendationFacts], one: Recommendation, who: Viewer, place: Place) -> None:
    if not roles_on(one, who, place).isdisjoint(row.by):
        return
    if row.by == {Role.VERIFIER}:
        named = f"the {one.verifier.role_title}" if one.verifier else "a verifier, or the review's lead"
        raise NotAllowed(f"This is for its verifier to say: {named}, and never its owner.")
    raise MoveForbidden(f"This can be recorded by {roles_in_words(row.by)}.")


def _form_for(move: str, one: Recommendation, who: Viewer) -> TrackerForm:
    form = FORMS[move]()
    if isinstance(form, asked.HandOverForm):
        offer(form.programme, programmes())
    if isinstance(form, asked.SupersedeForm):
        offer(form.successor, successors(one))
    if isinstance(form, asked.AcceptRiskForm) and request.method == "GET":
        form.decided_on.data = who.today
    return form


def _dates_make_sense(form: TrackerForm, who: Viewer) -> bool:
    if isinstance(form, asked.AcceptRiskForm) and form.decided_on.data > who.today:
        form.decided_on.errors = [*form.decided_on.errors, "That day has not come yet"]
        return False
    return True


def _record(move: str, form: TrackerForm, one: Recommendation, place: Place, who: Viewer) -> None:
    if move in ("start", "verify"):
        record = actions.start_work if move == "start" else actions.verify
        record(one, place, form["note"].data or "", actor=who)
        return
    reason = form["reason"].data or ""
    if move == "send_back":
        actions.send_back(one, reason, place, actor=who)
    elif move == "reopen":
        actions.reopen(one, reason, place, actor=who)
    else:
        actions.close(one, _closing(move, form, reason), place, actor=who)


def _closing(move: str, form: TrackerForm, reason: str) -> Closing:
    closing = Closing(move, reason)
    if isinstance(form, asked.HandOverForm):
        facts = {"handed_over_to": _chosen_label(form.programme)}
        return replace(closing, facts=facts, changes={"handed_over_to_id": chosen_id(form.programme)})
    if isinstance(form, asked.SupersedeForm):
        facts = {"superseded_by": _chosen_label(form.successor)}
        return replace(closing, facts=facts, changes={"superseded_by_id": chosen_id(form.successor)})
    if isinstance(form, asked.AcceptRiskForm):
        by = f"Decided by {form.decided_by_title.data} on {format_day(form.decided_on.data)}"
        by += f", {form.minute_reference.data}" if form.minute_reference.data else ""
        return replace(closing, reason=f"{reason}\n\n{by}.", decided=True)
    return closing


def _chosen_label(field: Any) -> str:
    return next((str(choice.label) for choice in field.choices if str(choice.value) == field.data), "")


@blueprint.route("/recommendations/<reference>/done", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def done(reference: str) -> ResponseReturnValue:
    """Say that it is done, and give what shows it: words, a link, a file."""
    who = viewer()
    one, place = opened(reference, who)
    if again := sent_before(who.person_id):
        return again
    row = PROGRESS.move(one.progress, "report_done")
    _refuse_others(row, one, who, place)
    form = asked.DoneForm()
    if request.method == "GET":
        form.evidence.data, form.url.data, form.completed_on.data = one.done_evidence, one.done_url, who.today
    facts = facts_of(one, who, pieces_of_evidence=max(pieces_of_evidence(one), 1))
    unmet = [found for found in PROGRESS.conditions("report_done", facts, state=one.progress) if not found.met]
    has_file = one.done_file_id is not None
    if form.validate_on_submit() and form.check(who.today, has_file=has_file):
        evidence = _evidence_in(form, who)
        if evidence is not None:
            actions.report_done(one, evidence, place, actor=who)
            return _answer(one, who, "It is reported done. Whoever verifies it is asked to confirm it.")
    shown = render_template("recommendations/done.html", one=one, form=form, unmet=unmet)
    return shown, 422 if form.errors else 200


def _evidence_in(form: asked.DoneForm, who: Viewer) -> Evidence | None:
    """What the form gives as evidence; None where its file is not taken, and the form says why."""
    evidence = Evidence(form.evidence.data or "", form.url.data or "", form.completed_on.data)
    upload = form.file.data
    if not upload:
        return evidence
    try:
        stored = file_store.store(upload.stream, upload.filename, moment=who.now)
    except file_store.FileRefused as refusal:
        form.file.errors = [*form.file.errors, refusal.sentence]
        return None
    return replace(evidence, file=stored, filename=file_store.clean_name(upload.filename))


@blueprint.get("/recommendations/<reference>/evidence-file")
@needs(Permission.SIGNED_IN)
def evidence_file(reference: str) -> ResponseReturnValue:
    """The file that shows that it is done, to save."""
    one, _ = opened(reference, viewer())
    if one.done_file is None:
        raise NotFound
    return file_store.send(one.done_file, one.done_filename)


@blueprint.route("/recommendations/<reference>/blocked", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def blocked(reference: str) -> ResponseReturnValue:
    """Say what stands in the way."""
    who = viewer()
    one, place = opened(reference, who)
    _require_role(one, who, place, DOERS, "Only its owner and the review's lead say that it is blocked.")
    if again := sent_before(who.person_id):
        return again
    form = asked.BlockedForm()
    if form.validate_on_submit():
        actions.report_blocked(one, form.reason.data or "", actor=who)
        return _answer(one, who, "It is marked as blocked.")
    lead = "It is shown as red, with your reason, until you say that it is no longer blocked."
    return _asking(one, form, "Something blocks it", "Mark it as blocked", lead=lead)


@blueprint.route("/recommendations/<reference>/unblocked", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def unblocked(reference: str) -> ResponseReturnValue:
    """Say that nothing stands in the way any more."""
    who = viewer()
    one, place = opened(reference, who)
    _require_role(one, who, place, DOERS, "Only its owner and the review's lead say that it is no longer blocked.")
    if again := sent_before(who.person_id):
        return again
    form = asked.ReasonForm()
    form.reason.label.text = "What has changed?"
    if form.validate_on_submit():
        actions.report_unblocked(one, form.reason.data or "", actor=who)
        return _answer(one, who, "It is no longer marked as blocked.")
    return _asking(one, form, "It is no longer blocked", "Save")


@blueprint.route("/recommendations/<reference>/report-back", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def report_back(reference: str) -> ResponseReturnValue:
    """Write what became of a recommendation that another programme took over."""
    who = viewer()
    one, place = opened(reference, who)
    sentence = "Only its owner, the review's lead and the team that runs reviews report back on it."
    _require_role(one, who, place, REPORTERS, sentence)
    if one.handed_over_to is None:
        raise NotFound
    if again := sent_before(who.person_id):
        return again
    form = asked.ReportBackForm()
    if form.validate_on_submit():
        actions.report_back(one, form.note.data or "", actor=who)
        return _answer(one, who, "Your report is saved.")
    return _asking(one, form, f"Report back from {one.handed_over_to.title}", "Save the report")


@blueprint.route("/recommendations/<reference>/milestones", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def milestones(reference: str) -> ResponseReturnValue:
    """The steps on the way: add one, or take one out."""
    who = viewer()
    one, place = opened(reference, who)
    _require_role(one, who, place, DOERS, "Only its owner and the review's lead set its milestones.")
    if again := sent_before(who.person_id):
        return again
    form = asked.MilestoneForm()
    here = url_for("recommendations.progress.milestones", reference=one.reference)
    if form.validate_on_submit():
        actions.add_milestone(one, form.text.data or "", actor=who)
        return finish(here, who.person_id, "The milestone is added.")
    return render_template("recommendations/milestones.html", one=one, form=form), 422 if form.errors else 200


@blueprint.post("/recommendations/<reference>/milestones/<int:milestone_id>/drop")
@needs(Permission.SIGNED_IN)
def drop_milestone(reference: str, milestone_id: int) -> ResponseReturnValue:
    """Take a milestone out of the count."""
    who = viewer()
    one, place = opened(reference, who)
    _require_role(one, who, place, DOERS, "Only its owner and the review's lead set its milestones.")
    if again := sent_before(who.person_id):
        return again
    found = next((row for row in one.milestones if row.id == milestone_id), None)
    if found is None:
        raise NotFound
    actions.drop_milestone(found, actor=who)
    onward = url_for("recommendations.progress.milestones", reference=one.reference)
    return finish(onward, who.person_id, "The milestone is taken out.")

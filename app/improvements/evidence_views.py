"""How good the evidence of a saving is: measurements, claims, checks, overlaps, and the moves of its grade."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import NotAllowed, Permission, Viewer, needs, require
from app.conflict import stale
from app.guard import viewer
from app.improvement_standing import Standing, standing
from app.improvements import queries, saving_actions
from app.improvements.forms import ClaimForm, MeasurementForm, MoveForm, OverlapForm, StillTrueForm
from app.improvements.saving_views import address_of, saving_or_404
from app.models import Improvement, Saving
from app.refusals import FieldRefused, show_refusal
from app.submissions import finish, sent_before
from workflows.engine import MoveRefused
from workflows.roles import roles_in_words
from workflows.saving import GRADES

EVIDENCE_BY = next(move.by for move in GRADES.moves if move.name == "lapse")
"""Who may say how good the evidence of a saving is: whoever may move its grade at all."""


def _measurable(reference: str, number: int, who: Viewer) -> tuple[Saving, Improvement, Standing]:
    """A saving whose evidence this person may record.

    Raises:
        NotFound: there is none that they may know of.
        NotAllowed: none of their roles may.
    """
    saving, improvement, held = saving_or_404(reference, number, who, change=False)
    if EVIDENCE_BY.isdisjoint(held.roles):
        raise NotAllowed(f"The evidence of a saving is recorded by {roles_in_words(EVIDENCE_BY)}.")
    return saving, improvement, held


@needs(Permission.SIGNED_IN)
def measure(reference: str, number: int) -> ResponseReturnValue:
    """Record a measurement."""
    who = viewer()
    saving, improvement, _ = _measurable(reference, number, who)
    form = MeasurementForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if form.validate_on_submit():
        if form.measured_to.data < form.measured_from.data:
            show_refusal(form, FieldRefused("measured_to", "The last day is before the first"))
        else:
            saving_actions.record_measurement(saving, _measured(form), actor=who)
            flash("Recorded the measurement. The grade is moved on its own, below.")
            return finish(address_of(saving, improvement), who.person_id)
    page = render_template("improvements/measurement.html", form=form, saving=saving, improvement=improvement)
    return page, 422 if form.errors else 200


def _measured(form: MeasurementForm) -> saving_actions.Measured:
    causes = [line.strip() for line in (form.other_causes.data or "").split("\n") if line.strip()]
    return saving_actions.Measured(
        method=form.method.data or "",
        sample_size=form.sample_size.data,
        baseline_period=form.baseline_period.data or "",
        follow_up_period=form.follow_up_period.data or "",
        measured_from=form.measured_from.data,
        measured_to=form.measured_to.data,
        scope=form.scope.data or "",
        days_less=form.days_less.data,
        percent_less=form.percent_less.data,
        whole_percent_less=form.whole_percent_less.data,
        other_causes=causes,
        source=form.source.data or "",
    )


@needs(Permission.SIGNED_IN)
def claim(reference: str, number: int) -> ResponseReturnValue:
    """Record what was said in public."""
    who = viewer()
    saving, improvement, _ = _measurable(reference, number, who)
    form = ClaimForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if form.validate_on_submit():
        saving_actions.record_claim(saving, form.text.data or "", form.source.data or "", form.as_at.data, actor=who)
        flash("Recorded the claim, word for word.")
        return finish(address_of(saving, improvement), who.person_id)
    page = render_template("improvements/claim.html", form=form, saving=saving, improvement=improvement)
    return page, 422 if form.errors else 200


@needs(Permission.SIGNED_IN)
def still_true(reference: str, number: int) -> ResponseReturnValue:
    """Confirm a saving, or let it lapse."""
    who = viewer()
    saving, improvement, held = _measurable(reference, number, who)
    form = StillTrueForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if form.validate_on_submit():
        if clash := stale(form, saving, title="This saving", back=address_of(saving, improvement)):
            return clash
        if form.answer.data == "lapsed":
            saving_actions.move_grade(saving, "lapse", standing=held, reason=form.note.data or "")
            flash("It has lapsed, and counts no more.")
        else:
            saving_actions.confirm_saving(saving, form.note.data or "", actor=who)
            flash("Confirmed: it is still true today.")
        return finish(address_of(saving, improvement), who.person_id)
    if request.method == "GET":
        form.version.data = str(saving.version)
    page = render_template("improvements/still_true.html", form=form, saving=saving, improvement=improvement)
    return page, 422 if form.errors else 200


@needs(Permission.SIGNED_IN)
def overlap(reference: str, number: int) -> ResponseReturnValue:
    """Say that this saving and another are about the same minutes."""
    who = viewer()
    saving, improvement, _ = saving_or_404(reference, number, who, change=True)
    form = OverlapForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if form.validate_on_submit():
        try:
            _set_overlap(form, saving, who)
            flash("Saved. Of the two only one counts, and the totals say so.")
            return finish(address_of(saving, improvement), who.person_id)
        except FieldRefused as refusal:
            show_refusal(form, refusal)
    page = render_template(
        "improvements/overlap.html",
        form=form,
        saving=saving,
        improvement=improvement,
        others=queries.overlapping(saving, who),
    )
    return page, 422 if form.errors else 200


def _set_overlap(form: OverlapForm, saving: Saving, who: Viewer) -> None:
    other = queries.saving_named(form.other.data or "", who)
    if form.which.data == "this":
        held = standing(other.improvement, who)
        if not held.can_change:
            require(
                who,
                Permission.VALIDATE_SAVING,
                held.place,
                "Whether the other saving stops counting is said by its author, its benefit owner, a CI practitioner or "
                "the team that runs reviews.",
                "Ask one of them, or let the other one count.",
            )
    saving_actions.set_overlap(
        saving, other, this_counts=form.which.data == "this", reason=form.reason.data or "", actor=who
    )


@needs(Permission.SIGNED_IN)
def leave_overlap(reference: str, number: int) -> ResponseReturnValue:
    """Take a saving out of its overlap."""
    who = viewer()
    saving, improvement, _ = saving_or_404(reference, number, who, change=True)
    if again := sent_before(who.person_id):
        return again
    if saving.overlap_group_id is not None:
        saving_actions.leave_overlap(saving, actor=who)
        flash("It overlaps with nothing now.")
    return finish(address_of(saving, improvement), who.person_id)


@needs(Permission.SIGNED_IN)
def move(reference: str, number: int, move: str) -> ResponseReturnValue:
    """One move of the grade: everything it needs, met and unmet, and the button where nothing stands in the way."""
    who = viewer()
    saving, improvement, held = saving_or_404(reference, number, who, change=False)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    row = GRADES.move(saving.grade, move)
    if row.by.isdisjoint(held.roles):
        raise NotAllowed(f"This can be recorded by {roles_in_words(row.by)}.")
    form = MoveForm()
    form.reason.label.text = "Why?" if row.needs_reason else "Note"
    if form.validate_on_submit():
        if clash := stale(form, saving, title="This saving", back=address_of(saving, improvement)):
            return clash
        try:
            saving_actions.move_grade(saving, move, standing=held, reason=form.reason.data or "")
            flash(f"Its grade is now: {GRADES.label(saving.grade).lower()}.")
            return finish(address_of(saving, improvement), who.person_id)
        except MoveRefused as refused:
            show_refusal(form, FieldRefused("reason", " ".join(one.sentence for one in refused.reasons)))
    elif request.method == "GET":
        form.version.data = str(saving.version)
    page = render_template(
        "improvements/move.html",
        form=form,
        improvement=improvement,
        row=row,
        conditions=GRADES.conditions(move, saving_actions.saving_facts(saving, held), state=saving.grade),
        saving=saving,
        places={
            "measurement": url_for("improvements.measure", reference=improvement.reference, number=number),
            "recheck": url_for("improvements.still_true", reference=improvement.reference, number=number),
        },
    )
    return page, 422 if form.errors else 200

"""Changing an improvement, moving it through its life, and its history."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, Viewer, needs
from app.conflict import stale
from app.forms import chosen_id, offer
from app.guard import viewer
from app.history_pages import entries
from app.improvement_standing import Standing, improvement_or_404
from app.improvements import actions, queries
from app.improvements.forms import EditImprovementForm, MoveForm, offer_units
from app.improvements.log_views import told_by
from app.models import Improvement
from app.refusals import FieldRefused, show_refusal
from app.submissions import finish, sent_before
from app.units import unit_choices
from workflows.engine import MoveRefused
from workflows.improvement import LIFE

HISTORY_ROWS = 50
_SAVINGS = selectinload(Improvement.savings)


def changeable(reference: str, who: Viewer, *options: Any) -> tuple[Improvement, Standing]:
    """The improvement, where this person may change it.

    Raises:
        NotFound: there is none that they may know of.
        NotAllowed: they may read it only.
    """
    improvement, standing = improvement_or_404(reference, who, *options)
    if not standing.can_change:
        raise NotAllowed(
            "Its author and its benefit owner change an improvement.",
            "Ask them, or tell the CI practitioner of the unit.",
            links=((improvement.title, url_for("improvements.show", reference=improvement.reference)),),
        )
    return improvement, standing


@needs(Permission.SIGNED_IN)
def edit(reference: str) -> ResponseReturnValue:
    """Put right what is told of an improvement."""
    who = viewer()
    improvement, _ = changeable(reference, who)
    back = url_for("improvements.show", reference=improvement.reference)
    form = EditImprovementForm()
    offer_units(form, _units_with(improvement))
    offer(form.benefit_owner_id, queries.people_choices(improvement.benefit_owner_id), empty="Nobody yet")
    if request.method == "GET":
        _fill(form, improvement)
    elif again := sent_before(who.person_id):
        return again
    elif form.validate():
        if clash := stale(form, improvement, title="This improvement", back=back):
            return clash
        try:
            _change(form, improvement, who)
            flash("Saved what changed.")
            return finish(back, who.person_id)
        except FieldRefused as refusal:
            show_refusal(form, refusal)
    return render_template("improvements/edit.html", form=form, improvement=improvement), 422 if form.errors else 200


def _units_with(improvement: Improvement) -> list[tuple[int, str]]:
    """The open units, and those it has that are closed by now."""
    found = unit_choices()
    there = {one for one, _ in found}
    return [*found, *((link.unit_id, link.unit.name) for link in improvement.unit_links if link.unit_id not in there)]


def _fill(form: EditImprovementForm, improvement: Improvement) -> None:
    form.title.data, form.before.data, form.after.data = improvement.title, improvement.before, improvement.after
    units = [str(link.unit_id) for link in improvement.unit_links]
    form.unit_id.data, form.other_unit_ids.data = (units[0] if units else ""), units[1:]
    named = improvement.recommendation or improvement.review
    form.comes_from.data = named.reference if named else ""
    form.tools_used.data, form.note.data = ", ".join(improvement.tools), improvement.note
    form.benefit_owner_id.data = str(improvement.benefit_owner_id or "")
    form.version.data = str(improvement.version)


def _change(form: EditImprovementForm, improvement: Improvement, who: Viewer) -> None:
    actions.edit_improvement(
        improvement,
        told_by(form, who),
        tools=[tool.strip() for tool in (form.tools_used.data or "").split(",") if tool.strip()],
        benefit_owner_id=chosen_id(form.benefit_owner_id),
        note=form.note.data or "",
        actor=who,
    )


@needs(Permission.SIGNED_IN)
def move(reference: str, move: str) -> ResponseReturnValue:
    """One move of its life: what it needs, a reason where it needs one, and the button."""
    who = viewer()
    improvement, standing = changeable(reference, who, _SAVINGS)
    back = url_for("improvements.show", reference=improvement.reference)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    row = LIFE.move(improvement.life, move)
    form = MoveForm()
    form.reason.label.text = "Why?" if row.needs_reason else "Note"
    if form.validate_on_submit():
        if clash := stale(form, improvement, title="This improvement", back=back):
            return clash
        try:
            actions.move_improvement(improvement, move, standing=standing, reason=form.reason.data or "")
            flash(f"It is now: {LIFE.label(improvement.life).lower()}.")
            return finish(back, who.person_id)
        except MoveRefused as refused:
            show_refusal(form, FieldRefused("reason", " ".join(one.sentence for one in refused.reasons)))
    elif request.method == "GET":
        form.version.data = str(improvement.version)
    conditions = LIFE.conditions(move, actions.improvement_facts(improvement), state=improvement.life)
    page = render_template(
        "improvements/move.html", form=form, improvement=improvement, row=row, conditions=conditions, saving=None
    )
    return page, 422 if form.errors or form.form_errors else 200


@needs(Permission.SIGNED_IN)
def history(reference: str) -> ResponseReturnValue:
    """Everything that was done to it, newest first."""
    who = viewer()
    improvement, standing = improvement_or_404(reference, who)
    before = request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 12):
        raise NotFound
    found = entries(
        [("improvement", improvement.id)],
        who,
        standing.place,
        limit=HISTORY_ROWS + 1,
        before=int(before) if before else None,
    )
    return render_template(
        "improvements/history.html",
        improvement=improvement,
        entries=found[:HISTORY_ROWS],
        older=found[HISTORY_ROWS - 1].id if len(found) > HISTORY_ROWS else None,
    )

"""The pages of one saving: its figures, measurements, claims, checks, overlaps and grade."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, Viewer, needs
from app.guard import viewer
from app.improvement_standing import Standing, improvement_or_404
from app.improvements import saving_actions
from app.improvements.change_views import changeable
from app.improvements.forms import (
    MOST_STEPS,
    SavingDetails,
    offer_steps,
    saving_form,
    usual_figures,
    usual_steps,
)
from app.improvements.log_views import KINDS, kind_asked
from app.improvements.sums import STEP_FIELDS, Figures, name, read_figures, refuse
from app.models import Improvement, Saving
from app.submissions import finish, sent_before
from workflows.arithmetic import SumSettings
from workflows.improvement import SavingForm


def saving_or_404(reference: str, number: int, who: Viewer, *, change: bool) -> tuple[Saving, Improvement, Standing]:
    """A saving of an improvement that this person may know of, and change where `change` is asked for.

    Raises:
        NotFound: there is none.
        NotAllowed: they may read it only.
    """
    improvement, standing = changeable(reference, who) if change else improvement_or_404(reference, who)
    for saving in improvement.savings:
        if saving.number == number:
            return saving, improvement, standing
    raise NotFound


def address_of(saving: Saving, improvement: Improvement) -> str:
    """Where a saving is read."""
    return url_for("improvements.show", reference=improvement.reference, _anchor=f"saving-{saving.number}")


@needs(Permission.SIGNED_IN)
def show_saving(reference: str, number: int) -> ResponseReturnValue:
    """A saving has no page of its own: it is a part of its improvement's."""
    saving, improvement, _ = saving_or_404(reference, number, viewer(), change=False)
    return redirect(address_of(saving, improvement), 303)


@needs(Permission.SIGNED_IN)
def add(reference: str) -> ResponseReturnValue:
    """One more saving of an improvement, of another kind or for other people."""
    who = viewer()
    improvement, _ = changeable(reference, who)
    return _edit(None, improvement, who)


@needs(Permission.SIGNED_IN)
def edit(reference: str, number: int) -> ResponseReturnValue:
    """Change a saving's figures and what is said of it."""
    who = viewer()
    saving, improvement, standing = saving_or_404(reference, number, who, change=True)
    if saving.form is SavingForm.MONEY and not standing.sees_money_of(saving):
        raise NotAllowed("The amount of this saving is not open to you.", "Ask a finance validator to change it.")
    return _edit(saving, improvement, who)


def _edit(saving: Saving | None, improvement: Improvement, who: Viewer) -> ResponseReturnValue:
    pressed = request.form.get("press", "")
    if request.method == "POST" and not pressed and (again := sent_before(who.person_id)):
        return again
    kind = kind_asked(pressed) if request.method == "POST" or saving is None else saving.form
    kept = _kept_settings(saving, kind)
    rows = _rows(saving, pressed)
    form = saving_form(SavingDetails, kind, rows, kept)()
    if kind is SavingForm.TIME_STEPS:
        offer_steps(form, rows)
    figures, status = None, 200
    if request.method == "GET":
        _fill(form, saving, kind, rows, kept)
    elif pressed.startswith("kind_"):
        usual_figures(form, kind, kept=kept is not None)
    elif pressed == "step":
        usual_steps(form, rows, rows)
    else:
        valid = form.validate()
        figures, details = read_figures(form, kind, rows, kept), _details(form)
        if valid and figures and not form.errors and pressed != "work":
            if saving is None or form.version.data == str(saving.version):
                return _save(saving, improvement, figures, details, who)
            status, form.version.data = 409, str(saving.version)
        status = 422 if form.errors else status
    form.kind.data, form.rows.data = kind.value, str(rows)
    page = render_template(
        "improvements/saving.html",
        form=form,
        kind=kind,
        kinds=[(one, label) for one, label in KINDS if one is not kind],
        rows=rows,
        most=MOST_STEPS,
        saving=saving,
        improvement=improvement,
        figures=figures,
        clash=status == 409,
    )
    return page, status


def _kept_settings(saving: Saving | None, kind: SavingForm) -> SumSettings | None:
    """The settings that the sum was made with, which stay unless somebody asks for a new one."""
    if saving is None or kind is not SavingForm.TIME_STEPS or not saving.settings_snapshot:
        return None
    return SumSettings.from_snapshot(saving.settings_snapshot)


def _rows(saving: Saving | None, pressed: str) -> int:
    there = len(saving.steps) if saving is not None else 0
    given = request.form.get("rows", "")
    asked = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else max(there, 1)
    return max(1, min(asked + (pressed == "step"), max(MOST_STEPS, there)))


def _fill(form: Any, saving: Saving | None, kind: SavingForm, rows: int, kept: SumSettings | None) -> None:
    usual_figures(form, kind, kept=kept is not None)
    form.share_percent.data = Decimal(100)
    if saving is None:
        return
    form.version.data = str(saving.version)
    share = saving.attribution_share
    form.share_percent.data = None if share is None else share * 100
    for field in ("attribution_reason", "start", "end", "released_to", "note"):
        form[field].data = getattr(saving, field)
    if kind is saving.form:
        _fill_figures(form, saving)


def _fill_figures(form: Any, saving: Saving) -> None:
    for field in ("klass", "recurrence"):
        if field in form:
            form[field].data = getattr(saving, field).value
    for field in ("native_days", "amount_gbp"):
        if field in form:
            form[field].data = abs(getattr(saving, field))
            form["costs"].data = getattr(saving, field) < 0
    if "narrative" in form:
        form["narrative"].data = saving.narrative
    for row, step in enumerate(saving.steps, 1):
        form[name("step_title", row)].data, form[name("per", row)].data = step.title, step.per.value
        for field in STEP_FIELDS:
            form[name(field, row)].data = getattr(step, field)


def _details(form: SavingDetails) -> saving_actions.Details:
    """What is said beside the figures; problems are put at their fields."""
    percent = form.share_percent.data
    if percent is not None and not 0 < percent <= 100:
        refuse(form.share_percent, "Enter a share above 0 and up to 100 per cent, or leave it empty")
    elif percent is not None and percent < 100 and not form.attribution_reason.data:
        refuse(form.attribution_reason, "Say what else contributes")
    if form.start.data and form.end.data and form.end.data.last_day < form.start.data.first_day:
        refuse(form.end, "It cannot end before it begins")
    return saving_actions.Details(
        share=None if percent is None else percent / 100,
        share_reason=form.attribution_reason.data or "",
        start=form.start.data,
        end=form.end.data,
        released_to=form.released_to.data or "",
        note=form.note.data or "",
    )


def _save(
    saving: Saving | None,
    improvement: Improvement,
    figures: Figures,
    details: saving_actions.Details,
    who: Viewer,
) -> ResponseReturnValue:
    if saving is None:
        made = saving_actions.add_saving(improvement, figures, details, actor=who)
        return finish(address_of(made, improvement), who.person_id, "The saving is added, as an estimate.")
    if saving_actions.edit_saving(saving, figures, details, actor=who):
        flash("Saved. Its figure changed, so it is an estimate again until somebody measures it.")
    else:
        flash("Saved.")
    return finish(address_of(saving, improvement), who.person_id)

"""Logging an improvement in two minutes: one page, the sum on demand, and what others did beside it."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.access import Permission, Viewer, needs
from app.extensions import db
from app.forms import chosen_id
from app.guard import viewer
from app.improvements import actions, queries
from app.improvements.forms import LogForm, offer_steps, offer_units, saving_form, usual_figures
from app.improvements.sums import Figures, is_figure, read_figures
from app.models import Improvement
from app.refusals import FieldRefused, show_refusal
from app.submissions import finish, sent_before
from app.units import unit_choices
from workflows.engine import MoveRefused
from workflows.improvement import Life, SavingForm

TRIES = 5
KINDS = (
    (SavingForm.TIME_STEPS, "I know the minutes"),
    (SavingForm.NATIVE_DAYS, "I know the days, not the minutes"),
    (SavingForm.MONEY, "It saves money"),
    (SavingForm.NARRATIVE, "It does not save time"),
)


@needs(Permission.SIGNED_IN)
def log() -> ResponseReturnValue:
    """The form; "Work it out again" and changing its kind show it anew with everything that was typed."""
    who = viewer()
    pressed = request.form.get("press", "")
    kind = kind_asked(pressed)
    if request.method == "POST" and not pressed and (again := sent_before(who.person_id)):
        return again
    form = saving_form(LogForm, kind)()
    offer_units(form, unit_choices())
    if kind is SavingForm.TIME_STEPS:
        offer_steps(form, 1)
    if request.method == "GET":
        _begin(form, kind, who)
        return _page(form, kind, None, who)
    form.kind.data = kind.value
    if pressed.startswith("kind_"):
        usual_figures(form, kind)
        return _page(form, kind, None, who)
    return _answer(form, kind, pressed, who)


def _answer(form: Any, kind: SavingForm, pressed: str, who: Viewer) -> ResponseReturnValue:
    """Save what was typed, or show it anew with its sum and its problems."""
    valid = form.validate()
    figures = read_figures(form, kind, 1)
    if pressed == "work":
        _forget_others(form)
    elif valid and figures:
        try:
            return _save(form, figures, who)
        except FieldRefused as refusal:
            show_refusal(form, refusal)
        except MoveRefused as refused:
            show_refusal(form, FieldRefused("life", str(refused)))
    return _page(form, kind, figures, who)


def kind_asked(pressed: str) -> SavingForm:
    """The form of saving: the one just asked for, else the one the page has."""
    asked = pressed.removeprefix("kind_") if pressed.startswith("kind_") else request.form.get("kind", "")
    asked = asked or request.args.get("form", "")
    return SavingForm(asked) if asked in set(SavingForm) else SavingForm.TIME_STEPS


def _begin(form: Any, kind: SavingForm, who: Viewer) -> None:
    usual_figures(form, kind)
    form.kind.data, form.life.data = kind.value, Life.ADOPTED.value
    form.unit_id.data = str(who.unit_id)
    # What was typed in a proposal that turned out to need no review.
    form.title.data, form.before.data = request.args.get("title", "")[:200], request.args.get("before", "")[:2000]
    form.comes_from.data = request.args.get("from_review", "")[:40]
    form.adopted_from.data = request.args.get("adopted_from", "")[:20]
    source = _adopted_from(form, who)
    if source is not None:
        form.title.data, form.after.data = source.title, source.after


def _adopted_from(form: LogForm, who: Viewer) -> Improvement | None:
    """The improvement whose idea was taken up, where the person may know of it."""
    reference = (form.adopted_from.data or "").strip().upper()
    found = queries.known_improvement(reference, who) if reference else None
    if found is None:
        form.adopted_from.data = ""
    return found


def _forget_others(form: Any) -> None:
    """Working out a sum asks for no more than the figures."""
    for field in form:
        if not is_figure(field.short_name):
            field.errors = []
    form.form_errors.clear()


def _save(form: LogForm, figures: Figures, who: Viewer) -> ResponseReturnValue:
    told = told_by(form, who)
    source = _adopted_from(form, who)
    source_id = source.id if source else None
    for attempt in range(TRIES):
        try:
            improvement = actions.log_improvement(
                told, figures, life=Life(form.life.data), adopted_from_id=source_id, actor=who
            )
            onward = url_for("improvements.show", reference=improvement.reference)
            return finish(onward, who.person_id, f"Logged as {improvement.reference}.")
        except IntegrityError:
            # Somebody logged another in the same moment and has the reference: take the next one.
            db.session.rollback()
            if again := sent_before(who.person_id):
                return again
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last try returns or raises")


def told_by(form: Any, who: Viewer) -> actions.Told:
    """What the form tells of an improvement.

    Raises:
        FieldRefused: it names a review or recommendation that is not there.
    """
    review_id, recommendation_id = queries.origin(form.comes_from.data or "", who)
    first = chosen_id(form.unit_id)
    others = [int(one) for one in form.other_unit_ids.data or [] if int(one) != first]
    return actions.Told(
        title=form.title.data,
        unit_ids=tuple(one for one in (first, *others) if one is not None),
        before=form.before.data,
        after=form.after.data,
        review_id=review_id,
        recommendation_id=recommendation_id,
    )


def _page(form: Any, kind: SavingForm, figures: Figures | None, who: Viewer) -> ResponseReturnValue:
    words = f"{form.title.data or ''} {form.before.data or ''}"
    source = _adopted_from(form, who)
    found = render_template(
        "improvements/log.html",
        form=form,
        kind=kind,
        kinds=[(one, label) for one, label in KINDS if one is not kind],
        figures=figures,
        alike=queries.look_alikes(words, who),
        asked=bool(words.strip()),
        source=source,
    )
    return found, 422 if form.errors else 200

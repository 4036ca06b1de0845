"""The planned ends of the phases: set them, move them with a reason, and settle a clash of two who move them at once."""

from collections.abc import Sequence
from typing import cast

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.forms import PreciseDateField
from app.plans import queries, scope_actions
from app.plans.door import blueprint, open_to_change
from app.plans.forms import add_error
from app.plans.plan_page import phases_planned
from app.plans.scope_actions import END_FIELDS
from app.plans.scope_forms import AS_EXACT, DatesForm, EndsForm
from app.submissions import finish, sent_before
from workflows.dates import PreciseDate
from workflows.phases import Phase


def standing_ends(plans: Sequence[queries.Planned]) -> dict[Phase, PreciseDate]:
    """The planned end of each phase as it stands after `plans`, given in the order in which they were set."""
    return {one.phase: one.end for one in plans}


def fill_ends(form: EndsForm, plans: Sequence[queries.Planned]) -> None:
    """Tell the form what the plan says now; fill its dates in when it is opened."""
    form.standing = standing_ends(plans)
    if request.method == "GET":
        for name, phase in END_FIELDS.items():
            form[name].data = form.standing.get(phase, form[name].data)


@blueprint.route("/reviews/<reference>/plan/dates", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_dates(reference: str) -> ResponseReturnValue:
    """Set or move the planned end of each phase."""
    opened = open_to_change(reference)
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    form = DatesForm()
    plans = queries.planned_ends_of(opened.review.id)
    newest = str(plans[-1].id if plans else 0)
    fill_ends(form, plans)
    status = 200
    if request.method == "GET":
        form.opened.data = newest
    elif form.validate():
        if not _clashes(form, plans):
            scope_actions.plan_dates(opened.review, form.ends(), form.reason.data or "", actor=opened.who)
            return finish(opened.plan("planned-dates"), opened.who.person_id, "The planned dates are saved.")
        form.opened.data, status = newest, 409
    else:
        status = 422
    _describe(form, plans)
    page = render_template(
        "plans/dates.html",
        form=form,
        frame=opened.frame(),
        opened=opened,
        review=opened.review,
        back=opened.plan("planned-dates"),
        clash=status == 409,
    )
    return page, status


def _clashes(form: DatesForm, plans: Sequence[queries.Planned]) -> bool:
    """Whether somebody else moved, since the form was opened, a date that it moves too.

    A date that only they moved becomes theirs in the form, so that nothing of theirs is undone.
    """
    given = form.opened.data or "0"
    newest_seen = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    seen = standing_ends([one for one in plans if one.id <= newest_seen])
    last = {one.phase: one for one in plans}
    found = False
    for name, phase in END_FIELDS.items():
        field, theirs = form[name], last.get(phase)
        if theirs is None or theirs.id <= newest_seen or field.data == theirs.end:
            continue
        if field.data == seen.get(phase):
            field.data, cast(PreciseDateField, field).raw_text = theirs.end, ""
            continue
        found = True
        by = f"The {theirs.set_by}" if theirs.set_by else "Somebody"
        add_error(
            field,
            f"{by} set this to {theirs.end.label} while you were writing. Yours is still filled in: save again if it "
            "shall stand, or put in theirs",
        )
    return found


def _describe(form: DatesForm, plans: Sequence[queries.Planned]) -> None:
    for planned in phases_planned(plans):
        parts = [AS_EXACT] if planned.phase is Phase.SCOPING else []
        if planned.first:
            parts.append(f"First planned {planned.first.end.label}, moved {planned.moved} since")
        form[f"{planned.phase.value}_end"].description = ". ".join(parts)

"""What administrators do to units, each on a page of its own."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.edit_page import EditPage, press, settle
from app.forms import offer
from app.guard import viewer
from app.models import Unit, UnitKind
from app.organisation import actions, forms, queries
from app.units import unit_choices

blueprint = Blueprint("of_unit", __name__)


def _crumbs(unit: Unit | None = None) -> tuple[tuple[str, str], ...]:
    trail = [("Units", url_for("organisation.units"))]
    if unit is not None:
        trail.append((unit.name, _address(unit)))
    return tuple(trail)


def _address(unit: Unit) -> str:
    return url_for("organisation.unit", key=unit.key)


@blueprint.route("/units/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def add() -> ResponseReturnValue:
    """Add a unit."""
    who, form = viewer(), forms.UnitForm()
    offer(form.parent_id, unit_choices())
    if not form.is_submitted():
        form.parent_id.data = request.args.get("below", "")
    page = EditPage(
        "Add a unit", "Add this unit", url_for("organisation.units"), "The unit was added.", "", crumbs=_crumbs()
    )

    def act() -> str:
        made = actions.add_unit(
            form.name.data or "", UnitKind(form.kind.data), int(form.parent_id.data), form.opened_on.data, actor=who
        )
        return _address(made)

    return settle(form, page, act, who)


@blueprint.route("/units/<key>/rename", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def rename(key: str) -> ResponseReturnValue:
    """Give a unit another name from a day on."""
    who, unit, form = viewer(), queries.unit_or_404(key), forms.RenameForm()
    if not form.is_submitted():
        form.name.data, form.from_day.data = unit.name, who.today
    page = EditPage(
        f"Rename {unit.name}",
        "Rename it",
        _address(unit),
        "The unit was renamed.",
        lead="The old name stays its name for the time before: what was written then is still found by it.",
        crumbs=_crumbs(unit),
        thing="This unit",
    )

    def act() -> None:
        actions.rename_unit(
            unit,
            form.name.data or "",
            form.from_day.data,
            mistake=form.mistake.data,
            reason=form.reason.data or "",
            actor=who,
        )

    return settle(form, page, act, who, record=unit)


@blueprint.route("/units/<key>/move", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def move(key: str) -> ResponseReturnValue:
    """Let a unit belong to another from a day on."""
    who, unit, form = viewer(), queries.unit_or_404(key), forms.MoveForm()
    offer(form.parent_id, unit_choices())
    if not form.is_submitted():
        form.parent_id.data, form.from_day.data = str(unit.parent_id or ""), who.today
    page = EditPage(
        f"Move {unit.name}",
        "Move it",
        _address(unit),
        "The unit was moved, with everything below it.",
        lead="Everything below it goes with it. Roles held on the unit it moves to cover it from now on; those held on "
        "the unit it leaves no longer do.",
        crumbs=_crumbs(unit),
        thing="This unit",
    )

    def act() -> None:
        actions.move_unit(unit, int(form.parent_id.data), form.from_day.data, form.reason.data or "", actor=who)

    return settle(form, page, act, who, record=unit)


@blueprint.route("/units/<key>/close", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def close(key: str) -> ResponseReturnValue:
    """Close a unit."""
    who, unit, form = viewer(), queries.unit_or_404(key), forms.CloseForm()
    if not form.is_submitted():
        form.last_day.data = who.today
    page = EditPage(
        f"Close {unit.name}",
        "Close it",
        _address(unit),
        "The unit was closed.",
        lead="It is no longer offered for anything new. Its reviews, and everything that names it, stay readable.",
        obstacles=actions.closing_obstacles(unit),
        crumbs=_crumbs(unit),
        thing="This unit",
    )

    def act() -> None:
        actions.close_unit(unit, form.last_day.data, form.reason.data or "", actor=who)

    return settle(form, page, act, who, record=unit)


@blueprint.route("/units/<key>/merge", methods=["GET", "POST"])
@needs(Permission.MANAGE_UNITS)
def merge(key: str) -> ResponseReturnValue:
    """Merge a unit into another."""
    who, unit, form = viewer(), queries.unit_or_404(key), forms.MergeForm()
    offer(form.into_id, [(unit_id, name) for unit_id, name in unit_choices() if unit_id != unit.id])
    if not form.is_submitted():
        form.last_day.data = who.today
    page = EditPage(
        f"Merge {unit.name} into another unit",
        "Merge them",
        _address(unit),
        "The units were merged.",
        lead="Its units, people and services go over to the other. Its reviews keep its name, and whoever may read the "
        "reviews of the other may read these.",
        crumbs=_crumbs(unit),
        thing="This unit",
    )

    def act() -> None:
        actions.merge_unit(unit, int(form.into_id.data), form.last_day.data, form.reason.data or "", actor=who)

    return settle(form, page, act, who, record=unit)


@blueprint.post("/units/<key>/reopen")
@needs(Permission.MANAGE_UNITS)
def reopen(key: str) -> ResponseReturnValue:
    """Take back that a unit was closed."""
    who, unit = viewer(), queries.unit_or_404(key)
    return press(lambda: actions.reopen_unit(unit, actor=who), _address(unit), "The unit is open again.", who)

"""The tree of units: its order, what may stand below what, and what a unit was called on a given day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.extensions import db
from app.models import Unit, UnitKind, UnitPeriod

RANK = {
    UnitKind.UNIVERSITY: 0,
    UnitKind.DIVISION: 1,
    UnitKind.DEPARTMENT: 2,
    UnitKind.CENTRAL_SERVICE: 2,
    UnitKind.TEAM: 3,
}
"""How far down a kind of unit stands: a unit belongs to one that stands further up."""


@dataclass(frozen=True)
class UnitLine:
    """One unit in the tree. `depth` is 0 for the University."""

    id: int
    key: str
    name: str
    kind: UnitKind
    parent_id: int | None
    path: str
    closed_on: date | None
    depth: int


TREE = select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.parent_id, Unit.path, Unit.closed_on)


def unit_tree(*, closed: bool = False) -> list[UnitLine]:
    """All units, each below the one it belongs to, by name. One query.

    Args:
        closed: closed units too; those below a closed one hang on the nearest unit that is listed.
    """
    rows = db.session.execute(TREE if closed else TREE.where(Unit.closed_on.is_(None))).all()
    listed = {row.id for row in rows}
    below: dict[int | None, list[UnitLine]] = {}
    for row in rows:
        above = [int(part) for part in row.path.strip("/").split("/")[:-1] if part]
        hung = next((one for one in reversed(above) if one in listed), None)
        depth = sum(one in listed for one in above)
        below.setdefault(hung, []).append(UnitLine(*row, depth=depth))
    tree: list[UnitLine] = []

    def add(parent: int | None) -> None:
        for line in sorted(below.get(parent, []), key=lambda one: one.name.casefold()):
            tree.append(line)
            add(line.id)

    add(None)
    return tree


def unit_choices() -> list[tuple[int, str]]:
    """The open units for a select field, indented as the tree has them."""
    return [(line.id, "\u00a0\u00a0\u00a0" * line.depth + line.name) for line in unit_tree()]


def stands_above(parent: UnitKind, child: UnitKind) -> bool:
    """Whether a unit of kind `child` may belong to one of kind `parent`."""
    return RANK[parent] < RANK[child]


def current_since(unit: Unit) -> date | None:
    """Since when the unit has had its name and belonged where it does; None when that is not known."""
    return unit.periods[-1].last_day + timedelta(days=1) if unit.periods else unit.opened_on


def period_on(periods: Sequence[UnitPeriod], day: date) -> UnitPeriod | None:
    """The past period in which `day` lies; None when the unit was as it is now. `periods` are in order of time."""
    return next((period for period in periods if day <= period.last_day), None)


def unit_name_on(unit: Unit, day: date) -> str:
    """What `unit` was called on `day`. Before its first known day: the earliest name that is known."""
    period = period_on(unit.periods, day)
    return period.name if period else unit.name

"""What administrators do to units, and who describes a service. What a unit was called, and belonged to, is kept by date."""

from datetime import date, timedelta

from sqlalchemy import ColumnExpressionArgument, func, select

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.keys import free_key
from app.models import Person, Service, Unit, UnitKind, UnitPeriod
from app.refusals import FieldRefused
from app.units import current_since, stands_above
from workflows.dates import format_day
from workflows.wording import counted

ONE_DAY = timedelta(days=1)
LONGEST_PATH = 200


def add_unit(name: str, kind: UnitKind, parent_id: int, opened_on: date | None, *, actor: Viewer) -> Unit:
    """Add a unit below another.

    Raises:
        FieldRefused: the parent is closed or stands too low, or the unit would begin in the future.
    """
    doing("add_unit", actor)
    if opened_on is not None and opened_on > actor.today:
        raise FieldRefused("opened_on", "Give a day that is not in the future, or leave this empty")
    parent = _parent(parent_id, kind)
    unit = Unit(key=free_key(Unit.key, name), name=name, kind=kind, parent_id=parent.id, path="/", opened_on=opened_on)
    db.session.add(unit)
    db.session.flush()
    unit.path = _path_below(parent, unit)
    return unit


def rename_unit(unit: Unit, name: str, from_day: date, *, mistake: bool, reason: str, actor: Viewer) -> None:
    """Give a unit another name from a day on; the old one stays its name before. A mistake leaves no old name.

    Raises:
        FieldRefused: nothing changes, or the day is in the future or not after the last change.
    """
    doing("correct_unit_name" if mistake else "rename_unit", actor, reason)
    if name == unit.name:
        raise FieldRefused("name", "Enter a name that differs from the one it has")
    if not mistake:
        _check_day("from_day", from_day, unit, actor.today)
        _keep_past(unit, from_day, reason)
    unit.name = name


def move_unit(unit: Unit, parent_id: int, from_day: date, reason: str, *, actor: Viewer) -> None:
    """Let a unit, with all that is below it, belong to another from a day on.

    Raises:
        FieldRefused: it belongs there already, the other is below it, closed or stands too low, or the day is wrong.
    """
    doing("move_unit", actor, reason)
    parent = _parent(parent_id, unit.kind)
    if parent.id == unit.parent_id:
        raise FieldRefused("parent_id", f"It belongs to {parent.name} already")
    if parent.path.startswith(unit.path):
        raise FieldRefused("parent_id", f"Choose another: {parent.name} is itself below {unit.name}")
    _check_day("from_day", from_day, unit, actor.today)
    _keep_past(unit, from_day, reason)
    _place_below(unit, parent, actor)


def close_unit(unit: Unit, last_day: date, reason: str, *, actor: Viewer) -> None:
    """Close a unit after its last day. All that refers to it stays readable.

    Raises:
        FieldRefused: something is still in it, or the day is in the future or before its last change.
    """
    doing("close_unit", actor, reason)
    in_the_way = closing_obstacles(unit)
    if in_the_way:
        raise FieldRefused("", in_the_way[0])
    _close(unit, last_day, actor.today)


def merge_unit(unit: Unit, into_id: int, last_day: date, reason: str, *, actor: Viewer) -> None:
    """Close a unit after its last day, and give all that is in it to another.

    Its units, people and services go over. Its reviews stay its own, and are open to whoever may read those of the
    other, because the closed unit is kept below it.

    Raises:
        FieldRefused: the other is closed, below it, or cannot hold its units; or the day is wrong.
    """
    doing("merge_unit", actor, reason)
    into = _open_unit(into_id, "into_id")
    if into.id == unit.id or into.path.startswith(unit.path):
        raise FieldRefused("into_id", f"Choose another: {into.name} is {unit.name} or below it")
    children = units_in(unit)
    for child in children:
        if not stands_above(into.kind, child.kind):
            raise FieldRefused("into_id", f"{child.name} cannot belong to {into.name}: move it elsewhere first")
        _check_day("last_day", last_day, child, actor.today)
    _close(unit, last_day, actor.today)
    unit.merged_into_id = into.id
    _keep_past(unit, last_day + ONE_DAY, reason)
    _place_below(unit, into, actor)
    for child in children:
        doing("go_over", actor, reason)
        _keep_past(child, last_day + ONE_DAY, reason)
        _place_below(child, into, actor)
    doing("go_over", actor, reason)
    for person in db.session.scalars(select(Person).where(Person.unit_id == unit.id)):
        person.unit_id = into.id
    for service in db.session.scalars(select(Service).where(Service.owner_unit_id == unit.id)):
        service.owner_unit_id = into.id


def reopen_unit(unit: Unit, *, actor: Viewer) -> None:
    """Take back that a unit was closed. What went over when it was merged stays where it is.

    Raises:
        FieldRefused: the unit it belongs to is closed.
    """
    doing("reopen_unit", actor)
    if unit.parent is not None and unit.parent.closed_on is not None:
        raise FieldRefused("", f"Open {unit.parent.name} again first: this unit belongs to it")
    unit.closed_on = None
    unit.merged_into_id = None


def closing_obstacles(unit: Unit) -> list[str]:
    """What stands in the way of closing a unit, as sentences. Empty: it can be closed."""
    found = []
    if unit.parent_id is None:
        found.append("Everything belongs to this unit: it cannot be closed")
    counts = (
        (len(units_in(unit)), "unit", "below it: move or close {} first"),
        (_count(Person.unit_id == unit.id, Person.active), "person", "in it: move {} to another unit first"),
        (_count(Service.owner_unit_id == unit.id), "service", "owned by it: give {} to another unit first"),
    )
    for number, noun, rest in counts:
        if number:
            plural = "people" if noun == "person" else f"{noun}s"
            verb, them = ("is", "it" if noun != "person" else "that person") if number == 1 else ("are", "them")
            found.append(f"{counted(number, noun, plural)} {verb} {rest.format(them)}")
    return found


def units_in(unit: Unit) -> list[Unit]:
    """The open units directly below a unit."""
    return list(db.session.scalars(select(Unit).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None))))


def _count(*conditions: ColumnExpressionArgument[bool]) -> int:
    return db.session.scalar(select(func.count()).where(*conditions)) or 0


def _open_unit(unit_id: int, field: str) -> Unit:
    # Locked where the engine can, so that it is not closed or moved between this look and the commit.
    found = db.session.get(Unit, unit_id, with_for_update=True)
    if found is None or found.closed_on is not None:
        raise FieldRefused(field, "Choose a unit that is open")
    return found


def _parent(parent_id: int, kind: UnitKind) -> Unit:
    parent = _open_unit(parent_id, "parent_id")
    if not stands_above(parent.kind, kind):
        raise FieldRefused("parent_id", f"Choose a unit further up: this kind of unit cannot belong to {parent.name}")
    return parent


def _path_below(parent: Unit, unit: Unit) -> str:
    path = f"{parent.path}{unit.id}/"
    if len(path) > LONGEST_PATH - 20:
        raise FieldRefused("parent_id", "Choose a unit further up: the tree would become too deep")
    return path


def _place_below(unit: Unit, parent: Unit, actor: Viewer) -> None:
    """Let a unit belong to another, and carry all that is below it along."""
    old, new = unit.path, _path_below(parent, unit)
    below = db.session.scalars(select(Unit).where(Unit.path.startswith(old), Unit.id != unit.id)).all()
    unit.parent_id = parent.id
    unit.path = new
    if below:
        doing("carry_along", actor)
    for one in below:
        one.path = new + one.path.removeprefix(old)


def _keep_past(unit: Unit, from_day: date, reason: str) -> None:
    """Keep what the unit is now as its past up to the day before `from_day`."""
    since = current_since(unit)
    if from_day == since:
        return
    period = UnitPeriod(
        name=unit.name, parent_id=unit.parent_id, first_day=since, last_day=from_day - ONE_DAY, reason=reason
    )
    unit.periods.append(period)


def _close(unit: Unit, last_day: date, today: date) -> None:
    if unit.parent_id is None:
        raise FieldRefused("", "Everything belongs to this unit: it cannot be closed")
    _check_day("last_day", last_day, unit, today)
    unit.closed_on = last_day


def _check_day(field: str, day: date, unit: Unit, today: date) -> None:
    """Refuse a day that is in the future, or before the unit became what it is."""
    since = current_since(unit)
    if day > today:
        raise FieldRefused(field, "Give a day that is not in the future")
    if since is not None and day < since:
        raise FieldRefused(field, f"Give a day from {format_day(since)} on: {unit.name} last changed then")

"""Questions about units, people and the register of services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from app.extensions import db
from app.folding import holds_all
from app.models import Person, Review, ReviewService, ReviewUnit, RoleGrant, Service, Unit, UnitPeriod
from app.paging import ROWS, offset
from workflows.roles import ROLE_LABELS, Role

MOST_LISTED = 200


def unit_or_404(key: str) -> Unit:
    """The unit with this key.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Unit).where(Unit.key == key))
    if found is None:
        raise NotFound
    return found


def person_or_404(key: str) -> Person:
    """The person with this key.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Person).where(Person.key == key))
    if found is None:
        raise NotFound
    return found


def service_or_404(key: str) -> Service:
    """The service with this key.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(select(Service).where(Service.key == key))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class UnitPage:
    """What the page of a unit shows beside the unit itself."""

    above: Sequence[Row[str, str]]
    below: Sequence[Row[str, str, Any, date | None]]
    people: Sequence[Row[str, str]]
    services: Sequence[Row[str, str]]
    reviews: Sequence[Row[str, str, Any, Any]]
    past: Sequence[Row[str, str | None, date | None, date, str]]
    taken_over: Sequence[Row[str, str, date | None]]


def unit_page(unit: Unit) -> UnitPage:
    """The surroundings of a unit, and what belongs to it. Seven queries."""
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    parent = aliased(Unit)
    return UnitPage(
        above=_rows(select(Unit.key, Unit.name).where(Unit.id.in_(ids[:-1])).order_by(func.length(Unit.path))),
        below=_rows(
            select(Unit.key, Unit.name, Unit.kind, Unit.closed_on)
            .where(Unit.parent_id == unit.id, Unit.merged_into_id.is_(None))
            .order_by(Unit.name)
        ),
        people=_rows(
            select(Person.key, Person.role_title)
            .where(Person.unit_id == unit.id, Person.active)
            .order_by(Person.role_title)
        ),
        services=_rows(
            select(Service.key, Service.name).where(Service.owner_unit_id == unit.id).order_by(Service.name)
        ),
        reviews=_rows(
            select(Review.reference, Review.title, Review.phase, Review.profile)
            .join(ReviewUnit, ReviewUnit.review_id == Review.id)
            .where(ReviewUnit.unit_id == unit.id)
            .order_by(Review.reference)
        ),
        past=_rows(
            select(UnitPeriod.name, parent.name, UnitPeriod.first_day, UnitPeriod.last_day, UnitPeriod.reason)
            .outerjoin(parent, parent.id == UnitPeriod.parent_id)
            .where(UnitPeriod.unit_id == unit.id)
            .order_by(UnitPeriod.last_day.desc())
        ),
        taken_over=_rows(
            select(Unit.key, Unit.name, Unit.closed_on).where(Unit.merged_into_id == unit.id).order_by(Unit.name)
        ),
    )


def _rows(statement: Any) -> Sequence[Any]:
    return db.session.execute(statement.limit(MOST_LISTED)).all()


def people_in_units() -> dict[int, int]:
    """How many people who may sign in are in each unit itself, by the unit's id."""
    counted = select(Person.unit_id, func.count()).where(Person.active).group_by(Person.unit_id)
    return {unit_id: number for unit_id, number in db.session.execute(counted)}


def people_listed(
    words: list[str], unit: Unit | None, *, inactive: bool, page: int
) -> list[Row[int, str, str, str, str, bool]]:
    """One page of the people by role title, and one row more where there is another page.

    Args:
        words: each must stand in the role title or the unit's name.
        unit: only those in this unit or below it.
        inactive: those too who can no longer sign in.
        page: counted from 1.
    """
    statement = (
        select(Person.id, Person.key, Person.role_title, Unit.key, Unit.name, Person.active)
        .join(Unit, Unit.id == Person.unit_id)
        .order_by(Person.role_title, Unit.name, Person.id)
    )
    if words:
        statement = statement.where(holds_all(words, Person.role_title, Unit.name))
    if unit is not None:
        statement = statement.where(Unit.path.startswith(unit.path))
    if not inactive:
        statement = statement.where(Person.active)
    return list(db.session.execute(statement.offset(offset(page)).limit(ROWS + 1)).all())


def roles_of(person_ids: list[int]) -> dict[int, list[str]]:
    """The roles that these people hold now, as words, each once, by the person's id. One query."""
    held: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.role)
        .where(RoleGrant.person_id.in_(person_ids), RoleGrant.ended_on.is_(None))
        .order_by(RoleGrant.id)
    )
    for person_id, role in rows:
        label = ROLE_LABELS[role]
        if label not in held.setdefault(person_id, []):
            held[person_id].append(label)
    return held


@dataclass(frozen=True)
class Held:
    """A role somebody holds or held, and on what."""

    id: int
    role: Role
    label: str
    where: str
    address: tuple[str, str] | None
    side: str
    granted_on: date
    ended_on: date | None


def roles_held(person: Person) -> list[Held]:
    """All roles of a person, those held now first, each with its scope. One query."""
    rows = db.session.execute(
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.side,
            RoleGrant.granted_on,
            RoleGrant.ended_on,
            Unit.key,
            Unit.name,
            Review.reference,
            Review.title,
        )
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(Review, Review.id == RoleGrant.review_id)
        .where(RoleGrant.person_id == person.id)
        .order_by(RoleGrant.ended_on.is_not(None), RoleGrant.id)
    ).all()
    return [_held(row) for row in rows]


def _held(row: Any) -> Held:
    where, address = "Everywhere", None
    if row.reference:
        where, address = f"{row.title} ({row.reference})", ("review", row.reference)
    elif row.key:
        where, address = f"{row.name} and what is below it", ("unit", row.key)
    side = f"from the {row.side.value}" if row.side else ""
    return Held(row.id, row.role, ROLE_LABELS[row.role], where, address, side, row.granted_on, row.ended_on)


def services_listed(words: list[str]) -> Sequence[Row[str, str, str, str, int, str, int]]:
    """The register by name: key, name, owner's key and name, interval, users, number of reviews."""
    reviews = select(func.count()).where(ReviewService.service_id == Service.id).scalar_subquery()
    statement = (
        select(Service.key, Service.name, Unit.key, Unit.name, Service.review_interval_years, Service.users, reviews)
        .join(Unit, Unit.id == Service.owner_unit_id)
        .order_by(Service.name)
        .limit(500)
    )
    return db.session.execute(statement.where(holds_all(words, Service.name, Unit.name)) if words else statement).all()


def reviews_of_service(service: Service) -> Sequence[Row[str, str, Any, Any]]:
    """The reviews that cover a service: reference, title, phase, profile."""
    return db.session.execute(
        select(Review.reference, Review.title, Review.phase, Review.profile)
        .join(ReviewService, ReviewService.review_id == Review.id)
        .where(ReviewService.service_id == service.id)
        .order_by(Review.reference)
        .limit(MOST_LISTED)
    ).all()


def review_id_of(reference: str) -> int | None:
    """The id of the review with this reference, however it is typed."""
    return db.session.scalar(select(Review.id).where(Review.reference == reference.strip().upper()))

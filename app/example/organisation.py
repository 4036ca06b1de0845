"""The example's units, people, roles, services and related programmes."""

from typing import Any

from app.example.records import Records
from app.extensions import db
from app.models import Person, RelatedProgramme, RoleGrant, Service, Side, Unit, UnitKind
from app.models.people import Provenance
from workflows.roles import Role


def add_units(records: Records) -> None:
    """The units, each below its parent: the file names parents first."""
    for row in records.portfolio.rows("units"):
        parent = records.units[row["parent"]] if row["parent"] else None
        records.units[row["id"]] = Unit(
            key=row["id"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent=parent,
            path="/",
            provenance=Provenance(row["provenance"]),
        )
    db.session.add_all(records.units.values())
    db.session.flush()
    # A path is made of ids, which exist only now.
    for unit in records.units.values():
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.id}/"
    db.session.flush()


def add_people(records: Records) -> None:
    """The people, by role title."""
    for row in records.portfolio.rows("people"):
        records.people[row["id"]] = Person(
            key=row["id"],
            role_title=row["role_title"],
            unit=records.units[row["unit"]],
            provenance=Provenance(row["provenance"]),
        )
    db.session.add_all(records.people.values())


def add_register(records: Records) -> None:
    """The service register, and the programmes that are not reviews."""
    for row in records.portfolio.rows("related_programmes"):
        records.programmes[row["id"]] = RelatedProgramme(
            key=row["id"],
            title=row["title"],
            note=row["note"],
            sources=row["sources"],
            provenance=Provenance(row["provenance"]),
        )
    for row in records.portfolio.rows("services"):
        records.services[row["id"]] = Service(
            key=row["id"],
            name=row["name"],
            owner_unit=records.units[row["owner_unit"]],
            review_interval_years=row["review_interval_years"],
            provenance=Provenance(row["provenance"]),
        )
    db.session.add_all([*records.programmes.values(), *records.services.values()])


def add_grants(records: Records) -> None:
    """The roles people hold. The file has no day on which they were given: they hold as at the example's day."""
    for row in records.portfolio.rows("people"):
        for held in row["roles"]:
            db.session.add(_grant(records, records.people[row["id"]], Role(held["role"]), held["scope"]))
    db.session.flush()


def _grant(records: Records, person: Person, role: Role, scope: dict[str, Any]) -> RoleGrant:
    review = records.reviews[scope["review"]] if "review" in scope else None
    return RoleGrant(
        person=person,
        role=role,
        unit=records.units[scope["unit"]] if "unit" in scope else None,
        review_id=review.id if review else None,
        side=_side(person) if role is Role.CO_CHAIR else None,
        granted_on=records.day,
    )


def _side(person: Person) -> Side:
    """Whom a co-chair speaks for: a division, where that is their unit, else the service."""
    return Side.DIVISION if person.unit.kind is UnitKind.DIVISION else Side.SERVICE

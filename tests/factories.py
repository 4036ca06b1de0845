"""Records for tests: plain functions with good defaults. Each flushes, so that ids are known."""

from datetime import UTC, date, datetime
from typing import Any

from app.extensions import db
from app.history import say
from app.models import Person, Review, ReviewUnit, RoleGrant, Service, Unit, UnitKind
from workflows.review import Phase, Profile
from workflows.roles import Role

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
DAY = date(2026, 5, 1)


def saying(verb: str = "make_for_test") -> None:
    """Say who makes what: the history refuses a change that nobody owns up to."""
    say(db.session, verb, actor_id=None, at=NOW)


def keep(*records: Any) -> Any:
    """Add records and flush; gives the first back."""
    if db.session.info.get("history.saying") is None:
        saying()
    db.session.add_all(records)
    db.session.flush()
    return records[0]


def make_unit(name: str = "Department of Tidal Studies (fictional)", parent: Unit | None = None, **more: Any) -> Unit:
    """A unit below `parent`, with its path."""
    more.setdefault("kind", UnitKind.DEPARTMENT if parent else UnitKind.UNIVERSITY)
    unit = Unit(
        key=more.pop("key", name.lower().replace(" ", "-")[:80]),
        name=name,
        parent_id=parent.id if parent else None,
        path="/",
        **more,
    )
    keep(unit)
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return keep(unit)  # type: ignore[no-any-return]


def make_person(
    title: str = "Focus reviewer", unit: Unit | None = None, *grants: tuple[Role, Unit | Review | None], **more: Any
) -> Person:
    """A person in `unit` holding `grants`: (role, unit or review or None for everywhere)."""
    unit = unit or db.session.query(Unit).first() or make_unit("University of Oxford")
    person = keep(
        Person(
            key=more.pop("key", f"{title}-{unit.id}".lower().replace(" ", "-")),
            role_title=title,
            unit_id=unit.id,
            **more,
        )
    )
    for role, scope in grants:
        give(person, role, scope)
    return person  # type: ignore[no-any-return]


def give(person: Person, role: Role, scope: Unit | Review | None = None, **more: Any) -> RoleGrant:
    """Grant a role on a scope."""
    return keep(  # type: ignore[no-any-return]
        RoleGrant(
            person_id=person.id,
            role=role,
            unit_id=scope.id if isinstance(scope, Unit) else None,
            review_id=scope.id if isinstance(scope, Review) else None,
            granted_on=DAY,
            **more,
        )
    )


def make_service(name: str = "Purchasing", unit: Unit | None = None, **more: Any) -> Service:
    """A service owned by `unit`."""
    unit = unit or make_unit()
    return keep(Service(key=name.lower().replace(" ", "-"), name=name, owner_unit_id=unit.id, **more))  # type: ignore[no-any-return]


def make_review(reference: str = "SR-2026-001", unit: Unit | None = None, **more: Any) -> Review:
    """A local review of `unit`, just proposed."""
    unit = unit or make_unit()
    more.setdefault("title", "Room booking")
    more.setdefault("profile", Profile.LOCAL)
    more.setdefault("phase", Phase.PROPOSED)
    review = keep(Review(reference=reference, **more))
    keep(ReviewUnit(review_id=review.id, unit_id=unit.id))
    return review  # type: ignore[no-any-return]

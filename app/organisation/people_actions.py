"""What administrators do to people and roles. Nothing is deleted: people are deactivated, roles end, both stay in history."""

import hashlib
from datetime import date, datetime

from sqlalchemy import select

from app.access import NotAllowed, Viewer
from app.doing import doing
from app.extensions import db
from app.history import say
from app.keys import free_key
from app.models import Person, Review, RoleGrant, Side, SignIn, Unit, UnitKind
from app.outbox import ask_mail
from app.refusals import FieldRefused
from workflows.roles import ROLE_LABELS, Role

ON_A_REVIEW = frozenset(
    {Role.REVIEW_LEAD, Role.REVIEW_TEAM_MEMBER, Role.SPONSOR, Role.CO_CHAIR, Role.STEERING_GROUP_MEMBER}
)
"""Roles that mean something on one review only."""

ON_A_UNIT = frozenset({Role.DEPARTMENT_LEAD, Role.DEPARTMENT_CONTRIBUTOR})
"""Roles that mean something on a unit only."""

EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER})
"""Roles that are held everywhere or not at all."""

FIRST_KEY = "administrator"
ASK_ANOTHER = "Ask another administrator: nobody changes what they themselves may do."


def add_person(role_title: str, unit_id: int, email: str, *, actor: Viewer) -> Person:
    """Add somebody by role title. They may read what every member of staff reads, until they are given a role.

    Raises:
        FieldRefused: the unit is closed, or the e-mail address is somebody else's.
    """
    doing("add_person", actor)
    _check_unit(unit_id)
    person = Person(
        key=free_key(Person.key, role_title), role_title=role_title, unit_id=unit_id, email=_free_email(email)
    )
    db.session.add(person)
    db.session.flush()
    return person


def change_person(person: Person, role_title: str, unit_id: int, email: str, *, actor: Viewer) -> None:
    """Change somebody's role title, unit or e-mail address.

    Raises:
        FieldRefused: the new unit is closed, or the e-mail address is somebody else's.
    """
    doing("change_person", actor)
    if unit_id != person.unit_id:
        _check_unit(unit_id)
    person.email = _free_email(email, person.id)
    person.role_title = role_title
    person.unit_id = unit_id


def deactivate_person(person: Person, reason: str, *, actor: Viewer, moment: datetime) -> None:
    """Let somebody sign in no more, at once. `moment` is by the wall clock.

    Raises:
        NotAllowed: it is the actor.
    """
    doing("deactivate_person", actor, reason)
    if person.id == actor.person_id:
        raise NotAllowed("You cannot deactivate yourself.", ASK_ANOTHER)
    person.active = False
    end_sign_ins(person, moment=moment)


def reactivate_person(person: Person, *, actor: Viewer) -> None:
    """Let somebody sign in again, with the roles that were not ended."""
    doing("reactivate_person", actor)
    person.active = True


def end_sign_ins(person: Person, *, moment: datetime) -> int:
    """End all of somebody's sign-ins at their next request; gives how many there were."""
    open_ones = db.session.scalars(
        select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > moment)
    ).all()
    for one in open_ones:
        one.ended_at = moment
    return len(open_ones)


def grant_role(
    person: Person, role: Role, *, unit_id: int | None, review_id: int | None, side: Side | None, actor: Viewer
) -> RoleGrant:
    """Give somebody a role on a unit and what is below it, on one review, or (neither given) everywhere.

    Raises:
        NotAllowed: it is the actor.
        FieldRefused: the role does not fit the scope, or is held on it already.
    """
    doing("grant_role", actor)
    if person.id == actor.person_id:
        raise NotAllowed("You cannot give roles to yourself.", ASK_ANOTHER)
    check_scope(role, unit_id, review_id)
    if (side is not None) != (role is Role.CO_CHAIR):
        raise FieldRefused("side", "Choose whom the co-chair comes from, for a co-chair only")
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role,
        RoleGrant.unit_id == unit_id,
        RoleGrant.review_id == review_id,
        RoleGrant.ended_on.is_(None),
    )
    if db.session.scalar(held) is not None:
        raise FieldRefused("role", "This role is held there already")
    grant = RoleGrant(
        person_id=person.id, role=role, unit_id=unit_id, review_id=review_id, side=side, granted_on=actor.today
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def end_role(grant: RoleGrant, *, actor: Viewer) -> None:
    """End a role today. It stays readable among those held before.

    Raises:
        NotAllowed: it is one of the actor's own.
    """
    doing("end_role", actor)
    if grant.person_id == actor.person_id:
        raise NotAllowed("You cannot end roles of your own.", ASK_ANOTHER)
    grant.ended_on = grant.ended_on or actor.today


def tell_of_link(person: Person, token: str, *, actor: Viewer, moment: datetime) -> None:
    """Tell somebody that a link was made that signs them in: whoever did not ask for one should know."""
    ask_mail(
        f"sign-in-link-made-{hashlib.sha256(token.encode()).hexdigest()[:32]}",
        person.id,
        "A sign-in link was made for you",
        f"The {actor.title} made a link that signs you in once, and gives it to you.\n\n"
        "If you did not expect one, ask an administrator what it is for, and to end your sign-ins.",
        at=moment,
    )


def ensure_first_administrator(university: str, *, moment: datetime, today: date) -> Person:
    """The first administrator of an installation: made, with the unit everything belongs to, where there is none.

    Args:
        university: what that unit is called.
        moment: now, in UTC; `today` its date in Europe/London.
    """
    found = first_administrator()
    if found is not None:
        return found
    say(db.session, "begin_installation", actor_id=None, at=moment)
    root = db.session.scalar(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id))
    if root is None:
        root = Unit(key=free_key(Unit.key, university), name=university, kind=UnitKind.UNIVERSITY, path="/")
        db.session.add(root)
        db.session.flush()
        root.path = f"/{root.id}/"
    person = Person(key=free_key(Person.key, FIRST_KEY), role_title=ROLE_LABELS[Role.ADMINISTRATOR], unit_id=root.id)
    db.session.add(person)
    db.session.flush()
    db.session.add(RoleGrant(person_id=person.id, role=Role.ADMINISTRATOR, granted_on=today))
    db.session.flush()
    return person


def first_administrator() -> Person | None:
    """The administrator who has been one for longest, of those who may sign in; None when there is none."""
    return db.session.scalar(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.active,
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.ended_on.is_(None),
            RoleGrant.unit_id.is_(None),
            RoleGrant.review_id.is_(None),
        )
        .order_by(RoleGrant.id)
        .limit(1)
    )


def check_scope(role: Role, unit_id: int | None, review_id: int | None) -> None:
    """Refuse a role on a scope on which it opens nothing.

    Raises:
        FieldRefused: at the field `scope`.
    """
    label = ROLE_LABELS[role]
    if role in ON_A_REVIEW and review_id is None:
        raise FieldRefused("scope", f"Choose one review: {label} is a role on a review")
    if role in ON_A_UNIT and unit_id is None:
        raise FieldRefused("scope", f"Choose a unit: {label} is a role on a unit and what is below it")
    if role in EVERYWHERE and (unit_id, review_id) != (None, None):
        raise FieldRefused("scope", f"Choose everywhere: {label} is not a role on a part")
    if unit_id is not None:
        _check_unit(unit_id, "scope_unit")
    if review_id is not None and db.session.get(Review, review_id) is None:
        raise FieldRefused("scope_review", "Choose a review that exists")


def _check_unit(unit_id: int, field: str = "unit_id") -> None:
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise FieldRefused(field, "Choose a unit that is open")


def _free_email(email: str, person_id: int | None = None) -> str | None:
    """The address in small letters; None for none."""
    address = email.strip().lower()
    if not address:
        return None
    held = db.session.scalar(select(Person.id).where(Person.email == address))
    if held is not None and held != person_id:
        raise FieldRefused("email", "Somebody else has this address already")
    return address

"""Questions about who is signed in, and who could be."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select

from app.access import Grant, Viewer
from app.clock import now, real_now, today
from app.extensions import db
from app.models import Person, Review, RoleGrant, SignIn, Unit
from workflows.roles import ROLE_LABELS, Role


def digest(token: str) -> str:
    """What is stored of a sign-in's token: its SHA-256, so that a copied database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


SIGNED_IN = (
    select(Person.id, Person.role_title, Unit.id.label("unit_id"), Unit.name.label("unit_name"), Unit.path)
    .join(SignIn, SignIn.person_id == Person.id)
    .join(Unit, Unit.id == Person.unit_id)
)
GRANTS = select(RoleGrant.role, RoleGrant.review_id, Unit.path).outerjoin(Unit, Unit.id == RoleGrant.unit_id)


def viewer_of(token: str, moment: datetime) -> Viewer | None:
    """The person signed in with `token` at `moment` (by the wall clock), with their roles; None when it has ended."""
    found = db.session.execute(
        SIGNED_IN.where(
            SignIn.token_sha256 == digest(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > moment,
            Person.active,
        )
    ).first()
    if found is None:
        return None
    return make_viewer(found, token)


def make_viewer(person: Row[int, str, int, str, str], token: str = "") -> Viewer:
    """A viewer from a row of person and unit, with the roles held today."""
    grants = db.session.execute(GRANTS.where(RoleGrant.person_id == person[0], RoleGrant.ended_on.is_(None)))
    return Viewer(
        person_id=person[0],
        title=person[1],
        unit_id=person[2],
        unit_name=person[3],
        unit_path=person[4],
        grants=tuple(Grant(role, path, review_id) for role, review_id, path in grants),
        now=now(),
        today=today(),
        token=token,
    )


def viewer_by_key(key: str) -> Viewer | None:
    """The person with this key as an actor, for commands; None when there is none."""
    found = db.session.execute(
        select(Person.id, Person.role_title, Unit.id, Unit.name, Unit.path)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.key == key)
    ).first()
    return make_viewer(found) if found else None


@dataclass(frozen=True)
class ExamplePerson:
    """One person to sign in as, with what that person will find."""

    id: int
    title: str
    unit: str
    about: str
    group: str


GROUPS = (
    ("Focus team", "Runs the programme of reviews", {Role.FOCUS_REVIEWER}),
    (
        "Review teams and sponsors",
        "Lead a review, or decide on it",
        {Role.REVIEW_LEAD, Role.REVIEW_TEAM_MEMBER, Role.SPONSOR, Role.CO_CHAIR, Role.STEERING_GROUP_MEMBER},
    ),
    (
        "Departments",
        "Answer for their service, and are asked for its recommendations",
        {Role.DEPARTMENT_LEAD, Role.DEPARTMENT_CONTRIBUTOR},
    ),
    (
        "Continuous improvement and finance",
        "Log improvements, check what they save",
        {Role.CI_PRACTITIONER, Role.FINANCE_VALIDATOR},
    ),
    ("Committee", "Reads reports and records what was decided", {Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER}),
    (
        "Owners and verifiers of recommendations",
        "Do what was accepted, or check that it is done",
        {Role.RECOMMENDATION_OWNER, Role.VERIFIER},
    ),
    ("Everybody else", "", {Role.ADMINISTRATOR, Role.READER}),
)


def example_people() -> list[tuple[str, str, list[ExamplePerson]]]:
    """The people of the example under their groups, by role title and unit."""
    rows = db.session.execute(
        select(Person.id, Person.role_title, Unit.name, RoleGrant.role, Review.reference, Review.title)
        .join(Unit, Unit.id == Person.unit_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Review, Review.id == RoleGrant.review_id)
        .where(Person.active, RoleGrant.ended_on.is_(None))
        .order_by(Person.role_title, Unit.name, RoleGrant.id)
    ).all()
    return [(heading, hint, _of_group(rows, roles, heading)) for heading, hint, roles in GROUPS]


def _of_group(
    rows: Sequence[Row[int, str, str, Role, str, str]], roles: set[Role], heading: str
) -> list[ExamplePerson]:
    people: dict[int, ExamplePerson] = {}
    for person_id, title, unit, role, reference, review in rows:
        if role not in roles or person_id in people or _first_group(rows, person_id) != heading:
            continue
        about = f"{ROLE_LABELS[role]} of {review}, {reference}" if reference else unit
        people[person_id] = ExamplePerson(person_id, title, unit, about, heading)
    return list(people.values())


def _first_group(rows: Sequence[Row[int, str, str, Role, str, str]], person_id: int) -> str:
    held = {role for row_person, _, _, role, _, _ in rows if row_person == person_id}
    return next((heading for heading, _, roles in GROUPS if roles & held), GROUPS[-1][0])


def open_sign_ins(person_id: int) -> Sequence[SignIn]:
    """Where this person is signed in now, the newest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > real_now())
        .order_by(SignIn.id.desc())
    ).all()

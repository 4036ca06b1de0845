"""Who may see and change what. Default deny: a route without a permission, or a permission without a role, is closed.

The table below is the permission table of the house. A role is held on a scope (everywhere, a unit and what is below
it, one review); it opens a thing only where the thing lies inside that scope.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from workflows.roles import Role

TEAM = frozenset({Role.REVIEW_LEAD, Role.REVIEW_TEAM_MEMBER})
STEERING = frozenset({Role.SPONSOR, Role.CO_CHAIR, Role.STEERING_GROUP_MEMBER})
EVERYBODY = frozenset(Role)


class Permission(StrEnum):
    """What can be allowed."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    READ_SCOPE = "read_scope"
    READ_FINDINGS = "read_findings"
    READ_DRAFTS = "read_drafts"
    READ_CONFIDENTIAL = "read_confidential"
    EDIT_REVIEW = "edit_review"
    WORK_REVIEW = "work_review"
    LEAD_REVIEW = "lead_review"
    ANSWER_ACCURACY = "answer_accuracy"
    RECORD_DECISION = "record_decision"
    PUBLISH = "publish"
    READ_UNADOPTED = "read_unadopted"
    READ_MONEY = "read_money"
    VALIDATE_SAVING = "validate_saving"
    VALIDATE_CASH = "validate_cash"
    EDIT_SERVICES = "edit_services"
    DESCRIBE_SERVICE = "describe_service"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_UNITS = "manage_units"
    MANAGE_SETTINGS = "manage_settings"
    READ_OUTBOX = "read_outbox"


@dataclass(frozen=True)
class Allowed:
    """Which roles a permission is given to; `in_review_only`: only when held on that very review."""

    roles: frozenset[Role]
    in_review_only: bool = False


TABLE: dict[Permission, Allowed] = {
    Permission.SIGNED_IN: Allowed(EVERYBODY),
    Permission.READ_SCOPE: Allowed(
        TEAM | STEERING | {Role.DEPARTMENT_LEAD, Role.COMMITTEE_SECRETARY, Role.FOCUS_REVIEWER}
    ),
    Permission.READ_FINDINGS: Allowed(
        TEAM
        | STEERING
        | {Role.DEPARTMENT_LEAD, Role.DEPARTMENT_CONTRIBUTOR, Role.COMMITTEE_SECRETARY, Role.FOCUS_REVIEWER}
    ),
    Permission.READ_DRAFTS: Allowed(TEAM | STEERING, in_review_only=True),
    Permission.READ_CONFIDENTIAL: Allowed(TEAM, in_review_only=True),
    Permission.EDIT_REVIEW: Allowed(frozenset({Role.REVIEW_LEAD, Role.FOCUS_REVIEWER})),
    Permission.WORK_REVIEW: Allowed(TEAM, in_review_only=True),
    Permission.LEAD_REVIEW: Allowed(frozenset({Role.REVIEW_LEAD}), in_review_only=True),
    Permission.ANSWER_ACCURACY: Allowed(frozenset({Role.DEPARTMENT_LEAD})),
    Permission.RECORD_DECISION: Allowed(
        frozenset({Role.REVIEW_LEAD, Role.FOCUS_REVIEWER, Role.COMMITTEE_SECRETARY, Role.SPONSOR})
    ),
    Permission.PUBLISH: Allowed(frozenset({Role.FOCUS_REVIEWER})),
    Permission.READ_UNADOPTED: Allowed(frozenset({Role.CI_PRACTITIONER, Role.FOCUS_REVIEWER})),
    Permission.READ_MONEY: Allowed(
        frozenset({Role.FINANCE_VALIDATOR, Role.FOCUS_REVIEWER, Role.DEPARTMENT_LEAD, Role.COMMITTEE_SECRETARY})
    ),
    Permission.VALIDATE_SAVING: Allowed(frozenset({Role.CI_PRACTITIONER, Role.FOCUS_REVIEWER, Role.FINANCE_VALIDATOR})),
    Permission.VALIDATE_CASH: Allowed(frozenset({Role.FINANCE_VALIDATOR})),
    Permission.EDIT_SERVICES: Allowed(frozenset({Role.FOCUS_REVIEWER})),
    Permission.DESCRIBE_SERVICE: Allowed(frozenset({Role.FOCUS_REVIEWER, Role.DEPARTMENT_LEAD})),
    Permission.MANAGE_PEOPLE: Allowed(frozenset({Role.ADMINISTRATOR})),
    Permission.MANAGE_UNITS: Allowed(frozenset({Role.ADMINISTRATOR})),
    Permission.MANAGE_SETTINGS: Allowed(frozenset({Role.ADMINISTRATOR})),
    Permission.READ_OUTBOX: Allowed(frozenset({Role.ADMINISTRATOR})),
}


@dataclass(frozen=True)
class Place:
    """Where a thing lies: the review it belongs to, and the paths of its units ("/1/4/")."""

    review_id: int | None = None
    unit_paths: tuple[str, ...] = ()


ANYWHERE = Place()


@dataclass(frozen=True)
class Grant:
    """A role on a scope, as the access check needs it. No unit and no review: everywhere."""

    role: Role
    unit_path: str | None = None
    review_id: int | None = None

    def covers(self, place: Place) -> bool:
        """Whether `place` lies inside this grant's scope."""
        if self.review_id is not None:
            return place.review_id == self.review_id
        if self.unit_path is not None:
            return any(path.startswith(self.unit_path) for path in place.unit_paths)
        return True


@dataclass(frozen=True)
class Viewer:
    """The person who asks, with their roles, and the moment of asking. Actions know them as `actor`.

    `now` is UTC, `today` the date in Europe/London.
    """

    person_id: int
    title: str
    unit_id: int
    unit_name: str
    unit_path: str
    grants: tuple[Grant, ...]
    now: datetime
    today: date
    token: str = ""
    is_authenticated: bool = field(default=True, repr=False)
    is_active: bool = field(default=True, repr=False)
    is_anonymous: bool = field(default=False, repr=False)

    def get_id(self) -> str:
        """What the session cookie holds: the sign-in's token, never the person's id."""
        return self.token

    def roles_at(self, place: Place) -> frozenset[Role]:
        """The roles held at `place`; everybody signed in is a reader."""
        return frozenset(grant.role for grant in self.grants if grant.covers(place)) | {Role.READER}

    def has_role(self, role: Role) -> bool:
        """Whether this role is held on any scope."""
        return role is Role.READER or any(grant.role is role for grant in self.grants)

    def can(self, permission: Permission, place: Place = ANYWHERE) -> bool:
        """Whether `permission` is given at `place`."""
        if permission is Permission.PUBLIC:
            return True
        allowed = TABLE.get(permission)
        if allowed is None:
            return False
        if allowed.in_review_only:
            return any(
                grant.role in allowed.roles and grant.review_id is not None and grant.covers(place)
                for grant in self.grants
            )
        return bool(self.roles_at(place) & allowed.roles)

    def can_somewhere(self, permission: Permission) -> bool:
        """Whether `permission` is given on any scope: what decides if a whole page is offered at all."""
        allowed = TABLE.get(permission)
        if permission is Permission.PUBLIC:
            return True
        return allowed is not None and any(self.has_role(role) for role in allowed.roles)

    def reviews_where(self, permission: Permission) -> tuple[bool, tuple[int, ...], tuple[str, ...]]:
        """The scopes on which `permission` is held: everywhere, ids of reviews, paths of units. For lists in SQL."""
        allowed = TABLE[permission]
        mine = [grant for grant in self.grants if grant.role in allowed.roles]
        reviews = tuple(grant.review_id for grant in mine if grant.review_id is not None)
        if allowed.in_review_only:
            return (False, reviews, ())
        units = tuple(grant.unit_path for grant in mine if grant.unit_path is not None)
        everywhere = any(grant.unit_path is None and grant.review_id is None for grant in mine)
        return (everywhere, reviews, units)


class NotAllowed(Exception):
    """A refusal for want of permission: `sentence` says what is closed, `ask` who can help, `links` what is open."""

    def __init__(self, sentence: str, ask: str = "", links: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ask = ask or "Ask an administrator of the tracker if your work needs this."
        self.links = links


View = TypeVar("View", bound=Callable[..., object])


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs. `app/guard.py` refuses a route without a mark."""

    def mark(view: View) -> View:
        setattr(view, "needs", permission)  # noqa: B010  a function has no such attribute to assign
        return view

    return mark


def writes_on_get(reason: str) -> Callable[[View], View]:
    """Mark a view that writes on a GET, with the reason. A test lists all that do."""

    def mark(view: View) -> View:
        setattr(view, "writes_on_get", reason)  # noqa: B010  a function has no such attribute to assign
        return view

    return mark


def require(viewer: Viewer, permission: Permission, place: Place, sentence: str, ask: str = "") -> None:
    """Refuse with `sentence` unless `permission` is held at `place`.

    Raises:
        NotAllowed: it is not.
    """
    if not viewer.can(permission, place):
        raise NotAllowed(sentence, ask)

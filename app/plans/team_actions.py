"""Who takes part in a review: give a role in it, and end it. Nobody gives one to themselves."""

from dataclasses import dataclass

from sqlalchemy import select

from app.access import TEAM, Viewer
from app.doing import doing
from app.extensions import db
from app.models import Person, Review, RoleGrant, Side
from app.refusals import FieldRefused
from workflows.roles import ROLE_LABELS, Role


@dataclass(frozen=True)
class Part:
    """A part in a review as it is offered: the role, and for a co-chair the side."""

    role: Role
    side: Side | None
    label: str
    hint: str


PARTS: dict[str, Part] = {
    "review_lead": Part(Role.REVIEW_LEAD, None, "Review lead", "Leads the review, and changes its scope and plan"),
    "review_team_member": Part(
        Role.REVIEW_TEAM_MEMBER, None, "Review team member", "Records evidence and findings, confidential ones too"
    ),
    "sponsor": Part(Role.SPONSOR, None, "Sponsor", "Decides on what the review recommends"),
    "co_chair_service": Part(Role.CO_CHAIR, Side.SERVICE, "Co-chair, from the service", "Chairs the steering group"),
    "co_chair_division": Part(Role.CO_CHAIR, Side.DIVISION, "Co-chair, from a division", "Chairs the steering group"),
    "steering_group_member": Part(
        Role.STEERING_GROUP_MEMBER, None, "Steering group member", "Reads drafts, and decides when findings suffice"
    ),
}


def why_not_oneself(role: Role) -> str:
    """Why nobody gives `role` to themselves."""
    if role in TEAM:
        return (
            "You cannot add yourself: the team reads confidential evidence, so somebody else must add you. Ask the "
            "lead of this review, or another member of the team that runs reviews."
        )
    return (
        "You cannot add yourself: nobody gives a role to themselves. Ask the lead of this review, or another member of "
        "the team that runs reviews."
    )


def add_to_team(review: Review, person: Person, part: Part, *, actor: Viewer) -> RoleGrant:
    """Give `person` a part in the review. A sponsor's role title becomes that of the review's sponsor.

    Raises:
        FieldRefused: to oneself; to somebody who may not sign in any more; or who has that role already.
    """
    label = ROLE_LABELS[part.role].lower()
    if person.id == actor.person_id:
        raise FieldRefused("person", why_not_oneself(part.role))
    if not person.active:
        raise FieldRefused("person", f"{person.role_title} can no longer sign in. Choose somebody else.")
    if _held(review, person, part.role):
        raise FieldRefused("person", f"{person.role_title} is {label} of this review already.")
    doing("add_to_team", actor)
    grant = RoleGrant(person_id=person.id, role=part.role, review_id=review.id, side=part.side, granted_on=actor.today)
    db.session.add(grant)
    if part.role is Role.SPONSOR:
        review.sponsor_title = person.role_title
    return grant


def end_role(review: Review, grant: RoleGrant, *, actor: Viewer) -> None:
    """End a role in the review from today. It stays in the list of who took part; ending it twice changes nothing.

    When the sponsor's role ends, the review's sponsor is the one who remains, or nobody.
    """
    if grant.ended_on is not None:
        return
    doing("end_part", actor)
    grant.ended_on = actor.today
    if grant.role is Role.SPONSOR and review.sponsor_title == grant.person.role_title:
        review.sponsor_title = _other_sponsor(review, grant)


def _held(review: Review, person: Person, role: Role) -> bool:
    found = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.review_id == review.id,
        RoleGrant.role == role,
        RoleGrant.ended_on.is_(None),
    )
    return db.session.scalar(found) is not None


def _other_sponsor(review: Review, ended: RoleGrant) -> str:
    found = (
        select(Person.role_title)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.review_id == review.id,
            RoleGrant.role == Role.SPONSOR,
            RoleGrant.ended_on.is_(None),
            RoleGrant.id != ended.id,
        )
        .order_by(RoleGrant.id.desc())
        .limit(1)
    )
    return db.session.scalar(found) or ""

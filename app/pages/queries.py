"""The roles of the person who reads, for the page on who may see and change what."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from app.access import Viewer
from app.extensions import db
from app.models import Review, RoleGrant, Unit
from workflows.roles import Role


def my_roles(viewer: Viewer) -> Sequence[Row[Role, str, str, str]]:
    """The roles held now: role, name of the unit, reference and title of the review (each empty where it is neither)."""
    return db.session.execute(
        select(RoleGrant.role, Unit.name, Review.reference, Review.title)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(Review, Review.id == RoleGrant.review_id)
        .where(RoleGrant.person_id == viewer.person_id, RoleGrant.ended_on.is_(None))
        .order_by(RoleGrant.id)
    ).all()

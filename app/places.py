"""Where a thing lies for the access check, and finding a review by its reference."""

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, Place, Viewer
from app.extensions import db
from app.models import ImprovementUnit, Recommendation, Review, ReviewUnit, Unit


def review_or_404(reference: str) -> Review:
    """The review with this reference, its units and services loaded with it.

    Raises:
        NotFound: there is none.
    """
    review = db.session.scalar(select(Review).where(Review.reference == reference.strip().upper()))
    if review is None:
        raise NotFound
    return review


def place_of_review(review: Review) -> Place:
    """The review itself, and its units."""
    return Place(review.id, tuple(link.unit.path for link in review.unit_links))


def place_of_review_id(review_id: int) -> Place:
    """The place of a review of which only the id is known (one query)."""
    paths = db.session.scalars(
        select(Unit.path).join(ReviewUnit, ReviewUnit.unit_id == Unit.id).where(ReviewUnit.review_id == review_id)
    )
    return Place(review_id, tuple(paths))


def place_of_improvement(improvement_id: int) -> Place:
    """The units of an improvement."""
    paths = db.session.scalars(
        select(Unit.path)
        .join(ImprovementUnit, ImprovementUnit.unit_id == Unit.id)
        .where(ImprovementUnit.improvement_id == improvement_id)
    )
    return Place(None, tuple(paths))


def recommendation_or_404(reference: str, viewer: Viewer) -> tuple[Recommendation, Place]:
    """The recommendation with this reference, and its place, where this person may know of it.

    Raises:
        NotFound: there is none, or it is not published and this person may not read drafts.
    """
    found = db.session.scalar(select(Recommendation).where(Recommendation.reference == reference.strip().upper()))
    if found is None:
        raise NotFound
    place = place_of_review_id(found.review_id)
    if found.published_on is None and not viewer.can(Permission.READ_DRAFTS, place):
        raise NotFound
    return found, place


def open_review(reference: str, viewer: Viewer, permission: Permission, sentence: str) -> tuple[Review, Place]:
    """The review and its place, where this person holds `permission` there.

    Args:
        sentence: what is closed, in words, for the refusal.

    Raises:
        NotFound: there is no such review.
        NotAllowed: the permission is not held there.
    """
    review = review_or_404(reference)
    place = place_of_review(review)
    if not viewer.can(permission, place):
        raise NotAllowed(
            sentence,
            "What you can read of this review: its title, units, phase and dates, and its report once it is published. "
            "If your work needs more, ask its lead or the team that runs reviews.",
            links=((f"{review.title} ({review.reference})", f"/reviews/{review.reference}"),),
        )
    return review, place

"""Which findings others than the review's team and steering group may know of."""

from sqlalchemy import ColumnElement, exists, or_

from app.models import AccuracyItem, Finding, Recommendation, RecommendationFinding


def is_open() -> ColumnElement[bool]:
    """A condition on `Finding`: it was sent to the service, or a published recommendation rests on it.

    The second is so for a review that came with its recommendations from an earlier record: what is published says why.
    """
    sent = exists().where(AccuracyItem.finding_id == Finding.id)
    published = exists().where(
        RecommendationFinding.finding_id == Finding.id,
        RecommendationFinding.recommendation_id == Recommendation.id,
        Recommendation.published_on.is_not(None),
        Recommendation.withdrawn_reason.is_(None),
    )
    return or_(sent, published)

"""Which report of a review a person may read: who it is for decides what may be in it.

A review that is not decided has a draft, in two editions: for the review's own readers of drafts, and for those who
read its scope, of what was shared with the service. A decided one has a report, for the readers of its scope (which
stands in it) until it is published, and then for everybody.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import Decision, DecisionKind, Review
from workflows.decision import GOES_AHEAD
from workflows.review import Phase


class Edition(StrEnum):
    """Who a report is for, from the widest to the narrowest."""

    PUBLISHED = "published"
    DECIDED = "decided"
    SHARED_DRAFT = "shared_draft"
    TEAM_DRAFT = "team_draft"

    @property
    def draft(self) -> bool:
        """Whether it is marked DRAFT."""
        return self in (Edition.SHARED_DRAFT, Edition.TEAM_DRAFT)


READERS: dict[Edition, str] = {
    Edition.PUBLISHED: "Everyone. Interview notes and evidence held in confidence are not part of it.",
    Edition.DECIDED: "Those who may read the review’s scope and findings, until it is published. Interview notes and evidence "
    "held in confidence are not part of it.",
    Edition.SHARED_DRAFT: "Those who may read the review’s scope and findings. It holds only what was shared with the service. "
    "Please do not pass it on.",
    Edition.TEAM_DRAFT: "The review’s team, sponsor, co-chairs and steering group. Please do not pass it on.",
}

_BEING_LOOKED_INTO = (Phase.PROPOSED, Phase.SCOPING, Phase.DISCOVERY, Phase.WITHDRAWN)
_CARRIED_OUT = (Phase.IMPLEMENTATION, Phase.COMPLETED)


@dataclass(frozen=True)
class Standing:
    """Whether a review's report is decided, and since when it is published (None: it is not)."""

    decided: bool
    published_on: date | None


def standing(review: Review) -> Standing:
    """How the report of a review stands. One query.

    Decided is a review whose last decision on the report lets it go ahead, or, where none is recorded here, one that
    was taken over in implementation or later. One that went back to discovery or before is looked into again.
    """
    phase = review.paused_from if review.phase is Phase.PAUSED and review.paused_from else review.phase
    last = db.session.scalar(
        select(Decision.outcome)
        .where(Decision.review_id == review.id, Decision.kind == DecisionKind.REPORT)
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
        .limit(1)
    )
    decided = last in GOES_AHEAD if last is not None else phase in _CARRIED_OUT
    if phase in _BEING_LOOKED_INTO:
        decided = False
    return Standing(decided, review.published_on if decided else None)


def edition_for(viewer: Viewer, place: Place, stands: Standing) -> Edition | None:
    """The edition this person reads; None where the report is not open to them yet."""
    if stands.published_on is not None:
        return Edition.PUBLISHED
    if stands.decided:
        return Edition.DECIDED if viewer.can(Permission.READ_SCOPE, place) else None
    if viewer.can(Permission.READ_DRAFTS, place):
        return Edition.TEAM_DRAFT
    return Edition.SHARED_DRAFT if viewer.can(Permission.READ_SCOPE, place) else None


def fullest_edition(stands: Standing) -> Edition:
    """The fullest edition there is: what the command line makes."""
    if stands.published_on is not None:
        return Edition.PUBLISHED
    return Edition.DECIDED if stands.decided else Edition.TEAM_DRAFT


def may_read(edition: Edition, viewer: Viewer, place: Place, stands: Standing) -> bool:
    """Whether this person may read a paper made as `edition`, today: what was published and no longer is, is closed."""
    if edition is Edition.TEAM_DRAFT:
        return viewer.can(Permission.READ_DRAFTS, place)
    if edition is Edition.PUBLISHED and stands.published_on is not None:
        return True
    return viewer.can(Permission.READ_SCOPE, place)

"""The door of a review's scope and plan: the blueprint, and who may read, change, or work on them."""

from dataclasses import dataclass

from flask import Blueprint, url_for

from app.access import Permission, Place, Viewer
from app.guard import viewer
from app.models import Review
from app.places import open_review
from app.review_page import Frame, frame

blueprint = Blueprint("plans", __name__)

READ = (
    "The scope and plan of this review are read by its team, sponsor, co-chairs and steering group, the leads of its "
    "units, the committee secretary and the team that runs reviews."
)
CHANGE = "Only the lead of this review and the team that runs reviews change its scope and plan."
WORK = "Only the team of this review and the team that runs reviews add tasks and lessons."


@dataclass(frozen=True)
class Opened:
    """A review that somebody has opened, and what they may do with its plan."""

    review: Review
    place: Place
    who: Viewer

    @property
    def may_read(self) -> bool:
        """Whether this person reads the scope and plan."""
        return self.who.can(Permission.READ_SCOPE, self.place)

    @property
    def may_change(self) -> bool:
        """Whether this person changes the scope and plan."""
        return self.who.can(Permission.EDIT_REVIEW, self.place)

    @property
    def may_work(self) -> bool:
        """Whether this person adds tasks and lessons."""
        return self.may_change or self.who.can(Permission.WORK_REVIEW, self.place)

    @property
    def may_read_summary(self) -> bool:
        """Whether this person reads the report's summary, which may tell of draft findings until it is published."""
        return (
            self.may_change or self.review.published_on is not None or self.who.can(Permission.READ_DRAFTS, self.place)
        )

    def frame(self, here: str = "plans.index") -> Frame:
        """The frame of a page of this review."""
        return frame(self.review, self.place, self.who, here)

    def plan(self, section: str) -> str:
        """The address of a section of the plan."""
        return url_for("plans.index", reference=self.review.reference, _anchor=section)


def open_to_read(reference: str) -> Opened:
    """The review, for who may read its scope and plan.

    Raises:
        NotFound, NotAllowed: as `open_review`.
    """
    return _open(reference, Permission.READ_SCOPE, READ)


def open_to_change(reference: str) -> Opened:
    """The review, for who may change its scope and plan.

    Raises:
        NotFound, NotAllowed: as `open_review`.
    """
    return _open(reference, Permission.EDIT_REVIEW, CHANGE)


def open_to_work(reference: str) -> Opened:
    """The review, for who may add tasks and lessons.

    Raises:
        NotFound, NotAllowed: as `open_review`.
    """
    opened = open_to_anybody(reference)
    return opened if opened.may_work else _open(reference, Permission.WORK_REVIEW, WORK)


def open_to_anybody(reference: str) -> Opened:
    """The review, for a page that has a question of its own about who may see it.

    Raises:
        NotFound: there is no such review.
    """
    return _open(reference, Permission.SIGNED_IN, READ)


def _open(reference: str, permission: Permission, sentence: str) -> Opened:
    who = viewer()
    review, place = open_review(reference, who, permission, sentence)
    return Opened(review, place, who)

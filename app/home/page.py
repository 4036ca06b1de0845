"""All that the home page shows, gathered in at most eleven queries."""

from dataclasses import dataclass

from app.access import STEERING, TEAM, Permission, Viewer
from app.first_run import FirstStep, first_run_steps
from app.history_pages import Entry, entries
from app.home.asks import Ask, Waiting, longest_first, most_urgent_first
from app.home.moves import follows, rows_of
from app.home.open_reviews import OpenReview, open_reviews
from app.home.recommendations import Counts, counts, recommendations_for
from app.home.requests import requests_for
from workflows.phases import IN_PROGRESS, Phase

LATEST = 5
"""Changes of a review that its team sees here."""


@dataclass(frozen=True)
class Home:
    """What the page shows.

    `first_steps` are those of an empty installation, for its administrator. `others` is None for who follows no review;
    `latest` belongs to `my_review`.
    """

    first_steps: tuple[FirstStep, ...]
    mine: list[Ask]
    others: list[Waiting] | None
    before: list[OpenReview]
    counts: Counts
    my_review: OpenReview | None
    latest: list[Entry]


def home_page(viewer: Viewer) -> Home:
    """What the home page of this person shows today."""
    reviews = open_reviews(viewer)
    asks, others = requests_for(reviews, viewer)
    more_asks, more_others = recommendations_for(reviews, viewer)
    asks, others = [*asks, *more_asks], [*others, *more_others]
    for review in reviews:
        of_review, of_others = rows_of(review, viewer)
        asks.extend(of_review)
        others.extend(of_others)
    mine = _only_review(reviews, viewer)
    return Home(
        first_steps=first_run_steps() if viewer.can(Permission.MANAGE_SETTINGS) else (),
        mine=most_urgent_first(asks),
        others=longest_first(others) if any(follows(one, viewer) for one in reviews) else None,
        before=[one for one in reviews if _is_before_implementation(one)],
        counts=counts(viewer.today),
        my_review=mine,
        latest=entries([("review", mine.row.id)], viewer, mine.place, limit=LATEST) if mine else [],
    )


def _is_before_implementation(review: OpenReview) -> bool:
    phase = review.row.paused_from if review.row.phase is Phase.PAUSED else review.row.phase
    return phase in (Phase.PROPOSED, *IN_PROGRESS)


def _only_review(reviews: list[OpenReview], viewer: Viewer) -> OpenReview | None:
    """The open review this person takes part in, where it is one: what happened in several comes later."""
    ids = {grant.review_id for grant in viewer.grants if grant.role in TEAM | STEERING}
    mine = [one for one in reviews if one.row.id in ids]
    return mine[0] if len(mine) == 1 else None

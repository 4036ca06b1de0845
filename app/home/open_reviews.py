"""The reviews that are not over, with what their next move needs: five queries, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select

from app.access import Place, Viewer
from app.extensions import db
from app.models import Review, ReviewUnit, Unit
from app.review_facts import ReviewRecords, records_of_each, review_facts, standing_of
from app.review_standing import Standing
from workflows.engine import Condition
from workflows.phases import PATH, Phase
from workflows.review import ReviewMove, workflow_for
from workflows.roles import Role

MOST = 300
"""Open reviews that a home page looks at."""

OPEN = (*PATH[:-1], Phase.PAUSED)
_LINE = "\n"


def _units(column: Any) -> Any:
    joined = func.aggregate_strings(column, _LINE)
    return (
        select(joined)
        .join(ReviewUnit, ReviewUnit.unit_id == Unit.id)
        .where(ReviewUnit.review_id == Review.id)
        .correlate(Review)
        .scalar_subquery()
    )


def _stated(column: Any) -> Any:
    """Whether a text is there: the texts themselves may be long, and are not read here."""
    return (func.length(column) > 0).label(column.key)


COLUMNS = select(
    Review.id,
    Review.reference,
    Review.title,
    Review.profile,
    Review.profile_version,
    Review.phase,
    Review.paused_from,
    Review.resume,
    Review.sponsor_title,
    Review.right_tool,
    Review.data_protection,
    Review.equality,
    Review.baseline_on,
    Review.benefits_checked_on,
    Review.service_owner_on,
    Review.proposed_by_id,
    *(
        _stated(column)
        for column in (
            Review.problem,
            Review.users,
            Review.guide_choice,
            Review.no_guide_reason,
            Review.baseline,
            Review.baseline_method,
            Review.no_baseline_reason,
        )
    ),
    _units(Unit.name).label("unit_names"),
    _units(Unit.path).label("unit_paths"),
)


@dataclass(frozen=True)
class OpenReview:
    """One review that is not over. `row` has its columns, `unmet` is what its next move lacks."""

    row: Any
    place: Place
    standing: Standing
    records: ReviewRecords
    move: ReviewMove | None
    unmet: tuple[Condition, ...]

    @property
    def units(self) -> str:
        """The names of its units."""
        return ", ".join(sorted(self.row.unit_names.split(_LINE))) if self.row.unit_names else ""

    @property
    def leads(self) -> list[str]:
        """The titles of its leads."""
        return self.records.outline.titles(Role.REVIEW_LEAD)

    @property
    def sponsor(self) -> str:
        """Who decides, in words: the sponsor's title, or that there is none yet."""
        title = self.row.sponsor_title or next(iter(self.records.outline.titles(Role.SPONSOR)), "")
        return f"{title}, sponsor" if title else "The sponsor, who is not named yet"


def open_reviews(viewer: Viewer) -> list[OpenReview]:
    """The reviews that are not over, in order of reference."""
    query = COLUMNS.where(Review.phase.in_(OPEN)).order_by(Review.reference).limit(MOST)
    rows: Sequence[Any] = db.session.execute(query).all()
    records = records_of_each([row.id for row in rows])
    return [_open(row, records[row.id], viewer) for row in rows]


def _open(row: Any, records: ReviewRecords, viewer: Viewer) -> OpenReview:
    # A row with the columns that the facts read is read like the review itself.
    review = cast(Review, row)
    workflow = workflow_for(row.profile, row.profile_version)
    move = next((one for one in workflow.moves_from(row.phase) if one.kind == "forward"), None)
    unmet: tuple[Condition, ...] = ()
    if move is not None:
        facts = review_facts(review, viewer.today, records)
        unmet = tuple(one for one in workflow.conditions(move.name, facts, state=row.phase) if not one.met)
    paths = tuple(row.unit_paths.split(_LINE)) if row.unit_paths else ()
    return OpenReview(row, Place(row.id, paths), standing_of(review, viewer.today, records), records, move, unmet)

"""The papers of a review as its report page shows them: how far the last one is, and what was done since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, union_all
from werkzeug.exceptions import NotFound

from app.access import Place, Viewer
from app.extensions import db
from app.history_pages import Entry, entries
from app.models import Improvement, Paper, PaperStatus, Recommendation
from app.reports.edition import Edition, Standing, may_read

SHOWN = 20
PATIENCE = 60
"""Seconds after which a paper that waits is told to wait for a worker that may not be running."""


@dataclass(frozen=True)
class PaperRow:
    """A paper without its dataset."""

    id: int
    status: PaperStatus
    edition: Edition
    draft: bool
    asked_at: datetime
    finished_at: datetime | None
    pages: int | None
    failure: str


def papers_of(review_id: int, edition: Edition) -> list[PaperRow]:
    """The last papers of a review in this edition, newest first. One query, and no dataset is loaded."""
    rows = db.session.execute(
        select(
            Paper.id,
            Paper.status,
            Paper.dataset["edition"].as_string().label("edition"),
            Paper.draft,
            Paper.asked_at,
            Paper.finished_at,
            Paper.pages,
            Paper.failure,
        )
        .where(Paper.review_id == review_id, Paper.dataset["edition"].as_string() == edition.value)
        .order_by(Paper.id.desc())
        .limit(SHOWN)
    )
    return [
        PaperRow(
            row.id,
            row.status,
            Edition(row.edition),
            row.draft,
            row.asked_at,
            row.finished_at,
            row.pages,
            row.failure,
        )
        for row in rows
    ]


def paper_or_404(paper_id: int, review_id: int, viewer: Viewer, place: Place, stands: Standing) -> Paper:
    """A finished paper of this review that this person may read.

    Raises:
        NotFound: there is none. One that is closed to this person is told apart from none by nothing.
    """
    paper = db.session.get(Paper, paper_id)
    if paper is None or paper.review_id != review_id or paper.file is None:
        raise NotFound
    if not may_read(Edition(paper.dataset["edition"]), viewer, place, stands):
        raise NotFound
    return paper


def done_since(review_id: int, moment: datetime, viewer: Viewer, place: Place) -> list[Entry]:
    """What was done to the review, its recommendations and improvements after a moment, newest first; 20 at most.

    Only what this person may read. Three queries.
    """
    recommendation = select(literal("recommendation"), Recommendation.id).where(Recommendation.review_id == review_id)
    improvement = select(literal("improvement"), Improvement.id).where(Improvement.review_id == review_id)
    found = db.session.execute(union_all(recommendation, improvement))
    subjects = [("review", review_id), *((kind, number) for kind, number in found)]
    return [entry for entry in entries(subjects, viewer, place, limit=SHOWN) if entry.at > moment]

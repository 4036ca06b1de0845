"""Asking for the PDF of a report. A paper is no tracked record: what it says is, and each stays as it was made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.extensions import db
from app.models import Paper, PaperStatus
from app.reports.edition import Edition
from app.reports.key import content_key

LONGEST_TITLE = 255


def ask_for_paper(review_id: int, dataset: dict[str, Any], *, asked_by_id: int | None, at: datetime) -> Paper:
    """The paper of this dataset, asked for if nobody has yet; one that failed is asked for again.

    Args:
        asked_by_id: the person who asks; None for the command line.
        at: UTC.
    """
    key = content_key(dataset)
    values = {
        "key": key,
        "review_id": review_id,
        "status": PaperStatus.WAITING,
        "title": f"{dataset['review']['title']} ({dataset['review']['reference']})"[:LONGEST_TITLE],
        "draft": Edition(dataset["edition"]).draft,
        "as_at": date.fromisoformat(dataset["as_at"]),
        "dataset": dataset,
        "asked_by_id": asked_by_id,
        "asked_at": at,
        "attempts": 0,
        "failure": "",
    }
    insert: Any = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    # Two people may ask at the same moment: whoever comes second gets the first one's paper.
    db.session.execute(insert(Paper).values(**values).on_conflict_do_nothing(index_elements=["key"]))
    paper = db.session.scalars(select(Paper).where(Paper.key == key)).one()
    if paper.status is PaperStatus.FAILED:
        paper.status, paper.failure, paper.finished_at = PaperStatus.WAITING, "", None
    return paper

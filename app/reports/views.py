"""The report of a review: how far its PDF is, the report as a page, and the PDF itself."""

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, Place, Viewer, needs
from app.file_store import send
from app.guard import viewer
from app.models import PaperStatus, Review
from app.places import place_of_review, review_or_404
from app.reports.actions import ask_for_paper
from app.reports.content import content
from app.reports.dataset import dataset
from app.reports.edition import READERS, Edition, Standing, edition_for, standing
from app.reports.page import html_of
from app.reports.papers import PATIENCE, done_since, paper_or_404, papers_of
from app.review_page import frame
from app.submissions import finish, sent_before

blueprint = Blueprint("reports", __name__)


def _opened(reference: str, who: Viewer) -> tuple[Review, Place, Standing]:
    review = review_or_404(reference)
    return review, place_of_review(review), standing(review)


def _edition(review: Review, place: Place, stands: Standing, who: Viewer) -> Edition:
    """The edition this person reads.

    Raises:
        NotAllowed: none yet, in words.
    """
    edition = edition_for(who, place, stands)
    if edition is None:
        raise NotAllowed(
            "This report is not published yet.",
            "It is open to everybody once it is decided and published. Until then those who may read the review’s "
            "scope and findings can read it: its team, sponsor, co-chairs and steering group, and the leads of its units.",
            links=((f"{review.title} ({review.reference})", url_for("reviews.show", reference=review.reference)),),
        )
    return edition


@blueprint.get("/reviews/<reference>/report")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """How far the PDF is, and the way to the report as a page."""
    who = viewer()
    review, place, stands = _opened(reference, who)
    edition = edition_for(who, place, stands)
    papers = papers_of(review.id, edition) if edition else []
    ready = next((one for one in papers if one.status is PaperStatus.READY), None)
    return render_template(
        "reports/of_review.html",
        frame=frame(review, place, who, "reports.of_review"),
        edition=edition,
        readers=READERS[edition] if edition else "",
        stands=stands,
        last=papers[0] if papers else None,
        ready=ready,
        older=[one for one in papers if one.status is PaperStatus.READY and one is not ready],
        since=done_since(review.id, ready.asked_at, who, place) if ready else [],
        patience_over=bool(papers) and (who.now - papers[0].asked_at).total_seconds() > PATIENCE,
    )


@blueprint.post("/reviews/<reference>/report/pdf")
@needs(Permission.SIGNED_IN)
def make(reference: str) -> ResponseReturnValue:
    """Ask for the PDF of the report as it stands now. Asking twice gives one paper."""
    who = viewer()
    review, place, stands = _opened(reference, who)
    edition = _edition(review, place, stands, who)
    if again := sent_before(who.person_id):
        return again
    said = dataset(review, edition, who.today)
    paper = ask_for_paper(review.id, said, asked_by_id=who.person_id, at=who.now)
    if paper.status is PaperStatus.READY:
        flash("Nothing has changed since the last PDF was made: it is the newest.")
    return finish(url_for("reports.of_review", reference=review.reference), who.person_id)


@blueprint.get("/reviews/<reference>/report/page")
@needs(Permission.SIGNED_IN)
def page(reference: str) -> ResponseReturnValue:
    """The report as a page."""
    who = viewer()
    review, place, stands = _opened(reference, who)
    edition = _edition(review, place, stands, who)
    ways = (
        ("Back to the review", url_for("reviews.show", reference=review.reference)),
        ("Contents", "#contents"),
        ("PDF of this report", url_for("reports.of_review", reference=review.reference)),
    )
    return html_of(
        content(dataset(review, edition, who.today)),
        stylesheet=url_for("static", filename="paper.css"),
        ways=ways,
    )


@blueprint.get("/reviews/<reference>/report/pdf/<int:paper_id>")
@needs(Permission.SIGNED_IN)
def pdf(reference: str, paper_id: int) -> Response:
    """The bytes of a finished paper, as an attachment."""
    who = viewer()
    review, place, stands = _opened(reference, who)
    paper = paper_or_404(paper_id, review.id, who, place, stands)
    if paper.file is None:
        raise NotFound
    draft = "-draft" if paper.draft else ""
    return send(paper.file, f"{review.reference}-report{draft}-{paper.as_at.isoformat()}.pdf")

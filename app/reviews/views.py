"""Reviews: the list, the overview, the history, and the public list. Proposals and moves have modules of their own."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission, Place, Viewer, needs
from app.forms import TrackerForm, area
from app.guard import viewer
from app.history_pages import Entry, entries
from app.models import Review
from app.models.reviews import SCREENING_LABELS
from app.paging import ROWS, page_number, paged
from app.places import open_review, place_of_review, review_or_404
from app.review_facts import ReviewRecords, records_of, review_facts, standing_of
from app.review_page import frame
from app.review_parts import recommendations_of
from app.reviews import actions, move_views, overview, proposal_views, queries
from app.reviews.moves import may_edit_proposal, next_move, other_moves
from app.submissions import finish, sent_before
from app.units import unit_tree
from workflows.review import PHASE_LABELS, Phase
from workflows.review_rag import REVIEW_RAG_RULE

blueprint = Blueprint("reviews", __name__)
blueprint.add_url_rule("/reviews/propose", "propose", proposal_views.propose, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/reviews/<reference>/proposal", "edit_proposal", proposal_views.edit_proposal, methods=["GET", "POST"]
)
blueprint.add_url_rule("/reviews/<reference>/moves/<move>", "move", move_views.move, methods=["GET", "POST"])

LATEST = 5
"""Entries of the history that stand on the overview."""

MAY_BE_PUBLIC = (Phase.IMPLEMENTATION, Phase.COMPLETED)
"""A report is public once it has been decided, never before."""


@blueprint.get("/reviews")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """All reviews, by reference, narrowed by words, phase and unit."""
    filters = _filters()
    number = page_number()
    found = queries.reviews_listed(filters, viewer().today, number)
    total = len(found) if number == 1 and len(found) <= ROWS else queries.reviews_counted(filters)
    return render_template(
        "reviews/index.html",
        filters=filters,
        reviews=paged(found, number),
        total=total,
        phases=[("", "Any"), (queries.UNDER_WAY_FILTER, "All under way"), *PHASE_LABELS.items()],
        units=unit_tree(),
        without=[] if found else queries.counted_without(filters),
        unit_name=queries.unit_name(filters.unit) if filters.unit else "",
        rule=REVIEW_RAG_RULE,
    )


def _filters() -> queries.Filters:
    phase = request.args.get("phase", "")
    known = phase == queries.UNDER_WAY_FILTER or phase in {one.value for one in Phase}
    return queries.Filters(
        text=" ".join(request.args.get("text", "").split())[:200].replace("\x00", ""),
        phase=phase if known else "",
        unit=request.args.get("unit", "")[:80].replace("\x00", ""),
    )


@blueprint.get("/reviews/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """The overview: where the review is, what happens next, what stops it."""
    who = viewer()
    review = review_or_404(reference)
    place = place_of_review(review)
    records = records_of(review)
    facts = review_facts(review, who.today, records)
    standing = standing_of(review, who.today, records)
    coming = next_move(review, place, who, facts)
    return render_template(
        "reviews/show.html",
        frame=frame(review, place, who, "reviews.show"),
        records=records,
        line=overview.phase_line(review, records, standing, who.today),
        standing=standing,
        rule=REVIEW_RAG_RULE,
        coming=coming,
        others=other_moves(review, place, who, coming),
        steps=overview.steps(review, records),
        chain=overview.chain(records, who, place),
        history=_history(review, records, who, place),
        who_reads=overview.who_reads(who, place),
        published=overview.published_dates(records),
        paused_since=overview.paused_since(records),
        may_edit=may_edit_proposal(review, place, who),
        reads_proposal=who.can(Permission.READ_SCOPE, place) or review.proposed_by_id == who.person_id,
        may_publish=who.can(Permission.PUBLISH, place),
        screening=SCREENING_LABELS,
        people=overview.people(review, records),
    )


def _history(review: Review, records: ReviewRecords, who: Viewer, place: Place) -> list[Entry]:
    subjects = [("review", review.id)]
    subjects += [("recommendation", one.id) for one in overview.readable_recommendations(records, who, place)]
    return entries(subjects, who, place, limit=LATEST)


@blueprint.get("/reviews/<reference>/history")
@needs(Permission.SIGNED_IN)
def history(reference: str) -> ResponseReturnValue:
    """Everything done to the review and its recommendations that this person may read, newest first."""
    who = viewer()
    review = review_or_404(reference)
    place = place_of_review(review)
    before = request.args.get("before", "")
    subjects = [("review", review.id), *(("recommendation", one.id) for one in recommendations_of(review.id))]
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    found = entries(subjects, who, place, limit=ROWS + 1, before=start)
    return render_template(
        "reviews/history.html",
        frame=frame(review, place, who, "reviews.history"),
        entries=found[:ROWS],
        older=found[ROWS - 1].id if len(found) > ROWS else None,
        newest=start is None,
    )


class OffTheListForm(TrackerForm):
    """Why a review is taken off the public list."""

    reason = area("Why?", needed="Say why it is taken off", hint="Kept in the history of this review.", rows=2)


@blueprint.route("/reviews/<reference>/public", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def publish(reference: str) -> ResponseReturnValue:
    """Put the review on the public list, or take it off again, after saying who sees what then."""
    who = viewer()
    review, place = open_review(
        reference, who, Permission.PUBLISH, "Only the team that runs reviews puts a review on the public list."
    )
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    form = OffTheListForm() if review.published_on else TrackerForm()
    may = review.published_on is not None or review.phase in MAY_BE_PUBLIC
    if may and form.validate_on_submit():
        _change_publication(review, form, who)
        return finish(url_for("reviews.show", reference=review.reference), who.person_id)
    status = 409 if request.method == "POST" and not may else 422 if form.errors else 200
    page = render_template("reviews/publish.html", form=form, frame=frame(review, place, who, "reviews.show"), may=may)
    return page, status


def _change_publication(review: Review, form: TrackerForm, who: Viewer) -> None:
    if isinstance(form, OffTheListForm):
        actions.take_off_public_list(review, form.reason.data or "", actor=who)
        flash("Taken off the public list.")
    else:
        actions.publish_review(review, actor=who)
        flash("This review is on the public list.")

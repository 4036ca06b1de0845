"""Recommendations: the list of all, those of one review, the page of one, and its owner's update."""

from datetime import date
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import NotAllowed, Permission, Place, Viewer, needs
from app.guard import viewer
from app.history_pages import entries
from app.models import Recommendation
from app.paging import page_number, paged
from app.places import place_of_review, review_or_404
from app.recommendations import amendment_views, date_views, draft_views, progress_views, queries
from app.recommendations.actions import standing_in_the_way
from app.recommendations.date_actions import pending_revision
from app.recommendations.page import show_page
from app.recommendations.progress_actions import start_work, tick_milestones, update_progress
from app.recommendations.progress_forms import BLOCKED, DONE, NEW_DATE, ON_COURSE, UpdateForm
from app.recommendations.queries import Filters
from app.recommendations.show_queries import drafts_of, opened
from app.review_page import frame
from app.settings import value
from app.submissions import finish, sent_before
from workflows.dates import MONTHS, PreciseDate, Precision, format_day
from workflows.phases import Phase
from workflows.recommendation import (
    CLOSURE_LABELS,
    PRIORITY_LABELS,
    PROGRESS_LABELS,
    RAG_RULE,
    RESPONSE_LABELS,
    Progress,
    Response,
)

blueprint = Blueprint("recommendations", __name__)
for part in (draft_views, progress_views, date_views, amendment_views):
    blueprint.register_blueprint(part.blueprint)

VIEWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("all", "All", {}),
    ("overdue", "Overdue now", {"overdue": "current"}),
    ("overdue_original", "Overdue against the original date", {"overdue": "original"}),
    ("waiting", "Waiting to be verified", {"progress": Progress.DONE_AWAITING_VERIFICATION.value}),
    ("awaiting", "Awaiting a response", {"response": Response.AWAITING.value}),
)
AGAINST = {"current": "the current date", "original": "the original date", "either": "either date"}
LONGEST_HISTORY = 50
Choice = TypeVar("Choice", Response, Progress)


@blueprint.context_processor
def labels() -> dict[str, object]:
    """The words for what a recommendation can be, for the templates of this feature."""
    return {
        "RESPONSE_LABELS": RESPONSE_LABELS,
        "PROGRESS_LABELS": PROGRESS_LABELS,
        "CLOSURE_LABELS": CLOSURE_LABELS,
        "PRIORITY_LABELS": PRIORITY_LABELS,
        "RAG_RULE": RAG_RULE,
        "team_name": value("team"),
        "in_short": in_short,
        "brief": brief,
    }


def in_short(given: date | PreciseDate) -> str:
    """A date for a narrow column: "19 Dec 2025"; what is less exact than a day stands as it was given."""
    if isinstance(given, PreciseDate) and given.precision is not Precision.DAY:
        return given.label
    day = given.first_day if isinstance(given, PreciseDate) else given
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def brief(reason: str) -> str:
    """The reason of a colour for a narrow column: "revised once" for "its date was revised once"."""
    return reason.removeprefix("it is ").removeprefix("its date was ")


def _chosen(kind: type[Choice], name: str) -> Choice | None:
    given = request.args.get(name, "")
    return kind(given) if given in [one.value for one in kind] else None


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def filters() -> Filters:
    """The filters in the address; what is not understood is left out."""
    against = request.args.get("overdue", "")
    return Filters(
        response=_chosen(Response, "response"),
        progress=_chosen(Progress, "progress"),
        unit_id=_number("unit"),
        owner_id=_number("owner"),
        overdue=against if against in AGAINST else "",
    )


@blueprint.get("/recommendations")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """All published recommendations, open ones first."""
    who, asked, number = viewer(), filters(), page_number()
    total, reviews = queries.number_published(asked, who.today)
    return render_template(
        "recommendations/index.html",
        lines=paged(queries.published(asked, who.today, number), number, queries.PAGE),
        total=total,
        reviews=reviews,
        asked=asked,
        views=VIEWS,
        counts=queries.view_counts(who.today),
        units=queries.unit_choices(),
        owners=queries.owner_choices(),
        against=AGAINST,
    )


@blueprint.get("/reviews/<reference>/recommendations")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """The recommendations of one review: what was put forward, and for its team the drafts."""
    who, review = viewer(), review_or_404(reference)
    place = place_of_review(review)
    drafts = who.can(Permission.READ_DRAFTS, place)
    lines = queries.of_review(review, who.today, drafts=drafts)
    may_write = who.can(Permission.WORK_REVIEW, place) and review.phase not in (Phase.COMPLETED, Phase.WITHDRAWN)
    needed = {
        one.reference: [condition.sentence for condition in standing_in_the_way(one) if not condition.met]
        for one in (drafts_of(review.id) if may_write else ())
    }
    return render_template(
        "recommendations/of_review.html",
        frame=frame(review, place, who, "recommendations.of_review"),
        published=[one for one in lines if one.published_on],
        drafts=[one for one in lines if not one.published_on and one.withdrawn_reason is None],
        withdrawn=[one for one in lines if one.withdrawn_reason is not None],
        reads_drafts=drafts,
        may_write=may_write,
        needed=needed,
        may_record=who.can(Permission.RECORD_DECISION, place),
    )


@blueprint.get("/recommendations/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """One recommendation: its two lives, its dates and RAG, why it was made, and what happened."""
    who = viewer()
    recommendation, place = opened(reference, who)
    return _shown(recommendation, place, who, _update_form(recommendation))


@blueprint.route("/recommendations/<reference>/update", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def update(reference: str) -> ResponseReturnValue:
    """The owner says how it goes; a new date, what blocks it and "done" are asked for on the next page."""
    who = viewer()
    recommendation, place = opened(reference, who)
    here = url_for("recommendations.show", reference=recommendation.reference)
    if request.method == "GET":
        return redirect(here, 303)
    if recommendation.owner_id != who.person_id:
        raise NotAllowed("Only its owner writes how a recommendation goes.", _whom_to_ask(recommendation))
    if again := sent_before(who.person_id):
        return again
    form = _update_form(recommendation)
    if not form.validate_on_submit():
        return _shown(recommendation, place, who, form)
    if form.started.data and recommendation.progress is Progress.NOT_STARTED:
        start_work(recommendation, place, actor=who)
    added, removed = form.milestones.changes(form.milestones_seen.data or "")
    tick_milestones(recommendation, added, removed, actor=who)
    if note := _words(form, recommendation):
        update_progress(recommendation, note, actor=who)
    following = {NEW_DATE: "dates.ask", BLOCKED: "progress.blocked", DONE: "progress.done"}.get(form.when.data or "")
    if following:
        endpoint = f"recommendations.{following}"
        onward = url_for(endpoint, reference=recommendation.reference)
        return finish(onward, who.person_id, "Your update is saved. This page asks for the rest.")
    flash("Your update is saved.")
    return finish(here, who.person_id)


def _words(form: UpdateForm, recommendation: Recommendation) -> str:
    """The note; a bare "yes" is a word from the owner too."""
    if form.note.data or form.when.data != ON_COURSE or recommendation.current_date is None:
        return form.note.data or ""
    return f"It will be done by {recommendation.current_date.label}, as far as I can see."


def _whom_to_ask(recommendation: Recommendation) -> str:
    owner = recommendation.owner
    return f"Its owner is the {owner.role_title}." if owner else "Nobody is named as its owner: ask the review's lead."


def _update_form(recommendation: Recommendation) -> UpdateForm:
    form = UpdateForm()
    milestones = [one for one in recommendation.milestones if not one.dropped]
    form.milestones.offer(
        [(one.id, f"{one.text} ({format_day(one.done_on)})" if one.done_on else one.text) for one in milestones]
    )
    if request.method == "GET":
        done = [str(one.id) for one in milestones if one.done]
        form.milestones.data, form.milestones_seen.data = done, ",".join(done)
    current = recommendation.current_date
    form.ask(
        current.label if current else "",
        blocked=recommendation.blocked_reason is not None,
        date_asked=pending_revision(recommendation) is not None,
    )
    return form


def _shown(recommendation: Recommendation, place: Place, who: Viewer, form: UpdateForm) -> ResponseReturnValue:
    shown = render_template(
        "recommendations/show.html", here=show_page(recommendation, place, who), one=recommendation, form=form
    )
    return shown, 422 if form.errors else 200


@blueprint.get("/recommendations/<reference>/history")
@needs(Permission.SIGNED_IN)
def history(reference: str) -> ResponseReturnValue:
    """Everything that happened to one recommendation, newest first."""
    who = viewer()
    recommendation, place = opened(reference, who)
    before = _number("before")
    found = entries([("recommendation", recommendation.id)], who, place, limit=LONGEST_HISTORY + 1, before=before)
    return render_template(
        "recommendations/history.html",
        one=recommendation,
        entries=found[:LONGEST_HISTORY],
        older=found[LONGEST_HISTORY - 1].id if len(found) > LONGEST_HISTORY else None,
    )


@blueprint.get("/recommendations/<reference>/wording")
@needs(Permission.SIGNED_IN)
def wording(reference: str) -> ResponseReturnValue:
    """Every version of the wording, newest first."""
    one, _ = opened(reference, viewer())
    return render_template("recommendations/wording.html", one=one)

"""The pages of improvements: what they saved, the list, one of them, and those of a review."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from app.access import Permission, needs
from app.guard import viewer
from app.history_pages import entries
from app.improvement_standing import improvement_or_404
from app.improvements import change_views, evidence_views, log_views, queries, saving_views
from app.improvements.actions import improvement_facts
from app.improvements.evidence_views import EVIDENCE_BY
from app.improvements.saving_page import saving_seen
from app.models import Improvement, Saving
from app.paging import page_number, paged
from app.places import place_of_review, review_or_404
from app.review_page import frame
from app.savings import amount, money_sentence, saving_rows
from app.savings_totals import GRADES_SHOWN, SavingsTotals, opened, pictures, savings_totals, total_in_words
from workflows.arithmetic import Bucket, Measure, plain
from workflows.improvement import (
    CLASS_LABELS,
    GRADE_LABELS,
    LIFE,
    LIFE_LABELS,
    RECURRENCE_LABELS,
    Grade,
    Life,
    Provenance,
    Recurrence,
    SavingClass,
    SavingForm,
)

blueprint = Blueprint("improvements", __name__)

LATEST = 5
_WHOLE = (
    selectinload(Improvement.savings).selectinload(Saving.steps),
    selectinload(Improvement.savings).selectinload(Saving.measurements),
    selectinload(Improvement.savings).selectinload(Saving.claims),
    selectinload(Improvement.savings).joinedload(Saving.overlap_group),
    selectinload(Improvement.savings).joinedload(Saving.claimed_by),
    selectinload(Improvement.savings).joinedload(Saving.validated_by),
)


def asked_bucket() -> Bucket | None:
    """The total whose lines are asked for in the address; None for what is no total."""
    try:
        return Bucket(
            SavingClass(request.args.get("klass", "")),
            Recurrence(request.args.get("recurrence", "")),
            Grade(request.args.get("grade", "")),
            Provenance(request.args.get("provenance", "")),
            Measure(request.args.get("measure", "")),
        )
    except ValueError:
        return None


def bucket_address(bucket: Bucket) -> str:
    """Where the lines behind a total are listed."""
    return url_for("improvements.index", _anchor="behind", **vars(bucket))


@blueprint.context_processor
def labels() -> dict[str, Any]:
    """Words that the templates of savings need."""
    return {
        "GRADES_SHOWN": GRADES_SHOWN,
        "GRADE_LABELS": GRADE_LABELS,
        "CLASS_LABELS": CLASS_LABELS,
        "RECURRENCE_LABELS": RECURRENCE_LABELS,
        "LIFE_LABELS": LIFE_LABELS,
        "SavingForm": SavingForm,
        "bucket_address": bucket_address,
        "amount": amount,
        "plain": plain,
    }


def _behind(found: SavingsTotals) -> dict[str, Any]:
    """The lines behind the total that is opened, and what they are in posts where that can be said."""
    bucket = opened(found, asked_bucket())
    if bucket is None:
        return {"bucket": None}
    rows = found.behind(bucket)
    posts = [row.posts for row in rows]
    staff_time = bucket.klass is SavingClass.NON_CASH_RELEASING and bucket.recurrence is Recurrence.RECURRING
    known = [one for one in posts if one is not None]
    return {
        "bucket": bucket,
        "behind": rows,
        "behind_words": total_in_words(found, bucket),
        "posts": sum(known) if staff_time and known else None,
        "kept_as_days": len(posts) - len(known) if staff_time else 0,
        "working_days": sorted({row.working_days for row in rows if row.posts is not None and row.working_days}),
    }


@blueprint.get("/improvements")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """What improvements saved: each total apart, what was left out, and what counts against."""
    who = viewer()
    rows = saving_rows(who)
    found = savings_totals(rows, who.today)
    return render_template(
        "improvements/index.html",
        found=found,
        adopted=queries.number_visible(who, queries.Filters(life=Life.ADOPTED)),
        visible=queries.number_visible(who),
        due=queries.still_true(who, rows),
        money_sentence="" if who.can(Permission.READ_MONEY) else money_sentence(),
        **_behind(found),
    )


def _filters() -> queries.Filters:
    """The filters of the address; what is none of the choices is ignored."""
    life, klass, unit = (request.args.get(key, "") for key in ("life", "klass", "unit"))
    return queries.Filters(
        life=Life(life) if life in set(Life) else None,
        klass=SavingClass(klass) if klass in set(SavingClass) else None,
        unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        words=request.args.get("q", "").strip().replace("\x00", "")[:100],
        due=request.args.get("check") == "due",
    )


@blueprint.get("/improvements/list")
@needs(Permission.SIGNED_IN)
def list_all() -> ResponseReturnValue:
    """All improvements that the person may know of, with filters."""
    who = viewer()
    filters, page = _filters(), page_number()
    return render_template(
        "improvements/list.html",
        filters=filters,
        paged=paged(queries.improvements(filters, who, page), page, queries.PAGE),
        visible=queries.number_visible(who),
        units=queries.units_with_improvements(who),
        due=queries.still_true(who),
        money_sentence=money_sentence(),
    )


@blueprint.get("/improvements/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """One improvement with everything that is said of its savings."""
    who = viewer()
    improvement, held = improvement_or_404(reference, who, *_WHOLE)
    facts = improvement_facts(improvement)
    moves = LIFE.moves_for(improvement.life, held.roles) if held.can_change else ()
    recent = entries([("improvement", improvement.id)], who, held.place, limit=LATEST)
    taken_from = improvement.adopted_from
    source = queries.known_improvement(taken_from.reference, who) if taken_from else None
    money_hidden = any(one.form is SavingForm.MONEY and not held.sees_money_of(one) for one in improvement.savings)
    return render_template(
        "improvements/show.html",
        improvement=improvement,
        held=held,
        savings=[saving_seen(saving, improvement, held) for saving in improvement.savings],
        life_moves=[(move, LIFE.conditions(move.name, facts, state=improvement.life)) for move in moves],
        may_record=not EVIDENCE_BY.isdisjoint(held.roles),
        elsewhere=queries.adopted_elsewhere(improvement, who),
        entries=recent,
        source_open=source is not None,
        money_sentence=money_sentence() if money_hidden else "",
    )


@blueprint.get("/reviews/<reference>/savings")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """What the improvements of a review saved: its adopted ones, each total apart."""
    who = viewer()
    review = review_or_404(reference)
    place = place_of_review(review)
    found = savings_totals(saving_rows(who, Improvement.review_id == review.id), who.today)
    return render_template(
        "improvements/of_review.html",
        frame=frame(review, place, who, "improvements.of_review"),
        found=found,
        pictures=pictures(found, "sv"),
        money_sentence="" if who.can(Permission.READ_MONEY, place) else money_sentence(),
    )


_SAVING = "/improvements/<reference>/savings/<int:number>"
for _rule, _name, _view, _methods in (
    ("/improvements/new", "log", log_views.log, "GET POST"),
    ("/improvements/<reference>/edit", "edit", change_views.edit, "GET POST"),
    ("/improvements/<reference>/moves/<move>", "move", change_views.move, "GET POST"),
    ("/improvements/<reference>/history", "history", change_views.history, "GET"),
    ("/improvements/<reference>/savings/new", "add_saving", saving_views.add, "GET POST"),
    (_SAVING, "show_saving", saving_views.show_saving, "GET"),
    (f"{_SAVING}/edit", "edit_saving", saving_views.edit, "GET POST"),
    (f"{_SAVING}/measurement", "measure", evidence_views.measure, "GET POST"),
    (f"{_SAVING}/claim", "claim", evidence_views.claim, "GET POST"),
    (f"{_SAVING}/still-true", "still_true", evidence_views.still_true, "GET POST"),
    (f"{_SAVING}/overlap", "overlap", evidence_views.overlap, "GET POST"),
    (f"{_SAVING}/leave-overlap", "leave_overlap", evidence_views.leave_overlap, "POST"),
    (f"{_SAVING}/moves/<move>", "move_grade", evidence_views.move, "GET POST"),
):
    blueprint.add_url_rule(_rule, _name, _view, methods=_methods.split())

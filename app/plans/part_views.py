"""The edit pages of single parts of a plan: screening, guide, baseline, report words, completion, step, lessons."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, needs
from app.conflict import stale
from app.forms import TrackerForm
from app.models import Lesson
from app.plans import actions, queries
from app.plans.door import Opened, blueprint, open_to_change, open_to_work
from app.plans.forms import (
    BaselineForm,
    CompletionForm,
    GuideForm,
    LessonForm,
    ScreeningForm,
    SponsorForm,
    StepForm,
    SummaryForm,
)
from app.submissions import finish, sent_before


@dataclass(frozen=True)
class Part:
    """A part of the plan that one form edits: what it is called in a clash, its section, form, template and action."""

    title: str
    section: str
    form: type[TrackerForm]
    template: str
    save: Callable[..., None]


SCREENING = Part("The screening", "screening", ScreeningForm, "plans/screening.html", actions.record_screening)
GUIDE = Part("The choice of a guide", "guide", GuideForm, "plans/guide.html", actions.choose_guide)
BASELINE = Part("The baseline", "baseline", BaselineForm, "plans/baseline.html", actions.record_baseline)
SUMMARY = Part("The summary and method", "summary", SummaryForm, "plans/summary.html", actions.write_summary)
COMPLETION = Part("The completion", "completion", CompletionForm, "plans/completion.html", actions.record_completion)
STEP = Part("The current step", "tasks", StepForm, "plans/step.html", actions.set_step)
SPONSOR = Part("The sponsor", "team", SponsorForm, "plans/sponsor.html", actions.name_sponsor)


def _edit(reference: str, part: Part) -> ResponseReturnValue:
    opened = open_to_change(reference)
    review, person_id = opened.review, opened.who.person_id
    if request.method == "POST" and (again := sent_before(person_id)):
        return again
    # On a POST nothing is taken from the record: a form without its version must not pass for a fresh one.
    form = part.form(obj=review) if request.method == "GET" else part.form()
    back = opened.plan(part.section)
    if form.validate_on_submit():
        if clash := stale(form, review, title=part.title, back=back):
            return clash
        part.save(review, actor=opened.who, **form.words())
        return finish(back, person_id, f"{part.title} is saved.")
    page = render_template(part.template, form=form, frame=opened.frame(), opened=opened, review=review, back=back)
    return page, 422 if form.errors else 200


@blueprint.route("/reviews/<reference>/plan/screening", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_screening(reference: str) -> ResponseReturnValue:
    """How far the data-protection and equality screening has got."""
    return _edit(reference, SCREENING)


@blueprint.route("/reviews/<reference>/plan/guide", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_guide(reference: str) -> ResponseReturnValue:
    """The self-assessment guide, or the reason for none."""
    return _edit(reference, GUIDE)


@blueprint.route("/reviews/<reference>/plan/baseline", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_baseline(reference: str) -> ResponseReturnValue:
    """How the service did before, or the reason for not knowing it."""
    return _edit(reference, BASELINE)


@blueprint.route("/reviews/<reference>/plan/summary", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_summary(reference: str) -> ResponseReturnValue:
    """The summary and the method that the report prints."""
    return _edit(reference, SUMMARY)


@blueprint.route("/reviews/<reference>/plan/completion", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_completion(reference: str) -> ResponseReturnValue:
    """The check of the benefits, and who takes the service over."""
    return _edit(reference, COMPLETION)


@blueprint.route("/reviews/<reference>/plan/step", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_step(reference: str) -> ResponseReturnValue:
    """The step the review is at, where that is not what its phase says."""
    return _edit(reference, STEP)


@blueprint.route("/reviews/<reference>/plan/sponsor", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_sponsor(reference: str) -> ResponseReturnValue:
    """The sponsor by role title, for one who has no account here."""
    return _edit(reference, SPONSOR)


@blueprint.route("/reviews/<reference>/plan/lessons/new", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def add_lesson(reference: str) -> ResponseReturnValue:
    """Note a lesson for the next review."""
    opened = open_to_work(reference)
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    form = LessonForm()
    if form.validate_on_submit():
        actions.add_lesson(opened.review, form.text.data or "", actor=opened.who)
        return finish(opened.plan("lessons"), opened.who.person_id, "The lesson is noted.")
    return _lesson_page(opened, form, None)


@blueprint.route("/reviews/<reference>/plan/lessons/<int(max=2147483647):lesson_id>", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def edit_lesson(reference: str, lesson_id: int) -> ResponseReturnValue:
    """Correct a lesson: whoever wrote it, the review's lead and the team that runs reviews."""
    opened = open_to_work(reference)
    lesson = queries.lesson_in(opened.review.id, lesson_id)
    if lesson is None:
        raise NotFound
    if not opened.may_change and lesson.written_by_id != opened.who.person_id:
        raise NotAllowed(
            "Whoever wrote a lesson corrects it, or the review's lead.", "You can note a lesson of your own beside it."
        )
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    form = LessonForm(obj=lesson) if request.method == "GET" else LessonForm()
    if form.validate_on_submit():
        if clash := stale(form, lesson, title="This lesson", back=opened.plan("lessons")):
            return clash
        actions.edit_lesson(lesson, form.text.data or "", actor=opened.who)
        return finish(opened.plan("lessons"), opened.who.person_id, "The lesson is corrected.")
    return _lesson_page(opened, form, lesson)


def _lesson_page(opened: Opened, form: LessonForm, lesson: Lesson | None) -> ResponseReturnValue:
    page = render_template(
        "plans/lesson.html",
        form=form,
        frame=opened.frame(),
        opened=opened,
        review=opened.review,
        back=opened.plan("lessons"),
        lesson=lesson,
    )
    return page, 422 if form.errors else 200

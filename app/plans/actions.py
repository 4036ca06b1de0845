"""What is done to the plan of a review: screening, guide, baseline, report words, lessons, completion, current step."""

from datetime import date

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import Lesson, Review, Screening
from workflows.dates import PreciseDate
from workflows.phases import Step


def record_screening(
    review: Review, *, data_protection: str, equality: str, screening_note: str, actor: Viewer
) -> None:
    """Record how far the data-protection and equality screening has got, as values of `Screening`."""
    doing("record_screening", actor)
    review.data_protection = Screening(data_protection)
    review.equality = Screening(equality)
    review.screening_note = screening_note


def choose_guide(review: Review, *, guide_choice: str, no_guide_reason: str, actor: Viewer) -> None:
    """Name the self-assessment guide, or the reason for having none."""
    doing("choose_guide", actor)
    review.guide_choice = guide_choice
    review.no_guide_reason = no_guide_reason


def record_baseline(
    review: Review,
    *,
    baseline: str,
    baseline_on: PreciseDate | None,
    baseline_method: str,
    no_baseline_reason: str,
    actor: Viewer,
) -> None:
    """Record how the service did before the review (value, date, method), or the reason for not knowing it."""
    doing("record_baseline", actor)
    review.baseline = baseline
    review.baseline_on = baseline_on
    review.baseline_method = baseline_method
    review.no_baseline_reason = no_baseline_reason


def write_summary(review: Review, *, summary: str, method: str, actor: Viewer) -> None:
    """Write the summary and the method that the report prints."""
    doing("write_summary", actor)
    review.summary = summary
    review.method = method


def record_completion(
    review: Review,
    *,
    benefits_checked_on: date | None,
    benefits_note: str,
    service_owner_title: str,
    service_owner_on: date | None,
    actor: Viewer,
) -> None:
    """Record that the benefits were checked, and who took the service over and when."""
    doing("record_completion", actor)
    review.benefits_checked_on = benefits_checked_on
    review.benefits_note = benefits_note
    review.service_owner_title = service_owner_title
    review.service_owner_on = service_owner_on


def set_step(review: Review, *, step: str, actor: Viewer) -> None:
    """Say at which of the seven steps the review stands, as a value of `Step`."""
    doing("set_step", actor)
    review.step = Step(step)


def name_sponsor(review: Review, *, sponsor_title: str, actor: Viewer) -> None:
    """Name the sponsor by role title; a sponsor need not have an account."""
    doing("name_sponsor", actor)
    review.sponsor_title = sponsor_title


def add_lesson(review: Review, text: str, *, actor: Viewer) -> Lesson:
    """Note something learned from the review, for the next one."""
    doing("add_lesson", actor)
    lesson = Lesson(review_id=review.id, text=text, written_by_id=actor.person_id, written_on=actor.today)
    db.session.add(lesson)
    return lesson


def edit_lesson(lesson: Lesson, text: str, *, actor: Viewer) -> None:
    """Correct the words of a lesson."""
    doing("edit_lesson", actor)
    lesson.text = text

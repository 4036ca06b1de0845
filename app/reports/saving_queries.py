"""The savings a report tells of. Amounts of money are never read here: a report says in words that there is one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import Improvement, Measurement, OverlapGroup, Saving, SavingStep
from workflows.improvement import Life

STEP = ("times", "per", "minutes_before", "minutes_after", "people")


def savings_of(review_id: int) -> Sequence[Any]:
    """The savings of the review's adopted improvements, a row for each step of work they are worked out from."""
    measured = select(func.max(Measurement.measured_to)).where(Measurement.saving_id == Saving.id).correlate(Saving)
    return db.session.execute(
        select(
            Improvement.reference,
            Improvement.title,
            Improvement.provenance,
            Saving.id,
            Saving.number,
            Saving.klass,
            Saving.recurrence,
            Saving.form,
            Saving.grade,
            Saving.method,
            Saving.sample_size,
            Saving.native_days,
            Saving.days_a_year,
            Saving.narrative,
            Saving.settings_snapshot,
            Saving.attribution_share,
            Saving.attribution_reason,
            Saving.start,
            Saving.last_checked,
            Saving.released_to,
            Saving.overlap_group_id,
            Saving.counts_in_overlap,
            OverlapGroup.reason.label("overlap_reason"),
            measured.scalar_subquery().label("measured_to"),
            *(getattr(SavingStep, name).label(f"step_{name}") for name in STEP),
        )
        .join(Saving, Saving.improvement_id == Improvement.id)
        .outerjoin(OverlapGroup, OverlapGroup.id == Saving.overlap_group_id)
        .outerjoin(SavingStep, SavingStep.saving_id == Saving.id)
        .where(Improvement.review_id == review_id, Improvement.life == Life.ADOPTED)
        .order_by(Improvement.reference, Saving.number, SavingStep.id)
    ).all()

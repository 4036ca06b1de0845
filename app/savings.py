"""A saving's figure in words, and savings as the lines that totals are made of: for pages, papers and the home page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.access import Viewer
from app.extensions import db
from app.filters import number, pounds
from app.improvement_standing import money_open
from app.models import Improvement, ImprovementUnit, Measurement, OverlapGroup, Saving, Unit
from app.models.people import Provenance as StoredProvenance
from app.settings import value
from workflows.arithmetic import Bucket, Measure, SavingLine, SumSettings
from workflows.dates import PreciseDate
from workflows.improvement import GRADE_LABELS, Grade, Life, Provenance, Recurrence, SavingClass, SavingForm

MEASURES: dict[SavingForm, Measure] = {
    SavingForm.TIME_STEPS: Measure.DAYS,
    SavingForm.NATIVE_DAYS: Measure.DAYS,
    SavingForm.MONEY: Measure.POUNDS,
    SavingForm.NARRATIVE: Measure.WORDS,
}
_ADDED_OF: dict[SavingClass, str] = {
    SavingClass.NON_CASH_RELEASING: "of staff time",
    SavingClass.USER_TIME: "of users’ time",
    SavingClass.CASH_RELEASING: "of cash",
    SavingClass.COST_AVOIDANCE: "of avoided cost",
    SavingClass.QUALITY_WELLBEING_RISK: "of quality",
}


@dataclass(frozen=True, kw_only=True)
class SavingRow:
    """One saving as lists and totals need it. `line` is what totals add up; its key is `key`."""

    key: str
    improvement_id: int
    reference: str
    title: str
    number: int
    units: tuple[str, ...]
    form: SavingForm
    method: str
    sample_size: int | None
    start: PreciseDate | None
    last_checked: date | None
    narrative: str
    released_to: str
    working_days: Decimal | None
    line: SavingLine

    @property
    def counted(self) -> Decimal:
        """What of it is credited to the improvement; in full while its share is not settled."""
        return self.line.gross if self.line.share is None else self.line.gross * self.line.share

    @property
    def posts(self) -> Decimal | None:
        """What is credited, as full-time posts; None where days are kept as given or nothing is given in days."""
        if self.form is not SavingForm.TIME_STEPS or not self.working_days:
            return None
        return self.counted / self.working_days

    @property
    def in_words(self) -> str:
        """The saving as one short sentence: "Estimated 4.1 days a year of staff time"."""
        if self.line.measure is Measure.WORDS:
            return "Told in words"
        return f"{GRADE_LABELS[self.line.grade]} {figure_with_kind(self.line.gross, self.line.bucket)}"


def gross_of(
    form: SavingForm, days_a_year: Decimal | None, native_days: Decimal | None, amount_gbp: Decimal | None
) -> Decimal:
    """The whole of a saving in days or pounds, a year or once; 0 for what is told in words."""
    found = {
        SavingForm.TIME_STEPS: days_a_year,
        SavingForm.NATIVE_DAYS: native_days,
        SavingForm.MONEY: amount_gbp,
        SavingForm.NARRATIVE: None,
    }[form]
    return found or Decimal(0)


def checked_on(last_checked: date | None, measured_to: date | None, start: PreciseDate | None) -> date | None:
    """The day a saving was last checked, or else the last day of what was measured, or else of when it began."""
    return last_checked or measured_to or (start.last_day if start else None)


def amount(value_: Decimal, measure: Measure) -> str:
    """A bare figure: "28.9" days, "£4,710"."""
    if measure is Measure.POUNDS:
        return pounds(value_, 0 if value_ == value_.to_integral_value() else 2)
    return number(value_, 1)


def figure(value_: Decimal, measure: Measure, recurrence: Recurrence) -> str:
    """A figure with its unit: "28.9 days a year", "14.0 days, once", "£1,460 a year"; "in words" for a narrative."""
    if measure is Measure.WORDS:
        return "in words"
    when = " a year" if recurrence is Recurrence.RECURRING else ", once"
    if measure is Measure.POUNDS:
        return f"{amount(value_, measure)}{when}"
    return f"{amount(value_, measure)} days{when}"


def figure_of(line: SavingLine) -> str:
    """The whole figure of a line in words."""
    return figure(line.gross, line.measure, line.recurrence)


def figure_with_kind(value_: Decimal, bucket: Bucket) -> str:
    """A figure with its kind: "9.5 days a year of staff time", "14.0 days of staff time, once"."""
    kind = _ADDED_OF[bucket.klass]
    said = figure(value_, bucket.measure, bucket.recurrence)
    return f"{said.removesuffix(', once')} {kind}, once" if said.endswith(", once") else f"{said} {kind}"


def money_sentence() -> str:
    """Who may see money, where somebody else reads."""
    return f"Money is shown to finance validators, {value('team')}, the lead of the unit and the committee secretary."


_measured_to = (
    select(func.max(Measurement.measured_to))
    .where(Measurement.saving_id == Saving.id)
    .correlate(Saving)
    .scalar_subquery()
    .label("measured_to")
)
_COLUMNS = (
    Improvement.id,
    Improvement.reference,
    Improvement.title,
    Improvement.provenance,
    Saving.number,
    Saving.klass,
    Saving.recurrence,
    Saving.form,
    Saving.grade,
    Saving.method,
    Saving.sample_size,
    Saving.native_days,
    Saving.amount_gbp,
    Saving.days_a_year,
    Saving.narrative,
    Saving.released_to,
    Saving.settings_snapshot,
    Saving.attribution_share,
    Saving.attribution_reason,
    Saving.start,
    Saving.last_checked,
    Saving.overlap_group_id,
    Saving.counts_in_overlap,
    OverlapGroup.reason,
    _measured_to,
)


def saving_rows(viewer: Viewer | None, *where: ColumnElement[bool], adopted: bool = True) -> list[SavingRow]:
    """The savings that `viewer` may see the figures of, by reference and number. Two queries.

    Args:
        viewer: None for what every reader may see (papers): no money at all.
        where: what narrows the list, on Improvement and Saving.
        adopted: only of adopted improvements, which alone count.
    """
    query = (
        select(*_COLUMNS)
        .join(Improvement, Improvement.id == Saving.improvement_id)
        .outerjoin(OverlapGroup, OverlapGroup.id == Saving.overlap_group_id)
        .where(money_open(viewer), *where)
        .order_by(Improvement.reference, Saving.number)
    )
    if adopted:
        query = query.where(Improvement.life == Life.ADOPTED)
    rows = db.session.execute(query).all()
    units = units_of({row.id for row in rows})
    return [_row(row, units.get(row.id, ())) for row in rows]


def units_of(improvement_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the units of some improvements. One query, none where there are none."""
    if not improvement_ids:
        return {}
    query = (
        select(ImprovementUnit.improvement_id, Unit.name)
        .join(Unit, Unit.id == ImprovementUnit.unit_id)
        .where(ImprovementUnit.improvement_id.in_(improvement_ids))
        .order_by(ImprovementUnit.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for improvement_id, name in db.session.execute(query):
        found[improvement_id] = (*found.get(improvement_id, ()), name)
    return found


def _row(row: Any, units: tuple[str, ...]) -> SavingRow:
    key = f"{row.reference}/{row.number}"
    snapshot = row.settings_snapshot or {}
    return SavingRow(
        key=key,
        improvement_id=row.id,
        reference=row.reference,
        title=row.title,
        number=row.number,
        units=units,
        form=row.form,
        method=row.method,
        sample_size=row.sample_size,
        start=row.start,
        last_checked=row.last_checked,
        narrative=row.narrative,
        released_to=row.released_to,
        working_days=SumSettings.from_snapshot(snapshot).working_days if snapshot else None,
        line=line_of(key, row, row.provenance, row.reason or "", row.measured_to),
    )


def line_of(
    key: str, saving: Any, provenance: StoredProvenance, overlap_reason: str, measured_to: date | None
) -> SavingLine:
    """The line that totals add, from a saving or a row with its columns."""
    group: int | None = saving.overlap_group_id
    grade: Grade = saving.grade
    return SavingLine(
        key=key,
        klass=saving.klass,
        recurrence=saving.recurrence,
        grade=grade,
        measure=MEASURES[saving.form],
        gross=gross_of(saving.form, saving.days_a_year, saving.native_days, saving.amount_gbp),
        share=saving.attribution_share,
        share_reason=saving.attribution_reason,
        provenance=Provenance(provenance.value),
        overlap_group=None if group is None else str(group),
        counts=saving.counts_in_overlap,
        overlap_reason=overlap_reason,
        checked_on=checked_on(saving.last_checked, measured_to, saving.start),
    )

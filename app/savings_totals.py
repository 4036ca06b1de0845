"""Totals of savings as pages and papers show them: one table for every year and one for once only, and no grand total.

Each figure is one class at one grade from one provenance. Beside them: what was left out, and what counts against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.charts.bars import Amount, Bars, Group, bars
from app.savings import SavingRow, amount, figure, figure_with_kind
from app.settings import value
from workflows.arithmetic import Bucket, Exclusion, ExclusionKind, Measure, Total, Totals, totals
from workflows.improvement import CLASS_LABELS, GRADE_LABELS, RECURRENCE_LABELS, Grade, Provenance, Recurrence
from workflows.improvement import SavingClass as Class
from workflows.wording import sentence_case

GRADES_SHOWN = (Grade.ESTIMATED, Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED)
_LINES_OF = {Provenance.OWN: "", Provenance.SOURCED: "sourced lines", Provenance.FICTIONAL: "example lines"}
_MORE = {Class.USER_TIME: "academics, students and other staff", Class.CASH_RELEASING: "validated by finance only"}


@dataclass(frozen=True)
class Cell:
    """One total. `headline` says that it is measured or better."""

    bucket: Bucket
    value: Decimal
    text: str
    headline: bool
    keys: tuple[str, ...]


@dataclass(frozen=True)
class TotalsRow:
    """One class from one provenance: a cell (or None) for each grade of `GRADES_SHOWN`."""

    label: str
    hint: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class TotalsTable:
    """The totals of what is saved every year, or of what is saved once."""

    caption: str
    recurrence: Recurrence
    rows: tuple[TotalsRow, ...]


@dataclass(frozen=True)
class Remark:
    """Something said of one saving beside the totals: it follows the improvement's title in a sentence."""

    row: SavingRow
    text: str


@dataclass(frozen=True)
class SavingsTotals:
    """Everything a page or paper says about what savings come to."""

    rows: tuple[SavingRow, ...]
    found: Totals
    tables: tuple[TotalsTable, ...]
    left_out: tuple[Remark, ...]
    against: tuple[Remark, ...]
    not_settled: tuple[Remark, ...]
    in_words: tuple[SavingRow, ...]

    def behind(self, bucket: Bucket) -> tuple[SavingRow, ...]:
        """The lines of one total, largest first."""
        keys = {key for total in self.found.rows if total.bucket == bucket for key in total.keys}
        return tuple(sorted((row for row in self.rows if row.key in keys), key=lambda row: (-row.counted, row.key)))


def savings_totals(rows: Sequence[SavingRow], today: date) -> SavingsTotals:
    """What `rows` come to on `today`, with everything that must be said beside it."""
    found = totals([row.line for row in rows], today=today, headline_months=value("headline_months"))
    by_key = {row.key: row for row in rows}
    return SavingsTotals(
        rows=tuple(rows),
        found=found,
        tables=tuple(_tables(found)),
        left_out=tuple(Remark(by_key[one.key], _why_left_out(one)) for one in found.exclusions),
        against=tuple(Remark(by_key[one.key], _cost(one.value, one.bucket)) for one in found.counted_against),
        not_settled=tuple(
            Remark(by_key[key], "counts in full: its share with other causes is not settled.")
            for key in found.share_not_settled
        ),
        in_words=tuple(by_key[key] for key in found.in_words),
    )


def _tables(found: Totals) -> list[TotalsTable]:
    tables = []
    for recurrence in (Recurrence.RECURRING, Recurrence.ONE_OFF):
        of_it = [total for total in found.rows if total.bucket.recurrence is recurrence]
        kinds = dict.fromkeys((one.bucket.klass, one.bucket.provenance, one.bucket.measure) for one in of_it)
        rows = [_totals_row(kind, recurrence, of_it) for kind in kinds]
        if rows:
            tables.append(TotalsTable(RECURRENCE_LABELS[recurrence], recurrence, tuple(rows)))
    return tables


def _totals_row(kind: tuple[Class, Provenance, Measure], recurrence: Recurrence, of_it: Sequence[Total]) -> TotalsRow:
    klass, provenance, measure = kind
    unit = "days" if measure is Measure.DAYS else "£"
    unit = f"{unit} a year" if recurrence is Recurrence.RECURRING else unit
    hints = [unit, _MORE.get(klass, ""), _LINES_OF[provenance]]
    cells = {
        one.bucket.grade: one for one in of_it if (one.bucket.klass, one.bucket.provenance, one.bucket.measure) == kind
    }
    return TotalsRow(
        CLASS_LABELS[klass],
        ", ".join(hint for hint in hints if hint),
        tuple(_cell(cells[grade]) if grade in cells else None for grade in GRADES_SHOWN),
    )


def _cell(total: Total) -> Cell:
    return Cell(total.bucket, total.value, amount(total.value, total.bucket.measure), total.bucket.headline, total.keys)


def _why_left_out(one: Exclusion) -> str:
    """What follows the title: ", 38.4 days a year estimated: the same enquiries ..."."""
    reason = one.reason if one.reason[:2].isupper() else f"{one.reason[:1].lower()}{one.reason[1:]}"
    whole = figure_with_kind(one.gross, one.bucket)
    if one.kind is ExclusionKind.ATTRIBUTION:
        return f"{amount(one.left_out, one.bucket.measure)} of {whole}: {reason}"
    return f"{whole}, {GRADE_LABELS[one.bucket.grade].lower()}: {reason}"


def _cost(value: Decimal, bucket: Bucket) -> str:
    what = "adds" if bucket.measure is Measure.DAYS else "costs"
    grade = GRADE_LABELS[bucket.grade].lower()
    return f"{what} {figure_with_kind(abs(value), bucket)}. It is subtracted from what is {grade}."


def opened(found: SavingsTotals, wanted: Bucket | None) -> Bucket | None:
    """The total whose lines are shown below the tables: the one asked for, else the first of the headline."""
    buckets = [total.bucket for total in found.found.rows]
    if wanted in buckets:
        return wanted
    validated = [one for one in buckets if one.headline and one.grade is not Grade.MEASURED]
    headline = [one for one in buckets if one.headline]
    return next(iter([*validated, *headline, *buckets]), None)


def total_in_words(found: SavingsTotals, bucket: Bucket) -> str:
    """The heading of the lines behind a total: "Behind 103.8 days a year, validated"."""
    said = figure(found.found.value(bucket), bucket.measure, bucket.recurrence)
    return f"{said}, {GRADE_LABELS[bucket.grade].lower()}"


def pictures(found: SavingsTotals, key: str) -> tuple[Bars, ...]:
    """The lines that count, as bars: one picture for each unit of measure and recurrence, a group for each class.

    Nothing is added up: each bar is one saving. `key` begins the ids.
    """
    shown: dict[tuple[Measure, Recurrence], dict[str, list[Amount]]] = {}
    for total in found.found.rows:
        bucket = total.bucket
        more = f", {_LINES_OF[bucket.provenance]}" if bucket.provenance is Provenance.SOURCED else ""
        groups = shown.setdefault((bucket.measure, bucket.recurrence), {})
        amounts = groups.setdefault(f"{CLASS_LABELS[bucket.klass]}{more}", [])
        amounts.extend(Amount(row.title, row.counted, row.line.grade) for row in found.behind(bucket))
    made: list[Bars] = []
    for (measure, recurrence), groups in shown.items():
        made.append(_picture(groups, measure, recurrence, f"{key}{len(made)}"))
    return tuple(made)


def _picture(groups: dict[str, list[Amount]], measure: Measure, recurrence: Recurrence, key: str) -> Bars:
    in_days = measure is Measure.DAYS
    unit = "working days" if in_days else "pounds"
    when = "a year" if recurrence is Recurrence.RECURRING else "once only"
    return bars(
        [Group(heading, tuple(amounts)) for heading, amounts in groups.items()],
        key=key,
        title=sentence_case(f"{unit} saved {when}, by kind and evidence"),
        unit=f"{unit} {when}",
        places=1 if in_days else 0,
        sign="" if in_days else "£",
    )

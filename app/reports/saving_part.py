"""What a review's changes saved: by class, grade and recurrence, each figure with how it is worked out. Never one sum.

Amounts of money are not in a report: a saving of money is told in words.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.charts import bars
from app.reports.numbering import Numbering, Paragraph, brief, clause, shortened
from app.reports.saving_lines import Saved, line_of, notes_on, saved
from workflows.arithmetic import (
    PER_LABELS,
    Per,
    Totals,
    grouped,
    plain,
    totals,
)
from workflows.dates import format_day
from workflows.improvement import (
    CLASS_LABELS,
    GRADE_LABELS,
    RECURRENCE_LABELS,
    Grade,
    Provenance,
    Recurrence,
    SavingClass,
    SavingForm,
)
from workflows.wording import in_words, sentence_case

Json = dict[str, Any]
COUNTED = (Grade.ESTIMATED, Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED)
MONEY = "An amount of money; the figure is not part of this report"
_UNITS = {Recurrence.RECURRING: "working days a year", Recurrence.ONE_OFF: "working days, once"}


@dataclass(frozen=True)
class Worked:
    """One saving: what changed, and how its figure is worked out."""

    reference: str
    title: str
    since: str
    klass: str
    recurrence: str
    minutes: str
    measured: str
    checked: str
    times: str
    figure: str
    grade: str


@dataclass(frozen=True)
class Sums:
    """The totals of what recurs, or of what is saved once: a row for each class, a column for each grade."""

    name: str
    caption: str
    grades: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Picture:
    """The bars of what recurs, or of what is saved once."""

    name: str
    caption: str
    chart: bars.Bars


@dataclass(frozen=True)
class Chapter:
    """What it saved."""

    paragraphs: tuple[Paragraph, ...]
    pictures: tuple[Picture, ...]
    sums: tuple[Sums, ...]
    table_name: str
    worked: tuple[Worked, ...]
    notes: tuple[Paragraph, ...]


def chapter(rows: list[Json], as_at: date, numbering: Numbering) -> Chapter:
    """The chapter on savings."""
    savings = [saved(row) for row in rows]
    sums = totals((line_of(one) for one in savings), today=as_at)
    first = _first_paragraphs(rows, savings, numbering)
    pictures = tuple(_picture(kind, savings, numbering) for kind in Recurrence if _drawn(kind, savings))
    tables = tuple(_sums(kind, sums, numbering) for kind in Recurrence if _rows_of(kind, sums))
    return Chapter(
        paragraphs=first,
        pictures=pictures,
        sums=tables,
        table_name=numbering.table() if savings else "",
        worked=tuple(_worked(one) for one in savings),
        notes=notes_on(savings, sums, numbering),
    )


def _first_paragraphs(rows: list[Json], savings: list[Saved], numbering: Numbering) -> tuple[Paragraph, ...]:
    if not savings:
        text = (
            "An improvement of this review stands here once it is adopted and says what it saves, in time or in words."
        )
        return (numbering.paragraph(text, "No savings are recorded."),)
    changes = len({row["reference"] for row in rows})
    lead = f"{sentence_case(in_words(changes))} {'change is' if changes == 1 else 'changes are'} adopted."
    said = [
        numbering.paragraph(
            "What each saves is shown apart, by its class and by how good its evidence is. Kinds of saving are never "
            "added to one another, nor is what is saved every year to what is saved once.",
            lead,
        )
    ]
    if any(one.klass is SavingClass.NON_CASH_RELEASING for one in savings):
        text = f"Time released is not money released.{_released(savings)}"
        said.append(numbering.paragraph(text))
    return tuple(said)


def _released(savings: list[Saved]) -> str:
    given = [clause(shortened(one.row["released_to"])) for one in savings if one.row["released_to"]]
    return f" It went to: {'; '.join(dict.fromkeys(given))}." if given else ""


def _drawn(kind: Recurrence, savings: list[Saved]) -> list[Saved]:
    return [one for one in savings if one.recurrence is kind and one.days is not None and one.grade in COUNTED]


def _picture(kind: Recurrence, savings: list[Saved], numbering: Numbering) -> Picture:
    drawn = _drawn(kind, savings)
    groups: list[bars.Group] = []
    for klass, label in CLASS_LABELS.items():
        amounts = tuple(
            bars.Amount(brief(one.row["title"], 60), one.days, one.grade)
            for one in drawn
            if one.klass is klass and one.days is not None
        )
        if amounts:
            groups.append(bars.Group(f"{label}{': another kind, never added' if groups else ''}", amounts))
    what = "Days a year saved" if kind is Recurrence.RECURRING else "Days saved once"
    looks = {one.grade for one in drawn}
    said = [f"{word}: {GRADE_LABELS[grade].lower()}." for grade, word in _LOOKS if grade in looks]
    chart = bars.bars(
        groups, key=f"saved-{kind.value.replace('_', '-')}", title=f"{what}, by change", unit=_UNITS[kind]
    )
    return Picture(numbering.figure(), f"{what}, by change and evidence. {' '.join(said)}", chart)


_LOOKS = (
    (Grade.ESTIMATED, "Dashed"),
    (Grade.MEASURED, "Pale"),
    (Grade.VALIDATED, "Filled"),
    (Grade.SUSTAINED, "Dark"),
)


def _rows_of(kind: Recurrence, sums: Totals) -> list[tuple[SavingClass, Provenance]]:
    found = {(row.bucket.klass, row.bucket.provenance): None for row in sums.rows if row.bucket.recurrence is kind}
    return list(found)


def _sums(kind: Recurrence, sums: Totals, numbering: Numbering) -> Sums:
    rows = []
    for klass, provenance in _rows_of(kind, sums):
        values = {
            row.bucket.grade: f"{grouped(row.value, 1)}".replace("-", "−")
            for row in sums.rows
            if (row.bucket.klass, row.bucket.provenance, row.bucket.recurrence) == (klass, provenance, kind)
        }
        rows.append((CLASS_LABELS[klass], tuple(values.get(grade, "–") for grade in COUNTED)))
    return Sums(
        numbering.table(),
        f"{RECURRENCE_LABELS[kind]}: {_UNITS[kind]}, by class and by grade of evidence",
        tuple(GRADE_LABELS[grade] for grade in COUNTED),
        tuple(rows),
    )


def _worked(saving: Saved) -> Worked:
    row = saving.row
    steps = row["steps"] if saving.form is SavingForm.TIME_STEPS else []
    checked = f"still true {format_day(date.fromisoformat(row['last_checked']))}" if row["last_checked"] else ""
    return Worked(
        reference=row["reference"],
        title=brief(row["title"], 120),
        since=f"since {row['start']}" if row["start"] else "",
        klass=CLASS_LABELS[saving.klass],
        recurrence=RECURRENCE_LABELS[saving.recurrence],
        minutes=_minutes(saving, steps),
        measured=_measured(row),
        checked=checked,
        times="; ".join(_often(one) for one in steps) or "–",
        figure=grouped(saving.days, 1).replace("-", "−") if saving.days is not None else "–",
        grade=GRADE_LABELS[saving.grade],
    )


def _minutes(saving: Saved, steps: list[Json]) -> str:
    if saving.form is SavingForm.MONEY:
        return MONEY
    if saving.form is SavingForm.NARRATIVE:
        return brief(saving.row["narrative"], 300) or "Told in words"
    if saving.form is SavingForm.NATIVE_DAYS:
        return "Days as the source gives them, not converted"
    said = [
        f"{plain(Decimal(one['minutes_before']))} to {plain(Decimal(one['minutes_after']))} minutes"
        f"{_by(Decimal(one['people']))}"
        for one in steps
    ]
    return "; ".join(said) or "–"


def _often(step: Json) -> str:
    times, per = Decimal(step["times"]), Per(step["per"])
    number = grouped(times, 0) if times == times.to_integral_value() else plain(times)
    return f"{number}, once only" if per is Per.ONCE else f"{number} a {PER_LABELS[per]}"


def _by(people: Decimal) -> str:
    return "" if people == 1 else f", {plain(people)} people"


def _measured(row: Json) -> str:
    method = row["method"].replace("_", " ").strip()
    sample = f", {row['sample_size']:,} measured" if row["sample_size"] else ""
    return f"{method[:1].upper()}{method[1:]}{sample}" if method else "Not said"

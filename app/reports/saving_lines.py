"""One saving of a dataset: typed, as a line of the totals, and the notes on what totals count and leave out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.reports.numbering import Numbering, Paragraph, brief, clause, shortened
from workflows.arithmetic import Measure, Per, SavingLine, SumSettings, TimeStep, Totals, grouped, sum_in_words
from workflows.improvement import Grade, Provenance, Recurrence, SavingClass, SavingForm
from workflows.wording import joined

Json = dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """One saving of the dataset with its values typed. `days` is None where it is not counted in days."""

    row: Json
    klass: SavingClass
    recurrence: Recurrence
    form: SavingForm
    grade: Grade
    days: Decimal | None

    @property
    def key(self) -> str:
        """What a total calls it."""
        return f"{self.row['reference']}, saving {self.row['number']}"


def saved(row: Json) -> Saved:
    """One saving, from its row in the dataset."""
    form = SavingForm(row["form"])
    given = {SavingForm.TIME_STEPS: row["days_a_year"], SavingForm.NATIVE_DAYS: row["native_days"]}.get(form)
    return Saved(
        row,
        SavingClass(row["klass"]),
        Recurrence(row["recurrence"]),
        form,
        Grade(row["grade"]),
        Decimal(given) if given is not None else None,
    )


def line_of(saving: Saved) -> SavingLine:
    """The saving as totals see it. Money is told in words here, and so is counted in no total."""
    row = saving.row
    return SavingLine(
        key=saving.key,
        klass=saving.klass,
        recurrence=saving.recurrence,
        grade=saving.grade,
        measure=Measure.DAYS if saving.days is not None else Measure.WORDS,
        gross=saving.days if saving.days is not None else Decimal(0),
        share=Decimal(row["attribution_share"]) if row["attribution_share"] is not None else None,
        share_reason=clause(shortened(row["attribution_reason"])) + "." if row["attribution_reason"] else "",
        provenance=Provenance(row["provenance"]),
        overlap_group=str(row["overlap_group_id"]) if row["overlap_group_id"] is not None else None,
        counts=row["counts_in_overlap"],
        overlap_reason=row["overlap_reason"] or "",
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )


def notes_on(savings: list[Saved], sums: Totals, numbering: Numbering) -> tuple[Paragraph, ...]:
    """How the figures come about, what is left out of the totals, and what counts against them."""
    said: list[tuple[str, str]] = []
    if example := _example(savings):
        said.append(("", f"Worked out as times a year × minutes saved × people ÷ 60 ÷ hours a day. {example}"))
    if sums.exclusions:
        reasons = "; ".join(
            f"{one.key}: {grouped(one.left_out, 1)} days, {_lower(one.reason)}" for one in sums.exclusions
        )
        said.append(("Left out of the totals.", f"{reasons}."))
    if sums.counted_against:
        against = [f"{one.key} ({grouped(one.value, 1).replace('-', '−')} days)" for one in sums.counted_against]
        said.append(("What counts against it.", f"{joined(against)}: taken from the totals."))
    if sums.share_not_settled:
        keys = joined(list(sums.share_not_settled))
        said.append(
            ("Shared with other causes.", f"How much of {keys} is due to the change is not settled: counted in full.")
        )
    if savings:
        said.append(
            ("", "A saving leaves the headline 24 months after it was last checked, unless it is confirmed again.")
        )
    return tuple(numbering.paragraph(text, lead) for lead, text in said)


def _lower(reason: str) -> str:
    text = clause(reason)
    return text[:1].lower() + text[1:]


def _example(savings: list[Saved]) -> str:
    """The first sum that can be checked by hand."""
    for one in savings:
        if one.form is SavingForm.TIME_STEPS and len(one.row["steps"]) == 1:
            step = one.row["steps"][0]
            given = TimeStep(
                Decimal(step["times"]),
                Per(step["per"]),
                Decimal(step["minutes_before"]),
                Decimal(step["minutes_after"]),
                Decimal(step["people"]),
            )
            settings = SumSettings.from_snapshot(one.row["settings_snapshot"] or {})
            return f"Example, {brief(one.row['title'], 80)}: {sum_in_words(given, settings)}"
    return ""

"""The example's improvements and what they save."""

from decimal import Decimal
from typing import Any

from app.example.portfolio import decimal, exact_day
from app.example.records import Records
from app.extensions import db
from app.models import Claim, Improvement, ImprovementUnit, Measurement, OverlapGroup, Saving, SavingStep
from app.models.people import Provenance
from workflows.arithmetic import Per, SumSettings, TimeStep, days, minutes_saved
from workflows.dates import parse
from workflows.improvement import Grade, Life, Recurrence, SavingClass, SavingForm


def add_improvements(records: Records) -> None:
    """The improvements with their savings, then which savings are about the same minutes."""
    for row in records.portfolio.rows("improvements"):
        improvement = Improvement(
            reference=row["id"],
            title=row["title"],
            life=Life(row["life"]),
            review=records.reviews[row["review"]] if row["review"] else None,
            tools=row["tools"],
            provenance=Provenance(row["provenance"]),
            sources=row["sources"],
            note=row.get("note", ""),
        )
        for key in row["units"]:
            improvement.unit_links.append(ImprovementUnit(unit=records.units[key]))
        for number, given in enumerate(row["savings"], 1):
            improvement.savings.append(_saving(records, number, given, improvement.note))
        records.improvements[row["id"]] = improvement
    _add_overlaps(records)
    db.session.add_all(records.improvements.values())
    db.session.flush()


def _saving(records: Records, number: int, given: dict[str, Any], note: str) -> Saving:
    share = decimal(given["attribution_share"])
    saving = Saving(
        number=number,
        klass=SavingClass(given["class"]),
        recurrence=Recurrence(given["recurrence"]),
        form=SavingForm(given["form"]),
        grade=Grade(given["grade"]),
        method=given["method"].replace("_", " ").capitalize(),
        sample_size=given.get("sample_size"),
        native_days=decimal(given.get("days")),
        amount_gbp=decimal(given.get("amount_gbp")),
        narrative=given.get("narrative", ""),
        hours_per_day=decimal(given.get("hours_per_day")),
        attribution_share=share,
        # The file says why a part is credited elsewhere in the note of the improvement.
        attribution_reason=note if share is not None and share < 1 else "",
        start=records.date(given["start"]),
        last_checked=exact_day(given["last_checked"]),
    )
    if saving.form is SavingForm.TIME_STEPS:
        _add_step(saving, given)
    _add_claim_and_measurement(records, saving, given)
    return saving


def _add_step(saving: Saving, given: dict[str, Any]) -> None:
    numbers = {name: Decimal(str(given[name])) for name in ("minutes_before", "minutes_after", "people")}
    times, per = Decimal(str(given["frequency"]["times"])), Per(given["frequency"]["per"])
    hours = Decimal(str(given["hours_per_day"]))
    settings = SumSettings(hours_per_day=hours)
    minutes = minutes_saved([TimeStep(times=times, per=per, **numbers)], settings.multipliers)
    saving.steps.append(SavingStep(times=times, per=per, **numbers))
    saving.days_a_year = days(minutes, hours)
    saving.settings_snapshot = settings.as_snapshot()


def _add_claim_and_measurement(records: Records, saving: Saving, given: dict[str, Any]) -> None:
    if claim := given.get("claim"):
        as_at = parse(claim["as_at"], records.terms)
        saving.claims.append(Claim(text=claim["text"], source=claim["source"], as_at=as_at))
    if measured := given.get("measurement"):
        saving.like_for_like = measured["scope"]
        saving.measurements.append(
            Measurement(
                baseline_period=measured["baseline_period"],
                follow_up_period=measured["follow_up_period"],
                scope=measured["scope"],
                days_less=decimal(measured["days_less"]),
                percent_less=decimal(measured["percent_less"]),
                whole_percent_less=decimal(measured["whole_return_percent_less"]),
                other_causes=measured["other_causes"],
                source=measured["source"],
            )
        )


def _add_overlaps(records: Records) -> None:
    for row in records.portfolio.rows("overlap_groups"):
        group = OverlapGroup(reason=row["reason"])
        for key in row["members"]:
            for saving in records.improvements[key].savings:
                saving.overlap_group = group
                saving.counts_in_overlap = key == row["counts"]

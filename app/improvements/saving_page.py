"""What the page of an improvement says of each saving: its figure and sum, how it counts, and what could be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.charts.difference import Difference, difference
from app.improvement_standing import Standing
from app.improvements.queries import due, overlapping
from app.improvements.saving_actions import saving_facts
from app.improvements.sums import step_sentences
from app.models import Claim, Improvement, Measurement, Saving
from app.savings import figure, figure_of, line_of
from app.settings import value
from workflows.arithmetic import (
    Bucket,
    Disagreement,
    ImpliedBaseline,
    MeasuredChange,
    SavingLine,
    SumSettings,
    TimeStep,
    disagreements,
    grouped,
    implied_baseline,
    plain,
    read_claim,
    totals,
)
from workflows.dates import format_day
from workflows.engine import Condition, Move
from workflows.improvement import Grade, Life, Provenance, SavingForm
from workflows.saving import GRADES, HEADLINE_GRADES, leaves_headline_on


@dataclass(frozen=True)
class MoveSeen:
    """One move of a grade that this person may record, with everything it needs."""

    move: Move[Grade, Any]
    conditions: tuple[Condition, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing stands in its way."""
        return all(one.met for one in self.conditions)


@dataclass(frozen=True)
class Implied:
    """The baseline that two published figures imply, in words and as a picture."""

    words: str
    ranges: str
    worked_out: str
    picture: Difference


@dataclass(frozen=True)
class ClaimSeen:
    """A claim and everything in it that does not agree with the last measurement."""

    claim: Claim
    differs: tuple[Disagreement, ...]


@dataclass(frozen=True)
class SavingSeen:
    """One saving as its page shows it. `figure` is empty where the amount is not open to the reader."""

    saving: Saving
    line: SavingLine
    figure: str
    sentences: tuple[str, ...]
    counts: str
    bucket: Bucket | None
    claims: tuple[ClaimSeen, ...]
    measured: Measurement | None
    implied: Implied | None
    overlaps: tuple[Any, ...]
    check: str
    check_due: bool
    moves: tuple[MoveSeen, ...]

    @property
    def next(self) -> MoveSeen | None:
        """The move that would raise its grade."""
        return next((one for one in self.moves if one.move.kind == "forward"), None)

    @property
    def others(self) -> tuple[MoveSeen, ...]:
        """The moves that do not."""
        return tuple(one for one in self.moves if one.move.kind != "forward")


def saving_seen(saving: Saving, improvement: Improvement, standing: Standing) -> SavingSeen:
    """Everything the page says of one saving. One query where it overlaps with others, else none."""
    today = standing.viewer.today
    measured = saving.measurements[-1] if saving.measurements else None
    line = _line(saving, improvement)
    open_ = saving.form is not SavingForm.MONEY or standing.sees_money_of(saving)
    in_total = _bucket(line, today) if improvement.life is Life.ADOPTED else None
    return SavingSeen(
        saving=saving,
        line=line,
        figure=figure_of(line) if open_ else "",
        sentences=_sentences(saving),
        counts=_counts(line, improvement.life, today) if open_ else "",
        bucket=in_total if open_ else None,
        claims=tuple(ClaimSeen(claim, _differs(claim, measured, saving)) for claim in saving.claims),
        measured=measured,
        implied=_implied(measured, f"im{saving.number}") if measured else None,
        overlaps=tuple(overlapping(saving, standing.viewer)),
        check=_check(line, today) if line.grade in HEADLINE_GRADES else "",
        check_due=due(line, today),
        moves=_moves(saving, standing),
    )


def _line(saving: Saving, improvement: Improvement) -> SavingLine:
    days = [one.measured_to for one in saving.measurements if one.measured_to]
    reason = saving.overlap_group.reason if saving.overlap_group else ""
    return line_of(
        f"{improvement.reference}/{saving.number}", saving, improvement.provenance, reason, max(days, default=None)
    )


def _sentences(saving: Saving) -> tuple[str, ...]:
    if saving.form is not SavingForm.TIME_STEPS:
        return ()
    steps = [TimeStep(one.times, one.per, one.minutes_before, one.minutes_after, one.people) for one in saving.steps]
    return step_sentences(steps, SumSettings.from_snapshot(saving.settings_snapshot))


def _bucket(line: SavingLine, today: date) -> Bucket | None:
    return line.bucket if totals([line], today=today, headline_months=value("headline_months")).rows else None


def _counts(line: SavingLine, life: Life, today: date) -> str:
    """How it counts in a total, as a sentence."""
    if life is not Life.ADOPTED:
        return "Nothing yet: only adopted improvements count."
    found = totals([line], today=today, headline_months=value("headline_months"))
    if found.in_words:
        return "Told in words, not counted."
    if not found.rows:
        return f"Nothing. {found.exclusions[0].reason}"
    said = figure(found.rows[0].value, line.measure, line.recurrence)
    if line.provenance is Provenance.SOURCED:
        said += ", on its own line, because it is sourced"
    if found.share_not_settled:
        said += ". Its share with other causes is not settled, so it counts in full"
    if found.exclusions:
        said += f", of {figure_of(line)}"
    return f"{said}."


def _check(line: SavingLine, today: date) -> str:
    """When it was last checked, and what becomes of it, as sentences."""
    leaves = leaves_headline_on(line.checked_on, line.recurrence, months=value("headline_months"))
    if leaves is None:
        return "Saved once, so it is not asked about again."
    shown = format_day(leaves)
    if leaves <= today:
        return (
            f"Nobody has checked it for two years. It left the headline on {shown} and comes back when it is confirmed."
        )
    return f"It leaves the headline on {shown} unless somebody confirms it."


def _differs(claim: Claim, measured: Measurement | None, saving: Saving) -> tuple[Disagreement, ...]:
    if measured is None:
        return ()
    change = MeasuredChange(
        days_less=measured.days_less,
        percent_less=measured.percent_less,
        whole_percent_less=measured.whole_percent_less,
        scope=measured.scope,
        other_causes=tuple(measured.other_causes),
        attribution_share=saving.attribution_share,
        hours_per_day=saving.hours_per_day,
    )
    return disagreements(read_claim(claim.text), change)


def _implied(measured: Measurement, key: str) -> Implied | None:
    if measured.days_less is None or measured.percent_less is None:
        return None
    try:
        found = implied_baseline(measured.days_less, measured.percent_less)
    except ValueError:
        return None
    labels = (measured.baseline_period or "Before", measured.follow_up_period or "After")
    return Implied(
        words=f"{grouped(found.before, 1)} days before and {grouped(found.after, 1)} after",
        ranges=(
            f"{grouped(found.before_low, 1)} to {grouped(found.before_high, 1)} before, "
            f"{grouped(found.after_low, 1)} to {grouped(found.after_high, 1)} after"
        ),
        worked_out=_worked_out(measured.days_less, measured.percent_less, found),
        picture=difference(
            found.before, found.after, key=key, title="What was compared, before and after", labels=labels
        ),
    )


def _worked_out(days: Decimal, percent: Decimal, found: ImpliedBaseline) -> str:
    """The sum behind an implied baseline, so that it can be checked by hand."""
    low, high = found.before_low - found.after_low, found.before_high - found.after_high
    least, most = high / found.before_high, low / found.before_low
    return (
        f"{plain(days)} ÷ {plain(percent / 100)} = {grouped(found.before, 2)}; "
        f"{grouped(found.before, 2)} − {plain(days)} = {grouped(found.after, 2)}. "
        f"Rounding range: ({plain(round(low, 6))} to {plain(round(high, 6))}) ÷ "
        f"({plain(round(least, 6))} to {plain(round(most, 6))})."
    )


def _moves(saving: Saving, standing: Standing) -> tuple[MoveSeen, ...]:
    facts = saving_facts(saving, standing)
    found: Sequence[Move[Grade, Any]] = GRADES.moves_for(saving.grade, standing.roles)
    return tuple(MoveSeen(move, GRADES.conditions(move.name, facts, state=saving.grade)) for move in found)

"""The life of the review in its report: who decided what, who recorded it, and how long each phase took."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import DecisionKind, EventKind
from app.reports.numbering import Numbering, Paragraph, clause, sentence, shortened
from workflows.dates import format_day
from workflows.decision import OUTCOME_LABELS, Outcome
from workflows.phases import PHASE_LABELS, Phase
from workflows.wording import counted

Json = dict[str, Any]

_KINDS = {
    DecisionKind.REPORT: "On the report",
    DecisionKind.QUICK_WINS: "On quick wins",
    DecisionKind.AMENDMENT: "On an amendment",
}
_EVENTS = {
    EventKind.STARTED: "Started",
    EventKind.ENDED: "Ended",
    EventKind.RECOMMENDATIONS_PUBLISHED: "Recommendations published",
    EventKind.REPORT_PUBLISHED: "Report published",
    EventKind.REVIEW_COMPLETED: "Review completed",
}
_TAKEN_OVER = "taken over from an earlier record"
_ENDS = (Phase.COMPLETED, Phase.WITHDRAWN)


@dataclass(frozen=True)
class Decided:
    """One decision: on what, the outcome, by whom and when, under which reference, and who recorded it."""

    what: str
    outcome: str
    decided_by: str
    decided_on: str
    reference: str
    recorded_by: str


@dataclass(frozen=True)
class Stay:
    """One stay in a phase: from when, how many days, and why where a reason was given."""

    phase: str
    entered: str
    days: str
    reason: str


@dataclass(frozen=True)
class Life:
    """The chapters on decisions and on the days in each phase."""

    decisions_name: str
    decisions: tuple[Decided, ...]
    decided: tuple[Paragraph, ...]
    stays_name: str
    stays: tuple[Stay, ...]
    stayed: tuple[Paragraph, ...]


def life(dataset: Json, numbering: Numbering) -> Life:
    """What was decided, and how long it took."""
    as_at = date.fromisoformat(dataset["as_at"])
    decisions = (*_gates(dataset), *_documents(dataset["decisions"]))
    decided = _conditions(dataset, numbering)
    if not decisions:
        text = "What a sponsor or committee decides stands here, with who decided it and who recorded it."
        decided = (numbering.paragraph(text, "No decision is recorded."),)
    name = numbering.table() if decisions else ""
    stays = stays_of(dataset["entries"], as_at)
    return Life(
        decisions_name=name,
        decisions=decisions,
        decided=decided,
        stays_name=numbering.table() if stays else "",
        stays=stays,
        stayed=_stayed(dataset, as_at, numbering),
    )


def _gates(dataset: Json) -> tuple[Decided, ...]:
    """The decisions at the gates; one that is kept as a decision on the report too is told there."""
    found = []
    told = {(one["decided_by_title"], one["decided_on"]) for one in dataset["decisions"]}
    for entry in dataset["entries"]:
        if not entry["decided_by_title"] or (entry["decided_by_title"], entry["decided_on"]) in told:
            continue
        found.append(
            Decided(
                what=f"On entering {PHASE_LABELS[Phase(entry['phase'])].lower()}",
                outcome=_outcome(entry["outcome"]),
                decided_by=entry["decided_by_title"],
                decided_on=_day(entry["decided_on"]),
                reference=entry["decision_reference"] or "none given",
                recorded_by=_TAKEN_OVER if entry["imported"] else entry["recorded_by"] or "–",
            )
        )
    return tuple(found)


def _documents(decisions: list[Json]) -> tuple[Decided, ...]:
    return tuple(
        Decided(
            what=_KINDS[DecisionKind(one["kind"])],
            outcome=_outcome(one["outcome"]),
            decided_by=one["decided_by_title"],
            decided_on=_day(one["decided_on"]),
            reference=one["minute_reference"] or "none given",
            recorded_by=f"{one['recorded_by']}, {_day(one['recorded_at'])}" if one["recorded_by"] else _TAKEN_OVER,
        )
        for one in decisions
    )


def _outcome(value: str | None) -> str:
    return OUTCOME_LABELS[Outcome(value)] if value else "–"


def _day(value: str | None) -> str:
    return format_day(date.fromisoformat(value)) if value else "no date"


def _conditions(dataset: Json, numbering: Numbering) -> tuple[Paragraph, ...]:
    said = []
    for entry in dataset["entries"]:
        if entry["conditions"]:
            text = sentence(shortened(entry["conditions"]))
            said.append(
                numbering.paragraph(text, f"Condition on entering {PHASE_LABELS[Phase(entry['phase'])].lower()}.")
            )
    for decision in dataset["decisions"]:
        for one in decision["conditions"]:
            due = f" Due {one['due_label']}." if one["due_label"] else ""
            met = f" Met on {_day(one['met_on'])}." if one["met_on"] else " Not met yet."
            lead = f"Condition of {_day(decision['decided_on'])}."
            said.append(numbering.paragraph(f"{sentence(shortened(one['text']))}{due}{met}", lead))
    return tuple(said)


def stays_of(entries: list[Json], as_at: date) -> tuple[Stay, ...]:
    """Each stay in a phase. Days are counted only between days that are known exactly: none is made up."""
    found = []
    for place, entry in enumerate(entries):
        phase = Phase(entry["phase"])
        following = entries[place + 1] if place + 1 < len(entries) else None
        found.append(
            Stay(
                PHASE_LABELS[phase],
                entry["entered_label"],
                _days(entry, following, as_at),
                clause(shortened(entry["reason"])),
            )
        )
    return tuple(found)


def _days(entry: Json, following: Json | None, as_at: date) -> str:
    if following is None and Phase(entry["phase"]) in _ENDS:
        return "–"
    if entry["entered_precision"] != "day" or (following and following["entered_precision"] != "day"):
        return "not known"
    until = date.fromisoformat(following["entered_first"]) if following else as_at
    days = (until - date.fromisoformat(entry["entered_first"])).days
    return f"{days:,}" if following else f"{days:,} so far"


def _stayed(dataset: Json, as_at: date, numbering: Numbering) -> tuple[Paragraph, ...]:
    said = []
    if whole := _whole(dataset["entries"], as_at):
        said.append(numbering.paragraph(whole))
    dates = [f"{_EVENTS[EventKind(one['event'])]}: {one['label']}" for one in dataset["published_dates"]]
    if dates:
        said.append(numbering.paragraph(f"{'. '.join(dates)}.", "Dates as they were published."))
    if not dataset["entries"] and not dates:
        said.append(numbering.paragraph("When the review entered each phase is not recorded."))
    return tuple(said)


def _whole(entries: list[Json], as_at: date) -> str:
    if not entries or entries[0]["entered_precision"] != "day":
        return ""
    first, last = entries[0], entries[-1]
    ended = Phase(last["phase"]) in _ENDS
    if ended and last["entered_precision"] != "day":
        return ""
    until = date.fromisoformat(last["entered_first"]) if ended else as_at
    days = counted((until - date.fromisoformat(first["entered_first"])).days, "day")
    end = f"to {PHASE_LABELS[Phase(last['phase'])].lower()}" if ended else f"to {format_day(as_at)}"
    return f"From {PHASE_LABELS[Phase(first['phase'])].lower()} {end}: {days}."

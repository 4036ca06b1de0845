"""What the overview of a review shows, worked out from records that were asked for once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access import Permission, Place, Viewer
from app.models import EventKind, Review
from app.recommendation_rag import Standing as RecommendationStanding
from app.recommendation_rag import standing_of as recommendation_standing
from app.review_facts import ReviewRecords
from app.review_parts import FindingRow, RecommendationRow
from app.review_standing import Standing, current_phase, days_in, stays
from workflows.dates import PreciseDate, Precision
from workflows.phases import PATH, PHASE_LABELS, Phase, Step
from workflows.roles import ROLE_LABELS, Role
from workflows.task_list import StepEntry, TaskListFacts, task_list
from workflows.wording import counted, joined

MOST_ROWS = 10
"""Rows of what was found that the overview shows; the rest is one link away."""

EVENT_LABELS = {
    EventKind.STARTED: "Started",
    EventKind.ENDED: "Ended",
    EventKind.RECOMMENDATIONS_PUBLISHED: "Recommendations published",
    EventKind.REPORT_PUBLISHED: "Report published",
    EventKind.REVIEW_COMPLETED: "Review completed",
}


@dataclass(frozen=True)
class PlaceOnLine:
    """One of the six places of the phase line: `state` is done, now or later; `lines` stand below its name."""

    label: str
    state: str
    lines: tuple[str, ...]
    now: str = ""


def phase_line(review: Review, records: ReviewRecords, standing: Standing, today: date) -> tuple[PlaceOnLine, ...]:
    """The six places from proposed to completed, with dates entered, days, and planned ends."""
    here = current_phase(review.phase, review.paused_from)
    been = stays(records.outline.entries)
    entered = {stay.phase: stay.entered for stay in been if not stay.resumed}
    ends = {row.phase: row.end for row in records.outline.planned if row.current}
    now_at = PATH.index(here) if here in PATH else -1
    line = []
    for position, phase in enumerate(PATH):
        label = PHASE_LABELS[phase]
        if position == now_at:
            line.append(PlaceOnLine(label, "now", _past(entered.get(phase), None), _now(review, standing)))
        elif position < now_at or (now_at < 0 and phase in entered):
            line.append(PlaceOnLine(label, "done", _past(entered.get(phase), days_in(phase, been, today))))
        else:
            end = ends.get(PATH[position - 1])
            line.append(PlaceOnLine(label, "later", (f"Planned {end.label}",) if end else ()))
    return tuple(line)


def _past(entered: PreciseDate | None, days: int | None) -> tuple[str, ...]:
    if entered is None:
        return ()
    return (entered.label,) if days is None else (entered.label, counted(days, "day"))


def _now(review: Review, standing: Standing) -> str:
    if review.phase in (Phase.PAUSED, Phase.COMPLETED):
        return PHASE_LABELS[review.phase]
    days, end = standing.days, standing.planned_end
    if days is None or standing.entered is None:
        return f"Now, planned to end {end.label}" if end else "Now"
    if end is None:
        return f"Now: day {days}"
    planned = (end.last_day - standing.entered.first_day).days
    return f"Now: day {days} of {planned}" if days <= planned else f"Now: day {days}, {planned} were planned"


def steps(review: Review, records: ReviewRecords) -> tuple[StepEntry, ...]:
    """The seven steps with their state and tasks."""
    return task_list(
        TaskListFacts(
            phase=current_phase(review.phase, review.paused_from),
            step=review.step,
            done_on=_steps_done(records),
            tasks=records.outline.tasks,
        )
    )


_DONE_BY_ENTERING = {
    Phase.SCOPING: Step.IDEA,
    Phase.DISCOVERY: Step.SCOPE,
    Phase.RECOMMENDATIONS: Step.DIAGNOSE,
    Phase.IMPLEMENTATION: Step.DESIGN_AND_TEST,
    Phase.COMPLETED: Step.SUSTAIN,
}


def _steps_done(records: ReviewRecords) -> dict[Step, date]:
    """The days on which steps were finished, as far as the entries into the phases tell them to the day."""
    return {
        _DONE_BY_ENTERING[entry.phase]: entry.entered.first_day
        for entry in records.outline.entries
        if entry.phase in _DONE_BY_ENTERING and entry.entered.precision is Precision.DAY
    }


@dataclass(frozen=True)
class ChainRow:
    """One row of "what was found, and what follows": any of the three may be absent."""

    evidence: tuple[str, ...]
    finding: FindingRow | None
    recommendation: RecommendationRow | None
    standing: RecommendationStanding | None


@dataclass(frozen=True)
class Chain:
    """The rows that are shown, and how many findings and recommendations this person may see in all."""

    rows: tuple[ChainRow, ...]
    findings: int
    recommendations: int
    more: int


def chain(records: ReviewRecords, viewer: Viewer, place: Place) -> Chain:
    """What was found and what follows, of what this person may see."""
    findings = readable_findings(records, viewer, place)
    recommendations = readable_recommendations(records, viewer, place)
    confidential = viewer.can(Permission.READ_CONFIDENTIAL, place)
    rows: list[ChainRow] = []
    shown: set[int] = set()
    for finding in findings:
        evidence = tuple(one.title for one in finding.evidence if confidential or not one.confidential)
        following = [one for one in recommendations if finding.id in one.finding_ids]
        shown.update(one.id for one in following)
        if not following:
            rows.append(ChainRow(evidence, finding, None, None))
        rows.extend(_row(evidence, finding, one, viewer.today) for one in following)
    rows.extend(_row((), None, one, viewer.today) for one in recommendations if one.id not in shown)
    return Chain(tuple(rows[:MOST_ROWS]), len(findings), len(recommendations), max(len(rows) - MOST_ROWS, 0))


def _row(
    evidence: tuple[str, ...], finding: FindingRow | None, recommendation: RecommendationRow, today: date
) -> ChainRow:
    return ChainRow(evidence, finding, recommendation, recommendation_standing(recommendation.standing, today))


def readable_findings(records: ReviewRecords, viewer: Viewer, place: Place) -> list[FindingRow]:
    """Drafts for the team and the steering group; what is open (app/open_findings.py) for those who read findings."""
    if viewer.can(Permission.READ_DRAFTS, place):
        return list(records.findings)
    if not viewer.can(Permission.READ_FINDINGS, place):
        return []
    rested_on = {one for row in records.recommendations if row.published_on is not None for one in row.finding_ids}
    return [one for one in records.findings if one.sent_on is not None or one.id in rested_on]


def readable_recommendations(records: ReviewRecords, viewer: Viewer, place: Place) -> list[RecommendationRow]:
    """Drafts for the team and the steering group; what is published for everybody."""
    if viewer.can(Permission.READ_DRAFTS, place):
        return list(records.recommendations)
    return [one for one in records.recommendations if one.published_on is not None]


def who_reads(viewer: Viewer, place: Place) -> str:
    """What this person sees of the review, in words."""
    roles = [ROLE_LABELS[role] for role in Role if role in viewer.roles_at(place) and role is not Role.READER]
    seen = (
        f"You see this as {joined([_as(role) for role in roles])}." if roles else "You see this as a member of staff."
    )
    if viewer.can(Permission.READ_CONFIDENTIAL, place):
        return f"{seen} You see everything; each reading of confidential evidence is logged."
    if viewer.can(Permission.READ_DRAFTS, place):
        return f"{seen} Drafts are open to you. Interview notes are open to the review’s own team only."
    if viewer.can(Permission.READ_FINDINGS, place):
        return (
            f"{seen} Findings are open to you once they have been sent to the service. "
            "Interview notes are open to the review’s own team only."
        )
    return f"{seen} Title, units, phase and dates are open to you, and recommendations and the report once they are published."


def _as(label: str) -> str:
    return label if label.startswith(("Focus", "CI ")) else label[0].lower() + label[1:]


def people(review: Review, records: ReviewRecords) -> list[tuple[str, str]]:
    """Sponsor, lead and co-chairs, each as a label and role titles; a sponsor may be named before there is a person."""
    outline = records.outline
    sponsors = outline.titles(Role.SPONSOR) or ([review.sponsor_title] if review.sponsor_title else [])
    found = [("Sponsor", joined(sponsors) if sponsors else "None yet")]
    for label, role in (("Lead", Role.REVIEW_LEAD), ("Co-chairs", Role.CO_CHAIR)):
        titles = outline.titles(role)
        if titles or role is Role.REVIEW_LEAD:
            found.append((label, joined(titles) if titles else "None yet"))
    return found


def paused_since(records: ReviewRecords) -> PreciseDate | None:
    """When a review that is paused was paused."""
    last = records.outline.entries[-1:] if records.outline.entries else ()
    return last[0].entered if last and last[0].phase is Phase.PAUSED else None


def published_dates(records: ReviewRecords) -> list[tuple[str, str]]:
    """The dates that were published of a review run elsewhere, as given, earliest first."""
    found: Any = sorted(records.outline.events, key=lambda one: one[1].first_day)
    return [(EVENT_LABELS[event], on.label) for event, on in found]

"""How long a review has been where it is, and how it stands: its stays in the phases, and its RAG.

A review that was paused and resumed goes on with the phase it was in: the days of the pause are not days of the phase.
Days are counted only between dates that are known to the day, so that nothing looks more exact than it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import PhaseEntry, PlannedEnd, Review
from app.review_records import EntryRow, PlannedRow
from workflows.dates import PreciseDate, Precision
from workflows.phases import UNDER_WAY, Phase
from workflows.rag import Rag
from workflows.review_facts import ReviewRagFacts
from workflows.review_rag import review_rag


@dataclass(frozen=True)
class Stay:
    """One stay in a state, from `entered` to `left` (None: it is there now)."""

    phase: Phase
    entered: PreciseDate
    left: PreciseDate | None
    resumed: bool

    def days(self, today: date) -> int | None:
        """Days from entering to leaving, or to `today`; None where either is not known to the day."""
        if self.entered.precision is not Precision.DAY or (self.left and self.left.precision is not Precision.DAY):
            return None
        return max(((self.left.last_day if self.left else today) - self.entered.first_day).days, 0)


@dataclass(frozen=True)
class Standing:
    """How a review stands on a day.

    `entered` is when it came into the phase it is in (before any pause), `days` how many days it has been there, None
    where that is not known to the day, or where it is over. `planned_end` is that of the phase.
    """

    rag: Rag | None
    entered: PreciseDate | None
    days: int | None
    planned_end: PreciseDate | None


def stays(entries: Sequence[EntryRow]) -> tuple[Stay, ...]:
    """The stays of a review in order, from its entries into phases."""
    found = []
    for position, entry in enumerate(entries):
        left = entries[position + 1].entered if position + 1 < len(entries) else None
        found.append(Stay(entry.phase, entry.entered, left, entry.from_phase is Phase.PAUSED))
    return tuple(found)


def days_in(phase: Phase, among: Iterable[Stay], today: date) -> int | None:
    """All days spent in `phase`, in as many stays as there were; None where one is not known to the day."""
    days = [stay.days(today) for stay in among if stay.phase is phase]
    known = [one for one in days if one is not None]
    return sum(known) if days and len(known) == len(days) else None


def current_phase(phase: Phase, paused_from: Phase | None) -> Phase:
    """The phase a review is in; of a paused one that from which it was paused."""
    return paused_from if phase is Phase.PAUSED and paused_from is not None else phase


def _this_visit(phase: Phase, among: Sequence[Stay]) -> list[Stay]:
    """The last visit to `phase`: one stay, and those before it from which it was only paused and resumed."""
    visit: list[Stay] = []
    for stay in reversed(among):
        if stay.phase is phase:
            visit.insert(0, stay)
            if not stay.resumed:
                break
        elif stay.phase is not Phase.PAUSED or (visit and not visit[0].resumed):
            break
    return visit


def rag_facts_from(
    *,
    phase: Phase,
    paused_from: Phase | None,
    resume: PreciseDate | None,
    entries: Sequence[EntryRow],
    planned: Sequence[PlannedRow],
    today: date,
) -> ReviewRagFacts:
    """What the RAG needs, from a review's entries and planned ends."""
    here = current_phase(phase, paused_from)
    visit = _this_visit(here, stays(entries))
    ends = [row for row in planned if row.phase is here]
    now = next((row.end for row in ends if row.current), None)
    return ReviewRagFacts(
        today=today,
        phase=phase,
        paused_from=paused_from,
        resume_on=resume.last_day if resume else None,
        planned_end=now,
        first_planned_end=ends[0].end if ends else None,
        times_moved=max(len(ends) - 1, 0) if now else 0,
        days_in_phase=sum(_least_days(stay, today) for stay in visit),
        planned_days=(now.last_day - visit[0].entered.first_day).days if now and visit else None,
    )


def _least_days(stay: Stay, today: date) -> int:
    return max(((stay.left.first_day if stay.left else today) - stay.entered.last_day).days, 0)


def standing_from(
    phase: Phase,
    paused_from: Phase | None,
    resume: PreciseDate | None,
    entries: Sequence[EntryRow],
    planned: Sequence[PlannedRow],
    today: date,
) -> Standing:
    """How a review stands on `today`, from its entries and planned ends."""
    facts = rag_facts_from(
        phase=phase, paused_from=paused_from, resume=resume, entries=entries, planned=planned, today=today
    )
    visit = _this_visit(current_phase(phase, paused_from), stays(entries))
    days = [stay.days(today) for stay in visit]
    known = [one for one in days if one is not None]
    over = phase not in (*UNDER_WAY, Phase.PROPOSED, Phase.PAUSED)
    return Standing(
        rag=review_rag(facts),
        entered=visit[0].entered if visit else None,
        days=None if over or not days or len(known) < len(days) else sum(known),
        planned_end=facts.planned_end,
    )


def standings(reviews: Sequence[Any], today: date) -> dict[int, Standing]:
    """How each of many reviews stands on `today`, by id. Two queries, however many there are.

    Args:
        reviews: anything with `id`, `phase`, `paused_from` and `resume`: reviews, or rows of `STANDING_COLUMNS`.
    """
    ids = [one.id for one in reviews]
    entries: dict[int, list[EntryRow]] = {}
    planned: dict[int, list[PlannedRow]] = {}
    if ids:
        for entry in db.session.execute(
            select(PhaseEntry.review_id, PhaseEntry.phase, PhaseEntry.from_phase, PhaseEntry.entered)
            .where(PhaseEntry.review_id.in_(ids))
            .order_by(PhaseEntry.id)
        ):
            entries.setdefault(entry.review_id, []).append(EntryRow(entry.phase, entry.from_phase, entry.entered))
        for end in db.session.execute(
            select(PlannedEnd.review_id, PlannedEnd.phase, PlannedEnd.end, PlannedEnd.current)
            .where(PlannedEnd.review_id.in_(ids))
            .order_by(PlannedEnd.id)
        ):
            planned.setdefault(end.review_id, []).append(PlannedRow(end.phase, end.end, end.current))
    return {
        one.id: standing_from(
            one.phase, one.paused_from, one.resume, entries.get(one.id, ()), planned.get(one.id, ()), today
        )
        for one in reviews
    }


STANDING_COLUMNS = (Review.id, Review.phase, Review.paused_from, Review.resume)
"""The columns of a review that `standings` reads."""

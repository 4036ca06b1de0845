"""What the rules of a review must know: numbers, dates and yes-or-no, filled by whoever holds the records."""

from dataclasses import dataclass
from datetime import date

from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.phases import Phase
from workflows.recommendation_states import Progress, Response


@dataclass(frozen=True)
class FindingFacts:
    """One finding: its number in the review, its pieces of evidence, and its way to the service and back.

    ``answer_due`` is the last day of the ten working days after ``sent_on``.
    """

    number: int
    pieces_of_evidence: int = 0
    sent_on: date | None = None
    answer_due: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class GateRecommendation:
    """One recommendation as the gates see it. ``findings`` is how many findings it rests on."""

    number: int
    findings: int = 0
    has_priority: bool = False
    has_impact: bool = False
    has_effort: bool = False
    has_owner: bool = False
    has_date: bool = False
    response: Response = Response.AWAITING
    progress: Progress = Progress.NOT_STARTED


@dataclass(frozen=True)
class DecisionFacts:
    """The last decision on the review's report. ``stale_because`` are the changes of decided content since,
    as sentences.
    """

    outcome: Outcome
    decided_on: date
    stale_because: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """Everything the gates of a review need. The defaults are those of a review of which nothing is recorded."""

    today: date
    paused_from: Phase | None = None

    problem_stated: bool = False
    users_stated: bool = False
    sponsor_named: bool = False
    right_tool_answered: bool = False

    in_scope_stated: bool = False
    out_of_scope_stated: bool = False
    terms_of_reference: bool = False
    lead_named: bool = False
    co_chairs_from_service: int = 0
    co_chairs_from_division: int = 0
    planned_dates_set: bool = False
    data_protection_screened: bool = False
    equality_screened: bool = False
    guide_chosen: bool = False
    reason_for_no_guide: bool = False

    findings: tuple[FindingFacts, ...] = ()
    baseline_recorded: bool = False
    reason_for_no_baseline: bool = False

    recommendations: tuple[GateRecommendation, ...] = ()
    decision: DecisionFacts | None = None

    benefits_checked_on: date | None = None
    lessons_noted: int = 0
    service_owner_took_over_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewRagFacts:
    """What the RAG of a review needs.

    ``paused_from`` and ``resume_on`` are those of a paused review. ``planned_end`` is the planned end of the
    phase it is in (or was paused from), ``first_planned_end`` what that was before it was moved,
    ``times_moved`` how often it was. ``days_in_phase`` are the days since the phase began, ``planned_days``
    those the plan gave it.
    """

    today: date
    phase: Phase
    paused_from: Phase | None = None
    resume_on: date | None = None
    planned_end: PreciseDate | None = None
    first_planned_end: PreciseDate | None = None
    times_moved: int = 0
    days_in_phase: int = 0
    planned_days: int | None = None

"""What the page of a review's plan shows: each section with what is there, what is missing, and why it matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.filters import count
from app.models import Review, Screening, Side
from app.plans import queries
from workflows import decision_rules, finding_rules, scope_rules
from workflows.engine import Condition
from workflows.phases import UNDER_WAY, Phase, Profile, Step
from workflows.review_facts import ReviewFacts
from workflows.roles import Role
from workflows.task_list import StepEntry, StepTasks, TaskListFacts, task_list


@dataclass(frozen=True)
class Section:
    """A section of the page. `missing` are the unmet conditions of the gates that are resolved here."""

    anchor: str
    title: str
    why: str
    missing: tuple[Condition, ...]
    standing: str

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class PlannedPhase:
    """The planned end of one phase: as it stands, as it was first, and the moves between."""

    phase: Phase
    plans: tuple[queries.Planned, ...]

    @property
    def now(self) -> queries.Planned | None:
        """The one that stands."""
        return self.plans[-1] if self.plans else None

    @property
    def first(self) -> queries.Planned | None:
        """The first one, where it was moved since."""
        return self.plans[0] if len(self.plans) > 1 else None

    @property
    def moved(self) -> str:
        """How often it was moved, in words: "never", "once", "3 times"."""
        return {0: "never", 1: "once", 2: "twice"}.get(len(self.moves), f"{len(self.moves)} times")

    @property
    def moves(self) -> tuple[queries.Planned, ...]:
        """The later ones, each with its reason."""
        return self.plans[1:]


@dataclass(frozen=True)
class StepBlock:
    """One of the seven steps with its tasks."""

    entry: StepEntry
    tasks: tuple[queries.TaskRow, ...]
    dropped: tuple[queries.TaskRow, ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything the page shows."""

    sections: dict[str, Section]
    members: tuple[queries.Member, ...]
    former: tuple[queries.Member, ...]
    chairs: Condition | None
    phases: tuple[PlannedPhase, ...]
    steps: tuple[StepBlock, ...]
    lessons: tuple[queries.LessonRow, ...]


def plan_page(review: Review, today: date) -> PlanPage:
    """The plan of `review` as it stands on `today`. Four queries."""
    team = queries.team_of(review.id)
    members = tuple(one for one in team if one.until is None)
    phases = phases_planned(queries.planned_ends_of(review.id))
    lessons = tuple(queries.lessons_of(review.id))
    steps = step_blocks(review, queries.tasks_of(review.id))
    facts = _facts(review, today, members, phases, len(lessons))
    chairs = scope_rules.co_chairs_from_service_and_division(facts)
    university_wide = review.profile is Profile.UNIVERSITY_WIDE
    return PlanPage(
        sections={one.anchor: one for one in _sections(facts, university_wide, members, steps)},
        members=members,
        former=tuple(one for one in team if one.until is not None),
        chairs=chairs if university_wide else None,
        phases=phases,
        steps=steps,
        lessons=lessons,
    )


def phases_planned(ends: Sequence[queries.Planned]) -> tuple[PlannedPhase, ...]:
    """The four phases under way, each with the planned ends that were set for it."""
    return tuple(PlannedPhase(phase, tuple(one for one in ends if one.phase is phase)) for phase in UNDER_WAY)


def step_blocks(review: Review, tasks: Sequence[queries.TaskRow]) -> tuple[StepBlock, ...]:
    """The seven steps with their tasks, as far as each is."""
    kept = [task for task in tasks if not task.dropped]
    counts = {
        step: StepTasks(sum(1 for task in kept if task.step is step and task.done_on), _of(step, kept)) for step in Step
    }
    phase = review.paused_from or review.phase
    entries = task_list(TaskListFacts(phase=phase, step=review.step, tasks=counts))
    return tuple(
        StepBlock(
            entry,
            tuple(task for task in kept if task.step is entry.step),
            tuple(task for task in tasks if task.dropped and task.step is entry.step),
        )
        for entry in entries
    )


def _of(step: Step, tasks: Sequence[queries.TaskRow]) -> int:
    return sum(1 for task in tasks if task.step is step)


def _facts(
    review: Review,
    today: date,
    members: Sequence[queries.Member],
    phases: Sequence[PlannedPhase],
    lessons: int,
) -> ReviewFacts:
    """What the rules that are resolved on this page must know; the rest of the review is left out."""
    sides = [one.side for one in members if one.role is Role.CO_CHAIR]
    return ReviewFacts(
        today=today,
        sponsor_named=bool(review.sponsor_title) or any(one.role is Role.SPONSOR for one in members),
        lead_named=any(one.role is Role.REVIEW_LEAD for one in members),
        co_chairs_from_service=sides.count(Side.SERVICE),
        co_chairs_from_division=sides.count(Side.DIVISION),
        planned_dates_set=any(one.now and one.phase in UNDER_WAY[1:] for one in phases),
        data_protection_screened=review.data_protection is not Screening.NOT_DONE,
        equality_screened=review.equality is not Screening.NOT_DONE,
        guide_chosen=bool(review.guide_choice),
        reason_for_no_guide=bool(review.no_guide_reason),
        baseline_recorded=bool(review.baseline and review.baseline_on and review.baseline_method),
        reason_for_no_baseline=bool(review.no_baseline_reason),
        benefits_checked_on=review.benefits_checked_on,
        lessons_noted=lessons,
        service_owner_took_over_on=review.service_owner_on,
    )


def _sections(
    facts: ReviewFacts, university_wide: bool, members: Sequence[queries.Member], steps: Sequence[StepBlock]
) -> list[Section]:
    team = [scope_rules.lead_named(facts), scope_rules.sponsor_named(facts)]
    if university_wide:
        team.append(scope_rules.co_chairs_from_service_and_division(facts))
    people = len({one.person_id for one in members})
    open_tasks = sum(1 for block in steps for task in block.tasks if not task.done_on)
    return [
        _section("team", "Team", _WHY_TEAM, team, count(people, "person", "people")),
        _section("planned-dates", "Planned dates", _WHY_DATES, [scope_rules.planned_dates_set(facts)]),
        _section("screening", "Screening", _WHY_SCREENING, [scope_rules.screening_done(facts)]),
        _section("guide", "Self-assessment guide", _WHY_GUIDE, [scope_rules.guide_chosen(facts)]),
        _section("baseline", "Baseline", _WHY_BASELINE, [finding_rules.baseline_recorded(facts)]),
        Section("tasks", "Seven steps and tasks", _WHY_TASKS, (), f"{open_tasks} open"),
        Section("summary", "Summary and method", _WHY_SUMMARY, (), ""),
        _section(
            "lessons",
            "Lessons",
            _WHY_LESSONS,
            [decision_rules.lessons_noted(facts)],
            f"{facts.lessons_noted} noted",
            "Not yet",
        ),
        _section(
            "completion",
            "Completion",
            _WHY_COMPLETION,
            [decision_rules.benefits_checked(facts), decision_rules.service_owner_took_over(facts)],
            none="Not yet",
        ),
    ]


def _section(
    anchor: str, title: str, why: str, needs: Sequence[Condition], standing: str = "In place", none: str = "Missing"
) -> Section:
    missing = tuple(one for one in needs if not one.met)
    return Section(anchor, title, why, missing, none if missing else standing)


_WHY_TEAM = (
    "Discovery begins once all of them are named. The team is the only group that reads confidential evidence, so "
    "nobody adds themselves."
)
_WHY_DATES = (
    "Without a plan nobody can say whether the review is late. A date may be as rough as a term; moving one keeps the "
    "first."
)
_WHY_SCREENING = "Asked before discovery, because people are interviewed and their data may be looked at."
_WHY_GUIDE = "The service looks at itself before others do. A review that has no use for it says why."
_WHY_BASELINE = "Without one nobody can say later what the review changed."
_WHY_TASKS = "What somebody has to do, by when. Nothing here stops a review from moving on."
_WHY_SUMMARY = "The report prints both: the summary on its first page, the method before the findings."
_WHY_LESSONS = "The next review begins with them. A review is completed once there is at least one."
_WHY_COMPLETION = "A review ends when somebody has looked whether it helped, and the service carries on without it."

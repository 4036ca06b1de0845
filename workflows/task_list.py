"""The seven steps of a review as a list: which are done, which is open, which wait for a later phase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from workflows.dates import format_day
from workflows.phases import PATH, PHASE_LABELS, STEP_HINTS, STEP_LABELS, STEP_PHASES, Phase, Step
from workflows.wording import counted


class StepState(StrEnum):
    """How far one step is."""

    DONE = "done"
    CURRENT = "current"
    NOT_STARTED = "not_started"


STEP_STATE_LABELS: Mapping[StepState, str] = MappingProxyType(
    {StepState.DONE: "Done", StepState.CURRENT: "In progress", StepState.NOT_STARTED: "Not started"}
)


@dataclass(frozen=True)
class StepTasks:
    """How many tasks a step has, and how many of them are done."""

    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class TaskListFacts:
    """What the list needs.

    ``phase`` is that of the review (of a paused one, the phase it was paused from), ``step`` the one it
    stands at, and ``done_on`` the days on which steps were finished, as far as they are known.
    """

    phase: Phase
    step: Step
    done_on: Mapping[Step, date] = field(default_factory=dict)
    tasks: Mapping[Step, StepTasks] = field(default_factory=dict)


@dataclass(frozen=True)
class StepEntry:
    """One line of the list. ``status`` is the state in words: "Done 19 January 2026", "3 of 5 tasks", "Not
    started".
    """

    step: Step
    number: int
    label: str
    hint: str
    state: StepState
    status: str


def task_list(facts: TaskListFacts) -> tuple[StepEntry, ...]:
    """Return the seven steps in order: those before the review's step done, that one in progress, the others
    to come.

    Every step of a completed review is done.
    """
    steps = list(Step)
    here = steps.index(facts.step)
    entries = []
    for position, step in enumerate(steps):
        state = _state(position, here, facts.phase)
        hint = STEP_HINTS[step]
        if state is StepState.NOT_STARTED and _opens_later(step, facts.phase):
            hint = f"Opens with the {PHASE_LABELS[STEP_PHASES[step]].lower()} phase"
        status = _status(step, state, facts)
        entries.append(StepEntry(step, position + 1, STEP_LABELS[step], hint, state, status))
    return tuple(entries)


def _state(position: int, here: int, phase: Phase) -> StepState:
    if position < here or phase is Phase.COMPLETED:
        return StepState.DONE
    return StepState.CURRENT if position == here else StepState.NOT_STARTED


def _opens_later(step: Step, phase: Phase) -> bool:
    return phase in PATH and PATH.index(STEP_PHASES[step]) > PATH.index(phase)


def _status(step: Step, state: StepState, facts: TaskListFacts) -> str:
    if state is StepState.DONE:
        day = facts.done_on.get(step)
        return f"Done {format_day(day)}" if day else STEP_STATE_LABELS[state]
    tasks = facts.tasks.get(step)
    if tasks and tasks.total:
        return f"{tasks.done} of {counted(tasks.total, 'task')}"
    return STEP_STATE_LABELS[state]

"""The seven steps of a review as a list."""

from datetime import date

import pytest

from workflows.review import Phase, Step
from workflows.task_list import StepState, StepTasks, TaskListFacts, task_list


def test_the_list_of_a_review_in_discovery() -> None:
    entries = task_list(
        TaskListFacts(
            phase=Phase.DISCOVERY,
            step=Step.DIAGNOSE,
            done_on={Step.IDEA: date(2026, 1, 19)},
            tasks={Step.DIAGNOSE: StepTasks(3, 5)},
        )
    )
    assert [(entry.number, entry.label, entry.state, entry.status) for entry in entries] == [
        (1, "Idea", StepState.DONE, "Done 19 January 2026"),
        (2, "Scope", StepState.DONE, "Done"),
        (3, "Engage", StepState.DONE, "Done"),
        (4, "Diagnose", StepState.CURRENT, "3 of 5 tasks"),
        (5, "Design and test", StepState.NOT_STARTED, "Not started"),
        (6, "Implement", StepState.NOT_STARTED, "Not started"),
        (7, "Sustain", StepState.NOT_STARTED, "Not started"),
    ]
    assert entries[4].hint == "Opens with the recommendations phase"
    assert entries[3].hint == "Findings with their evidence, and a baseline"


def test_a_later_step_of_the_same_phase_keeps_its_own_hint() -> None:
    engage, diagnose = task_list(TaskListFacts(phase=Phase.DISCOVERY, step=Step.ENGAGE))[2:4]
    assert (engage.state, engage.status) == (StepState.CURRENT, "In progress")
    assert (diagnose.state, diagnose.hint) == (StepState.NOT_STARTED, "Findings with their evidence, and a baseline")


@pytest.mark.parametrize("step", Step)
def test_exactly_one_step_is_in_progress(step: Step) -> None:
    entries = task_list(TaskListFacts(phase=Phase.SCOPING, step=step))
    assert [entry.step for entry in entries if entry.state is StepState.CURRENT] == [step]


def test_every_step_of_a_completed_review_is_done() -> None:
    entries = task_list(TaskListFacts(phase=Phase.COMPLETED, step=Step.SUSTAIN))
    assert {entry.state for entry in entries} == {StepState.DONE}

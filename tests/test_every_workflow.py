"""Every life: each state reachable, each rule refused and passed, each move labelled and made, each diagram current."""

from pathlib import Path
from typing import Any

import pytest

from tests.workflows.facts import a_recommendation, a_review, a_saving, an_improvement
from tests.workflows.rule_cases import CASES, Case
from workflows.diagrams import WORKFLOWS, main, mermaid, pages
from workflows.engine import Move, MoveForbidden, MoveRefused, MoveUnknown, Workflow
from workflows.review import WORKFLOWS as REVIEW_WORKFLOWS
from workflows.roles import Role

DOCS = Path(__file__).parents[1] / "docs" / "workflows"

GOOD_FACTS: dict[str, Any] = {
    "review-university-wide": a_review(),
    "review-local": a_review(),
    "recommendation-response": a_recommendation(),
    "recommendation-progress": a_recommendation(),
    "improvement-life": an_improvement(),
    "saving-grade": a_saving(),
}

EVERY_MOVE = [
    pytest.param(name, workflow, move, source, id=f"{name}-{source}-{move.name}")
    for name, workflow in WORKFLOWS.items()
    for move in workflow.moves
    for source in move.sources
]
EVERY_CASE = [pytest.param(case, id=case.rule.__name__) for case in CASES]


def make(workflow: Workflow[Any, Any], move: Move[Any, Any], source: Any, facts: Any, role: Role, **said: Any) -> Any:
    given = {"reason": "Because.", "decided": True} | said
    return workflow.advance(source, move.name, roles={role}, facts=facts, **given)


def test_every_version_of_every_review_profile_is_drawn() -> None:
    assert all(workflow in WORKFLOWS.values() for workflow in REVIEW_WORKFLOWS.values())


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_is_reached_by_making_moves(name: str) -> None:
    workflow, facts = WORKFLOWS[name], GOOD_FACTS[name]
    reached, waiting = {workflow.initial}, [workflow.initial]
    while waiting:
        state = waiting.pop()
        for move in workflow.moves_from(state):
            target = make(workflow, move, state, facts, min(move.by))
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == set(workflow.states)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_and_every_move_has_words(name: str) -> None:
    workflow = WORKFLOWS[name]
    words = [workflow.label(state) for state in workflow.states] + [move.label for move in workflow.moves]
    assert all(label and label[0].isupper() and "_" not in label and not label.endswith(".") for label in words)


@pytest.mark.parametrize(("name", "workflow", "move", "source"), EVERY_MOVE)
def test_every_move_is_made_by_each_role_that_may_and_by_no_other(
    name: str, workflow: Workflow[Any, Any], move: Move[Any, Any], source: Any
) -> None:
    for role in Role:
        if role in move.by:
            assert make(workflow, move, source, GOOD_FACTS[name], role) in move.destinations()
        else:
            with pytest.raises(MoveForbidden, match=r"This can be recorded by a .+\."):
                make(workflow, move, source, GOOD_FACTS[name], role)


@pytest.mark.parametrize(("name", "workflow", "move", "source"), EVERY_MOVE)
def test_every_move_that_needs_a_reason_or_a_decision_is_refused_without(
    name: str, workflow: Workflow[Any, Any], move: Move[Any, Any], source: Any
) -> None:
    expected = {"reason"} if move.needs_reason else set()
    expected |= {"decided"} if move.needs_decision else set()
    try:
        make(workflow, move, source, GOOD_FACTS[name], min(move.by), reason=" ", decided=False)
        refused = set()
    except MoveRefused as refusal:
        refused = {reason.place for reason in refusal.reasons}
    assert refused == expected


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_move_is_made_from_a_state_it_does_not_leave(name: str) -> None:
    workflow = WORKFLOWS[name]
    for state in workflow.states:
        leaving = {move.name for move in workflow.moves_from(state)}
        for move in workflow.moves:
            if move.name not in leaving:
                with pytest.raises(MoveUnknown):
                    make(workflow, move, state, GOOD_FACTS[name], min(move.by))


def test_every_rule_of_every_move_has_a_case() -> None:
    used = {rule for workflow in WORKFLOWS.values() for move in workflow.moves for rule in move.rules}
    assert used == {case.rule for case in CASES}


@pytest.mark.parametrize("case", EVERY_CASE)
def test_every_rule_refuses_in_a_sentence_that_leads_somewhere(case: Case) -> None:
    answer = case.rule(case.refused)
    assert (answer.met, answer.sentence) == (False, case.words)
    assert answer.place
    assert answer.link_text


@pytest.mark.parametrize("case", EVERY_CASE)
def test_every_rule_passes_in_a_sentence(case: Case) -> None:
    answer = case.rule(case.passed)
    assert answer.met
    assert answer.sentence[0].isupper() and answer.sentence.endswith(".")


@pytest.mark.parametrize("case", EVERY_CASE)
def test_a_move_is_refused_for_the_one_rule_that_is_not_met(case: Case) -> None:
    for workflow in WORKFLOWS.values():
        for move in workflow.moves:
            if case.rule in move.rules:
                with pytest.raises(MoveRefused) as refusal:
                    make(workflow, move, move.sources[0], case.refused, min(move.by))
                assert case.words in [reason.sentence for reason in refusal.value.reasons]
                assert case.words in str(refusal.value)


@pytest.mark.parametrize("name", pages())
def test_the_committed_diagram_is_current(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == pages()[name], "run: python -m workflows.diagrams docs/workflows"


def test_there_is_no_diagram_of_a_life_that_is_gone() -> None:
    assert {path.name for path in DOCS.glob("*.md")} == set(pages())


def test_a_diagram_shows_every_move_from_every_state() -> None:
    drawn = mermaid(WORKFLOWS["recommendation-progress"])
    assert "    [*] --> not_started" in drawn
    assert "    done_awaiting_verification --> closed: Confirm that it is done" in drawn
    assert drawn.count(" --> closed: Close it: superseded") == 3


def test_the_command_writes_every_page_into_the_folder(tmp_path: Path) -> None:
    assert main([str(tmp_path / "made")]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "made").iterdir()} == pages()


def test_the_command_asks_for_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "python -m workflows.diagrams docs/workflows" in capsys.readouterr().err

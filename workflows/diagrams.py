"""The lives as pages of documentation: a Mermaid diagram and a table of moves, made from the tables
themselves.

``python -m workflows.diagrams docs/workflows`` writes them. Writing them is the only thing in this package
that touches a file.
"""

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from workflows.engine import Move, Rule, Workflow
from workflows.improvement import LIFE
from workflows.recommendation import PROGRESS, RESPONSE
from workflows.review import Profile, workflow_for
from workflows.roles import ROLE_LABELS, Role
from workflows.saving import GRADES

S = TypeVar("S", bound=StrEnum)
F = TypeVar("F")

WORKFLOWS: Mapping[str, Workflow[Any, Any]] = {
    "review-university-wide": workflow_for(Profile.UNIVERSITY_WIDE),
    "review-local": workflow_for(Profile.LOCAL),
    "recommendation-response": RESPONSE,
    "recommendation-progress": PROGRESS,
    "improvement-life": LIFE,
    "saving-grade": GRADES,
}
"""Every life that is drawn, by the name of its page."""

_COMMAND = "python -m workflows.diagrams docs/workflows"


def pages() -> dict[str, str]:
    """Return the text of every page under its file name."""
    return {f"{name}.md": page(workflow) for name, workflow in WORKFLOWS.items()}


def page(workflow: Workflow[S, F]) -> str:
    """Return one life as a page: its diagram, then each move with who decides and records it and what it
    needs.
    """
    lines = [
        f"# {workflow.name}",
        "",
        f"Made by `{_COMMAND}` from the table of moves; do not edit.",
        "",
        "```mermaid",
        mermaid(workflow),
        "```",
        "",
        "| From | Move | To | Decided by | Recorded by | Needs |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(workflow, move) for move in workflow.moves),
    ]
    return "\n".join(lines) + "\n"


def mermaid(workflow: Workflow[S, F]) -> str:
    """Return the life as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{workflow.label(state)}" as {state.value}' for state in workflow.states]
    lines.append(f"    [*] --> {workflow.initial.value}")
    lines += [
        f"    {source.value} --> {target.value}: {move.label}"
        for move in workflow.moves
        for source in move.sources
        for target in move.destinations()
    ]
    return "\n".join(lines)


def _row(workflow: Workflow[S, F], move: Move[S, F]) -> str:
    sources = ", ".join(workflow.label(source) for source in move.sources)
    targets = " or ".join(workflow.label(target) for target in move.destinations())
    if move.target is None:
        targets = f"where it was: {targets}"
    recorders = ", ".join(ROLE_LABELS[role] for role in Role if role in move.by)
    needs = " ".join(_needs(move)) or "Nothing more."
    decided_by = move.decided_by or "who records it"
    return f"| {sources} | {move.label} (`{move.name}`) | {targets} | {decided_by} | {recorders} | {needs} |"


def _needs(move: Move[S, F]) -> Iterator[str]:
    if move.needs_reason:
        yield "A reason."
    if move.needs_decision:
        yield "Who decided it, and when."
    for rule in move.rules:
        yield _in_words(rule)


def _in_words(rule: Rule[F]) -> str:
    """Return the first line of a rule's docstring, which says what must be true."""
    return (rule.__doc__ or "").strip().split("\n")[0]


def main(arguments: list[str]) -> int:
    """Write every page into the one folder named; return 2 when none or several are named."""
    if len(arguments) != 1:
        print(f"Say into which folder: {_COMMAND}", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A table of moves that ``transitions`` drives.

One ``Workflow`` is one life: its states, its moves, and for each move who may record it and what must be
true. The machine underneath is built once and moves a small subject made for each attempt, so no database row
is ever its model. A table that cannot be right is refused when it is made, which is when its module is
imported.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from transitions import EventData, Machine

from workflows.roles import Role, roles_in_words

F = TypeVar("F")
S = TypeVar("S", bound=StrEnum)
Kind = Literal["forward", "backward", "side"]


@dataclass(frozen=True)
class Condition:
    """What one rule says of some facts.

    ``sentence`` says what is so, met or not. ``place`` is a short key of where it is resolved ("baseline",
    "team", ...), and ``link_text`` the words of the link to it when unmet ("Add a baseline").
    """

    met: bool
    sentence: str
    place: str
    link_text: str = ""


Rule = Callable[[F], Condition]


class WorkflowError(Exception):
    """The reason a move was not made. ``str()`` of it is a sentence for the user."""


class MoveUnknown(WorkflowError):
    """There is no such move from this state."""


class MoveForbidden(WorkflowError):
    """Nobody of these roles may record this move."""


class MoveRefused(WorkflowError):
    """Something that the move needs is missing. ``reasons`` holds each unmet condition."""

    def __init__(self, reasons: tuple[Condition, ...]) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons


class WrongTable(Exception):
    """A table of moves that cannot be right; raised when a ``Workflow`` is made."""


@dataclass(frozen=True, kw_only=True)
class Move(Generic[S, F]):
    """One row of a table of moves.

    ``target`` is None where the place depends on the facts: then ``goes_to`` finds it, and ``targets`` lists
    every place it may find. ``by`` are the roles that may *record* the move; ``decided_by`` says in words who
    *decides* it. A move with ``needs_decision`` is recorded together with who decided it and when.
    """

    name: str
    label: str
    sources: tuple[S, ...]
    target: S | None
    by: frozenset[Role]
    rules: tuple[Rule[F], ...] = ()
    needs_reason: bool = False
    needs_decision: bool = False
    decided_by: str = ""
    kind: Kind = "forward"
    targets: tuple[S, ...] = ()
    goes_to: Callable[[F], S | None] | None = None

    def destinations(self) -> tuple[S, ...]:
        """Return every state this move can lead to."""
        return self.targets if self.target is None else (self.target,)


@dataclass(frozen=True)
class _Attempt(Generic[F]):
    roles: frozenset[Role]
    facts: F
    reason: str
    decided: bool


@dataclass
class _Subject(Generic[S]):
    """What the machine moves: made for one attempt and thrown away."""

    state: S


class Workflow(Generic[S, F]):
    """One life: its states and their labels, where it begins, and its moves.

    ``states`` maps each state to its label in the order of the life. Raises ``WrongTable`` for a table with
    an unknown or unreachable state, two moves of one name from one state, or a move without label, source,
    target or roles.
    """

    def __init__(self, name: str, states: Mapping[S, str], initial: S, moves: tuple[Move[S, F], ...]) -> None:
        self.name = name
        self.labels = dict(states)
        self.states = tuple(states)
        self.initial = initial
        self.moves = moves
        _check_table(self)
        self._machine = Machine(
            model=None, states=list(self.states), initial=initial, auto_transitions=False, send_event=True
        )
        for move in moves:
            for target in move.destinations():
                self._machine.add_transition(
                    move.name,
                    list(move.sources),
                    target,
                    prepare=[_barrier(move)],
                    conditions=[_leads_to(move, target)],
                )

    def label(self, state: S) -> str:
        """Return the words for a state."""
        return self.labels[state]

    def moves_from(self, state: S) -> tuple[Move[S, F], ...]:
        """Return the moves that leave ``state``, whoever may record them, in the order of the table."""
        return tuple(move for move in self.moves if state in move.sources)

    def moves_for(self, state: S, roles: Collection[Role]) -> tuple[Move[S, F], ...]:
        """Return the moves from ``state`` that somebody with one of these roles may record."""
        return tuple(move for move in self.moves_from(state) if not move.by.isdisjoint(roles))

    def move(self, state: S, move_name: str) -> Move[S, F]:
        """Return the move of this name from ``state``; raise ``MoveUnknown`` when there is none."""
        for move in self.moves_from(state):
            if move.name == move_name:
                return move
        raise MoveUnknown(f"This cannot be done now: it is in “{self.label(state).lower()}”.")

    def conditions(self, move_name: str, facts: F, *, state: S | None = None) -> tuple[Condition, ...]:
        """Return what each rule of the move says of these facts, met and unmet, in the order of the table.

        ``state`` is needed only where several rows have the same name; without it the first row answers.
        Raises ``MoveUnknown``.
        """
        if state is not None:
            return _conditions(self.move(state, move_name), facts)
        for move in self.moves:
            if move.name == move_name:
                return _conditions(move, facts)
        raise MoveUnknown(f"There is no move called “{move_name}”.")

    def advance(
        self,
        state: S,
        move_name: str,
        *,
        roles: Collection[Role],
        facts: F,
        reason: str = "",
        decided: bool = False,
    ) -> S:
        """Return the state that the move leads to.

        ``reason`` is the note of a move that needs one, and ``decided`` says that who decided it, and when,
        is recorded with it. Raises ``MoveUnknown`` when the move does not leave ``state``, ``MoveForbidden``
        when none of ``roles`` may record it, and ``MoveRefused`` with everything that stands in the way.
        """
        self.move(state, move_name)
        subject = _Subject(state)
        attempt = _Attempt(frozenset(roles), facts, reason, decided)
        if not self._machine.events[move_name].trigger(subject, attempt=attempt):
            raise MoveUnknown("This leads nowhere: its place is not one that it can lead to.")
        return subject.state


def _conditions(move: Move[Any, F], facts: F) -> tuple[Condition, ...]:
    return tuple(rule(facts) for rule in move.rules)


def _barrier(move: Move[Any, F]) -> Callable[[EventData], None]:
    """Return what ``transitions`` calls before a move: it raises where the move may not be made."""

    def stop_unless_allowed(event: EventData) -> None:
        attempt: _Attempt[F] = event.kwargs["attempt"]
        if move.by.isdisjoint(attempt.roles):
            raise MoveForbidden(f"This can be recorded by {roles_in_words(move.by)}.")
        unmet = tuple(condition for condition in _everything_needed(move, attempt) if not condition.met)
        if unmet:
            raise MoveRefused(unmet)

    return stop_unless_allowed


def _everything_needed(move: Move[Any, F], attempt: _Attempt[F]) -> Iterator[Condition]:
    yield from _conditions(move, attempt.facts)
    if move.needs_reason and not attempt.reason.strip():
        yield Condition(False, "There is no reason.", "reason", "Say why")
    if move.needs_decision and not attempt.decided:
        yield Condition(False, "It is not said who decided this, and when.", "decided", "Say who decided")


def _leads_to(move: Move[S, F], target: S) -> Callable[[EventData], bool]:
    """Return the condition that picks one of a move's targets: the one found in the facts, where it depends
    on them.
    """

    def is_the_target(event: EventData) -> bool:
        attempt: _Attempt[F] = event.kwargs["attempt"]
        return move.goes_to is None or move.goes_to(attempt.facts) == target

    return is_the_target


def _check_table(workflow: Workflow[Any, Any]) -> None:
    for move in workflow.moves:
        _check_row(workflow, move)
    seen = Counter((source, move.name) for move in workflow.moves for source in move.sources)
    for (source, name), times in seen.items():
        if times > 1:
            raise WrongTable(f"{workflow.name}: {times} moves called {name!r} leave {source!r}")
    unreachable = set(workflow.states) - _reachable(workflow)
    if unreachable:
        raise WrongTable(f"{workflow.name}: no move leads to {sorted(unreachable)}")


def _check_row(workflow: Workflow[Any, Any], move: Move[Any, Any]) -> None:
    def refuse_if(wrong: bool, what: str) -> None:
        if wrong:
            raise WrongTable(f"{workflow.name}: the move {move.name!r} {what}")

    unknown = [state for state in (*move.sources, *move.destinations()) if state not in workflow.labels]
    refuse_if(bool(unknown), f"names the unknown state {unknown}")
    refuse_if(not move.name.isidentifier(), "needs a name that can be part of an address")
    refuse_if(not move.label.strip(), "has no label")
    refuse_if(not move.sources, "leaves no state")
    refuse_if(not move.destinations(), "leads to no state")
    refuse_if(
        (move.target is None) != (move.goes_to is not None),
        "needs either a target or a function that finds it",
    )
    refuse_if(not move.by, "can be recorded by nobody")
    refuse_if(move.needs_decision and not move.decided_by, "does not say who decides")


def _reachable(workflow: Workflow[S, Any]) -> set[S]:
    found = {workflow.initial}
    waiting = [workflow.initial]
    while waiting:
        for move in workflow.moves_from(waiting.pop()):
            for target in move.destinations():
                if target not in found:
                    found.add(target)
                    waiting.append(target)
    return found

"""A table of moves: what it answers, and that a wrong one is refused when it is made."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from workflows.engine import Condition, Move, MoveForbidden, MoveRefused, MoveUnknown, Workflow, WrongTable
from workflows.roles import ROLE_LABELS, Role, roles_in_words


class Light(StrEnum):
    OFF = "off"
    DIM = "dim"
    ON = "on"


LABELS = {Light.OFF: "Off", Light.DIM: "Dim", Light.ON: "On"}


def powered(facts: bool) -> Condition:
    """There is power."""
    return Condition(facts, "There is power." if facts else "There is no power.", "mains", "Plug it in")


UP = Move[Light, bool](
    name="up",
    label="Brighter",
    sources=(Light.OFF, Light.DIM),
    target=Light.ON,
    by=frozenset({Role.READER}),
    rules=(powered,),
)
DIM = replace(UP, name="dim", label="Dim it", sources=(Light.ON,), target=Light.DIM, rules=(), needs_reason=True)


def a_workflow(*moves: Move[Light, bool], states: dict[Light, str] = LABELS) -> Workflow[Light, bool]:
    return Workflow("Light", states, Light.OFF, moves or (UP, DIM))


def test_a_move_leads_to_its_target() -> None:
    assert a_workflow().advance(Light.OFF, "up", roles=[Role.READER], facts=True) is Light.ON


def test_a_refused_move_carries_every_reason() -> None:
    decided = replace(UP, needs_reason=True, needs_decision=True, decided_by="the sponsor")
    with pytest.raises(MoveRefused) as refusal:
        a_workflow(decided, DIM).advance(Light.OFF, "up", roles=[Role.READER], facts=False)
    assert [reason.place for reason in refusal.value.reasons] == ["mains", "reason", "decided"]
    assert str(refusal.value) == ("There is no power. There is no reason. It is not said who decided this, and when.")


def test_a_forbidden_move_says_who_may() -> None:
    with pytest.raises(MoveForbidden, match=r"^This can be recorded by a member of staff\.$"):
        a_workflow().advance(Light.OFF, "up", roles=[Role.SPONSOR], facts=True)


def test_who_may_not_move_is_told_so_before_what_is_missing() -> None:
    with pytest.raises(MoveForbidden):
        a_workflow().advance(Light.OFF, "up", roles=[], facts=False)


def test_an_unknown_move_says_where_the_thing_is() -> None:
    with pytest.raises(MoveUnknown, match="it is in “on”"):
        a_workflow().advance(Light.ON, "up", roles=[Role.READER], facts=True)
    with pytest.raises(MoveUnknown):
        a_workflow().advance(Light.ON, "explode", roles=[Role.READER], facts=True)


def test_conditions_are_given_met_and_unmet() -> None:
    assert a_workflow().conditions("up", True) == (powered(True),)
    assert a_workflow().conditions("up", False, state=Light.DIM) == (powered(False),)
    with pytest.raises(MoveUnknown):
        a_workflow().conditions("up", False, state=Light.ON)
    with pytest.raises(MoveUnknown):
        a_workflow().conditions("explode", True)


def test_moves_are_listed_for_a_state_and_for_roles() -> None:
    workflow = a_workflow()
    assert workflow.moves_from(Light.DIM) == (UP,)
    assert workflow.moves_for(Light.DIM, {Role.READER, Role.SPONSOR}) == (UP,)
    assert workflow.moves_for(Light.DIM, {Role.SPONSOR}) == ()
    assert workflow.label(Light.DIM) == "Dim"


def test_a_computed_target_outside_the_table_is_never_reached() -> None:
    odd = replace(UP, target=None, targets=(Light.ON,), goes_to=lambda facts: Light.DIM)
    with pytest.raises(MoveUnknown, match="leads nowhere"):
        a_workflow(odd, DIM).advance(Light.OFF, "up", roles=[Role.READER], facts=True)


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        ((replace(UP, sources=()), DIM), "leaves no state"),
        ((replace(UP, label=" "), DIM), "has no label"),
        ((replace(UP, name="go up"), DIM), "needs a name"),
        ((replace(UP, by=frozenset()), DIM), "can be recorded by nobody"),
        ((replace(UP, target=None), DIM), "leads to no state"),
        ((replace(UP, target=None, targets=(Light.ON,)), DIM), "a function that finds it"),
        ((replace(UP, goes_to=lambda facts: Light.ON), DIM), "a function that finds it"),
        ((replace(UP, needs_decision=True), DIM), "does not say who decides"),
        ((UP,), "no move leads to"),
        ((UP, DIM, replace(UP, sources=(Light.DIM,))), "2 moves called 'up' leave"),
    ],
)
def test_a_wrong_table_is_refused_when_it_is_made(moves: tuple[Any, ...], message: str) -> None:
    with pytest.raises(WrongTable, match=message):
        a_workflow(*moves)


def test_a_table_with_an_unknown_state_is_refused() -> None:
    with pytest.raises(WrongTable, match="unknown state"):
        a_workflow(UP, DIM, states={Light.OFF: "Off", Light.ON: "On"})


def test_one_name_may_lead_from_different_states_to_different_places() -> None:
    down = replace(DIM, name="up", label="Dim it again", needs_reason=False)
    workflow = a_workflow(UP, down)
    assert workflow.advance(Light.ON, "up", roles=[Role.READER], facts=True) is Light.DIM
    assert workflow.advance(Light.OFF, "up", roles=[Role.READER], facts=True) is Light.ON


def test_roles_are_named_in_one_order_whatever_the_set() -> None:
    assert roles_in_words({Role.SPONSOR, Role.FOCUS_REVIEWER, Role.CI_PRACTITIONER}) == (
        "a Focus reviewer, a sponsor or a CI practitioner"
    )
    assert roles_in_words([]) == "nobody"
    assert set(ROLE_LABELS) == set(Role)

"""The two lives of a recommendation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.facts import a_recommendation
from workflows.engine import MoveForbidden, MoveRefused, MoveUnknown
from workflows.recommendation import (
    CLOSURE_OF,
    PROGRESS,
    RESPONSE,
    Closure,
    Priority,
    Progress,
    Response,
    open_for_a_response,
    priority_from,
    response_given,
)
from workflows.review import Phase
from workflows.roles import Role


def test_a_quick_win_may_be_accepted_from_discovery_on() -> None:
    quick_win = a_recommendation(interim=True, review_phase=Phase.DISCOVERY)
    accepted = RESPONSE.advance(Response.AWAITING, "accept", roles={Role.SPONSOR}, facts=quick_win, decided=True)
    assert accepted is Response.ACCEPTED


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.SCOPING, "The review is in scoping, where no response is given."),
        (Phase.COMPLETED, "The review is completed, where no response is given."),
        (Phase.PAUSED, "The review is paused, where no response is given."),
    ],
)
def test_outside_its_phases_not_even_a_quick_win_is_answered(phase: Phase, words: str) -> None:
    answer = open_for_a_response(a_recommendation(review_phase=phase, interim=True))
    assert (answer.met, answer.sentence) == (False, words)


@pytest.mark.parametrize("phase", [Phase.RECOMMENDATIONS, Phase.IMPLEMENTATION])
def test_any_recommendation_is_answered_from_the_recommendations_phase_on(phase: Phase) -> None:
    assert open_for_a_response(a_recommendation(review_phase=phase)).met


def test_a_response_that_is_not_yes_needs_a_reason() -> None:
    needs = {move.name for move in RESPONSE.moves_from(Response.AWAITING) if move.needs_reason}
    assert needs == {"accept_in_part", "not_accept"}


def test_every_answer_needs_somebody_who_decided_it() -> None:
    assert all(move.needs_decision for move in RESPONSE.moves_from(Response.AWAITING))


def test_an_owner_never_verifies_their_own_work() -> None:
    own = a_recommendation(owner_is_actor=True)
    with pytest.raises(MoveRefused, match="somebody else must close it"):
        PROGRESS.advance(Progress.DONE_AWAITING_VERIFICATION, "verify", roles={Role.VERIFIER}, facts=own)
    with pytest.raises(MoveForbidden):
        PROGRESS.advance(Progress.DONE_AWAITING_VERIFICATION, "verify", roles={Role.RECOMMENDATION_OWNER}, facts=own)


@pytest.mark.parametrize("name", CLOSURE_OF)
def test_an_owner_closes_their_own_recommendation_in_no_way(name: str) -> None:
    own = a_recommendation(owner_is_actor=True)
    with pytest.raises(MoveRefused, match="somebody else must close it"):
        PROGRESS.advance(
            Progress.DONE_AWAITING_VERIFICATION,
            name,
            roles={Role.VERIFIER},
            facts=own,
            reason="Because.",
            decided=True,
        )


def test_only_what_is_reported_done_can_be_verified() -> None:
    with pytest.raises(MoveUnknown):
        PROGRESS.advance(Progress.IN_PROGRESS, "verify", roles={Role.VERIFIER}, facts=a_recommendation())


def test_work_on_what_has_no_response_does_not_start() -> None:
    waiting = a_recommendation(response=Response.AWAITING)
    with pytest.raises(MoveRefused, match="It has had no response yet"):
        PROGRESS.advance(Progress.NOT_STARTED, "start", roles={Role.RECOMMENDATION_OWNER}, facts=waiting)
    assert response_given(waiting).link_text == "Record the response"


def test_every_kind_of_closure_has_one_move() -> None:
    closing = {move.name for move in PROGRESS.moves if move.target is Progress.CLOSED}
    assert closing == set(CLOSURE_OF)
    assert sorted(CLOSURE_OF.values()) == sorted(Closure)


def test_accepting_a_risk_is_decided_by_the_sponsor() -> None:
    move = PROGRESS.move(Progress.IN_PROGRESS, "accept_risk")
    assert (move.needs_decision, move.decided_by) == (True, "the sponsor")


LEVELS = st.integers(1, 5)


@given(LEVELS, LEVELS)
def test_more_impact_never_lowers_and_more_effort_never_raises_the_suggested_priority(impact: int, effort: int) -> None:
    rank = list(Priority).index
    here = rank(priority_from(impact, effort))
    assert impact == 5 or rank(priority_from(impact + 1, effort)) <= here
    assert effort == 5 or rank(priority_from(impact, effort + 1)) >= here


def test_the_corners_of_the_grid() -> None:
    assert [priority_from(5, 1), priority_from(5, 5), priority_from(1, 1), priority_from(3, 2)] == [
        Priority.HIGH,
        Priority.MEDIUM,
        Priority.LOW,
        Priority.MEDIUM,
    ]


@pytest.mark.parametrize(("impact", "effort"), [(0, 3), (6, 3), (3, 0), (3, 6)])
def test_outside_the_grid_no_priority_is_suggested(impact: int, effort: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        priority_from(impact, effort)

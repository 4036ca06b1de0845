"""The life of a review, and the sentences of its gates."""

from datetime import date

import pytest

from tests.workflows.facts import TODAY, a_finding, a_gate_recommendation, a_review
from workflows import decision_rules, finding_rules, scope_rules
from workflows.decision import Outcome
from workflows.engine import MoveForbidden, MoveRefused
from workflows.recommendation import Progress, Response
from workflows.review import (
    PATH,
    UNDER_WAY,
    DecisionFacts,
    Phase,
    Profile,
    ReviewFacts,
    Step,
    first_step,
    in_progress_limit_warning,
    workflow_for,
)
from workflows.roles import Role

FORWARD = ("begin_scoping", "begin_discovery", "move_to_recommendations", "begin_implementation", "complete")
BOTH = pytest.mark.parametrize("profile", Profile)


def move(profile: Profile, phase: Phase, name: str, facts: ReviewFacts, role: Role = Role.FOCUS_REVIEWER) -> Phase:
    return workflow_for(profile).advance(phase, name, roles={role}, facts=facts, reason="Because.", decided=True)


@BOTH
def test_a_review_walks_from_proposal_to_completion(profile: Profile) -> None:
    phase = Phase.PROPOSED
    walked = [phase]
    for name in FORWARD:
        phase = move(profile, phase, name, a_review())
        walked.append(phase)
    assert tuple(walked) == PATH


@BOTH
def test_a_review_of_which_nothing_is_recorded_is_refused_every_gate(profile: Profile) -> None:
    for phase, name in zip(PATH, FORWARD, strict=False):
        with pytest.raises(MoveRefused):
            move(profile, phase, name, ReviewFacts(today=TODAY))


@BOTH
@pytest.mark.parametrize("phase", UNDER_WAY)
def test_a_paused_review_resumes_where_it_was(profile: Profile, phase: Phase) -> None:
    assert move(profile, phase, "pause", a_review()) is Phase.PAUSED
    assert move(profile, Phase.PAUSED, "resume", a_review(paused_from=phase)) is phase


@BOTH
def test_only_a_review_under_way_can_be_paused(profile: Profile) -> None:
    can = {state for state in Phase if "pause" in {row.name for row in workflow_for(profile).moves_from(state)}}
    assert can == set(UNDER_WAY)


@BOTH
def test_a_review_goes_back_to_each_earlier_phase(profile: Profile) -> None:
    for later in UNDER_WAY:
        for earlier in UNDER_WAY[: UNDER_WAY.index(later)]:
            assert move(profile, later, f"back_to_{earlier}", a_review()) is earlier


@BOTH
def test_a_completed_review_reopens_to_implementation_and_a_withdrawn_one_to_proposed(profile: Profile) -> None:
    assert move(profile, Phase.COMPLETED, "reopen", a_review()) is Phase.IMPLEMENTATION
    assert move(profile, Phase.WITHDRAWN, "reopen", a_review()) is Phase.PROPOSED


@BOTH
@pytest.mark.parametrize("phase", [Phase.PROPOSED, *UNDER_WAY, Phase.PAUSED])
def test_a_review_is_withdrawn_from_anywhere_before_completion(profile: Profile, phase: Phase) -> None:
    assert move(profile, phase, "withdraw", a_review()) is Phase.WITHDRAWN


def test_a_head_of_department_begins_a_local_review_and_no_university_wide_one() -> None:
    begin = ("begin_scoping", a_review(), Role.DEPARTMENT_LEAD)
    assert move(Profile.LOCAL, Phase.PROPOSED, *begin) is Phase.SCOPING
    with pytest.raises(MoveForbidden):
        move(Profile.UNIVERSITY_WIDE, Phase.PROPOSED, *begin)


def test_a_local_review_needs_no_co_chairs() -> None:
    without = a_review(co_chairs_from_service=0, co_chairs_from_division=0)
    assert move(Profile.LOCAL, Phase.SCOPING, "begin_discovery", without) is Phase.DISCOVERY
    with pytest.raises(MoveRefused, match="no co-chair from the service and none from a division"):
        move(Profile.UNIVERSITY_WIDE, Phase.SCOPING, "begin_discovery", without)


def test_who_decides_to_recommend_depends_on_the_profile() -> None:
    decides = {p: workflow_for(p).move(Phase.DISCOVERY, "move_to_recommendations").decided_by for p in Profile}
    assert decides == {Profile.UNIVERSITY_WIDE: "the steering group", Profile.LOCAL: "the review lead"}


def test_an_unknown_version_of_a_profile_is_refused() -> None:
    with pytest.raises(LookupError):
        workflow_for(Profile.LOCAL, 99)


def test_the_conditions_of_a_gate_stand_as_on_the_page() -> None:
    facts = a_review(
        baseline_recorded=False,
        findings=(
            a_finding(1, sent_on=date(2026, 4, 22), answer_due=date(2026, 5, 7), answered_on=date(2026, 4, 29)),
            a_finding(2, sent_on=date(2026, 4, 22), answer_due=date(2026, 5, 7), answered_on=None),
        ),
    )
    shown = workflow_for(Profile.LOCAL).conditions("move_to_recommendations", facts)
    assert [(one.met, one.sentence) for one in shown] == [
        (False, "There is no baseline, and no reason for having none."),
        (False, "The service has until Thursday 7 May 2026 to answer for the accuracy of finding 2."),
        (True, "There is at least one finding: two are recorded."),
        (True, "Every finding has evidence."),
        (True, "The findings were shared with the service on 22 April 2026."),
    ]


def test_the_service_has_the_whole_of_its_last_day() -> None:
    sent = {"answered_on": None, "answer_due": TODAY}
    rule = finding_rules.accuracy_answered_or_time_passed
    assert not rule(a_review(findings=(a_finding(**sent),))).met
    assert rule(a_review(findings=(a_finding(**sent),), today=date(2026, 5, 2))).met


def test_silence_lets_a_review_proceed_and_is_said() -> None:
    answer = finding_rules.accuracy_answered_or_time_passed(a_review(findings=(a_finding(7, answered_on=None),)))
    assert (answer.met, answer.sentence) == (
        True,
        "The time to answer for the accuracy of finding 7 has passed, without an answer.",
    )


def test_findings_that_wait_for_different_days_are_told_apart() -> None:
    waiting = (
        a_finding(1, answered_on=None, answer_due=date(2026, 5, 7)),
        a_finding(2, answered_on=None, answer_due=date(2026, 5, 8)),
        a_finding(3, answered_on=None, answer_due=date(2026, 5, 7)),
    )
    assert finding_rules.accuracy_answered_or_time_passed(a_review(findings=waiting)).sentence == (
        "The service has until Thursday 7 May 2026 to answer for the accuracy of findings 1 and 3 "
        "and until Friday 8 May 2026 to answer for the accuracy of finding 2."
    )


def test_without_findings_nothing_is_said_to_be_met() -> None:
    empty = a_review(findings=())
    assert not finding_rules.findings_evidenced(empty).met
    assert not finding_rules.findings_shared(empty).met
    assert not finding_rules.accuracy_answered_or_time_passed(empty).met


def test_more_than_two_co_chairs_are_refused() -> None:
    assert not scope_rules.co_chairs_from_service_and_division(a_review(co_chairs_from_division=2)).met


def test_each_part_missing_from_scope_and_screening_is_named() -> None:
    bare = ReviewFacts(today=TODAY)
    assert scope_rules.scope_stated(bare).sentence == "The scope does not say what is in it or what is out of it."
    assert scope_rules.screening_done(bare).sentence == ("The screening for data protection and equality is not done.")


def test_each_incomplete_recommendation_is_named() -> None:
    items = (
        a_gate_recommendation(1, has_owner=False),
        a_gate_recommendation(2),
        a_gate_recommendation(3, has_date=False),
    )
    assert decision_rules.recommendations_complete(a_review(recommendations=items)).sentence == (
        "Recommendation 1 has no proposed owner; recommendation 3 has no date."
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_only_an_approval_lets_a_review_be_implemented(outcome: Outcome) -> None:
    decided = a_review(decision=DecisionFacts(outcome, date(2026, 3, 2)))
    goes_ahead = outcome in (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)
    assert decision_rules.decision_recorded(decided).met is goes_ahead


def test_without_a_decision_there_is_none_to_be_current() -> None:
    none = a_review(decision=None)
    assert decision_rules.decision_recorded(none).sentence == "There is no decision on the report."
    assert not decision_rules.decision_still_current(none).met


def test_what_was_not_accepted_does_not_keep_a_review_open() -> None:
    items = (a_gate_recommendation(1, response=Response.NOT_ACCEPTED, progress=Progress.NOT_STARTED),)
    answer = decision_rules.recommendations_closed(a_review(recommendations=items))
    assert (answer.met, answer.sentence) == (True, "No recommendation was accepted, so none is open.")


def test_completion_prints_its_denominator() -> None:
    items = (
        a_gate_recommendation(1),
        a_gate_recommendation(2, response=Response.PARTIALLY_ACCEPTED),
        a_gate_recommendation(3, response=Response.NOT_ACCEPTED, progress=Progress.NOT_STARTED),
    )
    assert decision_rules.recommendations_closed(a_review(recommendations=items)).sentence == (
        "Every accepted or partially accepted recommendation is closed: 2 of 2."
    )


def test_a_limit_of_reviews_in_progress_warns_once_it_is_passed() -> None:
    assert in_progress_limit_warning(2, 2, "Services Subcommittee") is None
    assert in_progress_limit_warning(3, 2, "Services Subcommittee") == (
        "Three university-wide reviews are then in progress. "
        "The Services Subcommittee usually has no more than two at a time."
    )


def test_a_review_begins_each_phase_at_the_first_step_in_it() -> None:
    assert [first_step(phase) for phase in PATH] == [
        Step.IDEA,
        Step.SCOPE,
        Step.ENGAGE,
        Step.DESIGN_AND_TEST,
        Step.IMPLEMENT,
        Step.SUSTAIN,
    ]
    assert first_step(Phase.PAUSED) is None

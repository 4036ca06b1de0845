"""RAG by rule, the first that applies: of reviews and recommendations, held against the rule as a table."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.facts import TODAY
from workflows.dates import PreciseDate
from workflows.rag import RagColour
from workflows.recommendation import (
    RAG_RULE,
    Closure,
    Progress,
    RecommendationRagFacts,
    Response,
    days_overdue,
    is_overdue,
    recommendation_rag,
)
from workflows.review import REVIEW_RAG_RULE, Phase, ReviewRagFacts, review_rag

OPEN = (Progress.NOT_STARTED, Progress.IN_PROGRESS)


def a_recommendation(**changes: Any) -> RecommendationRagFacts:
    facts = RecommendationRagFacts(today=TODAY, response=Response.ACCEPTED, progress=Progress.IN_PROGRESS)
    return replace(facts, **changes)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def colour_and_why(facts: RecommendationRagFacts) -> tuple[RagColour, str]:
    rag = recommendation_rag(facts)
    assert rag is not None
    return rag.colour, rag.reason


@pytest.mark.parametrize(
    ("changes", "colour", "reason"),
    [
        ({"progress": Progress.CLOSED, "closure": Closure.VERIFIED}, RagColour.BLUE, "it is closed and verified"),
        ({"blocked": True}, RagColour.RED, "it is blocked"),
        ({"revisions": 2}, RagColour.RED, "its date was revised twice"),
        ({"revisions": 3}, RagColour.RED, "its date was revised 3 times"),
        ({"due": in_days(-31)}, RagColour.RED, "it is overdue by 31 days"),
        ({"due": in_days(-30)}, RagColour.AMBER, "it is overdue by 30 days"),
        ({"due": in_days(-1)}, RagColour.AMBER, "it is overdue by 1 day"),
        ({"revisions": 1, "due": in_days(91)}, RagColour.AMBER, "its date was revised once"),
        ({"revisions": 1, "due": in_days(-31)}, RagColour.RED, "it is overdue by 31 days"),
        ({"due": in_days(28)}, RagColour.AMBER, "it is due in 28 days with no milestones set"),
        ({"due": in_days(0)}, RagColour.AMBER, "it is due today with no milestones set"),
        (
            {"due": in_days(28), "milestones": 3, "milestones_done": 1},
            RagColour.AMBER,
            "it is due in 28 days with 1 of 3 milestones done",
        ),
        (
            {"due": in_days(30), "milestones": 2, "milestones_done": 1},
            RagColour.GREEN,
            "it is on course: due in 30 days with 1 of 2 milestones done",
        ),
        ({"due": in_days(31)}, RagColour.GREEN, "it is on course"),
        (
            {"due": in_days(31), "progress": Progress.NOT_STARTED},
            RagColour.GREY,
            "it is not started and not due within 30 days",
        ),
        (
            {"due": in_days(-60), "progress": Progress.CLOSED, "closure": Closure.HANDED_OVER},
            RagColour.GREEN,
            "it is closed, handed over",
        ),
    ],
)
def test_a_recommendation_has_the_first_colour_that_applies(changes: Any, colour: RagColour, reason: str) -> None:
    assert colour_and_why(a_recommendation(**changes)) == (colour, reason)


@pytest.mark.parametrize(
    "changes",
    [
        {"response": Response.AWAITING},
        {"response": Response.NOT_ACCEPTED},
        {"progress": Progress.DONE_AWAITING_VERIFICATION, "due": in_days(-90), "blocked": True},
    ],
)
def test_what_was_not_accepted_or_awaits_verification_has_no_colour(changes: Any) -> None:
    assert recommendation_rag(a_recommendation(**changes)) is None


RECOMMENDATIONS = st.builds(
    RecommendationRagFacts,
    today=st.just(TODAY),
    response=st.sampled_from(Response),
    progress=st.sampled_from(Progress),
    closure=st.none() | st.sampled_from(Closure),
    due=st.none() | st.integers(-70, 70).map(in_days),
    revisions=st.integers(0, 3),
    blocked=st.booleans(),
    milestones=st.integers(0, 4),
    milestones_done=st.integers(0, 4),
)


def expected_colour(facts: RecommendationRagFacts) -> str | None:
    """The rule again, written as a table of every test at once, from the words of the rule and not from its code."""
    to_go = None if facts.due is None else (facts.due - facts.today).days
    closed = facts.progress == "closed"
    late = -to_go if to_go is not None and to_go < 0 and not closed else 0
    soon = to_go is not None and 0 <= to_go <= 30 and not closed
    few_done = facts.milestones == 0 or facts.milestones_done / facts.milestones < 0.5
    table = [
        (facts.response not in ("accepted", "partially_accepted"), None),
        (facts.progress == "done_awaiting_verification", None),
        (closed and facts.closure == "verified", "blue"),
        (facts.blocked or facts.revisions > 1 or late > 30, "red"),
        (facts.revisions == 1 or late > 0 or (soon and few_done), "amber"),
        (facts.progress == "not_started" and not soon, "grey"),
        (True, "green"),
    ]
    return next(colour for applies, colour in table if applies)


@given(RECOMMENDATIONS)
def test_the_colour_of_any_recommendation_is_that_of_the_table(facts: RecommendationRagFacts) -> None:
    rag = recommendation_rag(facts)
    assert (rag.colour.value if rag else None) == expected_colour(facts)
    assert rag is None or (rag.reason and rag.sentence.endswith(".") and rag.label)


@given(RECOMMENDATIONS)
def test_only_what_is_accepted_and_neither_done_nor_closed_is_overdue(facts: RecommendationRagFacts) -> None:
    about = {"response": facts.response, "progress": facts.progress, "today": facts.today}
    late = is_overdue(due=facts.due, **about)
    assert late == (days_overdue(due=facts.due, **about) > 0)
    if late:
        assert facts.due is not None and facts.due < facts.today
        assert facts.progress in OPEN and facts.response in (Response.ACCEPTED, Response.PARTIALLY_ACCEPTED)


def test_on_its_last_day_a_recommendation_is_not_overdue() -> None:
    about = {"response": Response.ACCEPTED, "progress": Progress.IN_PROGRESS, "today": TODAY}
    assert not is_overdue(due=TODAY, **about)
    assert days_overdue(due=in_days(-1), **about) == 1


def test_both_rules_are_written_out_in_the_order_in_which_they_apply() -> None:
    assert [colour for colour, _ in RAG_RULE] == list(RagColour)
    assert [colour for colour, _ in REVIEW_RAG_RULE] == ["red", "amber", "grey", "green"]


# Reviews


def day(days_from_today: int) -> PreciseDate:
    return PreciseDate.day(in_days(days_from_today))


def a_plan(**changes: Any) -> ReviewRagFacts:
    facts = ReviewRagFacts(today=TODAY, phase=Phase.DISCOVERY, planned_end=day(28), days_in_phase=74, planned_days=102)
    return replace(facts, **changes)


@pytest.mark.parametrize(
    ("changes", "colour", "reason"),
    [
        ({"phase": Phase.PAUSED, "paused_from": Phase.SCOPING}, "red", "it is paused with no date to resume"),
        ({"planned_end": day(-31)}, "red", "the planned end of discovery passed 31 days ago"),
        ({"planned_end": day(-30)}, "amber", "the planned end of discovery passed 30 days ago"),
        ({"planned_end": day(-1)}, "amber", "the planned end of discovery passed 1 day ago"),
        (
            {"times_moved": 1, "first_planned_end": day(14)},
            "amber",
            "the planned end of discovery was moved once, from 15 May 2026 to 29 May 2026",
        ),
        ({"times_moved": 2}, "amber", "the planned end of discovery was moved twice"),
        (
            {"days_in_phase": 154},
            "amber",
            "it has been in discovery for 154 days, more than 1.5 times the 102 planned",
        ),
        ({"days_in_phase": 153}, "green", "it is on course: discovery is planned to end 29 May 2026"),
        ({"planned_end": None, "planned_days": None}, "grey", "there is no plan yet"),
        (
            {"phase": Phase.PAUSED, "paused_from": Phase.SCOPING, "resume_on": in_days(40), "planned_end": day(-31)},
            "red",
            "the planned end of scoping passed 31 days ago",
        ),
    ],
)
def test_a_review_has_the_first_colour_that_applies(changes: Any, colour: str, reason: str) -> None:
    rag = review_rag(a_plan(**changes))
    assert rag is not None
    assert (rag.colour, rag.reason) == (colour, reason)


def test_a_plan_that_ends_with_a_month_is_passed_after_its_last_day() -> None:
    rag = review_rag(a_plan(planned_end=PreciseDate.month(2026, 4)))
    assert rag is not None
    assert rag.sentence == "The planned end of discovery passed 1 day ago."


@pytest.mark.parametrize("phase", [Phase.COMPLETED, Phase.WITHDRAWN])
def test_a_review_that_has_ended_has_no_colour(phase: Phase) -> None:
    assert review_rag(a_plan(phase=phase, planned_end=day(-90))) is None


@given(
    st.sampled_from(Phase),
    st.none() | st.integers(-70, 70).map(day),
    st.none() | st.just(in_days(10)),
    st.integers(0, 3),
    st.integers(0, 400),
    st.none() | st.integers(1, 200),
)
def test_the_colour_of_any_review_is_that_of_the_table(
    phase: Phase, end: PreciseDate | None, resume: date | None, moved: int, days: int, planned: int | None
) -> None:
    facts = ReviewRagFacts(
        today=TODAY,
        phase=phase,
        resume_on=resume,
        planned_end=end,
        times_moved=moved,
        days_in_phase=days,
        planned_days=planned,
    )
    past = (TODAY - end.last_day).days if end else 0
    table = [
        (phase in ("completed", "withdrawn"), None),
        ((phase == "paused" and resume is None) or past > 30, "red"),
        (past > 0 or moved > 0 or (planned is not None and days > 1.5 * planned), "amber"),
        (end is None, "grey"),
        (True, "green"),
    ]
    rag = review_rag(facts)
    assert (rag.colour.value if rag else None) == next(colour for applies, colour in table if applies)

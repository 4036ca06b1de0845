"""A claim beside its measurement, on the one published case that gives both."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.calendar_data import shipped
from workflows.arithmetic import MeasuredChange, PublicClaim, disagreements, half_up, implied_baseline, read_claim

D = Decimal
HESA = next(one for one in shipped("demo_portfolio.yaml")["improvements"] if one["id"] == "CI-01")["savings"][0]
CLAIM = read_claim(HESA["claim"]["text"])
MEASURED = MeasuredChange(
    days_less=D(HESA["measurement"]["days_less"]),
    percent_less=D(HESA["measurement"]["percent_less"]),
    whole_percent_less=D(HESA["measurement"]["whole_return_percent_less"]),
    scope=HESA["measurement"]["scope"],
    other_causes=tuple(HESA["measurement"]["other_causes"]),
)


@pytest.mark.parametrize(("days", "percent"), [("38.4", "31.8"), ("38.4000", "31.8000")])
def test_the_published_figures_imply_a_baseline_with_its_rounding(days: str, percent: str) -> None:
    found = implied_baseline(D(days), D(percent))
    shown = [
        half_up(value, 1)
        for value in (
            found.before,
            found.after,
            found.before_low,
            found.before_high,
            found.after_low,
            found.after_high,
        )
    ]
    assert shown == [D("120.8"), D("82.4"), D("120.4"), D("121.1"), D("82.1"), D("82.7")]


@given(st.decimals("0.2", 500, places=1), st.decimals("0.2", 100, places=1))
def test_the_implied_figures_lie_in_their_range_and_give_back_what_was_published(
    days: Decimal, percent: Decimal
) -> None:
    found = implied_baseline(days, percent)
    assert found.before_low <= found.before <= found.before_high
    assert found.after_low <= found.after <= found.after_high
    assert abs(found.before - found.after - days) < D("1e-20")
    assert half_up(days / found.before * 100, 1) == percent


@pytest.mark.parametrize(("days", "percent"), [("0", "10"), ("-3", "10"), ("10", "0"), ("10", "101"), ("10", "-5")])
def test_figures_that_imply_no_baseline_are_refused(days: str, percent: str) -> None:
    with pytest.raises(ValueError, match="imply no baseline"):
        implied_baseline(D(days), D(percent))


def test_a_claim_is_read_from_its_own_words() -> None:
    assert CLAIM == PublicClaim(D("38.4"), True, "Their HESA staff data return process", "By using CI tools")
    assert read_claim("Better service.") == PublicClaim()


def test_what_does_not_agree_is_listed_with_what_is_done_about_it() -> None:
    found = [(one.topic, one.claim, one.measurement, one.what_we_do) for one in disagreements(CLAIM, MEASURED)]
    assert found == [
        (
            "Scope",
            "Their HESA staff data return process",
            "Only stages with time recorded in both years. The whole took 9 % less.",
            "The scope is printed with the figure",
        ),
        (
            "Time",
            "Per year",
            "One period after the change",
            "It counts until it is 24 months old, unless it is confirmed",
        ),
        (
            "Cause",
            "By using CI tools",
            "Onboarding functionality also credited",
            "Share not settled; said beside the figure",
        ),
        ("Unit", "Days", "No hours per day are given", "Kept as days; not converted to hours or posts"),
    ]


def test_another_figure_is_named_first() -> None:
    first = disagreements(replace(CLAIM, days=D("40")), MEASURED)[0]
    assert (first.topic, first.claim, first.measurement) == ("Figure", "40 days", "38.4 days")


def test_a_whole_that_fell_less_than_its_parts_is_said_even_where_the_scope_is_not() -> None:
    bare = MeasuredChange(percent_less=D("31.8"), whole_percent_less=D("9"), follow_up_periods=2)
    (one,) = disagreements(PublicClaim(), bare)
    assert (one.claim, one.measurement) == (
        "Nothing is said of its scope",
        "Only a part. The whole took 9 % less.",
    )
    (other,) = disagreements(PublicClaim(), replace(bare, scope="one stage", whole_percent_less=None))
    assert other.measurement == "Only one stage."


def test_a_settled_share_is_said() -> None:
    settled = disagreements(CLAIM, replace(MEASURED, attribution_share=D("0.5")))
    assert "Share settled at 50 %; the rest is left out" in [one.what_we_do for one in settled]


def test_a_claim_that_says_what_was_measured_has_nothing_to_list() -> None:
    measured = MeasuredChange(days_less=D("12"), percent_less=D("10"), follow_up_periods=2, hours_per_day=D("7.3"))
    assert disagreements(PublicClaim(D("12.0"), True), measured) == ()

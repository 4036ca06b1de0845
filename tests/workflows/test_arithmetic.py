"""Minutes, days and posts saved: Decimal, unrounded, and checkable by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.arithmetic import (
    DEFAULT_SETTINGS,
    HOURS_GRADES_6_TO_10,
    PER_LABELS,
    Per,
    SumSettings,
    TimeStep,
    days,
    fte,
    grouped,
    half_up,
    minutes_saved,
    part_of_year,
    plain,
    split_by_share,
    sum_in_words,
)

D = Decimal
MULTIPLIERS = DEFAULT_SETTINGS.multipliers
AMOUNTS = st.decimals(-100_000, 100_000, places=4)
MINUTES = st.decimals(0, 2_000, places=2)
STEPS = st.builds(
    TimeStep, st.decimals(0, 5_000, places=1), st.sampled_from(Per), MINUTES, MINUTES, st.decimals(0, 50, places=0)
)


def step(times: str, per: Per, before: str, after: str, people: str = "1") -> TimeStep:
    return TimeStep(D(times), per, D(before), D(after), D(people))


def test_the_travel_claim_guide_saves_seven_days_a_year() -> None:
    minutes = minutes_saved([step("15", Per.WEEK_CALENDAR, "14", "10")], MULTIPLIERS)
    assert minutes == 3120
    assert half_up(days(minutes, D("7.3")), 1) == D("7.1")


def test_a_sum_is_written_so_that_it_can_be_checked_by_hand() -> None:
    assert sum_in_words(step("15", Per.WEEK_CALENDAR, "14", "10"), DEFAULT_SETTINGS) == (
        "15 a week × 52 weeks × 4 minutes × 1 person = 3,120 minutes, or 52 hours: 7.1 days of 7.3 hours."
    )
    assert sum_in_words(step("46", Per.YEAR, "60", "75", "6"), DEFAULT_SETTINGS) == (
        "46 a year × -15 minutes × 6 people = -4,140 minutes, or -69 hours: -9.5 days of 7.3 hours."
    )
    assert sum_in_words(step("2.5", Per.ONCE, "10", "0", "2"), DEFAULT_SETTINGS).startswith("2.5 times × 10 minutes")


def test_three_kinds_of_week_are_three_different_sums() -> None:
    weeks = (Per.WEEK_CALENDAR, Per.WEEK_WORKED, Per.WEEK_TERM)
    assert [minutes_saved([step("1", per, "1", "0")], MULTIPLIERS) for per in weeks] == [52, 46, 24]


def test_every_stretch_of_time_has_a_multiplier_and_words() -> None:
    assert set(MULTIPLIERS) == set(PER_LABELS) == set(Per)
    assert {per: MULTIPLIERS[per] for per in (Per.DAY, Per.MONTH, Per.TERM, Per.YEAR, Per.ONCE)} == {
        Per.DAY: 220,
        Per.MONTH: 12,
        Per.TERM: 3,
        Per.YEAR: 1,
        Per.ONCE: 1,
    }


def test_settings_are_kept_as_a_snapshot_and_read_again() -> None:
    changed = SumSettings(HOURS_GRADES_6_TO_10, D("215"), D("44"), D("24"))
    assert SumSettings.from_snapshot(changed.as_snapshot()) == changed
    assert SumSettings.from_snapshot({"working_days": "200"}) == SumSettings(working_days=D("200"))
    assert changed.multipliers[Per.WEEK_WORKED] == 44


def test_days_become_posts_by_the_working_days_of_a_year() -> None:
    assert half_up(fte(D("103.8128"), D("220")), 2) == D("0.47")


@pytest.mark.parametrize("wrong", ["0", "-7.3"])
def test_hours_and_working_days_that_cannot_be_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        days(D(60), D(wrong))
    with pytest.raises(ValueError, match="above zero"):
        fte(D(60), D(wrong))


@given(st.lists(STEPS, max_size=5))
def test_minutes_saved_are_the_sum_of_exact_fractions(steps: list[TimeStep]) -> None:
    exact = sum(
        (
            Fraction(one.times)
            * Fraction(MULTIPLIERS[one.per])
            * (Fraction(one.minutes_before) - Fraction(one.minutes_after))
            * Fraction(one.people)
            for one in steps
        ),
        Fraction(0),
    )
    assert Fraction(minutes_saved(steps, MULTIPLIERS)) == exact


@given(STEPS)
def test_before_and_after_exchanged_cost_what_was_saved(one: TimeStep) -> None:
    turned = TimeStep(one.times, one.per, one.minutes_after, one.minutes_before, one.people)
    assert minutes_saved([one, turned], MULTIPLIERS) == 0


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("0.05", 1, "0.1"), ("-0.05", 1, "-0.1"), ("2.5", 0, "3"), ("-0.04", 1, "0.0"), ("120.7547", 1, "120.8")],
)
def test_halves_are_rounded_up_and_there_is_no_minus_zero(value: str, places: int, shown: str) -> None:
    assert str(half_up(D(value), places)) == shown


@given(AMOUNTS, st.integers(0, 4))
def test_rounding_moves_a_figure_by_half_a_digit_at_most(value: Decimal, places: int) -> None:
    assert abs(half_up(value, places) - value) <= D(5).scaleb(-places - 1)


@pytest.mark.parametrize("endless", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_not_rounded(endless: str) -> None:
    with pytest.raises(ValueError, match="cannot be rounded"):
        half_up(D(endless), 1)


def test_figures_are_shown_with_what_they_say_and_no_more() -> None:
    assert [plain(D("38.4000")), plain(D("220")), plain(D("-0.00")), plain(D("1E+3"))] == ["38.4", "220", "0", "1000"]
    assert grouped(D("4710"), 0) == "4,710"


def test_a_saving_that_began_in_the_year_counts_for_its_part() -> None:
    year = (date(2025, 8, 1), date(2026, 7, 31))
    assert part_of_year(D("365"), date(2025, 8, 1), *year) == 365
    assert part_of_year(D("365"), date(2026, 7, 31), *year) == 1
    assert part_of_year(D("365"), date(2026, 8, 1), *year) == 0
    assert part_of_year(D("365"), date(2020, 1, 1), *year) == 365
    with pytest.raises(ValueError, match="before the first"):
        part_of_year(D("1"), date(2025, 1, 1), date(2026, 1, 1), date(2025, 1, 1))


@given(AMOUNTS, st.lists(st.integers(1, 97), min_size=1, max_size=6))
def test_the_parts_of_joint_work_come_to_the_whole(amount: Decimal, weights: list[int]) -> None:
    cuts = [D(weight) / sum(weights) for weight in weights]
    cuts[-1] = 1 - sum(cuts[:-1], D(0))
    shares = {str(number): share for number, share in enumerate(cuts)}
    if sum(shares.values()) == 1:
        parts = split_by_share(amount, shares)
        assert sum(parts.values(), D(0)) == amount
        assert list(parts) == list(shares)


@pytest.mark.parametrize("shares", [{}, {"a": "0.5"}, {"a": "1.5", "b": "-0.5"}, {"a": "0.6", "b": "0.6"}])
def test_shares_that_do_not_come_to_the_whole_are_refused(shares: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="come to 1"):
        split_by_share(D(10), {name: D(share) for name, share in shares.items()})

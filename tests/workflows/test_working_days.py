"""Working days, and the days on which nobody works that ship with the project."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.calendar_data import BANK_HOLIDAYS, CLOSURE_DAYS
from workflows.working_days import add_working_days, is_working_day, working_days_between

CLOSED = frozenset(BANK_HOLIDAYS) | frozenset(CLOSURE_DAYS)
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


def test_the_shipped_bank_holidays_of_england_are_those_of_an_independent_source() -> None:
    known = holidays.country_holidays("GB", subdiv="ENG", years=range(2022, 2029))
    weekdays = {day for day in known if day.weekday() < 5}
    assert set(BANK_HOLIDAYS) == weekdays


def test_closure_days_are_marked_as_unverified_and_are_no_bank_holidays() -> None:
    assert CLOSURE_DAYS and not any(CLOSURE_DAYS.values())
    assert not set(CLOSURE_DAYS) & set(BANK_HOLIDAYS)
    assert all(day.weekday() < 5 for day in CLOSURE_DAYS)


def test_ten_working_days_pass_over_weekends_and_the_early_may_holiday() -> None:
    assert add_working_days(date(2026, 4, 22), 10, CLOSED) == date(2026, 5, 7)


def test_working_days_pass_over_the_christmas_closure() -> None:
    assert add_working_days(date(2025, 12, 24), 1, CLOSED) == date(2026, 1, 2)


def test_no_working_days_later_is_the_same_day_even_at_a_weekend() -> None:
    assert add_working_days(date(2026, 5, 2), 0, CLOSED) == date(2026, 5, 2)


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 5, 1), -1, CLOSED)


@given(DAYS, st.integers(1, 60))
def test_counting_back_gives_what_was_added_and_ends_on_a_working_day(start: date, days: int) -> None:
    end = add_working_days(start, days, CLOSED)
    assert is_working_day(end, CLOSED)
    assert working_days_between(start, end, CLOSED) == days
    assert working_days_between(end, start, CLOSED) == -days


@given(DAYS, st.integers(0, 400))
def test_working_days_between_are_those_counted_one_by_one(start: date, span: int) -> None:
    every = [start + timedelta(days=offset) for offset in range(1, span + 1)]
    counted = [day for day in every if day.isoweekday() not in (6, 7) and day not in CLOSED]
    assert working_days_between(start, start + timedelta(days=span), CLOSED) == len(counted)

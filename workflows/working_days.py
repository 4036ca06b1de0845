"""Working days: Monday to Friday, without the days on which the University is closed. Which days those are is
data.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, closed: AbstractSet[date]) -> bool:
    """Say whether ``day`` is neither at a weekend nor in ``closed``."""
    return day.weekday() < _SATURDAY and day not in closed


def add_working_days(start: date, days: int, closed: AbstractSet[date]) -> date:
    """Return the day that is ``days`` working days after ``start``; ``start`` itself is not counted.

    Raises ``ValueError`` when ``days`` is negative.
    """
    if days < 0:
        raise ValueError(f"days must not be negative: {days}")
    day = start
    for _ in range(days):
        day += _ONE_DAY
        while not is_working_day(day, closed):
            day += _ONE_DAY
    return day


def working_days_between(start: date, end: date, closed: AbstractSet[date]) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; negative when ``end`` is
    earlier.
    """
    if end < start:
        return -working_days_between(end, start, closed)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=day), closed) for day in range(1, span + 1))

"""The rows of the two lists: what waits for me, and what waits for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.dates import PreciseDate, format_day, format_weekday
from workflows.wording import counted

NEVER = date.max
SOON_DAYS = 30
"""Days within which a date is given with its day of the week."""


@dataclass(frozen=True)
class Ask:
    """What waits for me: the act, where it is done, why, and when. `order` puts the most urgent first."""

    what: str
    address: str
    why: str
    day: str
    when: str
    order: date


@dataclass(frozen=True)
class Waiting:
    """What waits for others: whose move it is, what, and for how many days (None where that is not known)."""

    whose: str
    what: str
    address: str
    why: str
    days: int | None
    several: bool = False


def due_ask(what: str, address: str, why: str, due: PreciseDate | None, today: date) -> Ask:
    """Something to be done by a date."""
    if due is None:
        return Ask(what, address, why, "No date", "", NEVER)
    left = (due.last_day - today).days
    when = "today" if left == 0 else f"in {counted(left, 'day')}" if left > 0 else f"{counted(-left, 'day')} overdue"
    near = due.first_day == due.last_day and 0 <= left <= SOON_DAYS
    return Ask(what, address, why, format_weekday(due.last_day) if near else due.label, when, due.last_day)


def waiting_ask(what: str, address: str, why: str, since: date | None, today: date) -> Ask:
    """Something that has waited since a day."""
    if since is None:
        return Ask(what, address, why, "No date", "", NEVER)
    days = max((today - since).days, 0)
    when = f"waiting {counted(days, 'day')}" if days else "since today"
    return Ask(what, address, why, format_day(since), when, since)


def most_urgent_first(asks: Iterable[Ask]) -> list[Ask]:
    """By the day it is due, or has waited since; what has no day comes last."""
    return sorted(asks, key=lambda one: (one.order, one.what))


def longest_first(waiting: Iterable[Waiting]) -> list[Waiting]:
    """By the days it has waited; what has no known days comes last."""
    return sorted(waiting, key=lambda one: (one.days is None, -(one.days or 0), one.what))

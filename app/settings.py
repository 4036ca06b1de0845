"""Settings that people change: each with its usual value, what it means, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from app import remembered
from app.extensions import db
from app.models import Setting

_KEY = "settings"


@dataclass(frozen=True)
class Known:
    """One setting: its name, group, label, hint, usual value (as text) and how the text is read."""

    name: str
    group: str
    label: str
    usual: str
    read: Callable[[str], Any]
    hint: str = ""


def words(text: str) -> str:
    """Any text of one to 200 characters."""
    if not 1 <= len(text) <= 200:
        raise ValueError("Enter between 1 and 200 characters")
    return text


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two limits."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"Enter a whole number between {least} and {most}")
        return int(text)

    return read


def hours(text: str) -> Decimal:
    """Hours of a working day: a number above 0 and up to 12."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("Enter hours as a number, for example 7.3") from None
    if number.is_nan():
        raise ValueError("Enter hours as a number, for example 7.3")
    if not 0 < number <= 12:
        raise ValueError("Enter hours above 0 and up to 12")
    return number


KNOWN: tuple[Known, ...] = (
    Known("organisation", "Names", "Name of the organisation", "University of Oxford", words),
    Known("product", "Names", "Name of this tool", "Service Review Tracker", words),
    Known("team", "Names", "Name of the team that runs reviews", "Focus", words),
    Known("committee", "Names", "Name of the committee", "Services Subcommittee", words),
    Known(
        "contact", "Names", "Where people can ask for help", "the Focus team", words, "An address or the name of a team"
    ),
    Known("hours_grades_1_5", "Time", "Hours per day, grades 1 to 5", "7.3", hours, "36.5 hours a week"),
    Known("hours_grades_6_10", "Time", "Hours per day, grades 6 to 10", "7.5", hours, "37.5 hours a week, notional"),
    Known("working_days_a_year", "Time", "Working days a year", "220", whole(150, 260)),
    Known("weeks_worked", "Time", "Weeks worked a year", "46", whole(40, 52), "Usually 44 to 46"),
    Known("term_weeks", "Time", "Weeks of full term a year", "24", whole(1, 52)),
    Known("accuracy_days", "Reviews", "Working days a service has to answer for accuracy", "10", whole(1, 60)),
    Known(
        "university_wide_limit", "Reviews", "University-wide reviews in progress before a warning", "2", whole(1, 20)
    ),
    Known("review_interval_years", "Reviews", "Years between reviews of a service", "5", whole(1, 20)),
    Known(
        "recheck_months", "Savings", "Months after which a saving is asked whether it is still true", "12", whole(1, 60)
    ),
    Known(
        "headline_months", "Savings", "Months after which an unchecked saving leaves the headline", "24", whole(1, 120)
    ),
    Known("papers_years", "Records", "Years that working papers are kept after closure", "6", whole(1, 100)),
    Known("raw_answers_months", "Records", "Months that raw self-assessment answers are kept", "12", whole(1, 120)),
)
BY_NAME = {one.name: one for one in KNOWN}


def changed() -> dict[str, str]:
    """The settings that were changed from their usual values, as text; a few seconds old at most."""
    found: dict[str, str] = remembered.remembered(_KEY, _load)
    return found


def _load() -> dict[str, str]:
    return {name: text for name, text in db.session.execute(select(Setting.name, Setting.value))}


def value(name: str) -> Any:
    """The value of a setting as it stands.

    Raises:
        KeyError: there is no setting of that name.
    """
    known = BY_NAME[name]
    return known.read(changed().get(name, known.usual))


def with_committee(words: str) -> str:
    """Words of the rules, which say "the committee", with the committee's own name in its place."""
    return words.replace("the committee", f"the {value('committee')}")


def forget() -> None:
    """Read the settings again at their next use (after somebody changed one)."""
    remembered.forget(_KEY)

"""The one place that asks what time it is. In the example, today is the day the example is as at."""

from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.config import Installation
from app.extensions import db
from app.models.installation import InstallationRow

LONDON = ZoneInfo("Europe/London")


def real_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def example_day() -> date | None:
    """The day the example is as at (EXAMPLE_TODAY overrules it); None in a real installation."""
    if current_app.config["INSTALLATION"] is not Installation.EXAMPLE:
        return None
    if current_app.config["EXAMPLE_TODAY"]:
        return date.fromisoformat(current_app.config["EXAMPLE_TODAY"])
    cached = current_app.extensions.get("example_day")
    if cached is None:
        cached = db.session.scalar(select(InstallationRow.as_at))
        current_app.extensions["example_day"] = cached
    return cast("date | None", cached)


def now() -> datetime:
    """This moment in UTC; in the example, this time of day on the example's day."""
    moment = real_now()
    day = example_day()
    if day is None:
        return moment
    here = moment.astimezone(LONDON)
    return datetime.combine(day, here.time(), LONDON).astimezone(UTC)


def today() -> date:
    """Today's date in Europe/London."""
    return now().astimezone(LONDON).date()


def in_days(days: int) -> datetime:
    """A moment `days` days from the real now (for what expires by the wall clock)."""
    return real_now() + timedelta(days=days)

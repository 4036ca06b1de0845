"""How values are printed on pages and in papers: dates, times, numbers and counts in plain English."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from markupsafe import Markup

from app.clock import LONDON
from workflows.arithmetic import half_up
from workflows.dates import PreciseDate, format_day, format_weekday

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def day(value: date | PreciseDate | None, missing: str = "no date") -> str:
    """A date as printed: "1 May 2026", or as it was given where it is less exact."""
    if value is None:
        return missing
    return value.label if isinstance(value, PreciseDate) else format_day(value)


def weekday(value: date) -> str:
    """A date with its day of the week: "Thursday 7 May 2026"."""
    return format_weekday(value)


def time_of(value: datetime) -> str:
    """A moment in Europe/London: "1 May 2026, 10:48"."""
    here = value.astimezone(LONDON)
    return f"{format_day(here.date())}, {here:%H:%M}"


def number(value: Decimal | int | float | None, places: int = 0) -> str:
    """A number rounded half up, with commas between the thousands and a real minus sign."""
    if value is None:
        return "–"
    rounded = half_up(Decimal(str(value)), places)
    return f"{rounded:,.{places}f}".replace("-", "−")


def pounds(value: Decimal | int | None, places: int = 0) -> str:
    """An amount of money: "£1,460"."""
    if value is None:
        return "–"
    text = number(abs(Decimal(value)), places)
    return f"−£{text}" if value < 0 else f"£{text}"


def count(amount: int, singular: str, plural: str = "") -> str:
    """A count with its noun: "1 day", "3 days"."""
    return f"{amount:,} {singular if amount == 1 else plural or singular + 's'}"


def paragraphs(value: str | None) -> Markup:
    """Text as paragraphs (split at empty lines) with its line breaks kept."""
    blocks = [block for block in re.split(r"\n\s*\n", (value or "").strip()) if block]
    made = [Markup('<p class="govuk-body">{}</p>').format(_lines(block)) for block in blocks]
    return Markup("\n").join(made)


def _lines(block: str) -> Markup:
    return Markup("<br>").join(visible(line) for line in block.split("\n"))


def visible(value: Any) -> Any:
    """Control characters as their visible pictures, so that a page with any text in it stays valid HTML."""
    if not isinstance(value, str) or not _CONTROLS.search(value):
        return value
    shown = _CONTROLS.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "\ufffd", value)
    return Markup(shown) if isinstance(value, Markup) else shown


def sentence(value: str) -> str:
    """The text with its first letter large."""
    return value[:1].upper() + value[1:]


def init_app(app: Flask) -> None:
    """Register the filters, and make every printed text safe to print."""
    for function in (day, weekday, time_of, number, pounds, count, paragraphs, sentence):
        app.add_template_filter(function, function.__name__)
    app.jinja_env.finalize = visible
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

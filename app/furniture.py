"""What every page needs: the organisation's names, who is signed in, the navigation, and the example's notice."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from wtforms import Field

from app.access import Permission, Place
from app.clock import example_day, today
from app.history import plain
from app.settings import value
from app.submissions import new_key
from workflows.rag import RAG_LABELS

NAVIGATION = (
    ("Home", "home.index", "home"),
    ("Reviews", "reviews.index", "reviews"),
    ("Recommendations", "recommendations.index", "recommendations"),
    ("Improvements", "improvements.index", "improvements"),
    ("Organisation", "organisation.units", "organisation admin"),
)


def navigation() -> list[tuple[str, str, bool]]:
    """The main links: label, address, and whether the page is in that part; every page of a review is in Reviews."""
    here = {"reviews"} if request.path.startswith("/reviews/") else set(request.blueprints)
    return [(label, url_for(endpoint), bool(here & set(part.split()))) for label, endpoint, part in NAVIGATION]


def page_values() -> dict[str, Any]:
    """The values of every template. None of them asks the database more than once a process."""
    return {
        "organisation": value("organisation"),
        "headline_months": value("headline_months"),
        "product": value("product"),
        "committee": value("committee"),
        "Permission": Permission,
        "Place": Place,
        "navigation": navigation,
        "today": today,
        "example_day": example_day,
        "new_key": new_key,
        "RAG_LABELS": RAG_LABELS,
        "signed_in": current_user,
        "asset": asset,
        "carried": carried,
    }


def asset(filename: str) -> str:
    """A mark of what a static file holds, for its address: a changed file has another address, so it can be kept."""
    marks: dict[str, str] = current_app.extensions.setdefault("asset_marks", {})
    if filename not in marks:
        path = Path(str(current_app.static_folder)) / filename
        marks[filename] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return marks[filename]


def carried(field: Field) -> list[str]:
    """What a field would send again: its values as texts, for hidden inputs."""
    if isinstance(field.data, list | tuple):
        return [str(plain(one)) for one in field.data]
    if field.data is None or field.data is False:
        return []
    if field.data is True:
        return ["y"]
    return [str(field._value()) if hasattr(field, "_value") else str(plain(field.data))]


def in_days(due: date, now: date) -> str:
    """How far a day is from now, in words: "in 6 days", "today", "3 days ago"."""
    days = (due - now).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def init_app(app: Flask) -> None:
    """Give the values to all templates."""
    app.context_processor(page_values)
    app.add_template_filter(in_days, "in_days")

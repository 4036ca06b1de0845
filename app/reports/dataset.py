"""Everything one edition of a report says, as JSON values, read in a fixed number of questions.

Two datasets that are equal give the same report. What its readers may not see is not in it at all: no confidential
evidence, no notes of interviews, no amounts of money, and in the wider editions nothing that is not shared yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from flask import current_app

from app.clock import LONDON
from app.config import Installation
from app.history import plain
from app.models import Review
from app.reports import queries
from app.reports.edition import Edition
from app.reports.saving_queries import STEP, savings_of
from app.savings import checked_on
from app.settings import value

FORMAT = 1
"""Raised when the shape of a dataset changes, so that an older one is not read as a newer."""

Json = dict[str, Any]


def dataset(review: Review, edition: Edition, as_at: date) -> Json:
    """What the report of `review` says in this edition, on the day `as_at`. At most eight questions."""
    drafts = edition is Edition.TEAM_DRAFT
    findings = queries.findings_of(review.id, drafts=drafts)
    numbers = {row.id: row.number for row in findings}
    small = _small_parts(queries.small_parts(review.id))
    return {
        "format": FORMAT,
        "edition": edition.value,
        "as_at": as_at.isoformat(),
        "example": current_app.config["INSTALLATION"] is Installation.EXAMPLE,
        "names": {name: plain(value(name)) for name in ("organisation", "product", "team", "accuracy_days")},
        "review": _review(review, [texts[0] for texts in small["service"]]),
        "scope": _scope(small["scope"]),
        "people": [dict(zip(("role", "side", "title", "unit"), texts, strict=False)) for texts in small["person"]],
        "findings": _findings(findings, queries.answers_of(numbers) if numbers else []),
        "recommendations": [
            _recommendation(row, numbers) for row in queries.recommendations_of(review.id, drafts=drafts)
        ],
        "savings": _savings(savings_of(review.id)),
        "decisions": _decisions(queries.decisions_of(review.id)),
        "entries": [_values(row) for row in queries.entries_of(review.id)],
        "published_dates": [{"event": texts[0], "label": texts[1]} for texts in small["event"]],
    }


def _values(row: Any, *left_out: str) -> Json:
    """One row as JSON values."""
    return {name: plain(found) for name, found in row._mapping.items() if name not in left_out}


def _small_parts(rows: queries.Rows) -> dict[str, list[tuple[str, ...]]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(tuple(row)[2:])
    return found


def _scope(versions: list[tuple[str, ...]]) -> Json | None:
    return dict(zip(queries.SCOPE, versions[0], strict=True)) if versions else None


_TEXTS = (
    "reference",
    "title",
    "profile",
    "phase",
    "paused_from",
    "sponsor_title",
    "problem",
    "users",
    "summary",
    "provenance",
)
_METHOD = ("method", "guide_choice", "no_guide_reason", "baseline", "baseline_method", "no_baseline_reason")


def _review(review: Review, services: list[str]) -> Json:
    found: Json = {name: plain(getattr(review, name)) for name in (*_TEXTS, *_METHOD)}
    found["baseline_on"] = review.baseline_on.label if review.baseline_on else None
    found["published_on"] = plain(review.published_on)
    found["units"] = [link.unit.name for link in review.unit_links]
    found["services"] = services or [review.service_words]
    return found


def _by_id(rows: Iterable[Any]) -> list[list[Any]]:
    """The rows of each record together, in the order in which they come."""
    return [list(those) for _, those in groupby(rows, key=lambda row: row.id)]


_EVIDENCE = ("number", "reference", "kind", "title", "gathered_label")


def _findings(rows: queries.Rows, answers: queries.Rows) -> list[Json]:
    given: defaultdict[int, list[Json]] = defaultdict(list)
    for row in answers:
        given[row.finding_id].append(_values(row, "finding_id"))
    found = []
    for those in _by_id(rows):
        left_out = ("id", "confidential", *(f"evidence_{name}" for name in _EVIDENCE))
        finding = _values(those[0], *left_out)
        finding["evidence"] = [
            {name: plain(getattr(row, f"evidence_{name}")) for name in _EVIDENCE}
            for row in those
            if row.confidential is False
        ]
        finding["in_confidence"] = any(row.confidential for row in those)
        finding["answers"] = given[those[0].id]
        found.append(finding)
    return found


def _recommendation(row: Any, numbers: dict[int, int]) -> Json:
    found = _values(row, "finding_ids")
    behind = [int(one) for one in (row.finding_ids or "").split(",") if one]
    found["findings"] = sorted(numbers[one] for one in behind if one in numbers)
    return found


def _savings(rows: queries.Rows) -> list[Json]:
    found = []
    for those in _by_id(rows):
        first = those[0]
        saving = _values(first, "id", "start", *(f"step_{name}" for name in STEP))
        saving["start"] = first.start.label if first.start else None
        saving["checked_on"] = plain(checked_on(first.last_checked, first.measured_to, first.start))
        saving["steps"] = [
            {name: plain(getattr(row, f"step_{name}")) for name in STEP} for row in those if row.step_times is not None
        ]
        found.append(saving)
    return found


_CONDITION = ("text", "due_label", "met_on")


def _decisions(rows: queries.Rows) -> list[Json]:
    found = []
    for those in _by_id(rows):
        decision = _values(those[0], "id", *_CONDITION)
        decision["recorded_at"] = those[0].recorded_at.astimezone(LONDON).date().isoformat()
        decision["conditions"] = [
            {name: plain(getattr(row, name)) for name in _CONDITION} for row in those if row.text is not None
        ]
        found.append(decision)
    return found

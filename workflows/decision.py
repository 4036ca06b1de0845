"""What a decision pins: the decided content, and what changed in it since.

A decision stands on two things: the bytes of the document that was read, and the content it decided. Only a
change of the decided content makes it stale; progress, milestones, notes and revised dates do not.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypedDict

from workflows.dates import PreciseDate
from workflows.wording import joined


class Outcome(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    RETURNED = "returned"
    REJECTED = "rejected"
    NOTED = "noted"
    DEFERRED = "deferred"


OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {outcome: outcome.value.replace("_", " ").capitalize() for outcome in Outcome}
)

GOES_AHEAD: frozenset[Outcome] = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS})
"""The outcomes on which a review may be implemented."""


@dataclass(frozen=True, kw_only=True)
class DecidedRecommendation:
    """One recommendation as decided.

    ``key`` never changes; ``number`` is only for the sentences. ``findings`` are the references of the
    findings it rests on, ``owner`` the role title of the proposed owner as it reads today and ``owner_key`` who that
    is whatever they or their unit are called later, ``original_date`` the first date it was given.
    """

    key: str
    number: int
    text_version: int
    findings: tuple[str, ...]
    priority: str | None
    impact: int | None
    effort: int | None
    owner: str | None
    owner_key: str | None
    original_date: PreciseDate | None


class DecidedItem(TypedDict):
    """One recommendation in the decided content, as it is kept in JSON."""

    key: str
    number: int
    text_version: int
    findings: list[str]
    priority: str | None
    impact: int | None
    effort: int | None
    owner: str | None
    owner_key: str | None
    original_date: str | None
    original_date_days: list[str]


class DecidedContent(TypedDict):
    """All that a decision decided, as it is kept in JSON."""

    scope_version: int
    recommendations: list[DecidedItem]


def decided_content(recommendations: Iterable[DecidedRecommendation], scope_version: int) -> DecidedContent:
    """Return the decided content in its one canonical form, whatever the order of what is given.

    Raises ``ValueError`` when two recommendations have one key.
    """
    items = [_item(recommendation) for recommendation in recommendations]
    if len({item["key"] for item in items}) < len(items):
        raise ValueError("two recommendations have the same key")
    return DecidedContent(scope_version=scope_version, recommendations=sorted(items, key=lambda item: item["key"]))


def _item(recommendation: DecidedRecommendation) -> DecidedItem:
    original = recommendation.original_date
    return DecidedItem(
        key=recommendation.key,
        number=recommendation.number,
        text_version=recommendation.text_version,
        findings=sorted(set(recommendation.findings)),
        priority=recommendation.priority,
        impact=recommendation.impact,
        effort=recommendation.effort,
        owner=recommendation.owner,
        owner_key=recommendation.owner_key,
        original_date=original.label if original else None,
        original_date_days=[original.first_day.isoformat(), original.last_day.isoformat()] if original else [],
    )


def content_hash(content: DecidedContent) -> str:
    """Return the SHA-256, in hexadecimal, of the content's canonical JSON. Numbers and titles given for display
    do not count.
    """
    pinned = [
        {name: value for name, value in item.items() if name not in ("number", "owner")}
        for item in content["recommendations"]
    ]
    canonical = json.dumps(
        {"scope_version": content["scope_version"], "recommendations": pinned},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def what_changed(before: DecidedContent, after: DecidedContent) -> tuple[str, ...]:
    """Return a sentence for each change of decided content, in the order of the recommendations; empty when
    none.
    """
    sentences = []
    if before["scope_version"] != after["scope_version"]:
        sentences.append(
            f"The scope changed from version {before['scope_version']} to version {after['scope_version']}."
        )
    old = {item["key"]: item for item in before["recommendations"]}
    new = {item["key"]: item for item in after["recommendations"]}
    everything = sorted((old | new).values(), key=lambda item: (item["number"], item["key"]))
    for item in everything:
        name = f"Recommendation {item['number']}"
        if item["key"] not in old:
            sentences.append(f"{name} was added.")
        elif item["key"] not in new:
            sentences.append(f"{name} was taken out.")
        else:
            sentences.extend(f"{name}: {change}" for change in _changes(old[item["key"]], new[item["key"]]))
    return tuple(sentences)


def _changes(before: DecidedItem, after: DecidedItem) -> list[str]:
    changes = []
    if before["text_version"] != after["text_version"]:
        changes.append("the wording changed.")
    if before["findings"] != after["findings"]:
        changes.append(_from_to("the findings it rests on", _listed(before["findings"]), _listed(after["findings"])))
    values = (
        ("the priority", before["priority"], after["priority"]),
        ("the impact", before["impact"], after["impact"]),
        ("the effort", before["effort"], after["effort"]),
        ("the original date", before["original_date"], after["original_date"]),
    )
    changes.extend(_from_to(name, old, new) for name, old, new in values if old != new)
    # A unit or a role that is only renamed leaves the owner who they were: what was decided still stands.
    if before["owner_key"] != after["owner_key"]:
        changes.append(_from_to("the owner", before["owner"], after["owner"]))
    if (
        before["original_date"] == after["original_date"]
        and before["original_date_days"] != after["original_date_days"]
    ):
        changes.append("the days meant by the original date changed.")
    return changes


def _listed(references: list[str]) -> str | None:
    return joined(references) if references else None


def _from_to(name: str, before: object, after: object) -> str:
    return f"{name} changed from {_or_none(before)} to {_or_none(after)}."


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)

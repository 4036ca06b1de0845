"""Questions about the versions of a scope, and what changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import select

from app.conflict import can_be_marked, marked
from app.extensions import db
from app.models import Person, ScopeVersion
from workflows.dates import PreciseDate
from workflows.phases import PHASE_LABELS, UNDER_WAY, Phase

TEXTS = (
    ("in_scope", "In scope"),
    ("out_of_scope", "Out of scope"),
    ("objectives", "Objectives"),
    ("terms_of_reference", "Terms of reference"),
)
"""The texts of a version, in the order in which they are read."""


@dataclass(frozen=True)
class VersionRow:
    """One version as it is listed."""

    number: int
    written_at: datetime
    written_by: str | None
    agreed_on: date | None
    agreed_by: str
    change_note: str


def versions_of(review_id: int) -> list[VersionRow]:
    """The versions of a review's scope, the newest first."""
    rows = db.session.execute(
        select(
            ScopeVersion.number,
            ScopeVersion.written_at,
            Person.role_title,
            ScopeVersion.agreed_on,
            ScopeVersion.agreed_by_title,
            ScopeVersion.change_note,
        )
        .outerjoin(Person, Person.id == ScopeVersion.written_by_id)
        .where(ScopeVersion.review_id == review_id)
        .order_by(ScopeVersion.number.desc())
    ).all()
    return [VersionRow(*row) for row in rows]


def version_in(review_id: int, number: int) -> ScopeVersion | None:
    """Version `number` of the review's scope."""
    return db.session.scalar(
        select(ScopeVersion).where(ScopeVersion.review_id == review_id, ScopeVersion.number == number)
    )


def newest_version(review_id: int) -> ScopeVersion | None:
    """The newest version of the review's scope; None where none was written."""
    return db.session.scalar(
        select(ScopeVersion).where(ScopeVersion.review_id == review_id).order_by(ScopeVersion.number.desc()).limit(1)
    )


def ends_in(version: ScopeVersion) -> list[tuple[Phase, PreciseDate | None]]:
    """The planned end of each phase as the version gives it."""
    return [(phase, getattr(version, f"{phase.value}_end")) for phase in UNDER_WAY]


@dataclass(frozen=True)
class Difference:
    """One part of a scope in two versions. Where the texts cannot be marked in time, both are given as they are."""

    label: str
    before: str
    after: str
    marks: Markup | None


def differences(older: ScopeVersion, newer: ScopeVersion) -> tuple[list[Difference], list[str]]:
    """What changed between two versions, and the labels of what did not."""
    parts = [(label, getattr(older, name), getattr(newer, name)) for name, label in TEXTS]
    ends = zip(ends_in(older), ends_in(newer), strict=True)
    parts += [
        (f"Planned end of {PHASE_LABELS[phase].lower()}", _label(before), _label(after))
        for (phase, before), (_, after) in ends
    ]
    changed = [_difference(*part) for part in parts if part[1] != part[2]]
    return changed, [label for label, before, after in parts if before == after]


def _label(end: PreciseDate | None) -> str:
    return end.label if end else ""


def _difference(label: str, before: str, after: str) -> Difference:
    marks = marked(before, after) if can_be_marked(before, after) else None
    return Difference(label, before, after, marks)


def pair(asked: tuple[str, str], versions: Sequence[VersionRow]) -> tuple[int, int] | None:
    """The two versions to compare, the older first: those asked for, else the last two; None where there is no such."""
    numbers = [one.number for one in versions]
    if not any(asked):
        return (numbers[1], numbers[0]) if len(numbers) > 1 else None
    if not all(text.isascii() and text.isdigit() and len(text) < 6 for text in asked):
        return None
    first, second = sorted(int(text) for text in asked)
    return (first, second) if first != second and {first, second} <= set(numbers) else None

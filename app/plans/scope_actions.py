"""What is done to a scope: write a version, change it until it is agreed, record that it was agreed; and the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import PlannedEnd, Review, ScopeVersion
from app.plans.queries import ends_that_stand
from app.plans.scope_queries import newest_version
from workflows.dates import PreciseDate
from workflows.phases import UNDER_WAY, Phase

END_FIELDS: Mapping[str, Phase] = {f"{phase.value}_end": phase for phase in UNDER_WAY}
"""The dates of a scope version and of the form of the plan, and the phase whose planned end each is."""


class ScopeAgreed(Exception):
    """A version of the scope that was agreed, and so is never changed."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Version {number} of the scope was agreed. It is never changed: write a new version.")


@dataclass(frozen=True, kw_only=True)
class ScopeWords:
    """What a version of the scope says."""

    in_scope: str
    out_of_scope: str
    objectives: str
    terms_of_reference: str
    change_note: str = ""
    ends: Mapping[Phase, PreciseDate | None]

    def columns(self) -> dict[str, Any]:
        """The values by the names of a scope version's attributes."""
        ends = {name: self.ends.get(phase) for name, phase in END_FIELDS.items()}
        return {
            "in_scope": self.in_scope,
            "out_of_scope": self.out_of_scope,
            "objectives": self.objectives,
            "terms_of_reference": self.terms_of_reference,
            "change_note": self.change_note,
            **ends,
        }


def write_scope(review: Review, number: int, words: ScopeWords, *, actor: Viewer) -> ScopeVersion:
    """Write version `number`; its planned dates become those of the plan. Flushes.

    Raises:
        IntegrityError: somebody wrote that version a moment ago.
    """
    doing("write_scope", actor, words.change_note)
    version = ScopeVersion(
        review_id=review.id, number=number, written_by_id=actor.person_id, written_at=actor.now, **words.columns()
    )
    db.session.add(version)
    db.session.flush()
    _set_ends(review, words.ends, f"Scope, version {number}", actor)
    return version


def edit_scope(version: ScopeVersion, words: ScopeWords, *, actor: Viewer) -> None:
    """Change a version that is not agreed yet; its planned dates become those of the plan. Flushes.

    Raises:
        ScopeAgreed: it was agreed.
    """
    if version.agreed_on is not None:
        raise ScopeAgreed(version.number)
    doing("edit_scope", actor)
    for name, value in words.columns().items():
        setattr(version, name, value)
    _set_ends(version.review, words.ends, words.change_note or f"Scope, version {version.number}", actor)


def agree_scope(version: ScopeVersion, *, by_title: str, on: date, actor: Viewer) -> None:
    """Record that the version was agreed, by whom and when. From here on it is never changed.

    Raises:
        ScopeAgreed: that is recorded already.
    """
    if version.agreed_on is not None:
        raise ScopeAgreed(version.number)
    doing("agree_scope", actor)
    version.agreed_by_title = by_title
    version.agreed_on = on


def plan_dates(review: Review, ends: Mapping[Phase, PreciseDate | None], reason: str, *, actor: Viewer) -> None:
    """Set or move planned ends; a phase without a date keeps what it has. Flushes.

    The first plan stays: a moved end is a new row, with `reason`. A scope that is not agreed yet takes the new dates.
    """
    doing("plan_dates", actor, reason)
    changed = _set_ends(review, ends, reason, actor)
    draft = newest_version(review.id)
    if draft is None or draft.agreed_on is not None:
        return
    for name, phase in END_FIELDS.items():
        if phase in changed:
            setattr(draft, name, ends[phase])


def _set_ends(review: Review, ends: Mapping[Phase, PreciseDate | None], reason: str, actor: Viewer) -> set[Phase]:
    standing = {one.phase: one for one in ends_that_stand(review.id)}
    changed = {
        phase: end
        for phase, end in ends.items()
        if end is not None and (phase not in standing or standing[phase].end != end)
    }
    for phase in changed.keys() & standing.keys():
        standing[phase].current = False
    # Only one row of a phase may be current, and new rows would be written before changed ones.
    db.session.flush()
    for phase, end in changed.items():
        why = reason if phase in standing else ""
        moved = PlannedEnd(review_id=review.id, phase=phase, end=end, reason=why, set_at=actor.now)
        moved.set_by_id = actor.person_id
        db.session.add(moved)
    db.session.flush()
    return set(changed)

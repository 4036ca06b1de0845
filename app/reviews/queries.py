"""Questions about reviews: the plain list, its filters, look-alikes of a proposal, and how many are in progress."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.extensions import db
from app.folding import Folded, fold, holds_all, pattern
from app.models import Improvement, Review, ReviewService, ReviewUnit, Service, Unit
from app.paging import ROWS, offset
from app.review_standing import Standing, standings
from workflows.improvement import LIFE_LABELS, Life
from workflows.phases import IN_PROGRESS, PHASE_LABELS, UNDER_WAY, Phase, Profile

UNDER_WAY_FILTER = "under_way"
MOST_WORDS = 8
COMMON = frozenset(
    "about after also and anything between from have into management office other over review reviews service "
    "services support system systems team that their them this through university what when where which with".split()
)
"""Words that too many titles share for them to say that two are alike."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty: everything. `unit` is a unit's key, `phase` a phase or "under_way"."""

    text: str = ""
    phase: str = ""
    unit: str = ""

    def any(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.phase or self.unit)


@dataclass(frozen=True)
class ReviewLine:
    """One review in the list."""

    id: int
    reference: str
    title: str
    profile: Profile
    phase: Phase
    units: tuple[str, ...]
    standing: Standing


LIST = select(
    Review.id, Review.reference, Review.title, Review.profile, Review.phase, Review.paused_from, Review.resume
)


def _where(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    words = filters.text.split()[:MOST_WORDS]
    if words:
        found.append(holds_all(words, Review.title, Review.reference))
    if filters.phase == UNDER_WAY_FILTER:
        found.append(Review.phase.in_(UNDER_WAY))
    elif filters.phase:
        found.append(Review.phase == Phase(filters.phase))
    if filters.unit:
        found.append(_of_unit(filters.unit))
    return found


def _of_unit(key: str) -> ColumnElement[bool]:
    path = select(Unit.path).where(Unit.key == key).scalar_subquery()
    below = select(ReviewUnit.review_id).join(Unit, Unit.id == ReviewUnit.unit_id)
    return Review.id.in_(below.where(Unit.path.startswith(path)))


def reviews_listed(filters: Filters, today: date, page: int) -> list[ReviewLine]:
    """Up to one more than a page of reviews, in order of reference. Four queries."""
    rows = db.session.execute(
        LIST.where(*_where(filters)).order_by(Review.reference).limit(ROWS + 1).offset(offset(page))
    ).all()
    units = _units_of([row.id for row in rows])
    standing = standings(rows, today)
    return [
        ReviewLine(
            row.id, row.reference, row.title, row.profile, row.phase, tuple(units.get(row.id, ())), standing[row.id]
        )
        for row in rows
    ]


def _units_of(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if ids:
        for review_id, name in db.session.execute(
            select(ReviewUnit.review_id, Unit.name)
            .join(Unit, Unit.id == ReviewUnit.unit_id)
            .where(ReviewUnit.review_id.in_(ids))
            .order_by(Unit.name)
        ):
            found.setdefault(review_id, []).append(name)
    return found


def reviews_counted(filters: Filters) -> int:
    """How many reviews there are."""
    return db.session.scalar(select(func.count()).select_from(Review).where(*_where(filters))) or 0


def counted_without(filters: Filters) -> list[tuple[str, int, Filters]]:
    """For an empty list: each part of its filters, how many reviews there are without it, and those filters."""
    found = []
    for part in ("text", "unit", "phase"):
        if getattr(filters, part):
            fewer = replace(filters, **{part: ""})
            found.append((part, reviews_counted(fewer), fewer))
    return found


def unit_name(key: str) -> str:
    """The name of the unit with this key; the key itself where there is none."""
    return db.session.scalar(select(Unit.name).where(Unit.key == key)) or key


def service_names() -> list[str]:
    """The services of the register, by name."""
    return list(db.session.scalars(select(Service.name).order_by(Service.name)))


def services_of(review: Review) -> list[str]:
    """The services of a review as they were typed: those of the register, then the others."""
    named = db.session.scalars(
        select(Service.name)
        .join(ReviewService, ReviewService.service_id == Service.id)
        .where(ReviewService.review_id == review.id)
        .order_by(ReviewService.id)
    )
    return [*named, *(words for words in review.service_words.split("; ") if words)]


def university_wide_in_progress(besides: int) -> int:
    """How many university-wide reviews are in progress, not counting the one with this id."""
    asked = (
        select(func.count())
        .select_from(Review)
        .where(Review.profile == Profile.UNIVERSITY_WIDE, Review.phase.in_(IN_PROGRESS), Review.id != besides)
    )
    return db.session.scalar(asked) or 0


@dataclass(frozen=True)
class LookAlike:
    """Something that shares words with a title. `endpoint` and `reference` make its address."""

    title: str
    about: str
    endpoint: str
    reference: str


def look_alikes(title: str, most: int = 4) -> list[LookAlike]:
    """Reviews and adopted improvements that share a telling word with `title`, those that share most first.

    All of them may be read by everybody who is signed in. Two queries, none for a title without a telling word.
    """
    words = telling_words(title)
    if not words:
        return []
    reviews = db.session.execute(
        select(Review.title, Review.reference, Review.phase).where(_shares(words, Review.title)).limit(50)
    )
    improvements = db.session.execute(
        select(Improvement.title, Improvement.reference, Improvement.life)
        .where(_shares(words, Improvement.title), Improvement.life == Life.ADOPTED)
        .limit(50)
    )
    found = [
        LookAlike(row.title, f"Review {row.reference}, {_in_phase(row.phase)}", "reviews.show", row.reference)
        for row in reviews
    ]
    found += [
        LookAlike(
            row.title,
            f"Improvement {row.reference}, {LIFE_LABELS[row.life].lower()}",
            "improvements.show",
            row.reference,
        )
        for row in improvements
    ]
    found.sort(key=lambda one: (-len(words & telling_words(one.title)), one.reference))
    return found[:most]


def telling_words(title: str) -> set[str]:
    """The words of a title, folded, that are long and rare enough to say what it is about."""
    return {word for word in re.findall(r"[\w-]{4,}", fold(title) or "")[:MOST_WORDS] if word not in COMMON}


def _shares(words: set[str], column: Any) -> ColumnElement[bool]:
    return or_(*(Folded(column).like(pattern(word), escape="\\") for word in sorted(words)))


def _in_phase(phase: Phase) -> str:
    label = PHASE_LABELS[phase].lower()
    return f"in {label}" if phase in UNDER_WAY else label

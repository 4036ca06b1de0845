"""Questions about improvements: lists, look-alikes, what should be checked again, and what overlaps."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.access import Permission, Viewer
from app.extensions import db
from app.improvement_standing import visible
from app.models import Improvement, ImprovementUnit, Person, Recommendation, Review, Saving, Unit
from app.refusals import FieldRefused
from app.savings import SavingRow, saving_rows, units_of
from app.settings import value
from workflows.improvement import Life, SavingClass
from workflows.saving import leaves_headline_on, recheck_due
from workflows.totals import SavingLine

PAGE = 50
LOOK_ALIKES = 5
_WORD = re.compile(r"\w{4,}")
_COMMON = frozenset("from with that this they have been their were will than then when what which into over".split())


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; None and empty ask for nothing. `due`: only what should be checked again."""

    life: Life | None = None
    unit_id: int | None = None
    klass: SavingClass | None = None
    words: str = ""
    due: bool = False


@dataclass(frozen=True)
class Line:
    """One improvement as a list shows it. `hidden` counts its savings whose figure is not open to the reader."""

    id: int
    reference: str
    title: str
    life: Life
    units: tuple[str, ...]
    review_reference: str | None
    savings: tuple[SavingRow, ...]
    hidden: int


def improvements(filters: Filters, viewer: Viewer, page: int) -> list[Line]:
    """One page of the improvements this person may know of, and one more; newest first. Three queries."""
    count = select(func.count(Saving.id)).where(Saving.improvement_id == Improvement.id).scalar_subquery()
    rows = db.session.execute(
        select(
            Improvement.id,
            Improvement.reference,
            Improvement.title,
            Improvement.life,
            Review.reference.label("review"),
            count,
        )
        .outerjoin(Review, Review.id == Improvement.review_id)
        .where(visible(viewer), *_conditions(filters, viewer))
        .order_by(Improvement.id.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    ids = {row.id for row in rows}
    units = units_of(ids)
    savings: dict[int, list[SavingRow]] = {}
    for saving in saving_rows(viewer, Improvement.id.in_(ids), adopted=False) if ids else []:
        savings.setdefault(saving.improvement_id, []).append(saving)
    return [
        Line(
            id_,
            reference,
            title,
            life,
            units.get(id_, ()),
            review,
            tuple(savings.get(id_, ())),
            there - len(savings.get(id_, ())),
        )
        for id_, reference, title, life, review, there in rows
    ]


def known_improvement(reference: str, viewer: Viewer) -> Improvement | None:
    """The improvement with this reference, where this person may know of it."""
    wanted = select(Improvement).where(Improvement.reference == reference.strip().upper(), visible(viewer))
    return db.session.scalar(wanted)


def number_visible(viewer: Viewer, filters: Filters | None = None) -> int:
    """How many improvements this person may know of."""
    narrowed = _conditions(filters, viewer) if filters else []
    return db.session.scalar(select(func.count(Improvement.id)).where(visible(viewer), *narrowed)) or 0


def _conditions(filters: Filters, viewer: Viewer) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.life:
        found.append(Improvement.life == filters.life)
    if filters.klass:
        has = select(Saving.id).where(Saving.improvement_id == Improvement.id, Saving.klass == filters.klass)
        found.append(has.exists())
    if filters.unit_id:
        above = select(Unit.path).where(Unit.id == filters.unit_id).scalar_subquery()
        below = select(ImprovementUnit.improvement_id).join(Unit, Unit.id == ImprovementUnit.unit_id)
        found.append(Improvement.id.in_(below.where(Unit.path.startswith(above))))
    if filters.words:
        found.append(_says(filters.words))
    if filters.due:
        found.append(Improvement.id.in_({row.improvement_id for row in still_true(viewer)}))
    return found


def _says(words: str) -> ColumnElement[bool]:
    columns = (Improvement.title, Improvement.reference, Improvement.before, Improvement.after)
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def due(line: SavingLine, today: date) -> bool:
    """Whether it is time to ask if a saving is still true, by the installation's setting."""
    return recheck_due(line.grade, line.checked_on, line.recurrence, today, months=value("recheck_months"))


def still_true(viewer: Viewer, rows: list[SavingRow] | None = None) -> list[SavingRow]:
    """The adopted savings that should be checked again by now, of all that this person may see."""
    found = saving_rows(viewer) if rows is None else rows
    return [row for row in found if due(row.line, viewer.today)]


def out_of_headline_on(row: SavingRow) -> date | None:
    """The day on which a saving leaves the headline unless it is checked."""
    return leaves_headline_on(row.line.checked_on, row.line.recurrence, months=value("headline_months"))


def waiting_for(viewer: Viewer) -> list[SavingRow]:
    """The savings of this person's own improvements that should be checked again. For the home page."""
    mine = or_(Improvement.author_id == viewer.person_id, Improvement.benefit_owner_id == viewer.person_id)
    return still_true(viewer, saving_rows(viewer, mine))


def look_alikes(text: str, viewer: Viewer, besides: int | None = None) -> list[Line]:
    """Adopted improvements that share words with `text`, the most alike first; at most five. Three queries."""
    words = [word for word in dict.fromkeys(_WORD.findall(text.casefold()[:2000])) if word not in _COMMON][:12]
    if not words:
        return []
    shares = or_(*(Improvement.title.icontains(word[:30], autoescape=True) for word in words))
    rows = db.session.execute(
        select(Improvement.id, Improvement.reference, Improvement.title, Improvement.life)
        .where(Improvement.life == Life.ADOPTED, shares, Improvement.id != (besides or 0))
        .order_by(Improvement.id.desc())
        .limit(100)
    ).all()
    alike = Counter({row.id: sum(word in row.title.casefold() for word in words) for row in rows})
    best = [one for one, _ in alike.most_common(LOOK_ALIKES)]
    savings = saving_rows(viewer, Improvement.id.in_(best)) if best else []
    units = units_of(best)
    by_id = {row.id: row for row in rows}
    return [
        Line(
            one, by_id[one].reference, by_id[one].title, by_id[one].life, units.get(one, ()), None,
            tuple(saving for saving in savings if saving.improvement_id == one), 0,
        )
        for one in best
    ]  # fmt: skip


def origin(reference: str, viewer: Viewer) -> tuple[int | None, int | None]:
    """The ids of the review and of the recommendation that a reference names.

    Raises:
        FieldRefused: there is none with this reference that the person may know of.
    """
    if not reference:
        return None, None
    wanted = reference.strip().upper()
    review_id = db.session.scalar(select(Review.id).where(Review.reference == wanted))
    if review_id is not None:
        return review_id, None
    _, drafts_of, _ = viewer.reviews_where(Permission.READ_DRAFTS)
    open_ = or_(Recommendation.published_on.is_not(None), Recommendation.review_id.in_(drafts_of))
    found = db.session.execute(
        select(Recommendation.review_id, Recommendation.id).where(Recommendation.reference == wanted, open_)
    ).first()
    if found is None:
        raise FieldRefused("comes_from", f"There is no review or recommendation “{reference}”. Check its reference")
    return found.review_id, found.id


def overlapping(saving: Saving, viewer: Viewer) -> list[Any]:
    """The other savings of its overlap group that this person may know of: reference, title, number, counts."""
    if saving.overlap_group_id is None:
        return []
    return list(
        db.session.execute(
            select(Improvement.reference, Improvement.title, Saving.number, Saving.counts_in_overlap)
            .join(Improvement, Improvement.id == Saving.improvement_id)
            .where(Saving.overlap_group_id == saving.overlap_group_id, Saving.id != saving.id, visible(viewer))
            .order_by(Improvement.reference, Saving.number)
        )
    )


def saving_named(reference: str, viewer: Viewer) -> Saving:
    """The saving that "CI-2026-004" (its first) or "CI-2026-004/2" names.

    Raises:
        FieldRefused: there is none that the person may know of.
    """
    of, _, number = reference.strip().upper().partition("/")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
    found = db.session.scalar(
        select(Saving)
        .join(Improvement, Improvement.id == Saving.improvement_id)
        .where(Improvement.reference == of, Saving.number == wanted, visible(viewer))
    )
    if found is None:
        raise FieldRefused("other", f"There is no improvement “{reference}” with such a saving. Check its reference")
    return found


def people_choices(besides: int | None) -> list[tuple[int, str]]:
    """Everybody who may own a benefit, by role title and unit; `besides` is listed though they are gone."""
    rows = db.session.execute(
        select(Person.id, Person.role_title, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(or_(Person.active, Person.id == (besides or 0)))
        .order_by(Person.role_title, Unit.name)
    )
    return [(one, f"{title}, {unit}") for one, title, unit in rows]


def units_with_improvements(viewer: Viewer) -> list[tuple[int, str]]:
    """The units of improvements that this person may know of, by name."""
    has = (
        select(ImprovementUnit.id)
        .join(Improvement, Improvement.id == ImprovementUnit.improvement_id)
        .where(ImprovementUnit.unit_id == Unit.id, visible(viewer))
        .exists()
    )
    return [(one, name) for one, name in db.session.execute(select(Unit.id, Unit.name).where(has).order_by(Unit.name))]


def adopted_elsewhere(improvement: Improvement, viewer: Viewer) -> list[Any]:
    """The improvements that took up the idea of this one, where the person may know of them."""
    return list(
        db.session.execute(
            select(Improvement.id, Improvement.reference, Improvement.title)
            .where(Improvement.adopted_from_id == improvement.id, visible(viewer))
            .order_by(Improvement.id)
        )
    )

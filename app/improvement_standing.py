"""Which improvements a person may see and change: adopted ones are open, before that they belong to who works on them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from werkzeug.exceptions import NotFound

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import Improvement, ImprovementUnit, Person, Saving, Unit
from workflows.improvement import Life, SavingForm
from workflows.roles import Role


def scoped(viewer: Viewer, permission: Permission) -> ColumnElement[bool] | None:
    """The improvements that lie where `permission` is held; None where it is held nowhere."""
    everywhere, reviews, paths = viewer.reviews_where(permission)
    if everywhere:
        return true()
    found: list[ColumnElement[bool]] = []
    if reviews:
        found.append(Improvement.review_id.in_(reviews))
    if paths:
        units = select(ImprovementUnit.id).join(Unit, Unit.id == ImprovementUnit.unit_id)
        inside = or_(*(Unit.path.startswith(path) for path in paths))
        found.append(units.where(ImprovementUnit.improvement_id == Improvement.id, inside).exists())
    return or_(*found) if found else None


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The improvements that this person may know of.

    Adopted ones; before that the author's and the benefit owner's own, those of the author's unit, and where
    practitioners and Focus may read them.
    """
    of_my_unit = select(Person.id).where(Person.id == Improvement.author_id, Person.unit_id == viewer.unit_id).exists()
    found = [
        Improvement.life == Life.ADOPTED,
        Improvement.author_id == viewer.person_id,
        Improvement.benefit_owner_id == viewer.person_id,
        of_my_unit,
    ]
    wider = scoped(viewer, Permission.READ_UNADOPTED)
    return or_(*found) if wider is None else or_(*found, wider)


def money_open(viewer: Viewer | None) -> ColumnElement[bool]:
    """The savings whose figure may be shown: all but money, and money where it may be read.

    Who claimed an amount typed it and sees it. With no viewer: what everybody may see, which is no money.
    """
    free: ColumnElement[bool] = Saving.form != SavingForm.MONEY
    if viewer is None:
        return free
    wider = scoped(viewer, Permission.READ_MONEY)
    mine = Saving.claimed_by_id == viewer.person_id
    return or_(free, mine) if wider is None else or_(free, mine, wider)


@dataclass(frozen=True)
class Standing:
    """What one person may do with one improvement."""

    viewer: Viewer
    place: Place
    can_change: bool
    reads_money: bool

    @property
    def roles(self) -> frozenset[Role]:
        """The roles for moves. Who may change an improvement stands as its benefit owner."""
        held = self.viewer.roles_at(self.place)
        return held | {Role.BENEFIT_OWNER} if self.can_change else held

    def sees_money_of(self, saving: Saving) -> bool:
        """Whether the amount of this saving may be shown."""
        return self.reads_money or (saving.claimed_by_id is not None and saving.claimed_by_id == self.viewer.person_id)


def place_of(improvement: Improvement) -> Place:
    """Its units, and the review it comes from."""
    return Place(improvement.review_id, tuple(link.unit.path for link in improvement.unit_links))


def standing(improvement: Improvement, viewer: Viewer) -> Standing:
    """What `viewer` may do with an improvement.

    Its author and its benefit owner change it; where it has neither (it was imported), whoever publishes there.
    """
    place = place_of(improvement)
    mine = viewer.person_id in (improvement.author_id, improvement.benefit_owner_id)
    orphan = improvement.author_id is None and improvement.benefit_owner_id is None
    change = mine or (orphan and viewer.can(Permission.PUBLISH, place))
    return Standing(viewer, place, change, viewer.can(Permission.READ_MONEY, place))


def improvement_or_404(reference: str, viewer: Viewer, *options: Any) -> tuple[Improvement, Standing]:
    """The improvement with this reference, where this person may know of it.

    Raises:
        NotFound: there is none, or it is not adopted and not open to them.
    """
    wanted = select(Improvement).where(Improvement.reference == reference.strip().upper(), visible(viewer))
    found = db.session.scalar(wanted.options(*options))
    if found is None:
        raise NotFound
    return found, standing(found, viewer)

"""Organisation units, people by role title, the roles they hold, and where they are signed in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link, maybe_link
from workflows.roles import ROLE_LABELS, Role


class UnitKind(StrEnum):
    """Where a unit stands in the University."""

    UNIVERSITY = "university"
    DIVISION = "division"
    DEPARTMENT = "department"
    CENTRAL_SERVICE = "central_service"
    TEAM = "team"


UNIT_KIND_LABELS = {
    UnitKind.UNIVERSITY: "University",
    UnitKind.DIVISION: "Division",
    UnitKind.DEPARTMENT: "Department or faculty",
    UnitKind.CENTRAL_SERVICE: "Central service",
    UnitKind.TEAM: "Team",
}


class Provenance(StrEnum):
    """Where a record comes from: the University's own work, a public source, or invented for the example."""

    OWN = "own"
    SOURCED = "sourced"
    FICTIONAL = "fictional"


class Side(StrEnum):
    """Whom a co-chair comes from."""

    SERVICE = "service"
    DIVISION = "division"


class Unit(Tracked, Base):
    """A unit of the organisation. `path` is the ids from the root ("/1/4/"), so that "at or below" is a prefix."""

    __tablename__ = "unit"
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind, "kind"))
    parent_id: Mapped[int | None] = maybe_link("unit.id")
    path: Mapped[str] = mapped_column(String(200), index=True)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = maybe_link("unit.id")
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    parent: Mapped["Unit | None"] = relationship(foreign_keys=[parent_id], remote_side="Unit.id")
    merged_into: Mapped["Unit | None"] = relationship(foreign_keys=[merged_into_id], remote_side="Unit.id")
    periods: Mapped[list["UnitPeriod"]] = relationship(
        back_populates="unit", order_by="UnitPeriod.last_day", foreign_keys="UnitPeriod.unit_id"
    )

    def history_label(self) -> str:
        """The unit's name."""
        return self.name


class UnitPeriod(Tracked, Base):
    """What a unit was called, and what it belonged to, until a day (kept when it is renamed or moved)."""

    __tablename__ = "unit_period"
    unit_id: Mapped[int] = link("unit.id")
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = maybe_link("unit.id")
    first_day: Mapped[date | None]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship(back_populates="periods", foreign_keys=[unit_id])

    def history_subject(self) -> tuple[str, int]:
        """The unit whose past this is."""
        return ("unit", self.unit_id)

    def history_label(self) -> str:
        """The name the unit had."""
        return self.name


class Person(Tracked, Base):
    """Somebody who may sign in, known by role title. No name is kept: people are shown as their roles."""

    __tablename__ = "person"
    key: Mapped[str] = mapped_column(String(80), unique=True)
    role_title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = link("unit.id")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    unit: Mapped[Unit] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="person", foreign_keys="RoleGrant.person_id")

    def history_label(self) -> str:
        """The role title."""
        return self.role_title


class RoleGrant(Tracked, Base):
    """A role held on a scope: everywhere, a unit and what is below it, or one review. Ended, never deleted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("unit_id IS NULL OR review_id IS NULL", name="one_scope"),
        CheckConstraint("side IS NULL OR role = 'co_chair'", name="side_of_co_chair"),
        Index(
            "uq_role_grant_current",
            "person_id",
            "role",
            text("coalesce(unit_id, 0)"),
            text("coalesce(review_id, 0)"),
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )
    person_id: Mapped[int] = link("person.id")
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    unit_id: Mapped[int | None] = maybe_link("unit.id")
    review_id: Mapped[int | None] = maybe_link("review.id")
    side: Mapped[Side | None] = mapped_column(choice(Side, "side"))
    granted_on: Mapped[date]
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship()

    def history_subject(self) -> tuple[str, int]:
        """A role in one review belongs to that review's history, every other to the person's."""
        return ("review", self.review_id) if self.review_id else ("person", self.person_id)

    def history_label(self) -> str:
        """Who holds which role, for example "Head of Administration (Co-chair)"."""
        return f"{self.person.role_title} ({ROLE_LABELS[self.role]})"


class SignIn(Base):
    """One place where a person is signed in; ending it ends that session at its next request."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = link("person.id")
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship()

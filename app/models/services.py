"""The service register, and the programmes that take recommendations over."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link
from app.models.people import Provenance, Unit


class Service(Tracked, Base):
    """A service of the University, owned by a unit, reviewed every few years."""

    __tablename__ = "service"
    __table_args__ = (CheckConstraint("review_interval_years BETWEEN 1 AND 20", name="interval"),)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    owner_unit_id: Mapped[int] = link("unit.id")
    description: Mapped[str] = mapped_column(default="")
    users: Mapped[str] = mapped_column(default="")
    review_interval_years: Mapped[int] = mapped_column(default=5)
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    owner_unit: Mapped[Unit] = relationship()

    def history_label(self) -> str:
        """The service's name."""
        return self.name


class RelatedProgramme(Tracked, Base):
    """A programme that is not a review, for example one that receives recommendations handed over."""

    __tablename__ = "related_programme"
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[str]] = mapped_column(default=list)
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    def history_label(self) -> str:
        """The programme's title."""
        return self.title

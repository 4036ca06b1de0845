"""What kind of installation this database is. One row, written when it is first set up."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class InstallationRow(Base):
    """The single row that marks a database as the example (with its date and file) or as real."""

    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("kind IN ('example', 'real')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    as_at: Mapped[date | None]
    source_sha256: Mapped[str] = mapped_column(String(64), default="")

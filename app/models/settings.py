"""What people set for the whole installation, the calendar it counts by, and the mail that waits to be sent."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Tracked, choice, maybe_link


class ClosedDayKind(StrEnum):
    """Why a day is not a working day."""

    BANK_HOLIDAY = "bank_holiday"
    CLOSURE_DAY = "closure_day"


class Setting(Tracked, Base):
    """One setting that an administrator has changed from its usual value. `value` is text, read by app/settings."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[str]

    def history_subject(self) -> tuple[str, int]:
        """All settings share one history."""
        return ("settings", 0)

    def history_label(self) -> str:
        """The setting's name."""
        return self.name


class ClosedDay(Tracked, Base):
    """A bank holiday or a closure day. `checked`: somebody has compared it with what the University published."""

    __tablename__ = "closed_day"
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[ClosedDayKind] = mapped_column(choice(ClosedDayKind, "kind"))
    label: Mapped[str] = mapped_column(String(120))
    checked: Mapped[bool] = mapped_column(default=False)

    def history_subject(self) -> tuple[str, int]:
        """Part of the settings' history."""
        return ("settings", 0)

    def history_label(self) -> str:
        """The day, as its label and date."""
        return f"{self.label}, {self.day.isoformat()}"


class Term(Tracked, Base):
    """First and last day of one full term (Sunday of week 1 to Saturday of week 8).

    `checked`: somebody has compared it with the dates that the University published.
    """

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("name", "year"),
        CheckConstraint("first_day < last_day", name="runs_forward"),
    )
    name: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    checked: Mapped[bool] = mapped_column(default=False)

    def history_subject(self) -> tuple[str, int]:
        """Part of the settings' history."""
        return ("settings", 0)

    def history_label(self) -> str:
        """For example "Trinity term 2026"."""
        return f"{self.name} term {self.year}"


class OutboxMail(Base):
    """A mail asked for in the same transaction as what it tells of. `key` makes asking twice send once."""

    __tablename__ = "outbox_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = maybe_link("person.id")
    address: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    failure: Mapped[str | None]


class Submission(Base):
    """A form that was sent: its one-time key, and where its answer led. Sending it twice acts once."""

    __tablename__ = "submission"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None]
    sent_at: Mapped[datetime]
    location: Mapped[str]

"""Papers asked for: the values they are made from, how far they are, and the bytes that came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, choice, link, maybe_link
from app.models.findings import StoredFile
from app.models.people import Person
from app.models.reviews import Review


class PaperStatus(StrEnum):
    """How far the rendering of a paper has got."""

    WAITING = "waiting"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class Paper(Base):
    """A review report as a PDF. `key` is the SHA-256 of everything its bytes depend on: one key is rendered once."""

    __tablename__ = "paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    review_id: Mapped[int] = link("review.id")
    status: Mapped[PaperStatus] = mapped_column(choice(PaperStatus, "status"), default=PaperStatus.WAITING, index=True)
    title: Mapped[str] = mapped_column(String(255))
    draft: Mapped[bool]
    as_at: Mapped[date]
    dataset: Mapped[dict[str, Any]]
    asked_by_id: Mapped[int | None] = maybe_link("person.id")
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(default="")
    pages: Mapped[int | None]
    file_id: Mapped[int | None] = maybe_link("stored_file.id")

    review: Mapped[Review] = relationship()
    asked_by: Mapped[Person | None] = relationship()
    file: Mapped[StoredFile | None] = relationship(lazy="joined")

"""The history: one row per changed record, and what it held before and after."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, choice, maybe_link
from app.models.people import Person


class ChangeAction(StrEnum):
    """What happened to the record."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Change(Base):
    """Who changed which record, when and through what act. Never updated, never deleted: triggers refuse both.

    `batch` is shared by all changes of one act; `subject_kind` and `subject_id` say on whose history page it is read.
    `payload_sha256` is the SHA-256 of the payload's salt and canonical JSON.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_subject", "subject_kind", "subject_id", "id"),
        Index("ix_change_record", "kind", "record_id", "id"),
        CheckConstraint("length(payload_sha256) = 64", name="payload_sha256"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = maybe_link("person.id")
    verb: Mapped[str] = mapped_column(String(60))
    batch: Mapped[str] = mapped_column(String(32))
    action: Mapped[ChangeAction] = mapped_column(choice(ChangeAction, "action"))
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int]
    record_version: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[str]]
    confidential: Mapped[bool]
    payload_sha256: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Person | None] = relationship()
    payload: Mapped["ChangePayload"] = relationship(back_populates="change", uselist=False)


class ChangePayload(Base):
    """What the record held. Insert and delete keep the whole row, update keeps each changed field before and after.

    Only the erasure command may blank it (set both to null); triggers refuse every other change.
    """

    __tablename__ = "change_payload"
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(32))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    change: Mapped[Change] = relationship(back_populates="payload")

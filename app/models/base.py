"""What every table shares: names of constraints, column types, and the mark of a tracked record."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import Composite, DeclarativeBase, Mapped, composite, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from workflows.dates import PreciseDate, Precision

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Goes in and comes out with its time zone on either engine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: nobody could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime(),
            date: Date(),
            str: Text(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
        },
    )


def choice(kind: type[StrEnum], name: str) -> Enum:
    """Column type for one of `kind`, stored as its value under a named CHECK constraint."""

    def values(members: type[StrEnum]) -> list[str]:
        return [member.value for member in members]

    return Enum(kind, name=name, native_enum=False, create_constraint=True, values_callable=values, length=40)


def precise_date(prefix: str, *, required: bool = False) -> Composite[Any]:
    """A date of a stated precision, kept in four columns `<prefix>_first`, `_last`, `_precision` and `_label`."""
    nullable = not required
    return composite(
        PreciseDate,
        mapped_column(f"{prefix}_first", Date, nullable=nullable),
        mapped_column(f"{prefix}_last", Date, nullable=nullable),
        mapped_column(f"{prefix}_precision", choice(Precision, f"{prefix}_precision"), nullable=nullable),
        mapped_column(f"{prefix}_label", String(80), nullable=nullable),
        return_none_on=_all_none,
    )


def _all_none(*parts: object) -> bool:
    return all(part is None for part in parts)


def link(target: str, *, index: bool = True) -> Any:
    """A required foreign key to `target` ("table.id")."""
    return mapped_column(ForeignKey(target), nullable=False, index=index)


def maybe_link(target: str, *, index: bool = True) -> Any:
    """An optional foreign key to `target` ("table.id")."""
    return mapped_column(ForeignKey(target), nullable=True, index=index)


class Tracked:
    """A record whose every change is kept in the history, and whose stale writes are refused.

    A subclass says to what its history belongs through `history_subject`, and what it is called in a sentence
    through `history_label`.
    """

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  declared_attr hands over the class
        return {"version_id_col": cls.version}

    def history_subject(self) -> tuple[str, int]:
        """Kind and id of the thing on whose history page this record's changes are read."""
        return (str(getattr(self, "__tablename__")), self.id)  # noqa: B009  the mixin has no table of its own

    def history_label(self) -> str:
        """What this record is called in a sentence, for example "SR-07-F01"."""
        return str(getattr(self, "reference", ""))

    def history_confidential(self) -> bool:
        """Whether only the review's own team may read this record's history."""
        return False

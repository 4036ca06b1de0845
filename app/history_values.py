"""What the history kept, put into words: choices as their labels, dates as printed, linked records by their names."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Boolean, Column, Date, Enum, String, Table, literal, select, union_all
from sqlalchemy import cast as sql_cast

from app.extensions import db
from app.filters import day, time_of
from app.models import Base, UtcDateTime
from app.models.findings import EVIDENCE_KIND_LABELS, VERDICT_LABELS, EvidenceKind, Verdict
from app.models.people import UNIT_KIND_LABELS, UnitKind
from workflows.decision import OUTCOME_LABELS, Outcome
from workflows.improvement import CLASS_LABELS, FORM_LABELS, RECURRENCE_LABELS, Recurrence, SavingClass, SavingForm
from workflows.phases import PROFILE_LABELS, STEP_LABELS, Profile, Step
from workflows.recommendation import CLOSURE_LABELS, PROGRESS_LABELS, RESPONSE_LABELS, Closure, Progress, Response
from workflows.roles import ROLE_LABELS, Role

LONGEST = 500
"""Characters of a value that are shown; the whole of it is in the record and in its export."""

_LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Closure: CLOSURE_LABELS,
    EvidenceKind: EVIDENCE_KIND_LABELS,
    Outcome: OUTCOME_LABELS,
    Profile: PROFILE_LABELS,
    Progress: PROGRESS_LABELS,
    Recurrence: RECURRENCE_LABELS,
    Response: RESPONSE_LABELS,
    Role: ROLE_LABELS,
    SavingClass: CLASS_LABELS,
    SavingForm: FORM_LABELS,
    Step: STEP_LABELS,
    UnitKind: UNIT_KIND_LABELS,
    Verdict: VERDICT_LABELS,
}
_NAMED_BY = {
    "person": "role_title",
    "unit": "name",
    "service": "name",
    "related_programme": "title",
    "review": "reference",
    "finding": "reference",
    "evidence": "reference",
    "recommendation": "reference",
    "improvement": "reference",
    "decision": "decided_by_title",
    "overlap_group": "reason",
}

Names = Mapping[tuple[str, int], str]


def choice_label(kind: type[StrEnum], value: str) -> str:
    """The words for a stored choice; a value that is no longer known stands as it is."""
    try:
        member = kind(value)
    except ValueError:
        return value
    return _LABELS.get(kind, {}).get(member, value.replace("_", " ").capitalize())


def linked(table: str, column: str) -> str | None:
    """The table that a column links to, where its records have names; None for every other column."""
    found = _column(table, column)
    if found is None:
        return None
    for key in found.foreign_keys:
        target = key.target_fullname.split(".")[0]
        return target if target in _NAMED_BY else None
    return None


def names_of(wanted: Iterable[tuple[str, int]]) -> Names:
    """The names of linked records, by (table, id). One query, none where nothing is wanted."""
    ids: dict[str, set[int]] = {}
    for table, number in wanted:
        ids.setdefault(table, set()).add(number)
    if not ids:
        return {}
    parts = []
    for table, numbers in sorted(ids.items()):
        columns = Base.metadata.tables[table].c
        name = sql_cast(columns[_NAMED_BY[table]], String)
        parts.append(select(literal(table).label("table"), columns.id, name).where(columns.id.in_(numbers)))
    return {(table, number): name for table, number, name in db.session.execute(union_all(*parts))}


def in_words(table: str, column: str, value: Any, names: Names) -> str:
    """A kept value as it is read: at most `LONGEST` characters, empty where there was none."""
    if value is None or value == "":
        return ""
    target = linked(table, column)
    if target is not None:
        return names.get((target, value), "a record that is gone")
    text = _plain_words(_column(table, column), value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def is_choice(table: str, column: str) -> bool:
    """Whether a column holds one of a few choices, whose words stand in lower case inside a sentence."""
    found = _column(table, column)
    return found is not None and isinstance(found.type, Enum)


def _plain_words(column: Column[Any] | None, value: Any) -> str:
    kind = None if column is None else column.type
    if isinstance(value, bool) or isinstance(kind, Boolean):
        return "Yes" if value else "No"
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return choice_label(cast(type[StrEnum], kind.enum_class), str(value))
    if isinstance(kind, Date):
        return day(date.fromisoformat(str(value)))
    if isinstance(kind, UtcDateTime):
        return time_of(datetime.fromisoformat(str(value)))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _column(table: str, column: str) -> Column[Any] | None:
    found: Table | None = Base.metadata.tables.get(table)
    return None if found is None else found.c.get(column)

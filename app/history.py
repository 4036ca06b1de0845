"""Who changed what, when: one change row per changed record, written in the same transaction as the change itself.

An action says what it does once, with `say(...)`; the session events below do the rest. A tracked record that changes
without anybody having said so is refused. Any past state can be rebuilt by undoing changes backwards.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, event, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, scoped_session
from sqlalchemy.orm.attributes import get_history

from app.models import Change, ChangeAction, ChangePayload, Tracked

AnySession = Session | scoped_session[Any]

# Made once: putting a statement of so many columns together takes longer than sending it.
_NEW_CHANGE = insert(Change).returning(Change.id)
_NEW_PAYLOAD = insert(ChangePayload)

_SAYING = "history.saying"
_PENDING = "history.pending"


class Unsaid(Exception):
    """A tracked record changed and no action had said what it was doing."""


class BypassesHistory(Exception):
    """A bulk update or delete of a tracked table, which the history would not see."""


@dataclass(frozen=True)
class Saying:
    """What is being done, by whom and when. `actor_id` None: the system itself."""

    verb: str
    actor_id: int | None
    at: datetime
    note: str
    batch: str


@dataclass(frozen=True)
class _Belonging:
    """On whose history page a change is read, what the record is called there, and whether the team alone may read it."""

    subject_kind: str
    subject_id: int
    label: str
    confidential: bool


@dataclass(frozen=True)
class _Noted:
    """A change seen before the flush; the rest (ids, defaults) is read after it."""

    record: Tracked
    action: ChangeAction
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    belongs: "_Belonging | None" = None


def say(session: AnySession, verb: str, *, actor_id: int | None, at: datetime, note: str = "") -> None:
    """State what the changes from here on are: `verb` is the action's name, `note` the person's own words.

    Changes made before under another verb are flushed first, so that each keeps its own.
    """
    if session.info.get(_SAYING) is not None:
        session.flush()
    session.info[_SAYING] = Saying(verb, actor_id, at, note, secrets.token_hex(16))


def plain(value: Any) -> Any:
    """`value` as JSON keeps it: dates and moments in ISO form, Decimals and choices as text."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def row(record: Tracked) -> dict[str, Any]:
    """All columns of a record as JSON values, by attribute name."""
    mapper = inspect(type(record))
    return {attribute.key: plain(getattr(record, attribute.key)) for attribute in mapper.column_attrs}


def payload_digest(salt: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    """SHA-256 (hex) of the salt and the canonical JSON of what was before and after."""
    text = json.dumps([before, after], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _differences(record: Tracked) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in inspect(type(record)).column_attrs:
        key = attribute.key
        if key in ("version", "id"):
            continue
        found = get_history(record, key)
        if not found.has_changes():
            continue
        old = plain(found.deleted[0]) if found.deleted else None
        new = plain(found.added[0]) if found.added else None
        if old != new:
            before[key], after[key] = old, new
    return before, after


def _belonging(record: Tracked) -> _Belonging:
    kind, number = record.history_subject()
    return _Belonging(kind, number, record.history_label()[:200], record.history_confidential())


def _changes_in(session: Session) -> list[_Noted]:
    made = [_Noted(one, ChangeAction.INSERT) for one in session.new if isinstance(one, Tracked)]
    gone = [
        _Noted(one, ChangeAction.DELETE, row(one), None, _belonging(one))
        for one in session.deleted
        if isinstance(one, Tracked)
    ]
    edited = [(one, *_differences(one)) for one in session.dirty if isinstance(one, Tracked)]
    changed = [_Noted(one, ChangeAction.UPDATE, before, after) for one, before, after in edited if after]
    return made + changed + gone


def _note_changes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    noted = _changes_in(session)
    if noted and session.info.get(_SAYING) is None:
        names = ", ".join(sorted({type(one.record).__name__ for one in noted}))
        raise Unsaid(f"{names} changed, and no action said what it was doing: call doing() first.")
    session.info.setdefault(_PENDING, []).extend(noted)


def _write_changes(session: Session, _context: UOWTransaction) -> None:
    noted: list[_Noted] = session.info.pop(_PENDING, [])
    if not noted:
        return
    saying = cast(Saying, session.info[_SAYING])
    connection = session.connection()
    for one in noted:
        _write_change(connection, saying, one)


def _write_change(connection: Connection, saying: Saying, noted: _Noted) -> None:
    record = noted.record
    after = row(record) if noted.action is ChangeAction.INSERT else noted.after
    salt = secrets.token_hex(16)
    # Read after the flush, when what the record belongs to can be loaded; of a deleted one it was read before.
    belongs = noted.belongs or _belonging(record)
    whole = noted.before if noted.before is not None else after
    change_id = connection.execute(
        _NEW_CHANGE,
        {
            "at": saying.at,
            "actor_id": saying.actor_id,
            "verb": saying.verb,
            "batch": saying.batch,
            "action": noted.action,
            "kind": inspect(type(record)).local_table.name,
            "record_id": record.id,
            "record_version": record.version,
            "subject_kind": belongs.subject_kind,
            "subject_id": belongs.subject_id,
            "label": belongs.label,
            "note": saying.note,
            "fields": sorted(whole or {}),
            "confidential": belongs.confidential,
            "payload_sha256": payload_digest(salt, noted.before, after),
        },
    ).scalar_one()
    connection.execute(_NEW_PAYLOAD, {"change_id": change_id, "salt": salt, "before": noted.before, "after": after})


def _forget(session: Session, *_: Any) -> None:
    session.info.pop(_SAYING, None)
    session.info.pop(_PENDING, None)


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Tracked):
        raise BypassesHistory(f"{mapper.class_.__name__} is tracked: change its records through the session.")


def listen(session_factory: Any) -> None:
    """Attach the history to a session class or factory. Attaching twice is harmless."""
    for name, listener in (
        ("before_flush", _note_changes),
        ("after_flush_postexec", _write_changes),
        ("after_commit", _forget),
        ("after_rollback", _forget),
        ("do_orm_execute", _refuse_bulk),
    ):
        if not event.contains(session_factory, name, listener):
            event.listen(session_factory, name, listener)


def as_of_version(session: AnySession, record: Tracked, version: int) -> dict[str, Any] | None:
    """What `record` held at `version`, by undoing its changes backwards from now.

    Returns None where that version is not in the history or its payload was erased.
    """
    state = row(record)
    changes = session.execute(
        select(Change.action, Change.record_version, ChangePayload.before)
        .join(ChangePayload)
        .where(Change.kind == inspect(type(record)).local_table.name, Change.record_id == record.id)
        .order_by(Change.id.desc())
    )
    for action, record_version, before in changes:
        if record_version == version:
            return state
        if action is not ChangeAction.UPDATE or before is None:
            return None
        state.update(before)
    return None

"""The history of a thing as sentences: who did what, when, from what to what, and the person's own note."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from app.access import Place, Viewer
from app.extensions import db
from app.filters import sentence
from app.history_values import Names, in_words, is_choice, linked, names_of
from app.history_visible import conditions, hidden_columns, reads_notes
from app.models import Change, ChangeAction, ChangePayload, Person
from app.words import FIELDS, MAIN, VERBS, WHEN_MADE
from workflows.wording import joined

LINKS = ("finding_evidence", "review_unit", "review_service", "improvement_unit", "recommendation_finding")
"""Tables that only tie two records together: never what an act is about where it changed anything else."""

MOST_DETAILS = 20
MOST_MADE = 10
"""New records of one act up to which what they were made with is shown."""


@dataclass(frozen=True)
class Detail:
    """One changed field: its label, what it was, and what it became. Both may be empty."""

    label: str
    was: str
    becomes: str


ERASED = Detail("What it held", "", "erased")


@dataclass(frozen=True)
class Entry:
    """One act, as `page.log` prints it. `id` is for asking for what was before it."""

    id: int
    at: datetime
    who: str
    sentence: str
    note: str
    details: tuple[Detail, ...]


Subject = tuple[str, int]
Seen = Row[Any]


def entries(
    subjects: Sequence[Subject], viewer: Viewer, place: Place, *, limit: int, before: int | None = None
) -> list[Entry]:
    """The newest acts on `subjects` (kind and id) that `viewer` may read, newest first, one entry for each act.

    At most two queries, however many records an act changed.

    Args:
        place: where the subjects lie; what is confidential, a draft or of the plan is left out for who may not read it.
        before: the `id` of an entry: only what was done before it.
    """
    if not subjects:
        return []
    acts: dict[str, list[Seen]] = {}
    for change in db.session.execute(_changes(subjects, viewer, place, limit, before)):
        acts.setdefault(change.batch, []).append(change)
    names = names_of(_linked_ids(change for act in acts.values() for change in act))
    hidden = hidden_columns(viewer, place)
    return [_entry(act, names, hidden, reads_notes(viewer, place, act[0].subject_kind)) for act in acts.values()]


def _changes(subjects: Sequence[Subject], viewer: Viewer, place: Place, limit: int, before: int | None) -> Any:
    readable = [_about(subjects), *conditions(viewer, place)]
    last = func.max(Change.id).label("last")
    acts = select(Change.batch, last).where(*readable).group_by(Change.batch).order_by(last.desc()).limit(limit)
    if before is not None:
        acts = acts.having(func.max(Change.id) < before)
    newest = acts.subquery()
    return (
        select(
            Change.id,
            Change.at,
            Change.verb,
            Change.batch,
            Change.action,
            Change.kind,
            Change.subject_kind,
            Change.label,
            Change.note,
            ChangePayload.salt,
            ChangePayload.before,
            ChangePayload.after,
            Person.role_title,
            newest.c.last,
        )
        .join(newest, newest.c.batch == Change.batch)
        .join(ChangePayload, ChangePayload.change_id == Change.id)
        .outerjoin(Person, Person.id == Change.actor_id)
        .where(*readable)
        .order_by(newest.c.last.desc(), Change.id)
    )


def _about(subjects: Sequence[Subject]) -> ColumnElement[bool]:
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, number in subjects:
        ids[kind].append(number)
    return or_(
        *(and_(Change.subject_kind == kind, Change.subject_id.in_(numbers)) for kind, numbers in sorted(ids.items()))
    )


def _linked_ids(changes: Iterable[Seen]) -> Iterator[tuple[str, int]]:
    for change in changes:
        for payload in (change.before, change.after):
            for column, value in (payload or {}).items():
                target = linked(change.kind, column)
                if target is not None and isinstance(value, int):
                    yield target, value


def _entry(act: list[Seen], names: Names, hidden: frozenset[tuple[str, str]], with_note: bool) -> Entry:
    act = _main_first(act)
    first = act[0]
    who = f"The {first.role_title}" if first.role_title else "The tracker"
    words = VERBS.get(first.verb, "changed {label}")
    said = Formatter().vformat(words, (), _Values(act, names)).strip()
    return Entry(
        id=first.last,
        at=first.at,
        who=who,
        sentence=f"{who} {said}{'' if said.endswith(('.', '!', '?')) else '.'}",
        note=first.note if with_note else "",
        details=tuple(_details(act, names, hidden)),
    )


def _main_first(act: list[Seen]) -> list[Seen]:
    """The changes of the main record's table first: that of `MAIN`, else the first that is not a mere link."""
    wanted = MAIN.get(act[0].verb)
    kinds = [change.kind for change in act]
    if wanted not in kinds:
        wanted = next((kind for kind in kinds if kind not in LINKS), kinds[0])
    return sorted(act, key=lambda change: change.kind != wanted)


class _Values(dict[str, str]):
    """The values that a sentence may name: labels, and columns before and after, choices in lower case."""

    def __init__(self, act: list[Seen], names: Names) -> None:
        super().__init__()
        main = [change.label for change in act if change.kind == act[0].kind and change.label]
        self["label"] = joined(list(dict.fromkeys(main))) if main else "it"
        for change in reversed(act):
            for prefix, payload in (("was_", change.before), ("", change.after)):
                for column, value in (payload or {}).items():
                    self[prefix + column] = _inside_sentence(change.kind, column, value, names)

    def __missing__(self, key: str) -> str:
        return "(erased)"


def _inside_sentence(table: str, column: str, value: Any, names: Names) -> str:
    words = in_words(table, column, value, names)
    if is_choice(table, column) and not words[:2].isupper():
        return words[:1].lower() + words[1:]
    return words


def _details(act: list[Seen], names: Names, hidden: frozenset[tuple[str, str]]) -> list[Detail]:
    if any(change.salt is None for change in act):
        return [ERASED]
    made = [change for change in act if change.action is ChangeAction.INSERT]
    # An act that made many records at once (an import, thirty units) is its sentence; each record has a page.
    told = [change for change in act if change.action is not ChangeAction.INSERT or len(made) <= MOST_MADE]
    shown = [(change, column) for change in told for column in _shown(change, hidden)]
    alike = _alike(shown)
    found: list[Detail] = []
    for change, column in shown:
        label = FIELDS[change.kind][column]
        was = in_words(change.kind, column, (change.before or {}).get(column), names)
        becomes = in_words(change.kind, column, (change.after or {}).get(column), names)
        if was != becomes:
            named = f"{sentence(change.label)}, {label}" if change.kind in alike and change.label else label
            found.append(Detail(named, was, becomes))
    return found[:MOST_DETAILS]


def _alike(shown: list[tuple[Seen, str]]) -> set[str]:
    """The kinds of which one act changed several records: there each detail says which record it is about."""
    labels = {(change.kind, change.label) for change, _ in shown if change.label}
    return {kind for kind, _ in labels if sum(kind == other for other, _ in labels) > 1}


def _shown(change: Seen, hidden: frozenset[tuple[str, str]]) -> list[str]:
    """The columns of a change that have a label and are shown: of a new record only those of `WHEN_MADE`."""
    labels = FIELDS.get(change.kind, {})
    if change.action is ChangeAction.UPDATE:
        wanted: Iterable[str] = labels
    else:
        wanted = WHEN_MADE.get(change.kind, ()) if change.action is ChangeAction.INSERT else ()
    kept = change.after or {}
    return [column for column in wanted if column in labels and column in kept and (change.kind, column) not in hidden]

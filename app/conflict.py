"""Two people edit one thing: the second to save sees both versions and decides, and nothing of either is lost."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy import inspect, select
from wtforms import Field

from app.extensions import db
from app.forms import TrackerForm
from app.history import as_of_version, plain
from app.models import Change, Person, Tracked

PUT_IN_THEIRS = "put_theirs"
LONGEST_MARKED = 20_000
"""Characters of two texts together up to which they are compared word by word."""
MOST_PAIRS = 60_000
"""Pairs of like words up to which they are: prose of that length has about half as many."""
_WORDS = re.compile(r"\n|\S+")


@dataclass(frozen=True)
class Clash:
    """One field that both changed: what it was, what each wants, and the field to settle it with."""

    field: Field
    before: str
    yours: Markup
    theirs: Markup
    is_choice: bool


@dataclass(frozen=True)
class Settled:
    """A field that does not clash: who changed it, and what will stand."""

    label: str
    changed_by: str
    stands: str


@dataclass(frozen=True)
class Conflict:
    """Everything the conflict page shows."""

    clashes: tuple[Clash, ...]
    settled: tuple[Settled, ...]
    theirs_by: str
    theirs_at: Any


def stale(form: TrackerForm, record: Tracked, *, title: str, back: str) -> ResponseReturnValue | None:
    """The conflict page (409) when `form` was opened on an older version of `record`; None when it may be saved.

    `title` names the thing ("This finding"), `back` is the address of the thing as it stands. The fields of the form
    that have the same names as columns of the record are compared; the form that is shown carries the new version.
    """
    # What was sent, not what the form holds: a version that is missing is filled in from the record as it stands.
    given = request.form.get(form.version.name) or "0"
    opened = _version(given)
    settling = request.form.get(PUT_IN_THEIRS, "")
    if opened == record.version and not settling:
        return None
    base = form.base_version.data or given
    before = as_of_version(db.session, record, _version(base))
    conflict = compare(form, record, before, put_in_theirs=settling)
    form.version.data = form.version.raw_data = None
    form.version.data = str(record.version)
    form.base_version.data = base
    return (
        render_template(
            "errors/conflict.html", form=form, conflict=conflict, title=title, back=back, record=record, status=409
        ),
        409,
    )


def _version(text: str) -> int:
    """The version that a form says it was opened on; 0, which no record has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def compare(form: TrackerForm, record: Tracked, before: dict[str, Any] | None, *, put_in_theirs: str = "") -> Conflict:
    """Compare what was typed with what stands and with what there was; fill the form with what will stand.

    Without a known `before` every difference is a clash, so that nothing is settled by guessing.
    """
    clashes: list[Clash] = []
    settled: list[Settled] = []
    by, at = _last_writer(record)
    for field in form:
        key = _column(field.short_name, record)
        if key is None:
            continue
        theirs, yours = plain(getattr(record, key)), shown(field)
        was = before.get(key) if before is not None else None
        if field.short_name == put_in_theirs:
            _put(field, getattr(record, field.short_name))
            clashes.append(_clash(field, was, yours, theirs))
        elif same(yours, theirs) or (before is not None and same(was, theirs)):
            who = "Nobody" if same(yours, theirs) and same(was, theirs) else "You"
            settled.append(Settled(field.label.text, who, _named(field, yours)))
        elif before is not None and same(was, yours):
            _put(field, getattr(record, field.short_name))
            settled.append(Settled(field.label.text, by, _named(field, words(theirs))))
        else:
            clashes.append(_clash(field, was, yours, theirs))
    return Conflict(tuple(clashes), tuple(settled), by, at)


def shown(field: Field) -> str:
    """A field's value as text."""
    data = field.data
    if hasattr(data, "label"):
        return str(data.label)
    return words(plain(data))


def words(value: Any) -> str:
    """A stored value as text for the comparison."""
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    return str(value)


def same(one: Any, other: Any) -> bool:
    """Whether two values read the same."""
    return words(one) == words(other)


def _put(field: Field, value: Any) -> None:
    """Fill a field; what was typed into it must not be sent again in place of the value."""
    field.data = value
    if hasattr(field, "raw_text"):
        field.raw_text = ""


def _named(field: Field, value: str) -> str:
    """A chosen value as the words of its choice."""
    names = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or []}
    return names.get(value, value) if value else value


def _column(name: str, record: Tracked) -> str | None:
    """The column that a field is about: the one of its name, or of a date of any precision the one with its words."""
    mapper = inspect(type(record))
    if name in mapper.column_attrs and name not in ("id", "version"):
        return name
    if name in mapper.composites:
        parts = [part.key for part in mapper.composites[name].props]
        return next((key for key in parts if key.endswith("_label")), None)
    return None


def _clash(field: Field, was: Any, yours: str, theirs: Any) -> Clash:
    before, their_words = words(was), words(theirs)
    choices = getattr(field, "choices", None)
    is_choice = choices is not None
    if choices is not None:
        names = {str(choice.value): str(choice.label) for choice in choices}
        before, yours, their_words = (names.get(value, value) for value in (before, yours, their_words))
    return Clash(field, before, marked(before, yours), marked(before, their_words), is_choice)


def can_be_marked(before: str, after: str) -> bool:
    """Whether two texts can be compared word by word without keeping the person waiting.

    They are short enough, and no word comes so often in both that the comparison would try each against each.
    """
    if len(before) + len(after) > LONGEST_MARKED:
        return False
    old, new = Counter(_WORDS.findall(before)), Counter(_WORDS.findall(after))
    return sum(times * new[word] for word, times in old.items()) <= MOST_PAIRS


def marked(before: str, after: str) -> Markup:
    """`after` as HTML, with what was added in `ins` and what went in `del`, word by word.

    Texts that cannot be compared in time (`can_be_marked`) are given unmarked.
    """
    if not can_be_marked(before, after):
        return escape(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Markup] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            parts.append(Markup("<del>{}</del>").format(_in_lines(old[start:end])))
        if tag in ("replace", "insert"):
            parts.append(Markup("<ins>{}</ins>").format(_in_lines(new[new_start:new_end])))
        if tag == "equal":
            parts.append(_in_lines(new[new_start:new_end]))
    return Markup(" ").join(parts)


def _in_lines(words_and_ends: list[str]) -> Markup:
    """Words with a space between them, and their line ends kept."""
    return Markup(" ").join(Markup("<br>") if one == "\n" else escape(one) for one in words_and_ends)


def _last_writer(record: Tracked) -> tuple[str, Any]:
    found = db.session.execute(
        select(Person.role_title, Change.at)
        .select_from(Change)
        .outerjoin(Person, Person.id == Change.actor_id)
        .where(Change.kind == inspect(type(record)).local_table.name, Change.record_id == record.id)
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    return (found.role_title or "The tracker", found.at) if found else ("Somebody else", None)

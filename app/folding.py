"""Words compared without regard to capitals and accents, alike on both engines."""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

ACCENTED = "áàâäãåāăąæçćčďéèêëēęěíìîïīłñńňóòôöõøōőœřśšșşťțúùûüūůűýÿžźżß’‘“”"
PLAIN = "aaaaaaaaaacccdeeeeeeeiiiiilnnnooooooooorssssttuuuuuuuyyzzzs''\"\""
"""The two, letter by letter: what the SQL of PostgreSQL replaces. SQLite calls `fold` itself."""

_TABLE = str.maketrans(ACCENTED, PLAIN)
_ESCAPE = "\\"


def fold(words: str | None) -> str | None:
    """`words` in small letters without accents: what is compared, never what is shown."""
    if words is None:
        return None
    return unicodedata.normalize("NFC", words).lower().translate(_TABLE)


class Folded(GenericFunction[str]):
    """A column as `fold` makes it, in SQL."""

    type = Text()
    name = "fold"
    inherit_cache = True


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: Any, **more: Any) -> str:
    inner = compiler.process(element.clauses, **more)
    plain = PLAIN.replace("'", "''")
    return f"translate(lower({inner}), '{ACCENTED}', '{plain}')"


def pattern(word: str) -> str:
    """A LIKE pattern for a word anywhere in a text; its own wildcards stand for themselves."""
    folded = fold(word) or ""
    for sign in (_ESCAPE, "%", "_"):
        folded = folded.replace(sign, _ESCAPE + sign)
    return f"%{folded}%"


def holds_all(words: list[str], *columns: Any) -> ColumnElement[bool]:
    """That each of the words stands in one of the columns, whatever its capitals and accents."""
    return and_(*(or_(*(Folded(column).like(pattern(word), escape=_ESCAPE) for column in columns)) for word in words))

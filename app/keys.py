"""Keys that stand in addresses: made from a name once, and kept when the name changes."""

import re
import unicodedata
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db

LONGEST = 60
TAKEN_BY_PAGES = frozenset({"add", "closed", "new", "search"})
"""Words that are pages of their own below the same address."""


def slug(words: str) -> str:
    """`words` in small ASCII letters and digits with hyphens between, at most 60 characters; "unnamed" for none."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")
    return made or "unnamed"


def free_key(column: InstrumentedAttribute[Any], words: str) -> str:
    """A key from `words` that `column` does not hold yet: with a number behind it where the plain one is taken."""
    base = slug(words)
    taken = set(db.session.scalars(select(column).where(column.startswith(base, autoescape=True)))) | TAKEN_BY_PAGES
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"

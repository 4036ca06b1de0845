"""Pages of a long list: which one is asked for, and whether there is another."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

ROWS = 50
LAST_PAGE = 10_000
T = TypeVar("T")


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of rows, and the addresses of the page before and after (empty where there is none)."""

    rows: tuple[T, ...]
    number: int
    before: str
    after: str


def page_number() -> int:
    """The page that is asked for (`?page=`), 1 for anything that is no page."""
    given = request.args.get("page", "1")
    return min(max(int(given), 1), LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 8 else 1


def offset(number: int, rows: int = ROWS) -> int:
    """How many rows lie before a page. Ask for one row more than a page to see whether there is another."""
    return (number - 1) * rows


def paged(found: list[T] | tuple[T, ...], number: int, rows: int = ROWS) -> Paged[T]:
    """A page from up to `rows` + 1 rows found for it; addresses keep the filters of this one."""
    kept: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    kept.pop("page", None)

    def address(to: int) -> str:
        return url_for(str(request.endpoint), **{**kept, "page": to})

    before = address(number - 1) if number > 1 else ""
    after = address(number + 1) if len(found) > rows else ""
    return Paged(tuple(found[:rows]), number, before, after)

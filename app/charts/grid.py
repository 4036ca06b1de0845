"""Impact against effort: numbered dots on a five by five grid. The numbers are explained by a key beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from app.charts.scale import BLUE
from workflows.arithmetic import half_up

LEAST, MOST = 1, 5
WIDTH, HEIGHT = 260, 206
_LEFT, _TOP = 34, 6
_CELL_WIDTH, _CELL_HEIGHT = 44, 34
_RADIUS = Decimal(9)
_ROOM = Decimal("1.5")


@dataclass(frozen=True)
class Item:
    """What is placed: its number as printed, its words for the key, impact and effort from 1 to 5 (None: not said)."""

    number: str
    words: str
    impact: int | None
    effort: int | None


@dataclass(frozen=True)
class Dot:
    """One numbered dot."""

    number: str
    x: Decimal
    y: Decimal
    radius: Decimal
    text_y: Decimal
    text_size: Decimal
    fill: str = BLUE


@dataclass(frozen=True)
class Mark:
    """One number of an axis."""

    label: str
    place: int


@dataclass(frozen=True)
class Grid:
    """The whole picture, its key, and the items that could not be placed. Its ids begin with `key`."""

    key: str
    title: str
    description: str
    width: int
    height: int
    left: int
    top: int
    cell_width: int
    cell_height: int
    cells: int
    dots: tuple[Dot, ...]
    efforts: tuple[Mark, ...]
    impacts: tuple[Mark, ...]
    placed: tuple[Item, ...]
    not_placed: tuple[Item, ...]


def grid(items: Sequence[Item], *, key: str, title: str) -> Grid:
    """Place the items: effort to the right, impact upwards; several in one cell stand side by side.

    Raises:
        ValueError: an impact or effort is not from 1 to 5.
    """
    cells: defaultdict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in items:
        if item.impact is not None and item.effort is not None:
            cells[(_in_range(item.impact), _in_range(item.effort))].append(item)
    ordered = sorted(cells.items(), key=lambda cell: (-cell[0][0], cell[0][1]))
    numbers = range(LEAST, MOST + 1)
    return Grid(
        key=key,
        title=title,
        description=_description(ordered),
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        top=_TOP,
        cell_width=_CELL_WIDTH,
        cell_height=_CELL_HEIGHT,
        cells=MOST,
        dots=tuple(dot for (impact, effort), those in ordered for dot in _dots(impact, effort, those)),
        efforts=tuple(Mark(str(n), _LEFT + (n - 1) * _CELL_WIDTH + _CELL_WIDTH // 2) for n in numbers),
        impacts=tuple(Mark(str(n), _TOP + (MOST - n) * _CELL_HEIGHT + _CELL_HEIGHT // 2 + 4) for n in numbers),
        placed=tuple(item for item in items if item.impact is not None and item.effort is not None),
        not_placed=tuple(item for item in items if item.impact is None or item.effort is None),
    )


def _in_range(value: int) -> int:
    if not LEAST <= value <= MOST:
        raise ValueError(f"impact and effort are from {LEAST} to {MOST}, not {value}")
    return value


def _dots(impact: int, effort: int, those: Sequence[Item]) -> list[Dot]:
    """The dots of one cell, in rows; the more there are, the smaller."""
    columns, rows = _columns(len(those))
    step_x, step_y = Decimal(_CELL_WIDTH) / columns, Decimal(_CELL_HEIGHT) / rows
    radius = half_up(min(_RADIUS, step_x / 2 - _ROOM / 2, step_y / 2 - _ROOM / 2), 1)
    size = half_up(radius * Decimal("1.2"), 1)
    left = _LEFT + (effort - 1) * _CELL_WIDTH
    top = _TOP + (MOST - impact) * _CELL_HEIGHT
    found = []
    for place, item in enumerate(those):
        row, column = divmod(place, columns)
        in_row = min(columns, len(those) - row * columns)
        x = left + (Decimal(_CELL_WIDTH) - in_row * step_x) / 2 + (column + Decimal("0.5")) * step_x
        y = top + (row + Decimal("0.5")) * step_y
        text_y = half_up(y + size * Decimal("0.36"), 1)
        found.append(Dot(item.number, half_up(x, 1), half_up(y, 1), radius, text_y, size))
    return found


def _columns(count: int) -> tuple[int, int]:
    """How many columns and rows hold `count` dots with the largest radius in a cell of our shape."""

    def radius(columns: int) -> Decimal:
        rows = ceil(count / columns)
        return min(Decimal(_CELL_WIDTH) / columns, Decimal(_CELL_HEIGHT) / rows)

    best = max(range(1, count + 1), key=lambda columns: (min(radius(columns), 2 * _RADIUS), columns))
    return best, ceil(count / best)


def _description(ordered: Sequence[tuple[tuple[int, int], list[Item]]]) -> str:
    """Where each number stands, as text."""
    places = [
        f"Impact {impact}, effort {effort}: {', '.join(item.number for item in those)}."
        for (impact, effort), those in ordered
    ]
    return " ".join(["Impact from 1 to 5 against effort from 1 to 5.", *places])

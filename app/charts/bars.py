"""Horizontal bars in groups that are never added together: savings by class, each with the grade of its evidence.

Estimated is drawn dashed and empty, measured pale, validated and sustained filled; the word stands at each bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.charts.scale import (
    BLUE,
    DARK,
    INK,
    PALE,
    WHITE,
    LinearScale,
    lines_of,
    nice_ticks,
    tick_label,
    width_of,
)
from workflows.arithmetic import half_up
from workflows.improvement import GRADE_LABELS, Grade

WIDTH = 680
_LABELS = 200
_LEFT, _RIGHT = 212, 632
_SIZE = 13
_LINE = 16
_BAR = 28
_ROW = 40
_HEADING = 28
_GAP = 14
_PAD = 12
_NOT_HEADLINE = ", not in the headline"


@dataclass(frozen=True)
class Amount:
    """One figure to draw: what it is of, how much, and how good its evidence is."""

    label: str
    value: Decimal
    grade: Grade


@dataclass(frozen=True)
class Group:
    """Figures of one kind, under a heading that says which."""

    heading: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class Look:
    """How a grade is drawn: colours of the bar, of the words in it, and whether its outline is dashed."""

    fill: str
    stroke: str
    inside: str
    dashed: bool


LOOKS: dict[Grade, Look] = {
    Grade.ESTIMATED: Look(WHITE, BLUE, INK, True),
    Grade.MEASURED: Look(PALE, PALE, DARK, False),
    Grade.VALIDATED: Look(BLUE, BLUE, WHITE, False),
    Grade.SUSTAINED: Look(DARK, DARK, WHITE, False),
    Grade.LAPSED: Look(WHITE, INK, INK, True),
}


@dataclass(frozen=True)
class Line:
    """One line of words and the height of its base line."""

    text: str
    y: int


@dataclass(frozen=True)
class Bar:
    """One bar with its label (in lines) and its figure."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    look: Look
    label: tuple[Line, ...]
    figure: str
    aside: str
    figure_x: Decimal
    figure_y: int
    anchor: str
    colour: str


@dataclass(frozen=True)
class Tick:
    """One tick of the axis."""

    x: Decimal
    label: str


@dataclass(frozen=True)
class Bars:
    """The whole picture, ready to be drawn. Its ids begin with `key`, so that two can stand on one page."""

    key: str
    title: str
    description: str
    width: int
    height: int
    headings: tuple[Line, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    axis_y: int
    zero: Decimal
    unit: str
    unit_x: Decimal


def bars(groups: Sequence[Group], *, key: str, title: str, unit: str, places: int = 1, sign: str = "") -> Bars:
    """Lay out the bars of all groups on one scale.

    Args:
        key: what the ids begin with: unlike any other picture's on the page.
        unit: what the axis counts, in words, for example "working days a year".
        places: decimals of the figures; `sign` goes before each ("£").
    """
    values = [amount.value for group in groups for amount in group.amounts]
    ticks = nice_ticks(min(values, default=Decimal(0)), max(values, default=Decimal(0)))
    scale = LinearScale(ticks[0], ticks[-1], Decimal(_LEFT), Decimal(_RIGHT))
    headings: list[Line] = []
    drawn: list[Bar] = []
    y = 0
    for group in groups:
        y += _GAP if drawn else 0
        headings.append(Line(group.heading, y + _GAP))
        y += _HEADING
        for amount in group.amounts:
            label = lines_of(amount.label, _LABELS, _SIZE)
            row = max(_ROW, len(label) * _LINE + 8)
            drawn.append(_bar(amount, label, scale, y, row, f"{sign}{{}}", places))
            y += row
    return Bars(
        key,
        title,
        _description(groups, unit, places, sign),
        WIDTH,
        y + 48,
        tuple(headings),
        tuple(drawn),
        tuple(Tick(scale.place(tick), tick_label(tick)) for tick in ticks),
        y,
        scale.place(Decimal(0)),
        unit,
        half_up(Decimal(_LEFT + _RIGHT) / 2, 1),
    )


def _bar(
    amount: Amount, label: tuple[str, ...], scale: LinearScale, y: int, row: int, pattern: str, places: int
) -> Bar:
    look = LOOKS[amount.grade]
    zero, end = scale.place(Decimal(0)), scale.place(amount.value)
    inset = Decimal("0.75") if look.dashed else Decimal(0)
    top = y + (row - _BAR) // 2 - (row - _ROW) // 4
    first = y + (row - len(label) * _LINE) // 2 + 10
    figure = f"{_number(amount.value, places, pattern)} {GRADE_LABELS[amount.grade].lower()}"
    x, anchor, inside, aside = _figure_place(figure, zero, end, dashed=amount.grade is Grade.ESTIMATED)
    return Bar(
        min(zero, end) + inset,
        top + inset,
        max(abs(end - zero) - 2 * inset, Decimal("0.5")),
        _BAR - 2 * inset,
        look,
        tuple(Line(words, first + number * _LINE) for number, words in enumerate(label)),
        figure,
        aside,
        x,
        top + 19,
        anchor,
        look.inside if inside else INK,
    )


def _figure_place(figure: str, zero: Decimal, end: Decimal, *, dashed: bool) -> tuple[Decimal, str, bool, str]:
    """Where the figure goes: its x, its anchor, whether it is in the bar, and what is added in plain type.

    In the bar where that is long enough, else to its right; "not in the headline" is said where there is room.
    """
    room = abs(end - zero)
    needed = width_of(figure, _SIZE, bold=True) + 2 * _PAD
    right = max(zero, end)
    if room >= needed:
        return right - _PAD, "end", True, ""
    more = width_of(_NOT_HEADLINE, _SIZE) if dashed else 0
    aside = _NOT_HEADLINE if dashed and right + needed + more <= WIDTH else ""
    return right + _PAD, "start", False, aside


def _number(value: Decimal, places: int, pattern: str) -> str:
    shown = pattern.format(f"{abs(half_up(value, places)):,f}")
    return f"−{shown}" if value < 0 else shown


def _description(groups: Sequence[Group], unit: str, places: int, sign: str) -> str:
    """Every figure of the picture as text."""
    said = []
    for group in groups:
        figures = [
            f"{amount.label} {_number(amount.value, places, sign + '{}')} {GRADE_LABELS[amount.grade].lower()}"
            for amount in group.amounts
        ]
        said.append(f"{group.heading}: {'; '.join(figures)}.")
    return f"In {unit}. {' '.join(said)}" if said else "Nothing to show."

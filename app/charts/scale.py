"""Scales, ticks and the room that words take: what every chart is measured with. Decimal throughout."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from textwrap import wrap

from workflows.arithmetic import half_up, plain

BLUE = "#2f5587"
DARK = "#002147"
PALE = "#b9c9de"
INK = "#16202c"
QUIET = "#4b5765"
LINE = "#66717e"
STONE = "#f6f4ef"
WHITE = "#ffffff"

_REGULAR, _BOLD = 0.53, 0.6  # mean width of a letter of Inter in prose, in ems, on the safe side
_NICE_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class LinearScale:
    """Values from `low` to `high` laid on the stretch from `start` to `end` of a drawing.

    Raises:
        ValueError: the values have no extent.
    """

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError(f"a scale from {self.low} to {self.high} has no extent")

    def place(self, value: Decimal) -> Decimal:
        """Where `value` lies, to a tenth of a unit of the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return half_up(self.start + share * (self.end - self.start), 1)


def nice_step(span: Decimal, most: int) -> Decimal:
    """The smallest of 1, 2 or 5 times a power of ten that divides `span` into at most `most` steps.

    Raises:
        ValueError: `span` is not above zero, or `most` is below 1.
    """
    if span <= 0 or most < 1:
        raise ValueError(f"no step divides {span} into {most}")
    rough = span / most
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in _NICE_STEPS if step * power >= rough)


def nice_ticks(low: Decimal, high: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """Round numbers that reach from `low` or below it to `high` or above it, zero among them.

    The values are taken to include zero; where both are zero the ticks are 0 and 1. There are at most `most` + 2.
    """
    least, greatest = min(low, Decimal(0)), max(high, Decimal(0))
    if least == greatest:
        return (Decimal(0), Decimal(1))
    step = nice_step(greatest - least, most)
    first = (least / step).to_integral_value(ROUND_FLOOR)
    last = (greatest / step).to_integral_value(ROUND_CEILING)
    return tuple(step * number for number in range(int(first), int(last) + 1))


def tick_label(value: Decimal) -> str:
    """A tick's number: commas between thousands, no needless noughts, a real minus sign."""
    digits = plain(value)
    places = len(digits.partition(".")[2])
    return f"{value:,.{places}f}".replace("-", "−")


def width_of(text: str, size: int, *, bold: bool = False) -> int:
    """About how wide `text` is in our type at `size`: on the safe side, for deciding where words go."""
    return round(len(text) * size * (_BOLD if bold else _REGULAR))


def lines_of(text: str, width: int, size: int, most: int = 3) -> tuple[str, ...]:
    """`text` in at most `most` lines of `width`; what does not fit ends with an ellipsis (the table has it whole)."""
    letters = max(int(width / (size * _REGULAR)), 4)
    return tuple(wrap(text, letters, max_lines=most, placeholder=" …")) or ("",)

"""Rounding, which is for display only: sums are taken from unrounded values."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

_DIGITS = 60  # enough that no figure of ours is cut before it is rounded


def half_up(value: Decimal, places: int) -> Decimal:
    """Return ``value`` with ``places`` decimals, halves away from zero, and never minus zero.

    Raises ``ValueError`` for an infinity or what is not a number.
    """
    if not value.is_finite():
        raise ValueError(f"{value} cannot be rounded")
    with localcontext() as context:
        context.prec = max(_DIGITS, value.adjusted() + places + 2)
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def plain(value: Decimal) -> str:
    """Return "38.4" for 38.4000: every digit that says something, and no exponent."""
    return format(value.normalize() + 0, "f")


def grouped(value: Decimal, places: int) -> str:
    """Return "3,120.0": rounded half up, with a comma between thousands."""
    return f"{half_up(value, places):,f}"

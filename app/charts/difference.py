"""Before and after as two bars, with what lies between them: the baseline that two published figures imply."""

from dataclasses import dataclass
from decimal import Decimal

from app.charts.scale import LinearScale, width_of
from workflows.arithmetic import grouped

WIDTH, HEIGHT = 520, 122
_RIGHT = 514
_SIZE = 16
_LONGEST_LABEL = 22


@dataclass(frozen=True)
class Difference:
    """The picture: two labelled bars and a bracket. Its ids begin with `key`."""

    key: str
    title: str
    description: str
    width: int
    height: int
    left: int
    before_label: str
    after_label: str
    before_width: Decimal
    after_width: Decimal
    after_end: Decimal
    right: int
    before: str
    after: str
    less: str
    after_inside: bool


def difference(before: Decimal, after: Decimal, *, key: str, title: str, labels: tuple[str, str]) -> Difference:
    """Lay out `before` and `after`, in days; `labels` name the two periods.

    Raises:
        ValueError: `before` is not above zero, or `after` is below zero or above `before`.
    """
    if before <= 0 or not 0 <= after <= before:
        raise ValueError(f"from {before} to {after} is not less than before")
    first, second = (one if len(one) <= _LONGEST_LABEL else f"{one[: _LONGEST_LABEL - 2]} …" for one in labels)
    left = max(width_of(first, _SIZE), width_of(second, _SIZE), 60) + 12
    scale = LinearScale(Decimal(0), before, Decimal(left), Decimal(_RIGHT))
    end = scale.place(after)
    words = [f"{grouped(value, 1)} days" for value in (before, after)]
    return Difference(
        key=key,
        title=title,
        description=(
            f"About {words[0]}: {labels[0]}. About {words[1]}: {labels[1]}. {grouped(before - after, 1)} days less. "
            "Both are worked out, not recorded."
        ),
        width=WIDTH,
        height=HEIGHT,
        left=left,
        before_label=first,
        after_label=second,
        before_width=Decimal(_RIGHT - left),
        after_width=end - left,
        after_end=end,
        right=_RIGHT,
        before=words[0],
        after=words[1],
        less=f"{grouped(before - after, 1)} days less",
        after_inside=end - left >= width_of(words[1], _SIZE, bold=True) + 24,
    )

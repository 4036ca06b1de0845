"""What savings come to: by class, recurrence, grade, provenance and unit of measure. There is no grand total."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.dates import format_day
from workflows.improvement import CLASS_LABELS, Grade, Provenance, Recurrence, SavingClass
from workflows.rounding import plain
from workflows.saving import HEADLINE_GRADES, HEADLINE_MONTHS, is_too_old

_BEFORE_FINANCE = (Grade.ESTIMATED, Grade.MEASURED)


class Measure(StrEnum):
    """The unit of a saving's figure. ``WORDS`` is a narrative: told, not counted."""

    DAYS = "days"
    POUNDS = "pounds"
    WORDS = "words"


class ExclusionKind(StrEnum):
    """Why something is not in a total."""

    OVERLAP = "overlap"
    ATTRIBUTION = "attribution"
    LAPSED = "lapsed"
    TOO_OLD = "too_old"
    CASH_NOT_VALIDATED = "cash_not_validated"


@dataclass(frozen=True, kw_only=True)
class SavingLine:
    """One saving as totals see it.

    ``gross`` is the whole of it (days or pounds, a year or once; negative where it cost time), ``share`` the
    part credited to it, None while that is not settled: then it counts in full and the total says so. Of the
    lines with one ``overlap_group`` only the one that ``counts`` is added. ``checked_on`` is the day of the
    last check, or else the last day of what was measured.
    """

    key: str
    klass: SavingClass
    recurrence: Recurrence
    grade: Grade
    measure: Measure
    gross: Decimal = Decimal(0)
    share: Decimal | None = Decimal(1)
    share_reason: str = ""
    provenance: Provenance = Provenance.OWN
    overlap_group: str | None = None
    counts: bool = True
    overlap_reason: str = ""
    checked_on: date | None = None

    @property
    def bucket(self) -> "Bucket":
        """The total this line belongs to, and the only one."""
        return Bucket(self.klass, self.recurrence, self.grade, self.provenance, self.measure)


@dataclass(frozen=True)
class Bucket:
    """What may be added together: the same class, recurrence, grade, provenance and unit of measure."""

    klass: SavingClass
    recurrence: Recurrence
    grade: Grade
    provenance: Provenance
    measure: Measure

    @property
    def headline(self) -> bool:
        """Whether the grade is measured or better."""
        return self.grade in HEADLINE_GRADES


@dataclass(frozen=True)
class Total:
    """The unrounded sum of one bucket, and the keys of the lines in it."""

    bucket: Bucket
    value: Decimal
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Exclusion:
    """What of one line is left out of its total (``left_out``, of ``gross``), and why, as a sentence."""

    key: str
    bucket: Bucket
    kind: ExclusionKind
    left_out: Decimal
    gross: Decimal
    reason: str


@dataclass(frozen=True)
class CountedAgainst:
    """A line that costs time or money: ``value`` is negative and is in its total."""

    key: str
    bucket: Bucket
    value: Decimal


@dataclass(frozen=True)
class Totals:
    """The totals, each on its own; what was left out and what counts against them; and what cannot be said in
    figures.
    """

    rows: tuple[Total, ...]
    exclusions: tuple[Exclusion, ...]
    counted_against: tuple[CountedAgainst, ...]
    share_not_settled: tuple[str, ...]
    in_words: tuple[str, ...]

    def value(self, bucket: Bucket) -> Decimal:
        """Return the total of one bucket, 0 where nothing is in it."""
        return next((row.value for row in self.rows if row.bucket == bucket), Decimal(0))


def totals(
    lines: Iterable[SavingLine],
    *,
    today: date,
    overlaps_removed: bool = True,
    headline_months: int = HEADLINE_MONTHS,
) -> Totals:
    """Return what the lines come to on ``today``, from unrounded values.

    A line counts with its share of the gross figure, negative ones too. Left out are lapsed lines, measured
    or better ones not checked for ``headline_months``, cash that finance has not validated and, unless
    ``overlaps_removed`` is False, lines of an overlap group that do not count. In each bucket the total and
    what was left out come to the gross figures. Raises ``ValueError`` when a key comes twice, a share is not
    from 0 to 1, or two lines of one overlap group count.
    """
    every = tuple(lines)
    _check(every)
    old = frozenset(line.key for line in every if _too_old(line, today, headline_months))
    counted, exclusions = _sorted_out(every, old, overlaps_removed)
    return Totals(
        rows=_sums(counted),
        exclusions=tuple(exclusions),
        counted_against=_costs(counted),
        share_not_settled=tuple(line.key for line in counted if line.share is None),
        in_words=tuple(line.key for line in every if line.measure is Measure.WORDS),
    )


def _sorted_out(
    lines: Sequence[SavingLine], old: AbstractSet[str], overlaps_removed: bool
) -> tuple[list[SavingLine], list[Exclusion]]:
    """Return the lines that count, if only in part, and everything that does not."""
    counted, exclusions = [], []
    for line in lines:
        if line.measure is Measure.WORDS:
            continue
        whole = _left_out_whole(line, line.key in old, overlaps_removed)
        if whole is None:
            counted.append(line)
        if left_out := whole or _left_out_part(line):
            exclusions.append(left_out)
    return counted, exclusions


def _check(lines: Sequence[SavingLine]) -> None:
    _refuse_twice("the key", [line.key for line in lines])
    _refuse_twice("a counting line of the overlap group", [line.overlap_group for line in lines if line.counts])
    for line in lines:
        if line.share is not None and not 0 <= line.share <= 1:
            raise ValueError(f"the share of {line.key!r} is {line.share}, not from 0 to 1")


def _refuse_twice(what: str, names: Sequence[str | None]) -> None:
    for name, times in Counter(names).items():
        if name is not None and times > 1:
            raise ValueError(f"{what} {name!r} comes {times} times")


def _counted(line: SavingLine) -> Decimal:
    return line.gross if line.share is None else line.gross * line.share


def _sums(counted: Sequence[SavingLine]) -> tuple[Total, ...]:
    found: defaultdict[Bucket, list[SavingLine]] = defaultdict(list)
    for line in counted:
        found[line.bucket].append(line)
    rows = [
        Total(bucket, sum((_counted(line) for line in lines), Decimal(0)), tuple(line.key for line in lines))
        for bucket, lines in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: _order(row.bucket)))


def _order(bucket: Bucket) -> tuple[int, ...]:
    return (
        list(Recurrence).index(bucket.recurrence),
        list(CLASS_LABELS).index(bucket.klass),
        list(Provenance).index(bucket.provenance),
        list(Measure).index(bucket.measure),
        list(Grade).index(bucket.grade),
    )


def _left_out_whole(line: SavingLine, too_old: bool, overlaps_removed: bool) -> Exclusion | None:
    """Return the first reason for which no part of a line counts."""
    checked = format_day(line.checked_on) if line.checked_on else ""
    overlaps = overlaps_removed and line.overlap_group is not None and not line.counts
    reasons = (
        (line.grade is Grade.LAPSED, ExclusionKind.LAPSED, "It has lapsed."),
        (too_old, ExclusionKind.TOO_OLD, f"It was last checked on {checked}."),
        (
            line.klass is SavingClass.CASH_RELEASING and line.grade in _BEFORE_FINANCE,
            ExclusionKind.CASH_NOT_VALIDATED,
            "Cash released counts once finance has validated it.",
        ),
        (
            overlaps,
            ExclusionKind.OVERLAP,
            line.overlap_reason or "The same minutes are counted in another saving.",
        ),
    )
    for applies, kind, reason in reasons:
        if applies:
            return Exclusion(line.key, line.bucket, kind, line.gross, line.gross, reason)
    return None


def _too_old(line: SavingLine, today: date, months: int) -> bool:
    return line.grade in HEADLINE_GRADES and is_too_old(line.checked_on, line.recurrence, today, months=months)


def _left_out_part(line: SavingLine) -> Exclusion | None:
    """Return the part that is credited elsewhere, if there is one."""
    if line.share is None or line.share == 1:
        return None
    reason = line.share_reason or f"{plain(line.share * 100)} % of it is credited to this improvement."
    left_out = line.gross - line.gross * line.share
    return Exclusion(line.key, line.bucket, ExclusionKind.ATTRIBUTION, left_out, line.gross, reason)


def _costs(counted: Sequence[SavingLine]) -> tuple[CountedAgainst, ...]:
    values = ((line, _counted(line)) for line in counted)
    return tuple(CountedAgainst(line.key, line.bucket, value) for line, value in values if value < 0)

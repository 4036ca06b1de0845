"""What was claimed in public beside what was measured: two records that are never made to agree."""

import re
from dataclasses import dataclass
from decimal import Decimal

from workflows.rounding import plain
from workflows.wording import joined, sentence_case

_DAYS = re.compile(r"(\d+(?:\.\d+)?)\s+(?:working\s+)?days", re.IGNORECASE)
_PER_YEAR = re.compile(r"\b(?:per|a|each|every)\s+year\b", re.IGNORECASE)
_CAUSE = re.compile(r"\bby using .+?(?= to |[,.;]|$)", re.IGNORECASE)
_SUBJECT = re.compile(r"\bto (?:review|improve|change|redesign) ([^,.;]+)", re.IGNORECASE)


@dataclass(frozen=True)
class ImpliedBaseline:
    """Days before and after that "so many days less, so many per cent less" implies, with their rounding
    ranges.

    Worked out, never recorded: the figures are unrounded.
    """

    before: Decimal
    after: Decimal
    before_low: Decimal
    before_high: Decimal
    after_low: Decimal
    after_high: Decimal


def implied_baseline(days_less: Decimal, percent_less: Decimal) -> ImpliedBaseline:
    """Work out the days before and after from a published difference in days and in per cent.

    before = days / (per cent / 100); after = before - days. Each figure may have been rounded in its last
    digit (zeros at the end of the decimals say nothing), so the ranges take half of that digit either way.
    Raises ``ValueError`` unless both figures are above zero with their rounding, and the percentage is at
    most 100.
    """
    half_day, half_percent = _half_of_last_digit(days_less), _half_of_last_digit(percent_less)
    if days_less <= half_day or percent_less <= half_percent or percent_less > 100:
        raise ValueError(f"{days_less} days and {percent_less} % imply no baseline")
    low_days, high_days = days_less - half_day, days_less + half_day
    low_share, high_share = (
        (percent_less - half_percent) / 100,
        min((percent_less + half_percent) / 100, Decimal(1)),
    )
    before = days_less * 100 / percent_less
    return ImpliedBaseline(
        before=before,
        after=before - days_less,
        before_low=low_days / high_share,
        before_high=high_days / low_share,
        after_low=low_days / high_share - low_days,
        after_high=high_days / low_share - high_days,
    )


def _half_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Decimal(5).scaleb(-places - 1)


@dataclass(frozen=True)
class PublicClaim:
    """What a claim says, as far as it can be read from its words. ``subject`` and ``cause`` are empty where
    it says none.
    """

    days: Decimal | None = None
    says_per_year: bool = False
    subject: str = ""
    cause: str = ""


def read_claim(text: str) -> PublicClaim:
    """Read the figure, the "per year", the subject and the cause out of a claim's own words; the words stay
    as they are.
    """
    days, cause, subject = _DAYS.search(text), _CAUSE.search(text), _SUBJECT.search(text)
    return PublicClaim(
        days=Decimal(days[1]) if days else None,
        says_per_year=bool(_PER_YEAR.search(text)),
        subject=sentence_case(subject[1].strip()) if subject else "",
        cause=sentence_case(cause[0].strip()) if cause else "",
    )


@dataclass(frozen=True, kw_only=True)
class MeasuredChange:
    """The measurement behind a claim. ``attribution_share`` is None until it is settled."""

    days_less: Decimal | None = None
    percent_less: Decimal | None = None
    whole_percent_less: Decimal | None = None
    scope: str = ""
    follow_up_periods: int = 1
    other_causes: tuple[str, ...] = ()
    attribution_share: Decimal | None = None
    hours_per_day: Decimal | None = None


@dataclass(frozen=True)
class Disagreement:
    """One thing in which claim and measurement differ, and what is done about it."""

    topic: str
    claim: str
    measurement: str
    what_we_do: str


def disagreements(claim: PublicClaim, measurement: MeasuredChange) -> tuple[Disagreement, ...]:
    """Return each thing in which a claim and the measurement behind it do not agree, in a fixed order."""
    found = (
        _of_figures(claim, measurement),
        _of_scope(claim, measurement),
        _of_time(claim, measurement),
        _of_cause(claim, measurement),
        _of_unit(claim, measurement),
    )
    return tuple(one for one in found if one is not None)


def _of_figures(claim: PublicClaim, measurement: MeasuredChange) -> Disagreement | None:
    if claim.days is None or measurement.days_less is None or claim.days == measurement.days_less:
        return None
    return Disagreement(
        "Figure",
        f"{plain(claim.days)} days",
        f"{plain(measurement.days_less)} days",
        "The measured figure counts, never the claim",
    )


def _of_scope(claim: PublicClaim, measurement: MeasuredChange) -> Disagreement | None:
    whole = measurement.whole_percent_less
    partial = bool(measurement.scope) or (whole is not None and whole != measurement.percent_less)
    if not partial:
        return None
    measured = f"Only {measurement.scope}." if measurement.scope else "Only a part."
    if whole is not None:
        measured += f" The whole took {plain(whole)} % less."
    return Disagreement(
        "Scope",
        claim.subject or "Nothing is said of its scope",
        measured,
        "The scope is printed with the figure",
    )


def _of_time(claim: PublicClaim, measurement: MeasuredChange) -> Disagreement | None:
    if not claim.says_per_year or measurement.follow_up_periods > 1:
        return None
    after = "One period after the change" if measurement.follow_up_periods else "No period after the change"
    return Disagreement("Time", "Per year", after, "It counts until it is 24 months old, unless it is confirmed")


def _of_cause(claim: PublicClaim, measurement: MeasuredChange) -> Disagreement | None:
    if not measurement.other_causes:
        return None
    share = measurement.attribution_share
    settled = "Share not settled; said beside the figure"
    if share is not None:
        settled = f"Share settled at {plain(share * 100)} %; the rest is left out"
    also = f"{sentence_case(joined(measurement.other_causes))} also credited"
    return Disagreement("Cause", claim.cause or "No other cause is named", also, settled)


def _of_unit(claim: PublicClaim, measurement: MeasuredChange) -> Disagreement | None:
    if claim.days is None or measurement.hours_per_day is not None:
        return None
    return Disagreement("Unit", "Days", "No hours per day are given", "Kept as days; not converted to hours or posts")

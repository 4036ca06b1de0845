"""The cover of a report, and what stands in the margins of its pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.reports.edition import READERS, Edition
from app.reports.finding_part import accuracy_words
from app.reports.numbering import brief
from workflows.dates import format_day
from workflows.decision import GOES_AHEAD, OUTCOME_LABELS, Outcome
from workflows.phases import PROFILE_LABELS, Phase, Profile
from workflows.wording import joined

Json = dict[str, Any]

_LEAD = "Report of the service review: what was found, what the service answered, what was decided, and what has come of it."
_INVENTED = {
    "fictional": " The unit, what is said of it and all figures are invented.",
    "sourced": " The review is a real one: what is recorded of it comes from public pages.",
    "own": "",
}
_DRAFT_LEAD = "Draft report of the service review. It is not decided, and may still change."


@dataclass(frozen=True)
class Row:
    """One line of a table of two columns."""

    label: str
    text: str


@dataclass(frozen=True)
class Cover:
    """The first page."""

    organisation: str
    title: str
    lead: str
    rows: tuple[Row, ...]
    notice: str


def runs(dataset: Json, edition: Edition, as_at: date) -> dict[str, str]:
    """What stands in the margins of each page."""
    review = dataset["review"]
    openness = {Edition.PUBLISHED: "Open", Edition.DECIDED: "Not yet published"}.get(edition, "DRAFT")
    version = "" if edition.draft else f" · Version {_version(dataset)}"
    return {
        "run_left": f"{brief(review['title'], 70)}: review report",
        "run_right": f"{review['reference']} · {openness}{version}",
        "run_foot": f"As at {format_day(as_at)}{' · example report' if dataset['example'] else ''}",
    }


def _version(dataset: Json) -> int:
    """One more with each decision on the report or an amendment of it that let it go ahead."""
    outcomes = [one["outcome"] for one in dataset["decisions"] if one["kind"] in ("report", "amendment")]
    return max(sum(Outcome(one) in GOES_AHEAD for one in outcomes), 1)


def cover(dataset: Json, edition: Edition, as_at: date) -> Cover:
    """The cover, with the table "About this report"."""
    review = dataset["review"]
    services = [one for one in review["services"] if one]
    rows = [
        Row("Review", f"{review['reference']}, {PROFILE_LABELS[Profile(review['profile'])].lower()}{_span(dataset)}"),
        *([Row("Service", joined(services))] if services else []),
        Row("Sponsor", review["sponsor_title"] or "not recorded"),
        Row("Version", _version_words(dataset, edition, as_at)),
        Row("Decision", _decision_words(dataset, edition)),
        Row("Accuracy", accuracy_words(dataset["findings"], as_at)),
        Row("May be read by", READERS[edition]),
    ]
    notice = f"Example report.{_INVENTED[review['provenance']]}" if dataset["example"] else ""
    return Cover(
        organisation=joined(review["units"] or [dataset["names"]["organisation"]]),
        title=review["title"],
        lead=_DRAFT_LEAD if edition.draft else _LEAD,
        rows=tuple(rows),
        notice=notice,
    )


def _span(dataset: Json) -> str:
    entries = dataset["entries"]
    if not entries:
        return ""
    last = entries[-1]
    end = last["entered_label"] if last["phase"] == Phase.COMPLETED else "date"
    return f", {entries[0]['entered_label']} to {end}"


def _version_words(dataset: Json, edition: Edition, as_at: date) -> str:
    if edition.draft:
        return f"Draft, as at {format_day(as_at)}."
    published = dataset["review"]["published_on"]
    when = f" Published on {format_day(date.fromisoformat(published))}." if published else ""
    return f"{_version(dataset)}, with progress to {format_day(as_at)}.{when}"


def _decision_words(dataset: Json, edition: Edition) -> str:
    for one in reversed(dataset["decisions"]):
        if one["kind"] == "report":
            return _decided(one["outcome"], one["decided_by_title"], one["decided_on"], one["minute_reference"])
    for one in reversed(dataset["entries"]):
        if one["phase"] == Phase.IMPLEMENTATION and one["decided_by_title"]:
            return _decided(one["outcome"], one["decided_by_title"], one["decided_on"], one["decision_reference"])
    return "Not decided yet." if edition.draft else "Taken before the review was entered here; not recorded."


def _decided(outcome: str | None, by: str, on: str | None, reference: str) -> str:
    what = OUTCOME_LABELS[Outcome(outcome)] if outcome else "Decided"
    when = f" on {format_day(date.fromisoformat(on))}" if on else ""
    return f"{what} by {by}{when}{f' ({reference})' if reference else ''}"

"""The example's reviews with their phases, published dates, evidence and findings."""

from itertools import count
from typing import Any

from app.example.portfolio import exact_day
from app.example.records import Records, number_of
from app.extensions import db
from app.models import (
    EventKind,
    Evidence,
    EvidenceKind,
    Finding,
    FindingEvidence,
    PhaseEntry,
    PublishedEvent,
    Review,
    ReviewService,
    ReviewUnit,
    Severity,
    Theme,
)
from app.models.people import Provenance
from workflows.decision import Outcome
from workflows.review import Phase, Profile, Step

IMPORTED = "imported"
"""The name of the move of an entry that was taken over: no gate was passed here."""


def add_reviews(records: Records) -> None:
    """The reviews. What the file does not say (plans, scope, screening) stays empty."""
    for row in records.portfolio.rows("reviews"):
        review = _review(records, row)
        records.reviews[row["id"]] = review
        for key in row["units"]:
            review.unit_links.append(ReviewUnit(unit=records.units[key]))
        for key in row["services"]:
            review.service_links.append(ReviewService(service=records.services[key]))
        _add_entries(records, review, row)
        _add_events(records, review, row)
    db.session.add_all(records.reviews.values())
    db.session.flush()


def _review(records: Records, row: dict[str, Any]) -> Review:
    taken_over_by = row.get("handed_over_to")
    return Review(
        reference=row["id"],
        title=row["title"],
        profile=Profile(row["profile"]),
        phase=Phase(row["phase"]),
        step=Step(row["step"]),
        problem=row.get("problem", ""),
        users=row.get("users", ""),
        sponsor_title=row["sponsor_role"] or "",
        published_on=exact_day(row.get("report_published")),
        handed_over_to=records.programmes[taken_over_by] if taken_over_by else None,
        provenance=Provenance(row["provenance"]),
        sources=row["sources"],
        note=row.get("note", ""),
    )


def _add_entries(records: Records, review: Review, row: dict[str, Any]) -> None:
    before: Phase | None = None
    for given in row.get("phases", ()):
        phase = Phase(given["phase"])
        entry = PhaseEntry(
            phase=phase,
            from_phase=before,
            move=IMPORTED,
            entered=records.given(given, "entered"),
            recorded_at=records.moment,
            imported=True,
        )
        if phase is Phase.IMPLEMENTATION and "decision" in row:
            _add_decided(entry, row["decision"])
        review.entries.append(entry)
        before = phase


def _add_decided(entry: PhaseEntry, decision: dict[str, Any]) -> None:
    """Implementation began with the decision on the report: the file gives both the same day."""
    entry.decided_by_title = decision["by_role"]
    entry.decided_on = exact_day(decision["on"])
    entry.decision_reference = decision["minute_reference"]
    entry.outcome = Outcome(decision["outcome"])


def _add_events(records: Records, review: Review, row: dict[str, Any]) -> None:
    for given in row.get("published_dates", ()):
        review.events.append(PublishedEvent(event=EventKind(given["event"]), on=records.date(given)))
    if "report_published" in row:
        event = EventKind.REPORT_PUBLISHED
        review.events.append(PublishedEvent(event=event, on=records.given(row, "report_published")))


def add_findings(records: Records) -> None:
    """The findings and the evidence they rest on, numbered within each review in the order of the file."""
    numbers = {key: count(1) for key in records.reviews}
    for row in records.portfolio.rows("findings"):
        review = records.reviews[row["review"]]
        finding = Finding(
            review=review,
            number=number_of(row["id"]),
            reference=row["id"],
            text=row["text"],
            theme=Theme(row["theme"]),
            severity=Severity(row["severity"]),
            provenance=Provenance(row["provenance"]),
        )
        for given in row["evidence"]:
            evidence = _evidence(review, next(numbers[row["review"]]), given, finding.provenance)
            finding.evidence_links.append(FindingEvidence(evidence=evidence))
        records.findings[row["id"]] = finding
    db.session.add_all(records.findings.values())
    db.session.flush()


def _evidence(review: Review, number: int, given: dict[str, str], provenance: Provenance) -> Evidence:
    kind = EvidenceKind(given["kind"])
    return Evidence(
        review=review,
        number=number,
        reference=f"{review.reference}-E{number:02}",
        kind=kind,
        title=given["title"],
        confidential=kind is EvidenceKind.INTERVIEW,
        provenance=provenance,
    )

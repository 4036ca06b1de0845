"""Records for tests of reviews, and the viewer that a person is."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.access import Viewer
from app.auth.queries import make_viewer
from app.extensions import db
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Decision,
    DecisionKind,
    Evidence,
    EvidenceKind,
    Finding,
    FindingEvidence,
    Person,
    PhaseEntry,
    PlannedEnd,
    Recommendation,
    RecommendationFinding,
    Review,
    Severity,
    Theme,
    Unit,
)
from tests.factories import DAY, NOW, keep
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.phases import Phase
from workflows.recommendation import Priority

LATER = DAY + timedelta(days=90)


def viewer_of(person: Person) -> Viewer:
    """The person as the access check sees them, with the roles they hold now."""
    found = db.session.execute(
        select(Person.id, Person.role_title, Unit.id, Unit.name, Unit.path)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person.id)
    ).one()
    return make_viewer(found)


def enter(review: Review, phase: Phase, day: PreciseDate | date, **more: Any) -> PhaseEntry:
    """Let the review enter a phase on a day (its row is left as it is)."""
    more.setdefault("move", "for_test")
    entered = day if isinstance(day, PreciseDate) else PreciseDate.day(day)
    return keep(PhaseEntry(review_id=review.id, phase=phase, entered=entered, recorded_at=NOW, **more))  # type: ignore[no-any-return]


def plan_end(review: Review, phase: Phase, day: date, *, current: bool = True) -> PlannedEnd:
    """Plan the end of a phase."""
    return keep(  # type: ignore[no-any-return]
        PlannedEnd(review_id=review.id, phase=phase, end=PreciseDate.day(day), current=current, set_at=NOW)
    )


def make_finding(review: Review, number: int = 1, *, evidence: bool = True, sent_on: date | None = None) -> Finding:
    """A finding, with a piece of open evidence and sent to the service where asked."""
    finding = keep(
        Finding(
            review_id=review.id,
            number=number,
            reference=f"{review.reference}-F{number:02}",
            text=f"Rooms stand empty ({number})",
            theme=Theme.QUALITY,
            severity=Severity.HIGH,
        )
    )
    if evidence:
        piece = make_evidence(review, number)
        keep(FindingEvidence(finding_id=finding.id, evidence_id=piece.id))
    if sent_on is not None:
        request = keep(AccuracyRequest(review_id=review.id, sent_on=sent_on, due_on=sent_on + timedelta(days=14)))
        keep(AccuracyItem(request_id=request.id, finding_id=finding.id, finding_text=finding.text))
    return finding  # type: ignore[no-any-return]


def make_evidence(review: Review, number: int = 1, **more: Any) -> Evidence:
    """A piece of open evidence."""
    more.setdefault("kind", EvidenceKind.DATA)
    more.setdefault("title", f"Door counts ({number})")
    reference = f"{review.reference}-E{number:02}"
    return keep(Evidence(review_id=review.id, number=number, reference=reference, **more))  # type: ignore[no-any-return]


def make_recommendation(review: Review, number: int = 1, *findings: Finding, **more: Any) -> Recommendation:
    """A recommendation that rests on `findings`, complete for the decision where `owner_id` is given."""
    more.setdefault("text", f"Release unused rooms ({number})")
    if "owner_id" in more:
        more = {"priority": Priority.HIGH, "impact": 4, "effort": 2, "original_date": PreciseDate.day(LATER), **more}
        more.setdefault("current_date", more["original_date"])
        more.setdefault("published_on", DAY)
    reference = f"{review.reference}-R{number:02}"
    made = keep(Recommendation(review_id=review.id, number=number, reference=reference, **more))
    for finding in findings:
        keep(RecommendationFinding(recommendation_id=made.id, finding_id=finding.id))
    return made  # type: ignore[no-any-return]


def make_decision(review: Review, content: Any, **more: Any) -> Decision:
    """A decision on the report of `review`, approving `content`."""
    more.setdefault("kind", DecisionKind.REPORT)
    more.setdefault("outcome", Outcome.APPROVED)
    more.setdefault("decided_on", DAY)
    return keep(  # type: ignore[no-any-return]
        Decision(
            review_id=review.id,
            decided_by_title="Head of Administration",
            decided_content=dict(content),
            recorded_at=NOW,
            **more,
        )
    )

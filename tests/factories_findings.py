"""Evidence, findings and their factual accuracy, for tests."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from app import file_store
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    Finding,
    FindingEvidence,
    Person,
    Review,
    Severity,
    Theme,
    Unit,
)
from tests.factories import NOW, keep, make_person, make_review, make_unit
from workflows.roles import Role

SENT = date(2026, 4, 22)
DUE = date(2026, 5, 7)


@dataclass
class Cast:
    """A review of one department, and everybody who may or may not read what is in it."""

    review: Review
    unit: Unit
    lead: Person
    member: Person
    sponsor: Person
    department_lead: Person
    contributor: Person
    focus: Person
    administrator: Person
    reader: Person


def make_cast(reference: str = "SR-2026-001") -> Cast:
    """The review and its people."""
    university = make_unit("University of Oxford")
    unit = make_unit("Department of Tidal Studies (fictional)", university)
    review = make_review(reference, unit)
    return Cast(
        review=review,
        unit=unit,
        lead=make_person("Review lead", unit, (Role.REVIEW_LEAD, review)),
        member=make_person("Review team member", unit, (Role.REVIEW_TEAM_MEMBER, review)),
        sponsor=make_person("Sponsor", unit, (Role.SPONSOR, review)),
        department_lead=make_person("Head of administration", unit, (Role.DEPARTMENT_LEAD, unit)),
        contributor=make_person("Contributor", unit, (Role.DEPARTMENT_CONTRIBUTOR, unit)),
        focus=make_person("Focus reviewer", university, (Role.FOCUS_REVIEWER, None)),
        administrator=make_person("Administrator of the tracker", university, (Role.ADMINISTRATOR, None)),
        reader=make_person("Member of staff", university),
    )


def make_evidence(review: Review, number: int = 1, **more: Any) -> Evidence:
    """A piece of open data, or what `more` says."""
    more.setdefault("kind", EvidenceKind.DATA)
    more.setdefault("title", "Door counts, two weeks")
    more.setdefault("confidential", more["kind"] is EvidenceKind.INTERVIEW)
    return keep(  # type: ignore[no-any-return]
        Evidence(review_id=review.id, number=number, reference=f"{review.reference}-E{number:02}", **more)
    )


def make_file(evidence: Evidence, data: bytes = b"room,seats\n4,12\n", filename: str = "rooms.csv") -> EvidenceFile:
    """A file of this evidence, in the store."""
    stored = file_store.store(BytesIO(data), filename, moment=NOW)
    number = len(evidence.files) + 1
    file = EvidenceFile(evidence=evidence, number=number, file_id=stored.id, filename=filename, added_at=NOW)
    return keep(file)  # type: ignore[no-any-return]


def make_finding(review: Review, number: int = 1, *evidence: Evidence, **more: Any) -> Finding:
    """A finding that rests on this evidence."""
    more.setdefault("text", "A quarter of bookings are not used.")
    more.setdefault("theme", Theme.QUALITY)
    more.setdefault("severity", Severity.MEDIUM)
    finding = keep(Finding(review_id=review.id, number=number, reference=f"{review.reference}-F{number:02}", **more))
    for one in evidence:
        keep(FindingEvidence(finding_id=finding.id, evidence_id=one.id))
    return finding  # type: ignore[no-any-return]


def share(*findings: Finding, sent_on: date = SENT, due_on: date = DUE, **answer: Any) -> list[AccuracyItem]:
    """Send findings to the service; `answer` gives columns of its answer."""
    request = keep(AccuracyRequest(review_id=findings[0].review_id, sent_on=sent_on, due_on=due_on))
    items = [AccuracyItem(request=request, finding=one, finding_text=one.text, **answer) for one in findings]
    keep(*items)
    return items

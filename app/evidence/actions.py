"""What people do with evidence. Nothing is deleted: files get new versions, evidence is withdrawn with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import Evidence, EvidenceFile, EvidenceKind, Finding, FindingEvidence, Review, StoredFile
from workflows.dates import PreciseDate


@dataclass(frozen=True)
class EvidenceWords:
    """What is said of a piece of evidence. An interview is confidential whatever is said."""

    kind: EvidenceKind
    title: str
    notes: str
    url: str
    gathered: PreciseDate | None
    confidential: bool


def add_evidence(review: Review, words: EvidenceWords, findings: Iterable[Finding], *, actor: Viewer) -> Evidence:
    """Add evidence to a review, and say which of its findings it supports."""
    doing("add_evidence", actor)
    last = db.session.scalar(select(func.max(Evidence.number)).where(Evidence.review_id == review.id)) or 0
    evidence = Evidence(
        review_id=review.id,
        number=last + 1,
        reference=f"{review.reference}-E{last + 1:02}",
        added_by_id=actor.person_id,
    )
    _put(evidence, words)
    db.session.add(evidence)
    for finding in findings:
        evidence.finding_links.append(FindingEvidence(finding=finding))
    db.session.flush()
    return evidence


def edit_evidence(evidence: Evidence, words: EvidenceWords, *, actor: Viewer) -> None:
    """Change what is said of a piece of evidence."""
    doing("edit_evidence", actor)
    _put(evidence, words)


def add_evidence_file(evidence: Evidence, stored: StoredFile, filename: str, note: str, *, actor: Viewer) -> None:
    """Add a file, or a new version of it; the versions before stay.

    Raises:
        IntegrityError: at the commit, when somebody else added the same version a moment before.
    """
    doing("add_evidence_file", actor, note)
    last = db.session.scalar(select(func.max(EvidenceFile.number)).where(EvidenceFile.evidence_id == evidence.id)) or 0
    db.session.add(
        EvidenceFile(
            evidence=evidence,
            number=last + 1,
            file_id=stored.id,
            filename=filename,
            note=note,
            added_by_id=actor.person_id,
            added_at=actor.now,
        )
    )


def withdraw_evidence(evidence: Evidence, reason: str, *, actor: Viewer) -> None:
    """Take a piece of evidence out of the review; from here on the team alone can read it, with the reason."""
    doing("withdraw_evidence", actor, reason)
    evidence.withdrawn_reason = reason


def _put(evidence: Evidence, words: EvidenceWords) -> None:
    evidence.kind = words.kind
    evidence.title = words.title
    evidence.notes = words.notes
    evidence.url = words.url
    evidence.gathered = words.gathered
    evidence.confidential = words.confidential or words.kind is EvidenceKind.INTERVIEW

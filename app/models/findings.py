"""Evidence with its files, findings, and the service's answers on their factual accuracy."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link, maybe_link, precise_date
from app.models.people import Person, Provenance
from app.models.reviews import OfReview, Review
from workflows.dates import PreciseDate


class EvidenceKind(StrEnum):
    """What sort of evidence it is."""

    INTERVIEW = "interview"
    SURVEY = "survey"
    DATA = "data"
    DOCUMENT = "document"
    PROCESS_MAP = "process_map"
    OBSERVATION = "observation"


EVIDENCE_KIND_LABELS = {
    EvidenceKind.INTERVIEW: "Interview",
    EvidenceKind.SURVEY: "Survey",
    EvidenceKind.DATA: "Data",
    EvidenceKind.DOCUMENT: "Document",
    EvidenceKind.PROCESS_MAP: "Process map",
    EvidenceKind.OBSERVATION: "Observation",
}


class Theme(StrEnum):
    """What a finding is about: the three ambitions of Professional Services Together."""

    PEOPLE = "people"
    COLLABORATION = "collaboration"
    QUALITY = "quality"


class Severity(StrEnum):
    """How much a finding matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Verdict(StrEnum):
    """The service's answer on the factual accuracy of a finding."""

    CORRECT = "correct"
    CORRECT_WITH_COMMENT = "correct_with_comment"
    NOT_CORRECT = "not_correct"


VERDICT_LABELS = {
    Verdict.CORRECT: "It is correct",
    Verdict.CORRECT_WITH_COMMENT: "It is correct, with a comment",
    Verdict.NOT_CORRECT: "It is not correct",
}


class StoredFile(Base):
    """A file in the store, kept once under the SHA-256 of its bytes."""

    __tablename__ = "stored_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(120))
    stored_at: Mapped[datetime]


class Evidence(OfReview, Tracked, Base):
    """A piece of evidence: notes, a link or a file, open to those who read the review's findings or confidential."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("kind <> 'interview' OR confidential", name="interviews_are_confidential"),
    )
    review_id: Mapped[int] = link("review.id")
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind, "kind"))
    title: Mapped[str] = mapped_column(String(300))
    notes: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    gathered: Mapped[PreciseDate | None] = precise_date("gathered")
    confidential: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str | None]
    added_by_id: Mapped[int | None] = maybe_link("person.id")
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    review: Mapped[Review] = relationship()
    added_by: Mapped[Person | None] = relationship()
    files: Mapped[list["EvidenceFile"]] = relationship(back_populates="evidence", order_by="EvidenceFile.number")
    finding_links: Mapped[list["FindingEvidence"]] = relationship(back_populates="evidence")

    def history_confidential(self) -> bool:
        """Confidential evidence has a confidential history."""
        return self.confidential


class EvidenceFile(Tracked, Base):
    """One version of the file of a piece of evidence, under the name it was given."""

    __tablename__ = "evidence_file"
    __table_args__ = (UniqueConstraint("evidence_id", "number"),)
    evidence_id: Mapped[int] = link("evidence.id")
    number: Mapped[int]
    file_id: Mapped[int] = link("stored_file.id")
    filename: Mapped[str] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[int | None] = maybe_link("person.id")
    added_at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[Person | None] = relationship()

    def history_subject(self) -> tuple[str, int]:
        """Read on the review's history page."""
        return ("review", self.evidence.review_id)

    def history_label(self) -> str:
        """The evidence it belongs to."""
        return self.evidence.reference

    def history_confidential(self) -> bool:
        """As confidential as its evidence."""
        return self.evidence.confidential


class Reading(Base):
    """One reading of confidential evidence: who, when, and which version of its file (none: the notes)."""

    __tablename__ = "reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = link("evidence.id")
    evidence_file_id: Mapped[int | None] = maybe_link("evidence_file.id")
    person_id: Mapped[int] = link("person.id")
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Finding(OfReview, Tracked, Base):
    """What was found, of a theme and severity, resting on evidence."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("review_id", "number"),)
    review_id: Mapped[int] = link("review.id")
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    text: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    theme: Mapped[Theme] = mapped_column(choice(Theme, "theme"))
    severity: Mapped[Severity] = mapped_column(choice(Severity, "severity"))
    withdrawn_reason: Mapped[str | None]
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    review: Mapped[Review] = relationship()
    evidence_links: Mapped[list["FindingEvidence"]] = relationship(
        back_populates="finding", order_by="FindingEvidence.id", cascade="all, delete-orphan"
    )
    accuracy_items: Mapped[list["AccuracyItem"]] = relationship(back_populates="finding", order_by="AccuracyItem.id")


class FindingEvidence(Tracked, Base):
    """A finding rests on a piece of evidence."""

    __tablename__ = "finding_evidence"
    __table_args__ = (UniqueConstraint("finding_id", "evidence_id"),)
    finding_id: Mapped[int] = link("finding.id")
    evidence_id: Mapped[int] = link("evidence.id")

    finding: Mapped[Finding] = relationship(back_populates="evidence_links")
    evidence: Mapped[Evidence] = relationship(back_populates="finding_links")

    def history_subject(self) -> tuple[str, int]:
        """Read on the review's history page."""
        return ("review", self.finding.review_id)

    def history_label(self) -> str:
        """The finding, and what it rests on."""
        return f"{self.finding.reference}, {self.evidence.reference}"

    def history_confidential(self) -> bool:
        """As confidential as the evidence."""
        return self.evidence.confidential


class AccuracyRequest(OfReview, Tracked, Base):
    """Findings sent to the service together, which has until `due_on` (ten working days) to answer."""

    __tablename__ = "accuracy_request"
    review_id: Mapped[int] = link("review.id")
    sent_on: Mapped[date]
    due_on: Mapped[date]
    message: Mapped[str] = mapped_column(default="")
    sent_by_id: Mapped[int | None] = maybe_link("person.id")

    review: Mapped[Review] = relationship()
    sent_by: Mapped[Person | None] = relationship()
    items: Mapped[list["AccuracyItem"]] = relationship(back_populates="request", order_by="AccuracyItem.id")


class AccuracyItem(Tracked, Base):
    """One finding as it was sent for factual accuracy, and what the service answered."""

    __tablename__ = "accuracy_item"
    __table_args__ = (UniqueConstraint("request_id", "finding_id"),)
    request_id: Mapped[int] = link("accuracy_request.id")
    finding_id: Mapped[int] = link("finding.id")
    finding_text: Mapped[str]
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict, "verdict"))
    answer: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = maybe_link("person.id")
    our_response: Mapped[str] = mapped_column(default="")

    request: Mapped[AccuracyRequest] = relationship(back_populates="items", lazy="joined", innerjoin=True)
    finding: Mapped[Finding] = relationship(back_populates="accuracy_items")
    answered_by: Mapped[Person | None] = relationship()

    def history_subject(self) -> tuple[str, int]:
        """Read on the review's history page."""
        return ("review", self.finding.review_id)

    def history_label(self) -> str:
        """The finding."""
        return self.finding.reference

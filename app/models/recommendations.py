"""Recommendations with their two lives, dates, milestones and notes, and the decisions taken on them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link, maybe_link, precise_date
from app.models.findings import Finding, StoredFile
from app.models.people import Person, Provenance
from app.models.reviews import OfReview, Review
from app.models.services import RelatedProgramme
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.recommendation import Closure, Priority, Progress, Response


class NoteKind(StrEnum):
    """What a note on a recommendation tells."""

    PROGRESS = "progress"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    DONE = "done"
    SENT_BACK = "sent_back"
    REPORT_BACK = "report_back"


class RevisionState(StrEnum):
    """How far the asking for a new date has got."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class DecisionKind(StrEnum):
    """What a decision was taken on: a response answers one recommendation by itself."""

    REPORT = "report"
    QUICK_WINS = "quick_wins"
    AMENDMENT = "amendment"
    RESPONSE = "response"


class Recommendation(OfReview, Tracked, Base):
    """A recommendation. Its text never changes once published: an amendment is a new version of the text."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("impact BETWEEN 1 AND 5", name="impact"),
        CheckConstraint("effort BETWEEN 1 AND 5", name="effort"),
        CheckConstraint("(progress = 'closed') = (closure IS NOT NULL)", name="closed_by_a_closure"),
        CheckConstraint("verifier_id IS NULL OR verifier_id <> owner_id", name="verifier_is_not_owner"),
        CheckConstraint(
            "response NOT IN ('partially_accepted', 'not_accepted') OR response_reason <> ''", name="response_reason"
        ),
    )
    review_id: Mapped[int] = link("review.id")
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    text: Mapped[str]
    text_version: Mapped[int] = mapped_column(default=1)
    detail: Mapped[str] = mapped_column(default="")
    priority: Mapped[Priority | None] = mapped_column(choice(Priority, "priority"))
    impact: Mapped[int | None]
    effort: Mapped[int | None]
    owner_id: Mapped[int | None] = maybe_link("person.id")
    verifier_id: Mapped[int | None] = maybe_link("person.id")
    interim: Mapped[bool] = mapped_column(default=False)
    published_on: Mapped[date | None]
    response: Mapped[Response] = mapped_column(choice(Response, "response"), default=Response.AWAITING)
    response_reason: Mapped[str] = mapped_column(default="")
    decision_id: Mapped[int | None] = maybe_link("decision.id")
    progress: Mapped[Progress] = mapped_column(choice(Progress, "progress"), default=Progress.NOT_STARTED)
    closure: Mapped[Closure | None] = mapped_column(choice(Closure, "closure"))
    closure_reason: Mapped[str] = mapped_column(default="")
    blocked_reason: Mapped[str | None]
    original_date: Mapped[PreciseDate | None] = precise_date("original")
    current_date: Mapped[PreciseDate | None] = precise_date("current")
    completed_on: Mapped[date | None]
    done_evidence: Mapped[str] = mapped_column(default="")
    done_url: Mapped[str] = mapped_column(default="")
    done_file_id: Mapped[int | None] = maybe_link("stored_file.id")
    done_filename: Mapped[str] = mapped_column(String(255), default="")
    verified_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = maybe_link("person.id")
    handed_over_to_id: Mapped[int | None] = maybe_link("related_programme.id")
    superseded_by_id: Mapped[int | None] = maybe_link("recommendation.id")
    withdrawn_reason: Mapped[str | None]
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)

    review: Mapped[Review] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    verifier: Mapped[Person | None] = relationship(foreign_keys=[verifier_id])
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])
    handed_over_to: Mapped[RelatedProgramme | None] = relationship()
    superseded_by: Mapped["Recommendation | None"] = relationship(remote_side="Recommendation.id")
    decision: Mapped["Decision | None"] = relationship(foreign_keys=[decision_id])
    done_file: Mapped[StoredFile | None] = relationship()
    finding_links: Mapped[list["RecommendationFinding"]] = relationship(
        back_populates="recommendation", order_by="RecommendationFinding.id", cascade="all, delete-orphan"
    )
    texts: Mapped[list["RecommendationText"]] = relationship(
        back_populates="recommendation", order_by="RecommendationText.number"
    )
    revisions: Mapped[list["DateRevision"]] = relationship(back_populates="recommendation", order_by="DateRevision.id")
    milestones: Mapped[list["Milestone"]] = relationship(back_populates="recommendation", order_by="Milestone.id")
    notes: Mapped[list["RecommendationNote"]] = relationship(
        back_populates="recommendation", order_by="RecommendationNote.id"
    )

    def history_subject(self) -> tuple[str, int]:
        """A recommendation has a history page of its own."""
        return ("recommendation", self.id)


class OfRecommendation:
    """A tracked record that belongs to the history of its recommendation."""

    recommendation_id: Mapped[int]

    def history_subject(self) -> tuple[str, int]:
        """Read on the recommendation's history page."""
        return ("recommendation", self.recommendation_id)


class RecommendationFinding(OfRecommendation, Tracked, Base):
    """A recommendation follows from a finding."""

    __tablename__ = "recommendation_finding"
    __table_args__ = (UniqueConstraint("recommendation_id", "finding_id"),)
    recommendation_id: Mapped[int] = link("recommendation.id")
    finding_id: Mapped[int] = link("finding.id")

    recommendation: Mapped[Recommendation] = relationship(back_populates="finding_links")
    finding: Mapped[Finding] = relationship()

    def history_label(self) -> str:
        """The recommendation, and the finding it follows from."""
        return f"{self.recommendation.reference}, {self.finding.reference}"


class RecommendationText(OfRecommendation, Tracked, Base):
    """One version of the wording of a recommendation, from the first published one on."""

    __tablename__ = "recommendation_text"
    __table_args__ = (UniqueConstraint("recommendation_id", "number"),)
    recommendation_id: Mapped[int] = link("recommendation.id")
    number: Mapped[int]
    text: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int | None] = maybe_link("person.id")
    written_on: Mapped[date]

    recommendation: Mapped[Recommendation] = relationship(back_populates="texts")
    written_by: Mapped[Person | None] = relationship()


class DateRevision(OfRecommendation, Tracked, Base):
    """A new date: asked for by the owner, approved (or not) by the lead. The original date is never overwritten."""

    __tablename__ = "date_revision"
    recommendation_id: Mapped[int] = link("recommendation.id")
    was: Mapped[PreciseDate | None] = precise_date("was")
    becomes: Mapped[PreciseDate] = precise_date("becomes", required=True)
    reason: Mapped[str]
    state: Mapped[RevisionState] = mapped_column(choice(RevisionState, "state"), default=RevisionState.ASKED)
    asked_by_id: Mapped[int | None] = maybe_link("person.id")
    asked_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = maybe_link("person.id")
    decided_by_title: Mapped[str] = mapped_column(String(160), default="")
    decided_on: Mapped[date | None]
    decision_note: Mapped[str] = mapped_column(default="")

    recommendation: Mapped[Recommendation] = relationship(back_populates="revisions")
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class Milestone(OfRecommendation, Tracked, Base):
    """A step on the way to a recommendation."""

    __tablename__ = "milestone"
    recommendation_id: Mapped[int] = link("recommendation.id")
    text: Mapped[str] = mapped_column(String(300))
    done: Mapped[bool] = mapped_column(default=False)
    done_on: Mapped[date | None]
    dropped: Mapped[bool] = mapped_column(default=False)

    recommendation: Mapped[Recommendation] = relationship(back_populates="milestones")

    def history_label(self) -> str:
        """The milestone's text."""
        return self.text[:200]


class RecommendationNote(OfRecommendation, Tracked, Base):
    """What somebody wrote on how a recommendation goes. Never changed: a correction is another note."""

    __tablename__ = "recommendation_note"
    recommendation_id: Mapped[int] = link("recommendation.id")
    kind: Mapped[NoteKind] = mapped_column(choice(NoteKind, "kind"), default=NoteKind.PROGRESS)
    text: Mapped[str]
    written_by_id: Mapped[int | None] = maybe_link("person.id")
    written_at: Mapped[datetime]

    recommendation: Mapped[Recommendation] = relationship(back_populates="notes")
    written_by: Mapped[Person | None] = relationship()


class Decision(OfReview, Tracked, Base):
    """A decision on a document: what was read (`document_sha256`) and the content decided, frozen.

    `decided_content` is `workflows.decision.decided_content` at that moment; a later difference makes it stale.
    """

    __tablename__ = "decision"
    review_id: Mapped[int] = link("review.id")
    kind: Mapped[DecisionKind] = mapped_column(choice(DecisionKind, "kind"))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    decided_by_title: Mapped[str] = mapped_column(String(160))
    decided_on: Mapped[date]
    minute_reference: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(default="")
    document_name: Mapped[str] = mapped_column(String(255), default="")
    document_sha256: Mapped[str] = mapped_column(String(64), default="")
    paper_id: Mapped[int | None] = maybe_link("paper.id")
    decided_content: Mapped[dict[str, Any]]
    recorded_by_id: Mapped[int | None] = maybe_link("person.id")
    recorded_at: Mapped[datetime]

    review: Mapped[Review] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    conditions: Mapped[list["DecisionCondition"]] = relationship(
        back_populates="decision", order_by="DecisionCondition.id"
    )

    def history_label(self) -> str:
        """The minute or letter, else the day."""
        return self.minute_reference or self.decided_on.isoformat()


class DecisionCondition(Tracked, Base):
    """Something a decision asks for before or while it is carried out."""

    __tablename__ = "decision_condition"
    decision_id: Mapped[int] = link("decision.id")
    text: Mapped[str]
    due: Mapped[PreciseDate | None] = precise_date("due")
    met_on: Mapped[date | None]
    met_note: Mapped[str] = mapped_column(default="")
    met_by_id: Mapped[int | None] = maybe_link("person.id")

    decision: Mapped[Decision] = relationship(back_populates="conditions")
    met_by: Mapped[Person | None] = relationship()

    def history_subject(self) -> tuple[str, int]:
        """Read on the review's history page."""
        return ("review", self.decision.review_id)

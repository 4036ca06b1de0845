"""A service review: where it stands, its scope and plan, and the gates it has passed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link, maybe_link, precise_date
from app.models.people import Person, Provenance, Unit
from app.models.services import RelatedProgramme, Service
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.review import Phase, Profile, Step


class RightTool(StrEnum):
    """The proposer's answer to "Is a review the right tool?"."""

    REVIEW = "review"
    IMPROVEMENT = "improvement"
    SELF_ASSESSMENT = "self_assessment"
    NOT_SURE = "not_sure"


class Screening(StrEnum):
    """How far a screening (data protection, equality) has got."""

    NOT_DONE = "not_done"
    NOTHING_NEEDED = "nothing_needed"
    ASSESSMENT_NEEDED = "assessment_needed"
    ASSESSMENT_DONE = "assessment_done"


SCREENING_LABELS = {
    Screening.NOT_DONE: "Not done yet",
    Screening.NOTHING_NEEDED: "Done: nothing further is needed",
    Screening.ASSESSMENT_NEEDED: "Done: a full assessment is needed",
    Screening.ASSESSMENT_DONE: "Done, with its full assessment",
}


class EventKind(StrEnum):
    """An event of a review that was published before it was entered here."""

    STARTED = "started"
    ENDED = "ended"
    RECOMMENDATIONS_PUBLISHED = "recommendations_published"
    REPORT_PUBLISHED = "report_published"
    REVIEW_COMPLETED = "review_completed"


class OfReview:
    """A tracked record that belongs to the history of its review."""

    review_id: Mapped[int]

    def history_subject(self) -> tuple[str, int]:
        """Read on the review's history page."""
        return ("review", self.review_id)


class Review(Tracked, Base):
    """One service review. It stays on the version of the method profile that it began with."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(phase = 'paused') = (paused_from IS NOT NULL)", name="paused_from"),
        CheckConstraint(
            "paused_from IN ('scoping', 'discovery', 'recommendations', 'implementation')", name="pausable"
        ),
    )
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    profile: Mapped[Profile] = mapped_column(choice(Profile, "profile"))
    profile_version: Mapped[int] = mapped_column(default=1)
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"), default=Phase.PROPOSED, index=True)
    paused_from: Mapped[Phase | None] = mapped_column(choice(Phase, "paused_phase"))
    resume: Mapped[PreciseDate | None] = precise_date("resume")
    step: Mapped[Step] = mapped_column(choice(Step, "step"), default=Step.IDEA)
    problem: Mapped[str] = mapped_column(default="")
    users: Mapped[str] = mapped_column(default="")
    service_words: Mapped[str] = mapped_column(String(200), default="")
    right_tool: Mapped[RightTool | None] = mapped_column(choice(RightTool, "right_tool"))
    right_tool_reason: Mapped[str] = mapped_column(default="")
    sponsor_title: Mapped[str] = mapped_column(String(120), default="")
    proposed_by_id: Mapped[int | None] = maybe_link("person.id")
    summary: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")

    data_protection: Mapped[Screening] = mapped_column(choice(Screening, "data_protection"), default=Screening.NOT_DONE)
    equality: Mapped[Screening] = mapped_column(choice(Screening, "equality"), default=Screening.NOT_DONE)
    screening_note: Mapped[str] = mapped_column(default="")
    guide_choice: Mapped[str] = mapped_column(String(200), default="")
    no_guide_reason: Mapped[str] = mapped_column(default="")
    baseline: Mapped[str] = mapped_column(default="")
    baseline_on: Mapped[PreciseDate | None] = precise_date("baseline_on")
    baseline_method: Mapped[str] = mapped_column(default="")
    no_baseline_reason: Mapped[str] = mapped_column(default="")

    published_on: Mapped[date | None]
    benefits_checked_on: Mapped[date | None]
    benefits_note: Mapped[str] = mapped_column(default="")
    service_owner_title: Mapped[str] = mapped_column(String(120), default="")
    service_owner_on: Mapped[date | None]
    handed_over_to_id: Mapped[int | None] = maybe_link("related_programme.id")
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)
    sources: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")

    proposed_by: Mapped[Person | None] = relationship()
    handed_over_to: Mapped[RelatedProgramme | None] = relationship()
    unit_links: Mapped[list["ReviewUnit"]] = relationship(back_populates="review", order_by="ReviewUnit.id")
    service_links: Mapped[list["ReviewService"]] = relationship(back_populates="review", order_by="ReviewService.id")
    entries: Mapped[list["PhaseEntry"]] = relationship(back_populates="review", order_by="PhaseEntry.id")
    scopes: Mapped[list["ScopeVersion"]] = relationship(back_populates="review", order_by="ScopeVersion.number")
    planned_ends: Mapped[list["PlannedEnd"]] = relationship(back_populates="review", order_by="PlannedEnd.id")
    tasks: Mapped[list["Task"]] = relationship(back_populates="review", order_by="Task.id")
    events: Mapped[list["PublishedEvent"]] = relationship(back_populates="review", order_by="PublishedEvent.id")
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="review", order_by="Lesson.id")

    def history_subject(self) -> tuple[str, int]:
        """Itself."""
        return ("review", self.id)


class ReviewUnit(OfReview, Tracked, Base):
    """A unit that a review is of."""

    __tablename__ = "review_unit"
    __table_args__ = (UniqueConstraint("review_id", "unit_id"),)
    review_id: Mapped[int] = link("review.id")
    unit_id: Mapped[int] = link("unit.id")

    review: Mapped[Review] = relationship(back_populates="unit_links")
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    def history_label(self) -> str:
        """The unit's name."""
        return self.unit.name


class ReviewService(OfReview, Tracked, Base):
    """A service that a review covers."""

    __tablename__ = "review_service"
    __table_args__ = (UniqueConstraint("review_id", "service_id"),)
    review_id: Mapped[int] = link("review.id")
    service_id: Mapped[int] = link("service.id")

    review: Mapped[Review] = relationship(back_populates="service_links")
    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)

    def history_label(self) -> str:
        """The service's name."""
        return self.service.name


class PhaseEntry(OfReview, Tracked, Base):
    """One entry into a phase: when, by which move, decided by whom, and recorded by whom. Never deleted.

    `imported` marks an entry that was taken over from an earlier record; gates bind only moves made here.
    """

    __tablename__ = "phase_entry"
    review_id: Mapped[int] = link("review.id")
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"))
    from_phase: Mapped[Phase | None] = mapped_column(choice(Phase, "from_phase"))
    move: Mapped[str] = mapped_column(String(40))
    entered: Mapped[PreciseDate] = precise_date("entered", required=True)
    reason: Mapped[str] = mapped_column(default="")
    decided_by_title: Mapped[str] = mapped_column(String(160), default="")
    decided_on: Mapped[date | None]
    decision_reference: Mapped[str] = mapped_column(String(120), default="")
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, "outcome"))
    conditions: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = maybe_link("person.id")
    recorded_at: Mapped[datetime]
    imported: Mapped[bool] = mapped_column(default=False)

    review: Mapped[Review] = relationship(back_populates="entries")
    recorded_by: Mapped[Person | None] = relationship()

    def history_label(self) -> str:
        """The phase."""
        return self.phase.value


class ScopeVersion(OfReview, Tracked, Base):
    """One version of the scope. A new one replaces it; none is ever changed once it is agreed.

    The `..._end` dates are the planned ends of the phases as this version gives them; the plan itself (`PlannedEnd`)
    may move on without a new scope.
    """

    __tablename__ = "scope_version"
    __table_args__ = (UniqueConstraint("review_id", "number"),)
    review_id: Mapped[int] = link("review.id")
    number: Mapped[int]
    in_scope: Mapped[str] = mapped_column(default="")
    out_of_scope: Mapped[str] = mapped_column(default="")
    objectives: Mapped[str] = mapped_column(default="")
    terms_of_reference: Mapped[str] = mapped_column(default="")
    scoping_end: Mapped[PreciseDate | None] = precise_date("scoping_end")
    discovery_end: Mapped[PreciseDate | None] = precise_date("discovery_end")
    recommendations_end: Mapped[PreciseDate | None] = precise_date("recommendations_end")
    implementation_end: Mapped[PreciseDate | None] = precise_date("implementation_end")
    change_note: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int | None] = maybe_link("person.id")
    written_at: Mapped[datetime]
    agreed_on: Mapped[date | None]
    agreed_by_title: Mapped[str] = mapped_column(String(160), default="")

    review: Mapped[Review] = relationship(back_populates="scopes")
    written_by: Mapped[Person | None] = relationship()

    def history_label(self) -> str:
        """For example "scope, version 2"."""
        return f"scope, version {self.number}"


class PlannedEnd(OfReview, Tracked, Base):
    """The planned end of a phase. Moving it adds a row, so that the first plan stays readable."""

    __tablename__ = "planned_end"
    __table_args__ = (
        Index(
            "uq_planned_end_current",
            "review_id",
            "phase",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )
    review_id: Mapped[int] = link("review.id")
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"))
    end: Mapped[PreciseDate] = precise_date("end", required=True)
    current: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(default="")
    set_by_id: Mapped[int | None] = maybe_link("person.id")
    set_at: Mapped[datetime]

    review: Mapped[Review] = relationship(back_populates="planned_ends")
    set_by: Mapped[Person | None] = relationship()

    def history_label(self) -> str:
        """The phase whose end is planned."""
        return f"planned end of {self.phase.value}"


class Task(OfReview, Tracked, Base):
    """A free task in one of the seven steps, with its owner, date and who did it."""

    __tablename__ = "task"
    review_id: Mapped[int] = link("review.id")
    step: Mapped[Step] = mapped_column(choice(Step, "step"))
    title: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = maybe_link("person.id")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = maybe_link("person.id")
    dropped: Mapped[bool] = mapped_column(default=False)

    review: Mapped[Review] = relationship(back_populates="tasks")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])

    def history_label(self) -> str:
        """The task's title."""
        return self.title[:200]


class PublishedEvent(OfReview, Tracked, Base):
    """A date that was published about a review run before it was entered here, as exact as it was published."""

    __tablename__ = "published_event"
    review_id: Mapped[int] = link("review.id")
    event: Mapped[EventKind] = mapped_column(choice(EventKind, "event"))
    on: Mapped[PreciseDate] = precise_date("on", required=True)

    review: Mapped[Review] = relationship(back_populates="events")

    def history_label(self) -> str:
        """What was published."""
        return self.event.value.replace("_", " ")


class Lesson(OfReview, Tracked, Base):
    """Something learned from a review, for the next one."""

    __tablename__ = "lesson"
    review_id: Mapped[int] = link("review.id")
    text: Mapped[str]
    written_by_id: Mapped[int | None] = maybe_link("person.id")
    written_on: Mapped[date]

    review: Mapped[Review] = relationship(back_populates="lessons")
    written_by: Mapped[Person | None] = relationship()

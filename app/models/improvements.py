"""Improvements and what they save: improvement, saving, measurement and claim are four records, not one."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Tracked, choice, link, maybe_link, precise_date
from app.models.people import Person, Provenance, Unit
from app.models.recommendations import Recommendation
from app.models.reviews import Review
from workflows.arithmetic import Per
from workflows.dates import PreciseDate
from workflows.improvement import Grade, Life, Recurrence, SavingClass, SavingForm


def quantity(name: str | None = None, *, nullable: bool = True) -> Any:
    """A Decimal column wide enough for minutes, days and pounds, with four places."""
    kind = Numeric(18, 4)
    return mapped_column(name, kind, nullable=nullable) if name else mapped_column(kind, nullable=nullable)


class Improvement(Tracked, Base):
    """What was changed, and how far its life has got."""

    __tablename__ = "improvement"
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    life: Mapped[Life] = mapped_column(choice(Life, "life"), default=Life.IDEA, index=True)
    review_id: Mapped[int | None] = maybe_link("review.id")
    recommendation_id: Mapped[int | None] = maybe_link("recommendation.id")
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    tools: Mapped[list[str]] = mapped_column(default=list)
    author_id: Mapped[int | None] = maybe_link("person.id")
    benefit_owner_id: Mapped[int | None] = maybe_link("person.id")
    adopted_from_id: Mapped[int | None] = maybe_link("improvement.id")
    adopted_on: Mapped[date | None]
    abandoned_reason: Mapped[str] = mapped_column(default="")
    provenance: Mapped[Provenance] = mapped_column(choice(Provenance, "provenance"), default=Provenance.OWN)
    sources: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")

    review: Mapped[Review | None] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    benefit_owner: Mapped[Person | None] = relationship(foreign_keys=[benefit_owner_id])
    adopted_from: Mapped["Improvement | None"] = relationship(remote_side="Improvement.id")
    unit_links: Mapped[list["ImprovementUnit"]] = relationship(
        back_populates="improvement", order_by="ImprovementUnit.id", cascade="all, delete-orphan"
    )
    savings: Mapped[list["Saving"]] = relationship(back_populates="improvement", order_by="Saving.number")

    def history_subject(self) -> tuple[str, int]:
        """Itself."""
        return ("improvement", self.id)


class OfImprovement:
    """A tracked record that belongs to the history of its improvement."""

    improvement_id: Mapped[int]

    def history_subject(self) -> tuple[str, int]:
        """Read on the improvement's history page."""
        return ("improvement", self.improvement_id)


class ImprovementUnit(OfImprovement, Tracked, Base):
    """A unit whose improvement it is."""

    __tablename__ = "improvement_unit"
    __table_args__ = (UniqueConstraint("improvement_id", "unit_id"),)
    improvement_id: Mapped[int] = link("improvement.id")
    unit_id: Mapped[int] = link("unit.id")

    improvement: Mapped[Improvement] = relationship(back_populates="unit_links")
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class OverlapGroup(Tracked, Base):
    """Savings that are about the same minutes: only the one that counts is in a total."""

    __tablename__ = "overlap_group"
    reason: Mapped[str]

    def history_label(self) -> str:
        """Why they overlap."""
        return self.reason[:200]


class Saving(OfImprovement, Tracked, Base):
    """One saving: of one class, once or every year, in one form, at one grade of evidence.

    `settings_snapshot` holds the hours per day, working days and times a year it was worked out with, so that a
    changed setting never rewrites history. `native_days` are kept as the source gives them and never converted.
    """

    __tablename__ = "saving"
    __table_args__ = (
        UniqueConstraint("improvement_id", "number"),
        CheckConstraint("attribution_share > 0 AND attribution_share <= 1", name="attribution_share"),
        CheckConstraint("form <> 'native_days' OR native_days IS NOT NULL", name="native_days"),
        CheckConstraint("form <> 'money' OR amount_gbp IS NOT NULL", name="amount"),
    )
    improvement_id: Mapped[int] = link("improvement.id")
    number: Mapped[int]
    klass: Mapped[SavingClass] = mapped_column(choice(SavingClass, "klass"))
    recurrence: Mapped[Recurrence] = mapped_column(choice(Recurrence, "recurrence"))
    form: Mapped[SavingForm] = mapped_column(choice(SavingForm, "form"))
    grade: Mapped[Grade] = mapped_column(choice(Grade, "grade"), default=Grade.ESTIMATED)
    method: Mapped[str] = mapped_column(String(80), default="")
    like_for_like: Mapped[str] = mapped_column(default="")
    sample_size: Mapped[int | None]
    native_days: Mapped[Decimal | None] = quantity()
    amount_gbp: Mapped[Decimal | None] = quantity()
    narrative: Mapped[str] = mapped_column(default="")
    hours_per_day: Mapped[Decimal | None] = quantity()
    days_a_year: Mapped[Decimal | None] = mapped_column(Numeric(24, 12))
    settings_snapshot: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attribution_share: Mapped[Decimal | None] = quantity()
    attribution_reason: Mapped[str] = mapped_column(default="")
    start: Mapped[PreciseDate | None] = precise_date("start")
    end: Mapped[PreciseDate | None] = precise_date("end")
    last_checked: Mapped[date | None]
    released_to: Mapped[str] = mapped_column(default="")
    claimed_by_id: Mapped[int | None] = maybe_link("person.id")
    validated_by_id: Mapped[int | None] = maybe_link("person.id")
    validated_on: Mapped[date | None]
    overlap_group_id: Mapped[int | None] = maybe_link("overlap_group.id")
    counts_in_overlap: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    improvement: Mapped[Improvement] = relationship(back_populates="savings")
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id])
    validated_by: Mapped[Person | None] = relationship(foreign_keys=[validated_by_id])
    overlap_group: Mapped[OverlapGroup | None] = relationship()
    steps: Mapped[list["SavingStep"]] = relationship(
        back_populates="saving", order_by="SavingStep.id", cascade="all, delete-orphan"
    )
    measurements: Mapped[list["Measurement"]] = relationship(back_populates="saving", order_by="Measurement.id")
    claims: Mapped[list["Claim"]] = relationship(back_populates="saving", order_by="Claim.id")

    def history_label(self) -> str:
        """For example "saving 1"."""
        return f"saving {self.number}"


class OfSaving:
    """A tracked record of a saving; its history is read with the improvement's."""

    saving: Mapped[Saving]

    def history_subject(self) -> tuple[str, int]:
        """Read on the improvement's history page."""
        return ("improvement", self.saving.improvement_id)


class SavingStep(OfSaving, Tracked, Base):
    """One step of the work: how often, minutes before and after for one person, and how many people."""

    __tablename__ = "saving_step"
    __table_args__ = (
        CheckConstraint("times >= 0 AND minutes_before >= 0 AND minutes_after >= 0", name="not_negative"),
    )
    saving_id: Mapped[int] = link("saving.id")
    title: Mapped[str] = mapped_column(String(200), default="")
    times: Mapped[Decimal] = quantity(nullable=False)
    per: Mapped[Per] = mapped_column(choice(Per, "per"))
    minutes_before: Mapped[Decimal] = quantity(nullable=False)
    minutes_after: Mapped[Decimal] = quantity(nullable=False)
    people: Mapped[Decimal] = quantity(nullable=False)

    saving: Mapped[Saving] = relationship(back_populates="steps")


class Measurement(OfSaving, Tracked, Base):
    """A measurement behind a saving: what was compared with what, how, and what came of it."""

    __tablename__ = "measurement"
    saving_id: Mapped[int] = link("saving.id")
    baseline_period: Mapped[str] = mapped_column(String(160), default="")
    follow_up_period: Mapped[str] = mapped_column(String(160), default="")
    method: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    sample_size: Mapped[int | None]
    measured_from: Mapped[date | None]
    measured_to: Mapped[date | None]
    days_less: Mapped[Decimal | None] = quantity()
    percent_less: Mapped[Decimal | None] = quantity()
    whole_percent_less: Mapped[Decimal | None] = quantity()
    other_causes: Mapped[list[str]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = maybe_link("person.id")
    recorded_on: Mapped[date | None]

    saving: Mapped[Saving] = relationship(back_populates="measurements")
    recorded_by: Mapped[Person | None] = relationship()


class Claim(OfSaving, Tracked, Base):
    """What was said of a saving in public, word for word. Never corrected, only set beside what was measured."""

    __tablename__ = "claim"
    saving_id: Mapped[int] = link("saving.id")
    text: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    as_at: Mapped[PreciseDate | None] = precise_date("as_at")

    saving: Mapped[Saving] = relationship(back_populates="claims")

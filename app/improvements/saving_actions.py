"""What people do with a saving: change its figure, measure it, move its grade, check it, and say what it overlaps with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.access import Permission, Viewer
from app.doing import doing
from app.extensions import db
from app.improvement_standing import Standing
from app.improvements.actions import put_figures
from app.improvements.sums import Figures
from app.models import Claim, Improvement, Measurement, OverlapGroup, Person, Saving
from app.refusals import FieldRefused
from workflows.dates import PreciseDate
from workflows.improvement import Grade
from workflows.saving import GRADES, HEADLINE_GRADES, SavingFacts


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is said of a saving beside its figure. `share` is from 0 to 1, None while it is not settled."""

    share: Decimal | None
    share_reason: str
    start: PreciseDate | None
    end: PreciseDate | None
    released_to: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measurement as it was entered."""

    method: str
    sample_size: int
    baseline_period: str
    follow_up_period: str
    measured_from: date
    measured_to: date
    scope: str
    days_less: Decimal | None
    percent_less: Decimal | None
    whole_percent_less: Decimal | None
    other_causes: list[str]
    source: str


def add_saving(improvement: Improvement, figures: Figures, details: Details, *, actor: Viewer) -> Saving:
    """Record one more saving of an improvement, as an estimate."""
    doing("add_saving", actor)
    last = db.session.scalar(select(func.max(Saving.number)).where(Saving.improvement_id == improvement.id)) or 0
    saving = Saving(number=last + 1, grade=Grade.ESTIMATED, claimed_by_id=actor.person_id)
    saving.improvement = improvement
    put_figures(saving, figures)
    _put_details(saving, details)
    db.session.add(saving)
    db.session.flush()
    return saving


def edit_saving(saving: Saving, figures: Figures, details: Details, *, actor: Viewer) -> bool:
    """Change a saving. A changed figure that was measured or better is an estimate again; then True is returned."""
    doing("edit_saving", actor)
    before = _figures_of(saving)
    put_figures(saving, figures)
    _put_details(saving, details)
    lowered = before != _figures_of(saving) and saving.grade in HEADLINE_GRADES
    if lowered:
        _to_estimate(saving)
    return lowered


def _figures_of(saving: Saving) -> tuple[object, ...]:
    days = None if saving.days_a_year is None else round(saving.days_a_year, 6)
    return (saving.klass, saving.recurrence, days, saving.native_days, saving.amount_gbp)


def _put_details(saving: Saving, details: Details) -> None:
    saving.attribution_share, saving.attribution_reason = details.share, details.share_reason
    saving.start, saving.end = details.start, details.end
    saving.released_to, saving.note = details.released_to, details.note


def _to_estimate(saving: Saving) -> None:
    saving.grade = Grade.ESTIMATED
    saving.validated_by = saving.validated_on = None


def record_measurement(saving: Saving, measured: Measured, *, actor: Viewer) -> Measurement:
    """Record a measurement behind a saving. Its grade does not move by itself."""
    doing("record_measurement", actor)
    found = Measurement(saving=saving, recorded_by_id=actor.person_id, recorded_on=actor.today, **vars(measured))
    db.session.add(found)
    return found


def record_claim(saving: Saving, text: str, source: str, as_at: PreciseDate | None, *, actor: Viewer) -> Claim:
    """Record what was said of a saving in public, word for word."""
    doing("record_claim", actor)
    claim = Claim(saving=saving, text=text, source=source, as_at=as_at)
    db.session.add(claim)
    return claim


def saving_facts(saving: Saving, standing: Standing) -> SavingFacts:
    """What the moves of a saving's grade must know: its last measurement, or else what the saving says itself."""
    measured = saving.measurements[-1] if saving.measurements else None
    viewer = standing.viewer
    begun = saving.start.last_day if saving.start else None
    return SavingFacts(
        today=viewer.today,
        klass=saving.klass,
        method_stated=bool((measured.method if measured else "") or saving.method),
        sample_size=(measured.sample_size if measured else None) or saving.sample_size or 0,
        dates_stated=bool(
            measured and (measured.measured_to or (measured.baseline_period and measured.follow_up_period))
        ),
        like_for_like_scope_stated=bool((measured.scope if measured else "") or saving.like_for_like),
        measured_on=(measured.measured_to if measured else None) or begun,
        checked_on=saving.last_checked,
        actor_is_claimant=saving.claimed_by_id is not None and saving.claimed_by_id == viewer.person_id,
        actor_validates_finance=viewer.can(Permission.VALIDATE_CASH, standing.place),
    )


def move_grade(saving: Saving, move: str, *, standing: Standing, reason: str) -> None:
    """Move the grade of a saving's evidence.

    Raises:
        MoveUnknown, MoveForbidden, MoveRefused: see `workflows.saving.GRADES`.
    """
    actor = standing.viewer
    grade = GRADES.advance(
        saving.grade, move, roles=standing.roles, facts=saving_facts(saving, standing), reason=reason
    )
    doing("move_grade", actor, reason)
    if grade is Grade.ESTIMATED:
        _to_estimate(saving)
    saving.grade = grade
    if grade in (Grade.VALIDATED, Grade.SUSTAINED):
        saving.validated_by, saving.validated_on = db.session.get(Person, actor.person_id), actor.today


def confirm_saving(saving: Saving, note: str, *, actor: Viewer) -> None:
    """Say that a saving is still true today."""
    doing("confirm_saving", actor, note)
    saving.last_checked = actor.today


def set_overlap(saving: Saving, other: Saving, *, this_counts: bool, reason: str, actor: Viewer) -> None:
    """Say that two savings are about the same minutes, and which of them counts. Of their whole group only that one does.

    Raises:
        FieldRefused: it is the same saving, another kind of saving, or both overlap with others already.
    """
    _check_overlap(saving, other)
    doing("set_overlap", actor, reason)
    group = saving.overlap_group or other.overlap_group
    if group is None:
        group = OverlapGroup(reason=reason)
        db.session.add(group)
        db.session.flush()
    group.reason = reason
    saving.overlap_group = other.overlap_group = group
    db.session.flush()
    winner = saving if this_counts else other
    for member in db.session.scalars(select(Saving).where(Saving.overlap_group_id == group.id)):
        member.counts_in_overlap = member.id == winner.id


def _check_overlap(saving: Saving, other: Saving) -> None:
    if saving.id == other.id:
        raise FieldRefused("other", "A saving cannot overlap with itself. Enter the other one")
    if (saving.klass, saving.recurrence) != (other.klass, other.recurrence):
        raise FieldRefused(
            "other", "That one is another kind of saving: the two are never added, so they cannot overlap"
        )
    both = saving.overlap_group_id, other.overlap_group_id
    if None not in both and both[0] != both[1]:
        raise FieldRefused("other", "Both overlap with others already. Take one of them out of its overlap first")


def leave_overlap(saving: Saving, *, actor: Viewer) -> None:
    """Say that a saving overlaps with nothing. A group of one is no overlap; of more, the next one counts."""
    doing("leave_overlap", actor)
    group_id = saving.overlap_group_id
    saving.overlap_group, saving.counts_in_overlap = None, True
    db.session.flush()
    left = list(db.session.scalars(select(Saving).where(Saving.overlap_group_id == group_id).order_by(Saving.id)))
    if len(left) == 1:
        left[0].overlap_group, left[0].counts_in_overlap = None, True
    elif left and not any(one.counts_in_overlap for one in left):
        left[0].counts_in_overlap = True

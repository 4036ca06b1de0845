"""What people do with improvements: log, change, and move them through their life."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.improvement_standing import Standing
from app.improvements.sums import Figures
from app.models import Improvement, ImprovementUnit, Saving, SavingStep
from workflows.improvement import LIFE, Grade, ImprovementFacts, Life
from workflows.roles import Role

_TO_LIFE = {Life.TESTING: "test", Life.ADOPTED: "adopt"}
PREFIX = "CI"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells of an improvement."""

    title: str
    unit_ids: tuple[int, ...]
    before: str
    after: str
    review_id: int | None = None
    recommendation_id: int | None = None


def next_reference(year: int) -> str:
    """The next free reference of a year, "CI-2026-004". Two at once may get the same: the table lets one of them in."""
    start = f"{PREFIX}-{year}-"
    length = func.length(Improvement.reference)
    taken = select(Improvement.reference).where(Improvement.reference.startswith(start))
    last = db.session.scalar(taken.order_by(length.desc(), Improvement.reference.desc()).limit(1))
    number = int(last.removeprefix(start)) + 1 if last else 1
    return f"{start}{number:03d}"


def log_improvement(
    told: Told, figures: Figures, *, life: Life, adopted_from_id: int | None, actor: Viewer
) -> Improvement:
    """Log an improvement with its first saving, as an estimate.

    Raises:
        MoveRefused: it cannot be in use or tested yet; the reasons say why.
        IntegrityError: somebody else was given the same reference a moment ago; do it again.
    """
    doing("log_improvement", actor)
    improvement = Improvement(
        reference=next_reference(actor.today.year),
        title=told.title,
        life=Life.IDEA,
        review_id=told.review_id,
        recommendation_id=told.recommendation_id,
        before=told.before,
        after=told.after,
        tools=[],
        sources=[],
        author_id=actor.person_id,
        adopted_from_id=adopted_from_id,
        unit_links=[ImprovementUnit(unit_id=unit_id) for unit_id in told.unit_ids],
    )
    saving = Saving(number=1, grade=Grade.ESTIMATED, claimed_by_id=actor.person_id, attribution_share=Decimal(1))
    improvement.savings.append(saving)
    put_figures(saving, figures)
    if life in _TO_LIFE:
        improvement.life = LIFE.advance(
            Life.IDEA, _TO_LIFE[life], roles={Role.BENEFIT_OWNER}, facts=improvement_facts(improvement)
        )
        improvement.adopted_on = actor.today if improvement.life is Life.ADOPTED else None
    db.session.add(improvement)
    db.session.flush()
    return improvement


def edit_improvement(
    improvement: Improvement, told: Told, *, tools: list[str], benefit_owner_id: int | None, note: str, actor: Viewer
) -> None:
    """Change what is told of an improvement."""
    doing("edit_improvement", actor)
    improvement.title, improvement.before, improvement.after = told.title, told.before, told.after
    improvement.review_id, improvement.recommendation_id = told.review_id, told.recommendation_id
    improvement.tools, improvement.benefit_owner_id, improvement.note = tools, benefit_owner_id, note
    kept = {link.unit_id for link in improvement.unit_links}
    for link in list(improvement.unit_links):
        if link.unit_id not in told.unit_ids:
            db.session.delete(link)
    for unit_id in told.unit_ids:
        if unit_id not in kept:
            db.session.add(ImprovementUnit(improvement_id=improvement.id, unit_id=unit_id))
    db.session.flush()
    db.session.expire(improvement, ["unit_links"])


def improvement_facts(improvement: Improvement) -> ImprovementFacts:
    """What the life of an improvement must know."""
    described = bool(improvement.before.strip() and improvement.after.strip())
    return ImprovementFacts(change_described=described, savings=len(improvement.savings))


def move_improvement(improvement: Improvement, move: str, *, standing: Standing, reason: str) -> None:
    """Move an improvement through its life.

    Raises:
        MoveUnknown, MoveForbidden, MoveRefused: see `workflows.improvement.LIFE`.
    """
    actor = standing.viewer
    moved = LIFE.advance(
        improvement.life, move, roles=standing.roles, facts=improvement_facts(improvement), reason=reason
    )
    doing("move_improvement", actor, reason)
    improvement.life = moved
    if moved is Life.ADOPTED:
        improvement.adopted_on = actor.today
    improvement.abandoned_reason = reason if moved is Life.ABANDONED else ""


def put_figures(saving: Saving, figures: Figures) -> None:
    """Write what is saved into a saving, with the settings that the sum was made with."""
    saving.form, saving.klass, saving.recurrence = figures.form, figures.klass, figures.recurrence
    saving.native_days, saving.amount_gbp = figures.native_days, figures.amount_gbp
    saving.narrative = figures.narrative
    saving.days_a_year = figures.days
    saving.hours_per_day = figures.settings.hours_per_day if figures.settings else None
    saving.settings_snapshot = figures.snapshot
    _put_steps(saving, figures)


def _put_steps(saving: Saving, figures: Figures) -> None:
    """Change the steps in place: each step keeps its own history."""
    there = list(saving.steps)
    for place, named in enumerate(figures.steps):
        if place < len(there):
            step = there[place]
        else:
            step = SavingStep()
            saving.steps.append(step)
        step.title, step.times, step.per = named.title, named.step.times, named.step.per
        step.minutes_before, step.minutes_after = named.step.minutes_before, named.step.minutes_after
        step.people = named.step.people
    for step in there[len(figures.steps) :]:
        db.session.delete(step)

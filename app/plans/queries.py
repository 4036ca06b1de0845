"""Questions about a review's team, planned dates, tasks and lessons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.folding import holds_all
from app.models import Decision, DecisionKind, Lesson, Person, PlannedEnd, Review, RoleGrant, Side, Task, Unit
from workflows.dates import PreciseDate
from workflows.phases import Phase, Step
from workflows.roles import ROLE_LABELS, Role

TEAM_ROLES = (
    Role.REVIEW_LEAD,
    Role.REVIEW_TEAM_MEMBER,
    Role.SPONSOR,
    Role.CO_CHAIR,
    Role.STEERING_GROUP_MEMBER,
)
"""The roles that are held on one review, in the order in which they are shown."""

SIDE_LABELS: Mapping[Side, str] = {Side.SERVICE: "from the service", Side.DIVISION: "from a division"}
MOST_FOUND = 20
MOST_PEOPLE = 400
MOST_TASKS = 1000


@dataclass(frozen=True)
class Member:
    """One role that somebody holds, or held, in the review."""

    grant_id: int
    person_id: int
    title: str
    unit: str
    role: Role
    side: Side | None
    since: date
    until: date | None

    @property
    def role_words(self) -> str:
        """The role, and for a co-chair the side: "Co-chair, from the service"."""
        words = ROLE_LABELS[self.role]
        return f"{words}, {SIDE_LABELS[self.side]}" if self.side else words


def team_of(review_id: int) -> list[Member]:
    """Everybody who holds or held a role in the review, those who hold one first, in the order of the roles."""
    rows = db.session.execute(
        select(
            RoleGrant.id,
            RoleGrant.person_id,
            Person.role_title,
            Unit.name,
            RoleGrant.role,
            RoleGrant.side,
            RoleGrant.granted_on,
            RoleGrant.ended_on,
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(RoleGrant.review_id == review_id, RoleGrant.role.in_(TEAM_ROLES))
        .order_by(RoleGrant.id)
    )
    members = [Member(*row) for row in rows]
    return sorted(members, key=lambda one: (one.until is not None, TEAM_ROLES.index(one.role), one.grant_id))


@dataclass(frozen=True)
class Known:
    """A person to pick: role title and unit."""

    id: int
    title: str
    unit: str

    @property
    def words(self) -> str:
        """How they are named in a list."""
        return f"{self.title}, {self.unit}"


def _people() -> Select[int, str, str]:
    return select(Person.id, Person.role_title, Unit.name).join(Unit, Unit.id == Person.unit_id)


def people_found(words: str) -> list[Known]:
    """Active people whose role title or unit holds every one of `words`; one more than MOST_FOUND at most."""
    wanted = holds_all(words.split()[:10], Person.role_title, Unit.name)
    question = _people().where(Person.active, wanted).order_by(Person.role_title, Unit.name).limit(MOST_FOUND + 1)
    return [Known(*row) for row in db.session.execute(question).all()]


def people_near(unit_paths: Sequence[str]) -> list[Known]:
    """Active people of these units and the ones below them, and whoever runs reviews; at most MOST_FOUND."""
    runs_reviews = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.ended_on.is_(None),
        RoleGrant.role.in_((Role.FOCUS_REVIEWER, Role.REVIEW_LEAD)),
    )
    near = or_(runs_reviews, *(Unit.path.startswith(path, autoescape=True) for path in unit_paths))
    question = _people().where(Person.active, near).order_by(Person.role_title, Unit.name).limit(MOST_FOUND)
    return [Known(*row) for row in db.session.execute(question).all()]


def person_known(person_id: int) -> Known | None:
    """The active person with this id."""
    row = db.session.execute(_people().where(Person.id == person_id, Person.active)).first()
    return Known(*row) if row else None


def people_for_tasks(review_id: int, owner_id: int | None = None) -> list[Known]:
    """People who can own a task: those with a role in the review first, then everybody active; `owner_id` always."""
    in_review = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.review_id == review_id, RoleGrant.ended_on.is_(None)
    )
    question = (
        _people()
        .where(or_(Person.active, Person.id == owner_id))
        .order_by((Person.id == owner_id).desc(), in_review.desc(), Person.role_title, Unit.name)
        .limit(MOST_PEOPLE)
    )
    return [Known(*row) for row in db.session.execute(question).all()]


@dataclass(frozen=True)
class Planned:
    """One planned end of a phase, with who set it and why it was moved. The last of a phase is the one that stands."""

    id: int
    phase: Phase
    end: PreciseDate
    reason: str
    set_at: datetime
    set_by: str


def planned_ends_of(review_id: int) -> list[Planned]:
    """Every planned end that was ever set, in the order in which they were set."""
    rows = db.session.execute(
        select(PlannedEnd.id, PlannedEnd.phase, PlannedEnd.end, PlannedEnd.reason, PlannedEnd.set_at, Person.role_title)
        .outerjoin(Person, Person.id == PlannedEnd.set_by_id)
        .where(PlannedEnd.review_id == review_id)
        .order_by(PlannedEnd.id)
    )
    return [Planned(*row) for row in rows]


def ends_that_stand(review_id: int) -> Sequence[PlannedEnd]:
    """The planned end of each phase that stands now, to be changed."""
    return db.session.scalars(select(PlannedEnd).where(PlannedEnd.review_id == review_id, PlannedEnd.current)).all()


@dataclass(frozen=True)
class TaskRow:
    """One task as it is listed."""

    id: int
    step: Step
    title: str
    owner_id: int | None
    owner: str | None
    due_on: date | None
    done_on: date | None
    done_by: str | None
    dropped: bool


def tasks_of(review_id: int) -> list[TaskRow]:
    """The tasks of the review: open ones first, each in the order in which they were added."""
    owner, done_by = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            Task.id,
            Task.step,
            Task.title,
            Task.owner_id,
            owner.role_title,
            Task.due_on,
            Task.done_on,
            done_by.role_title,
            Task.dropped,
        )
        .outerjoin(owner, owner.id == Task.owner_id)
        .outerjoin(done_by, done_by.id == Task.done_by_id)
        .where(Task.review_id == review_id)
        .order_by(Task.done_on.is_not(None), Task.id)
        .limit(MOST_TASKS)
    )
    return [TaskRow(*row) for row in rows]


def task_in(review_id: int, task_id: int) -> Task | None:
    """The task of this review with this id, its owner and who did it loaded with it."""
    return db.session.scalar(select(Task).where(Task.id == task_id, Task.review_id == review_id))


@dataclass(frozen=True)
class LessonRow:
    """One lesson as it is listed."""

    id: int
    text: str
    written_on: date
    written_by_id: int | None
    written_by: str | None


def lessons_of(review_id: int) -> list[LessonRow]:
    """The lessons noted so far, in the order in which they were written."""
    rows = db.session.execute(
        select(Lesson.id, Lesson.text, Lesson.written_on, Lesson.written_by_id, Person.role_title)
        .outerjoin(Person, Person.id == Lesson.written_by_id)
        .where(Lesson.review_id == review_id)
        .order_by(Lesson.id)
    )
    return [LessonRow(*row) for row in rows]


def lesson_in(review_id: int, lesson_id: int) -> Lesson | None:
    """The lesson of this review with this id."""
    return db.session.scalar(select(Lesson).where(Lesson.id == lesson_id, Lesson.review_id == review_id))


def grant_in(review_id: int, grant_id: int) -> RoleGrant | None:
    """The role in this review with this id, held or ended."""
    return db.session.scalar(select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.review_id == review_id))


def report_decided_on(review: Review) -> date | None:
    """The day of the last decision on the review's report or its amendment; None where there is none."""
    return db.session.scalar(
        select(func.max(Decision.decided_on)).where(
            Decision.review_id == review.id, Decision.kind.in_((DecisionKind.REPORT, DecisionKind.AMENDMENT))
        )
    )

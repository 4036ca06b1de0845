"""What is done to the tasks of the seven steps: add, change, do, take up again, drop."""

from collections.abc import Sequence
from datetime import date

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import Review, Task
from workflows.phases import Step


def add_tasks(
    review: Review, titles: Sequence[str], *, step: Step, owner_id: int | None, due_on: date | None, actor: Viewer
) -> list[Task]:
    """Add one task for each title, all with the same owner and date."""
    doing("add_tasks", actor)
    tasks = [Task(review_id=review.id, step=step, title=title, owner_id=owner_id, due_on=due_on) for title in titles]
    db.session.add_all(tasks)
    return tasks


def edit_task(task: Task, *, title: str, step: Step, owner_id: int | None, due_on: date | None, actor: Viewer) -> None:
    """Change what a task is, whose, and by when."""
    doing("edit_task", actor)
    task.title, task.step, task.owner_id, task.due_on = title, step, owner_id, due_on


def finish_task(task: Task, *, actor: Viewer) -> None:
    """Mark a task as done today by `actor`. One that is done already keeps who did it and when."""
    if task.done_on is not None:
        return
    doing("finish_task", actor)
    task.done_on, task.done_by_id = actor.today, actor.person_id


def reopen_task(task: Task, *, actor: Viewer) -> None:
    """Take a task up again: it is neither done nor dropped."""
    if task.done_on is None and not task.dropped:
        return
    doing("reopen_task", actor)
    task.done_on = task.done_by_id = None
    task.dropped = False


def drop_task(task: Task, *, actor: Viewer) -> None:
    """Say that a task will not be done. It stays in the list of what was dropped."""
    if task.dropped:
        return
    doing("drop_task", actor)
    task.dropped = True

"""The tasks of the seven steps: add several at once, change one, do it, take it up again, drop it."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, needs
from app.conflict import stale
from app.forms import TrackerForm, chosen_id, offer
from app.models import Task
from app.plans import queries, task_actions
from app.plans.door import WORK, Opened, blueprint, open_to_anybody, open_to_work
from app.plans.forms import TaskForm, TasksForm
from app.submissions import finish, sent_before
from workflows.phases import STEP_LABELS, Step

MINE = "Whoever owns a task marks it as done, or the team of the review."


@blueprint.route("/reviews/<reference>/plan/tasks/new", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def add_tasks(reference: str) -> ResponseReturnValue:
    """Add tasks to a step, one on each line; "Save and add more" comes back here with the same step."""
    opened = open_to_work(reference)
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    form = TasksForm()
    _offer_people(form, opened, None)
    if request.method == "GET":
        asked = request.args.get("step", "")
        form.step.data = asked if asked in list(Step) else opened.review.step.value
    if form.validate_on_submit():
        step = Step(form.step.data)
        task_actions.add_tasks(
            opened.review,
            form.lines(),
            step=step,
            owner_id=chosen_id(form.owner_id),
            due_on=form.due_on.data,
            actor=opened.who,
        )
        again_here = url_for("plans.add_tasks", reference=opened.review.reference, step=step.value)
        onward = again_here if form.save_and_more.data else opened.plan(f"step-{step.value}")
        said = "The task is added." if len(form.lines()) == 1 else "The tasks are added."
        return finish(onward, opened.who.person_id, said)
    return _page("plans/tasks_new.html", opened, form)


@blueprint.route("/reviews/<reference>/plan/tasks/<int(max=2147483647):task_id>", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def task(reference: str, task_id: int) -> ResponseReturnValue:
    """One task: what it is and how it stands; who may work on the review changes it here."""
    opened, found = _open_task(reference, task_id)
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    if request.method == "POST" and not opened.may_work:
        raise NotAllowed(WORK)
    form = TaskForm(obj=found) if request.method == "GET" else TaskForm()
    _offer_people(form, opened, found.owner_id)
    if request.method == "GET":
        form.owner_id.data = str(found.owner_id or "")
    if form.validate_on_submit():
        back = opened.plan(f"step-{found.step.value}")
        if clash := stale(form, found, title="This task", back=back):
            return clash
        task_actions.edit_task(
            found,
            title=form.title.data or "",
            step=Step(form.step.data),
            owner_id=chosen_id(form.owner_id),
            due_on=form.due_on.data,
            actor=opened.who,
        )
        return finish(opened.plan(f"step-{found.step.value}"), opened.who.person_id, "The task is saved.")
    return _page("plans/task.html", opened, form, found)


@blueprint.post("/reviews/<reference>/plan/tasks/<int(max=2147483647):task_id>/done")
@needs(Permission.SIGNED_IN)
def finish_task(reference: str, task_id: int) -> ResponseReturnValue:
    """Mark a task as done: its owner, or the team."""
    return _press(reference, task_id, task_actions.finish_task, "is done")


@blueprint.post("/reviews/<reference>/plan/tasks/<int(max=2147483647):task_id>/not-done")
@needs(Permission.SIGNED_IN)
def reopen_task(reference: str, task_id: int) -> ResponseReturnValue:
    """Take a task up again that was done or dropped."""
    return _press(reference, task_id, task_actions.reopen_task, "is to be done again")


@blueprint.post("/reviews/<reference>/plan/tasks/<int(max=2147483647):task_id>/drop")
@needs(Permission.SIGNED_IN)
def drop_task(reference: str, task_id: int) -> ResponseReturnValue:
    """Say that a task will not be done: the team alone."""
    return _press(reference, task_id, task_actions.drop_task, "will not be done", team_only=True)


def _press(
    reference: str, task_id: int, act: Callable[..., None], becomes: str, *, team_only: bool = False
) -> ResponseReturnValue:
    opened, found = _open_task(reference, task_id)
    if again := sent_before(opened.who.person_id):
        return again
    if not opened.may_work and (team_only or found.owner_id != opened.who.person_id):
        raise NotAllowed(WORK if team_only else MINE)
    act(found, actor=opened.who)
    here = url_for("plans.task", reference=opened.review.reference, task_id=found.id)
    onward = opened.plan(f"step-{found.step.value}") if opened.may_read else here
    return finish(onward, opened.who.person_id, f"“{found.title}” {becomes}.")


def _open_task(reference: str, task_id: int) -> tuple[Opened, Task]:
    """The task, for who reads the plan, and for its owner.

    Raises:
        NotFound: there is no such task in this review, or this person is neither.
    """
    opened = open_to_anybody(reference)
    found = queries.task_in(opened.review.id, task_id)
    if found is None or not (opened.may_read or found.owner_id == opened.who.person_id):
        raise NotFound
    return opened, found


def _offer_people(form: TasksForm | TaskForm, opened: Opened, owner_id: int | None) -> None:
    people = queries.people_for_tasks(opened.review.id, owner_id)
    offer(form.owner_id, [(one.id, one.words) for one in people], empty="Nobody yet")


def _page(template: str, opened: Opened, form: TrackerForm, found: Task | None = None) -> ResponseReturnValue:
    page = render_template(
        template,
        form=form,
        frame=opened.frame(),
        opened=opened,
        review=opened.review,
        task=found,
        steps=STEP_LABELS,
        back=opened.plan("tasks"),
        mine=found is not None and found.owner_id == opened.who.person_id,
    )
    return page, 422 if form.errors else 200

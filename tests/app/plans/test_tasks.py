"""Tasks of the seven steps: added quickly, done by whoever owns them, never lost."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.auth.queries import viewer_by_key
from app.extensions import db
from app.history_pages import entries
from app.models import Task
from app.places import place_of_review
from tests.app.plans.cast import Cast, make_cast
from tests.client import Browser
from tests.factories import DAY, keep, make_review, saying
from workflows.phases import Step


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A review and its people."""
    return make_cast()


def tasks() -> list[Task]:
    db.session.expire_all()
    return list(db.session.scalars(select(Task).order_by(Task.id)))


def add(browser: Browser, cast: Cast, titles: str, status: int = 200, **more: str) -> None:
    browser.get(cast.address("plan/tasks/new?step=diagnose"))
    browser.submit("Save the tasks", status=status, titles=titles, **more)


def test_several_tasks_are_added_at_once_to_the_step_that_was_chosen(cast: Cast, browser: Browser) -> None:
    add(
        browser.sign_in(cast.member),
        cast,
        "Count doors\r\n\r\n  Ask the porters  \nWalk the rooms",
        owner_id=str(cast.member.id),
        due_on="29 May 2026",
    )
    assert [(one.title, one.step, one.owner_id) for one in tasks()] == [
        ("Count doors", Step.DIAGNOSE, cast.member.id),
        ("Ask the porters", Step.DIAGNOSE, cast.member.id),
        ("Walk the rooms", Step.DIAGNOSE, cast.member.id),
    ]
    assert browser.page is not None
    step = browser.page.soup.find(id="step-diagnose")
    assert step is not None
    told = " ".join(step.get_text(" ").split())
    assert "0 of 3 tasks" in told
    assert "Business analyst. Due 29 May 2026, in 28 days" in told


def test_add_and_write_more_comes_back_to_the_same_step(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/tasks/new?step=engage"))
    page = browser.submit("Save and add more", titles="Ask the users")
    assert page.address == cast.address("plan/tasks/new?step=engage")
    assert page.soup.select_one("select[name=step] option[selected]")["value"] == "engage"  # type: ignore[index]
    assert [one.title for one in tasks()] == ["Ask the users"]


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        ("", "Write at least one task"),
        (" \n \n", "Write at least one task"),
        ("fine\n" + "x" * 301, "Shorten line 2 to 300 characters or fewer"),
        ("one\n" * 21, "Add at most 20 tasks at once: there are 21 lines"),
        ("x" * 1_000_000, "Shorten line 1 to 300 characters or fewer"),
    ],
)
def test_tasks_that_cannot_be_kept_are_refused_and_what_was_typed_stays(
    cast: Cast, browser: Browser, titles: str, message: str
) -> None:
    add(browser.sign_in(cast.lead), cast, titles, 422)
    assert browser.page is not None
    assert browser.page.errors() == [message]
    assert titles.strip() in browser.page.html
    assert tasks() == []


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("due_on", "31 February 2026", "“31 February 2026” is not a date in the calendar."),
        ("due_on", "soon", "“soon” is not understood as a date."),
        ("due_on", "May 2026", "Give the day too"),
        ("owner_id", "99999", "Choose somebody from the list"),
        ("owner_id", "Head", "Choose somebody from the list"),
        ("step", "eighth", "Not a valid choice."),
    ],
)
def test_a_wrong_owner_date_or_step_is_refused_at_its_field(
    cast: Cast, browser: Browser, field: str, typed: str, message: str
) -> None:
    add(browser.sign_in(cast.lead), cast, "Count doors", 422, **{field: typed})
    assert browser.page is not None
    assert browser.page.errors()[0].startswith(message)
    assert "Count doors" in browser.page.html
    assert tasks() == []


def test_a_task_is_done_by_somebody_on_a_day_and_not_done_again(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.member), cast, "Count doors")
    page = browser.submit("Mark as done")
    assert "Done 1 May 2026 by the Business analyst" in page.text
    assert "1 of 1 task" in page.text
    other = Browser(browser.app).sign_in(cast.lead)
    other.get(other.get(cast.address()).link("Count doors"))
    other.submit("Not done after all")
    (task,) = tasks()
    assert (task.done_on, task.done_by_id) == (None, None)


def test_a_task_done_twice_keeps_who_did_it_first(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.member), cast, "Count doors")
    lead = Browser(browser.app).sign_in(cast.lead)
    seen = lead.get(cast.address())
    browser.submit("Mark as done")
    lead.submit("Mark as done", page=seen)
    assert tasks()[0].done_by_id == cast.member.id


def test_a_dropped_task_stays_in_the_list_and_can_be_taken_up_again(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, "Count doors")
    assert browser.page is not None
    browser.get(browser.page.link("Count doors"))
    page = browser.submit("Drop it")
    assert "1 task was dropped" in page.text
    browser.get(page.link("Count doors"))
    browser.submit("Take it up again")
    assert tasks()[0].dropped is False


def test_a_task_is_changed_and_a_clash_shows_both(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, "Count doors")
    assert browser.page is not None
    address = browser.page.link("Count doors")
    mine = browser.get(address)
    theirs = Browser(browser.app).sign_in(cast.member)
    theirs.get(address)
    theirs.submit("Save the task", title="Count all doors", owner_id=str(cast.member.id))
    page = browser.submit("Save the task", page=mine, status=409, title="Count some doors", owner_id=str(cast.lead.id))
    assert "2 fields need your choice" in page.text
    browser.submit("Save", title="Count most doors", owner_id=str(cast.lead.id), step="engage")
    (task,) = tasks()
    assert (task.title, task.owner_id, task.step) == ("Count most doors", cast.lead.id, Step.ENGAGE)


def test_the_owner_of_a_task_marks_it_without_a_part_in_the_review(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, "Open the rooms", owner_id=str(cast.contributor.id))
    address = cast.address(f"plan/tasks/{tasks()[0].id}")
    owner = Browser(browser.app).sign_in(cast.contributor)
    owner.get(cast.address(), status=403)
    page = owner.get(address)
    assert "Open the rooms" in page.text
    assert not page.soup.select("#title")
    page = owner.submit("Mark as done")
    assert page.address == address
    assert "Done 1 May 2026 by the Timetabling officer" in page.text
    owner.submit("Not done after all")
    assert tasks()[0].done_on is None


def test_the_owner_of_a_task_does_not_change_or_drop_it(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, "Open the rooms", owner_id=str(cast.contributor.id))
    address = cast.address(f"plan/tasks/{tasks()[0].id}")
    owner = Browser(browser.app).sign_in(cast.contributor)
    page = owner.get(address)
    token = {"csrf_token": str(page.soup.select_one("input[name=csrf_token]")["value"])}  # type: ignore[index]
    owner.post(address, token | {"title": "Other", "step": "idea"}, status=403)
    owner.post(f"{address}/drop", token, status=403)
    assert (tasks()[0].title, tasks()[0].dropped) == ("Open the rooms", False)


def test_who_reads_the_plan_but_does_not_own_the_task_has_no_button(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, "Count doors")
    address = cast.address(f"plan/tasks/{tasks()[0].id}")
    reading = Browser(browser.app).sign_in(cast.sponsor)
    assert "Mark as done" not in reading.get(cast.address()).text
    page = reading.get(address)
    assert "Mark as done" not in page.text
    token = {"csrf_token": str(page.soup.select_one("input[name=csrf_token]")["value"])}  # type: ignore[index]
    reading.post(f"{address}/done", token, status=403)
    assert tasks()[0].done_on is None


def test_a_task_of_another_review_or_of_none_is_not_found(cast: Cast, browser: Browser) -> None:
    other = make_review("SR-2026-002", unit=cast.unit)
    saying("add_tasks")
    elsewhere = keep(Task(review_id=other.id, step=Step.IDEA, title="Elsewhere"))
    db.session.commit()
    browser.sign_in(cast.lead)
    for number in (elsewhere.id, 99999, 10**20):
        browser.get(cast.address(f"plan/tasks/{number}"), status=404)
    Browser(browser.app).sign_in(cast.reader).get(cast.address(f"plan/tasks/{elsewhere.id}"), status=404)


def test_a_form_that_is_sent_twice_adds_its_tasks_once(cast: Cast, browser: Browser) -> None:
    form = browser.sign_in(cast.lead).get(cast.address("plan/tasks/new"))
    for _ in range(2):
        browser.submit("Save the tasks", page=form, titles="Count doors\nAsk")
    assert len(tasks()) == 2


def test_a_task_that_is_late_says_by_how_long(cast: Cast, browser: Browser) -> None:
    saying("add_tasks")
    keep(Task(review_id=cast.review.id, step=Step.SCOPE, title="Agree it", due_on=DAY.replace(month=4, day=20)))
    db.session.commit()
    assert "Due 20 April 2026, 11 days ago" in browser.sign_in(cast.lead).get(cast.address()).text


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=1+1", "@SUM(A1)", "שלום 🕰️ \u202e"])
def test_any_title_is_kept_and_shown_as_given(cast: Cast, browser: Browser, title: str) -> None:
    add(browser.sign_in(cast.lead), cast, title)
    assert browser.page is not None
    assert tasks()[0].title == title
    assert title in browser.page.soup.get_text()
    assert browser.page.soup.select("main script") == []


def test_the_history_tells_of_tasks_in_sentences(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.member), cast, "Count doors\nAsk the porters")
    browser.submit("Mark as done")
    who = viewer_by_key(cast.lead.key)
    assert who is not None
    told = entries([("review", cast.review.id)], who, place_of_review(cast.review), limit=2)
    assert [one.sentence for one in told] == [
        "The Business analyst did the task “Count doors”.",
        "The Business analyst added to the tasks: Count doors and Ask the porters.",
    ]

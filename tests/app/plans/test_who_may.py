"""Who may read and change a review's scope and plan: every page, every person."""

import pytest
from flask import Flask

from app.extensions import db
from app.models import Lesson, Review, ScopeVersion, Task
from tests.app.plans.cast import Cast, make_cast
from tests.client import Browser
from tests.factories import DAY, NOW, give, keep, make_review, saying
from workflows.phases import Step
from workflows.roles import Role

READ = ("scope", "scope/1", "scope/changes", "plan", "plan/tasks/1")
CHANGE = (
    "scope/edit",
    "scope/1/agreed",
    "plan/team",
    "plan/sponsor",
    "plan/dates",
    "plan/screening",
    "plan/guide",
    "plan/baseline",
    "plan/summary",
    "plan/completion",
    "plan/step",
)
WORK = ("plan/tasks/new", "plan/lessons/new")
PRESS = ("plan/team/1/end",)

READS = {"focus", "lead", "member", "sponsor", "head", "secretary", "steering", "chair"}
CHANGES = {"focus", "lead"}
WORKS = {"focus", "lead", "member"}
EVERYBODY = sorted(READS | {"contributor", "reader", "administrator", "lead_elsewhere"})


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A review with a scope, a task and a lesson."""
    made = make_cast()
    saying("write_scope")
    review = {"review_id": made.review.id}
    keep(
        ScopeVersion(number=1, in_scope="In", out_of_scope="Out", terms_of_reference="Who", written_at=NOW, **review),
        Task(step=Step.IDEA, title="Count doors", **review),
        Lesson(text="Ask first", written_on=DAY, **review),
    )
    db.session.commit()
    return made


def person(cast: Cast, name: str, browser: Browser) -> Browser:
    roles = {"steering": Role.STEERING_GROUP_MEMBER, "chair": Role.CO_CHAIR, "lead_elsewhere": Role.REVIEW_LEAD}
    if name in roles:
        scope = give_elsewhere(cast) if name == "lead_elsewhere" else cast.review
        give(cast.reader, roles[name], scope)
        db.session.commit()
        return browser.sign_in(cast.reader)
    return browser.sign_in(getattr(cast, name))


def give_elsewhere(cast: Cast) -> Review:
    """Another review, of another unit."""
    return make_review("SR-2026-077", unit=cast.reader.unit)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_pages_open_to_whom_the_table_of_permissions_names_and_to_nobody_else(
    cast: Cast, browser: Browser, name: str
) -> None:
    who = person(cast, name, browser)
    for paths, allowed in ((READ, READS), (CHANGE, CHANGES), (WORK, WORKS)):
        for path in paths:
            hidden = path == "plan/tasks/1"
            who.get(cast.address(path), status=200 if name in allowed else 404 if hidden else 403)


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - CHANGES))
def test_a_form_sent_by_who_may_not_change_the_plan_changes_nothing(cast: Cast, browser: Browser, name: str) -> None:
    who = person(cast, name, browser)
    token = {"csrf_token": str(who.get("/reviews").soup.select_one("input[name=csrf_token]")["value"])}  # type: ignore[index]
    for path in (*CHANGE, *PRESS):
        who.post(cast.address(path), token | {"in_scope": "All", "guide_choice": "Mine", "step": "idea"}, status=403)
    db.session.expire_all()
    assert (cast.review.version, cast.review.guide_choice) == (2, "")


def test_who_may_not_read_is_told_what_they_can_read_and_whom_to_ask(cast: Cast, browser: Browser) -> None:
    for path in ("scope", "plan"):
        page = browser.sign_in(cast.reader).get(cast.address(path), status=403)
        assert "The scope and plan of this review are read by its team" in page.text
        assert "What you can read of this review: its title, units, phase and dates" in page.text
        assert page.has_link("Room booking and teaching space")
        assert "Count doors" not in page.text


def test_who_may_not_change_is_told_who_does(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.member).get(cast.address("plan/baseline"), status=403)
    assert "Only the lead of this review" in page.text or "Your roles do not open" in page.text


@pytest.mark.parametrize("name", ["sponsor", "head", "secretary", "chair"])
def test_who_only_reads_sees_no_link_or_button_that_would_be_refused(cast: Cast, browser: Browser, name: str) -> None:
    who = person(cast, name, browser)
    for path in ("plan", "scope"):
        main = who.get(cast.address(path)).soup.find("main")
        assert main is not None
        addresses = {str(link["href"]) for link in main.select("a[href]")}
        assert not [one for one in addresses if any(one.endswith(path) for path in (*CHANGE, *WORK))]
        assert main.select("form") == []


def test_a_member_of_the_team_sees_links_for_tasks_and_lessons_alone(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.member).get(cast.address())
    assert page.has_link("Add tasks")
    assert page.has_link("Note a lesson")
    for words in ("Change the people", "Change the dates", "Record the screening", "Add a baseline"):
        assert not page.has_link(words)

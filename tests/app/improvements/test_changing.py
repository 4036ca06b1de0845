"""Changing an improvement and its savings, moving it through its life, and who may know of it at all."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import Improvement, Person, Saving, Unit
from tests.client import Browser
from tests.factories import make_person, make_unit, saying
from tests.factories_improvements import make_improvement, make_saving, make_time_saving
from workflows.improvement import Grade, Life, SavingForm
from workflows.roles import Role

ADDRESS = "/improvements/CI-2026-001"


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit("Department of Tidal Studies (fictional)")


@pytest.fixture
def author(unit: Unit) -> Person:
    return make_person("Departmental officer", unit)


@pytest.fixture
def improvement(unit: Unit, author: Person) -> Improvement:
    made = make_improvement("CI-2026-001", unit, author)
    make_time_saving(made, claimed_by_id=author.id)
    db.session.commit()
    return made


def life_of(improvement: Improvement) -> Life:
    return improvement.life


def test_the_author_puts_right_what_is_told(browser: Browser, author: Person, improvement: Improvement) -> None:
    owner = make_person("Finance officer", db.session.get(Unit, author.unit_id))
    other = make_unit("Department of Luminous Chemistry (fictional)")
    db.session.commit()
    browser.sign_in(author).get(f"{ADDRESS}/edit")
    page = browser.submit(
        "Save",
        title="Travel guide",
        tools_used="5 whys, waste walk",
        benefit_owner_id=str(owner.id),
        other_unit_ids=[str(other.id)],
    )
    assert (improvement.title, improvement.tools) == ("Travel guide", ["5 whys", "waste walk"])
    assert "Finance officer" in page.text
    assert "Luminous Chemistry" in page.text
    history = browser.get(f"{ADDRESS}/history").text
    assert "The Departmental officer changed what is told of the improvement." in history
    assert "Title: Travel claim guide Travel guide" in history
    assert "Benefit owner: Finance officer" in history


def test_a_unit_can_be_taken_off_again(browser: Browser, author: Person, improvement: Improvement) -> None:
    other = make_unit("Department of Luminous Chemistry (fictional)")
    db.session.commit()
    browser.sign_in(author).get(f"{ADDRESS}/edit")
    browser.submit("Save", unit_id=str(other.id))
    db.session.refresh(improvement)
    assert [link.unit_id for link in improvement.unit_links] == [other.id]


def test_two_who_change_the_words_at_once_lose_nothing(
    browser: Browser, author: Person, improvement: Improvement
) -> None:
    form = browser.sign_in(author).get(f"{ADDRESS}/edit")
    browser.get(f"{ADDRESS}/edit")
    browser.submit("Save", after="A poster.")
    page = browser.submit("Save", page=form, status=409, after="A film.")
    assert "poster" in page.text
    assert "film" in page.text
    browser.submit("Save", page=page)
    db.session.refresh(improvement)
    assert improvement.after == "A film."


def test_two_who_change_a_saving_at_once_see_both_versions(
    browser: Browser, author: Person, improvement: Improvement
) -> None:
    form = browser.sign_in(author).get(f"{ADDRESS}/savings/1/edit")
    browser.get(f"{ADDRESS}/savings/1/edit")
    browser.submit("Save", minutes_before="20")
    page = browser.submit("Save", page=form, status=409, minutes_before="30", released_to="Queries")
    assert page.title.startswith("Error: ")
    assert "15 times, 20 to 10 minutes, 1 people" in page.text, "what stands now"
    assert page.soup.find("input", {"name": "minutes_before"})["value"] == "30", "what was typed"  # type: ignore[index]
    assert improvement.savings[0].steps[0].minutes_before == 20
    browser.submit("Save", page=page)
    assert improvement.savings[0].steps[0].minutes_before == 30


def test_a_saving_has_as_many_steps_as_the_work(browser: Browser, author: Person, improvement: Improvement) -> None:
    browser.sign_in(author).get(f"{ADDRESS}/savings/1/edit")
    page = browser.submit("Add another step")
    assert page.soup.find("input", {"name": "times_2"})
    page = browser.submit(
        "Save",
        step_title="Filling in",
        step_title_2="Checking",
        times_2="10",
        minutes_before_2="5",
        minutes_after_2="8",
    )
    # (15 x 4 - 10 x 3) x 52 = 1,560 minutes = 26 hours; 26 / 7.3 = 3.5616 days, worked out by hand.
    assert improvement.savings[0].days_a_year == pytest.approx(Decimal("3.561643835616"), abs=Decimal("0.000000001"))
    assert "3.6 days a year" in page.text
    assert "Filling in: 15 a week × 52 weeks × 4 minutes × 1 person" in page.text
    assert "Checking: 10 a week × 52 weeks × -3 minutes × 1 person" in page.text
    browser.get(f"{ADDRESS}/savings/1/edit")
    browser.submit("Save", step_title_2="", times_2="", minutes_before_2="", minutes_after_2="")
    db.session.refresh(improvement.savings[0])
    assert len(improvement.savings[0].steps) == 1
    assert improvement.savings[0].days_a_year == pytest.approx(Decimal("7.123287671233"), abs=Decimal("0.000000001"))


def test_what_is_saved_once_and_every_year_is_not_one_saving(
    browser: Browser, author: Person, improvement: Improvement
) -> None:
    browser.sign_in(author).get(f"{ADDRESS}/savings/1/edit")
    browser.submit("Add another step")
    page = browser.submit("Save", status=422, times_2="10", per_2="once", minutes_before_2="5", minutes_after_2="1")
    assert page.errors() == ["Record what is saved once apart from what is saved every year: they are never added"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"share_percent": "50"}, "Say what else contributes"),
        ({"share_percent": "0"}, "Enter a share above 0 and up to 100 per cent"),
        ({"share_percent": "101"}, "Enter a share above 0 and up to 100 per cent"),
        ({"share_percent": "half"}, "is not one"),
        ({"start": "soon"}, "soon"),
        ({"start": "May 2026", "end": "April 2026"}, "It cannot end before it begins"),
        ({"minutes_after": "-1"}, "Enter minutes of 0 or more"),
    ],
)
def test_what_is_wrong_with_a_saving_stands_at_its_field(
    browser: Browser, author: Person, improvement: Improvement, fields: dict[str, Any], message: str
) -> None:
    browser.sign_in(author).get(f"{ADDRESS}/savings/1/edit")
    page = browser.submit("Save", status=422, **fields)
    assert len(page.errors()) == 1
    assert message in page.errors()[0]


def test_a_share_counts_and_says_why(browser: Browser, author: Person, improvement: Improvement) -> None:
    browser.sign_in(author).get(f"{ADDRESS}/savings/1/edit")
    page = browser.submit("Save", share_percent="50", attribution_reason="A new system helps too", start="March 2026")
    assert "50 %: A new system helps too" in page.text
    assert "3.6 days a year, of 7.1 days a year." in page.text
    assert "3.6 of 7.1 days a year of staff time: A new system" in browser.get("/improvements").text.replace(
        "a new system", "A new system"
    )
    browser.get(f"{ADDRESS}/savings/1/edit")
    page = browser.submit("Save", share_percent="", attribution_reason="")
    assert "Not settled" in page.text
    assert "Share not settled" in browser.get("/improvements").text


def test_a_cost_is_added_as_a_saving_below_zero(browser: Browser, author: Person, improvement: Improvement) -> None:
    browser.sign_in(author).get(f"{ADDRESS}/savings/new")
    browser.submit("I know the days, not the minutes")
    page = browser.submit("Save", native_days="2.5", costs="y", note="Keeping the guide current")
    assert "Saving 2: staff time released, every year" in page.text
    assert "−2.5 days a year" in page.text
    assert "added saving 2" in page.text
    assert db.session.scalars(sa.select(Saving).where(Saving.number == 2)).one().native_days == Decimal("-2.5")
    browser.get(f"{ADDRESS}/savings/2/edit")
    browser.submit("Save", native_days="3")
    assert db.session.scalars(sa.select(Saving).where(Saving.number == 2)).one().native_days == -3


def test_a_saving_added_twice_by_one_form_is_one(browser: Browser, author: Person, improvement: Improvement) -> None:
    form = browser.sign_in(author).get(f"{ADDRESS}/savings/new?form=narrative")
    for _ in range(2):
        browser.submit("Save", page=form, narrative="Calmer mornings")
    assert db.session.query(Saving).count() == 2


def test_an_idea_is_tested_adopted_abandoned_and_taken_up_again(
    browser: Browser, author: Person, improvement: Improvement
) -> None:
    saying()
    improvement.life = Life.IDEA
    from_idea = [("test", "Begin to test it", Life.TESTING), ("adopt", "Adopt it", Life.ADOPTED)]
    db.session.commit()
    browser.sign_in(author)
    for move, button, after in from_idea:
        browser.get(f"{ADDRESS}/moves/{move}")
        browser.submit(button)
        assert life_of(improvement) is after
    assert improvement.adopted_on is not None
    browser.get(f"{ADDRESS}/moves/abandon")
    page = browser.submit("Abandon it", status=422)
    assert page.errors() == ["There is no reason."]
    page = browser.submit("Abandon it", reason="The form was withdrawn.")
    assert life_of(improvement) is Life.ABANDONED
    assert "Why it was abandoned The form was withdrawn." in page.text
    assert "moved the improvement from adopted to abandoned" in page.text
    browser.get(f"{ADDRESS}/moves/take_up_again")
    browser.submit("Take it up again", reason="It came back.")
    assert life_of(improvement) is Life.IDEA


def test_what_saves_nothing_yet_is_not_adopted_and_says_what_it_needs(
    browser: Browser, unit: Unit, author: Person
) -> None:
    make_improvement("CI-2026-001", unit, author, life=Life.TESTING, before="", after="")
    db.session.commit()
    page = browser.sign_in(author).get(ADDRESS)
    assert "It is not said what was before and what is different now." in page.text
    assert "It is not said what it saves, in time, in money or in words." in page.text
    assert page.link("Say what it saves") == f"{ADDRESS}/savings/new"
    assert "This cannot be done yet." in browser.get(f"{ADDRESS}/moves/adopt").text


@pytest.mark.parametrize("life", [Life.IDEA, Life.TESTING, Life.ABANDONED])
def test_before_it_is_adopted_only_those_concerned_know_of_it(
    browser: Browser, unit: Unit, author: Person, improvement: Improvement, life: Life
) -> None:
    top = make_unit("University of Oxford")
    elsewhere = make_unit("Faculty of Comparative Horology (fictional)", top)
    owner = make_person("Benefit owner", elsewhere)
    saying()
    improvement.life, improvement.benefit_owner_id = life, owner.id
    know = [
        author,
        owner,
        make_person("Colleague", unit),
        make_person("Practitioner", elsewhere, (Role.CI_PRACTITIONER, unit)),
        make_person("Focus reviewer", top, (Role.FOCUS_REVIEWER, None)),
    ]
    know_not = [
        make_person("Member of staff", elsewhere),
        make_person("Practitioner elsewhere", elsewhere, (Role.CI_PRACTITIONER, elsewhere)),
        make_person("Finance", elsewhere, (Role.FINANCE_VALIDATOR, None)),
        make_person("Administrator", elsewhere, (Role.ADMINISTRATOR, None)),
    ]
    db.session.commit()
    for person in know:
        assert Browser(browser.app).sign_in(person).get(ADDRESS).status == 200
        page = Browser(browser.app).sign_in(person).get("/improvements/list")
        assert page.has_link("Travel claim guide")
        assert "List 1" in page.text
    for person in know_not:
        theirs = Browser(browser.app).sign_in(person)
        for address in ("", "/history", "/edit", "/savings/1", "/savings/1/edit", "/moves/test"):
            theirs.get(f"{ADDRESS}{address}", status=404)
        page = theirs.get("/improvements/list")
        assert "Travel claim guide" not in page.text
        assert "List 0" in page.text
        assert "Tidal" not in page.html, "nor is its unit among the filters"


def test_who_did_not_write_it_changes_nothing(browser: Browser, unit: Unit, improvement: Improvement) -> None:
    person = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    page = browser.sign_in(person).get(ADDRESS)
    assert not page.has_link("Change what is told")
    browser.get(f"{ADDRESS}/edit", status=403)
    browser.get(f"{ADDRESS}/moves/abandon", status=403)


def test_what_was_imported_without_an_author_is_kept_by_focus(browser: Browser, unit: Unit) -> None:
    make_saving(make_improvement("CI-2026-001", unit))
    person = make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None))
    colleague = make_person("Colleague", unit)
    db.session.commit()
    browser.sign_in(person).get(f"{ADDRESS}/edit")
    browser.submit("Save", title="Better told", before="Slow", after="Quick")
    assert browser.get(ADDRESS).text.count("Better told") >= 1
    Browser(browser.app).sign_in(colleague).get(f"{ADDRESS}/edit", status=403)


def test_the_list_is_narrowed_by_life_unit_kind_and_words(browser: Browser, unit: Unit, author: Person) -> None:
    below = make_unit("Team of Tides", unit)
    other = make_unit("Department of Luminous Chemistry (fictional)")
    make_saving(make_improvement("CI-2026-001", below, author, title="Guide"))
    make_saving(
        make_improvement("CI-2026-002", other, author, title="Licence 100%", life=Life.TESTING),
        SavingForm.MONEY,
        "5",
        grade=Grade.MEASURED,
    )
    db.session.commit()
    browser.sign_in(author)
    for query, there, gone in (
        (f"unit={unit.id}", "Guide", "Licence"),
        ("klass=cash_releasing", "Licence", "Guide"),
        ("life=testing", "Licence", "Guide"),
        ("q=licence", "Licence", "Guide"),
        ("q=ci-2026-002", "Licence", "Guide"),
        ("q=100%25", "Licence", "Guide"),
    ):
        page = browser.get(f"/improvements/list?{query}")
        assert page.has_link(there), query
        assert not page.has_link(gone), query
    assert "Show all improvements" in browser.get("/improvements/list?q=nothing-like-it").text
    for odd in ("life=magic&klass=1&unit=x&page=-1", "page=99999999999", "unit=99999999999999999999"):
        browser.get(f"/improvements/list?{odd}")


def test_the_page_of_an_improvement_asks_few_questions(
    browser: Browser, author: Person, improvement: Improvement
) -> None:
    for _ in range(4):
        make_saving(improvement, claimed_by_id=author.id)
    db.session.commit()
    browser.sign_in(author).get(ADDRESS)
    db.session.expunge_all()
    assert browser.get(ADDRESS).queries <= 20

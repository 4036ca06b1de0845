"""Logging an improvement in two minutes."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.improvements import actions
from app.models import Improvement, Person, Saving, Setting
from app.settings import forget
from tests.client import Browser, Page
from tests.factories import keep, make_person, make_review, make_unit
from tests.factories_improvements import make_improvement, make_saving, make_time_saving
from workflows.improvement import Grade, Life, Recurrence, SavingClass, SavingForm

WORDS: dict[str, Any] = {
    "title": "Travel claim guide",
    "before": "Claims came back because people guessed.",
    "after": "A one-page guide with three worked claims.",
}
FIGURES: dict[str, Any] = {
    "times": "15",
    "per": "week_calendar",
    "minutes_before": "14",
    "minutes_after": "10",
    "people": "1",
}


@pytest.fixture
def reader(app: Flask) -> Person:
    unit = make_unit("Department of Applied Cartography (fictional)")
    person = make_person("Departmental officer", unit)
    db.session.commit()
    return person


def improvement() -> Improvement:
    return db.session.scalars(sa.select(Improvement)).one()


def saving() -> Saving:
    return db.session.scalars(sa.select(Saving)).one()


def number_logged() -> int:
    return db.session.scalar(sa.select(sa.func.count(Improvement.id))) or 0


def logged(browser: Browser, person: Person, **fields: Any) -> Page:
    browser.sign_in(person).get("/improvements/new")
    return browser.submit("Save as an estimate", **(WORDS | FIGURES | fields))


def test_anybody_signed_in_logs_an_improvement_and_it_is_an_estimate(browser: Browser, reader: Person) -> None:
    page = logged(browser, reader)
    assert page.address == "/improvements/CI-2026-001"
    made = improvement()
    assert (made.reference, made.title, made.life, made.author_id) == (
        "CI-2026-001",
        WORDS["title"],
        Life.ADOPTED,
        reader.id,
    )
    assert [link.unit_id for link in made.unit_links] == [reader.unit_id]
    assert saving().grade is Grade.ESTIMATED
    assert saving().claimed_by_id == reader.id
    # 15 x 52 x 4 = 3,120 minutes = 52 hours; 52 / 7.3 = 7.1233 days, worked out by hand.
    assert saving().days_a_year == pytest.approx(Decimal("7.123287671233"), abs=Decimal("0.000000001"))
    assert "7.1 days a year" in page.text
    assert (
        "15 a week × 52 weeks × 4 minutes × 1 person = 3,120 minutes, or 52 hours: 7.1 days of 7.3 hours." in page.text
    )
    assert "logged the improvement" in page.text


def test_working_it_out_shows_the_sum_and_saves_nothing(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader).get("/improvements/new")
    page = browser.submit("Work it out again", **FIGURES)
    assert "About 7.1 days a year" in page.text
    assert "15 a week × 52 weeks × 4 minutes × 1 person = 3,120 minutes, or 52 hours: 7.1 days" in page.text
    assert page.errors() == []
    assert number_logged() == 0
    page = browser.submit("Work it out again", times="30")
    assert "About 14.2 days a year" in page.text
    assert browser.submit("Save as an estimate", **WORDS).address == "/improvements/CI-2026-001"


@pytest.mark.parametrize(
    ("per", "times", "days"),
    [
        # Times a year x 4 minutes / 60 / 7.3, by hand.
        ("day", 220, "2.0"),
        ("week_calendar", 52, "0.5"),
        ("week_worked", 46, "0.4"),
        ("week_term", 24, "0.2"),
        ("month", 12, "0.1"),
        ("term", 3, "0.0"),
        ("year", 1, "0.0"),
    ],
)
def test_each_stretch_of_time_comes_as_often_as_it_says(
    browser: Browser, reader: Person, per: str, times: int, days: str
) -> None:
    page = logged(browser, reader, times="1", per=per)
    assert f"{days} days a year" in page.text
    assert saving().days_a_year == pytest.approx(Decimal(times * 4) / 60 / Decimal("7.3"), abs=Decimal("0.000000001"))


def test_the_form_says_how_many_weeks_each_kind_of_week_has(browser: Browser, reader: Person) -> None:
    keep(Setting(name="weeks_worked", value="44"))
    db.session.commit()
    forget()
    page = browser.sign_in(reader).get("/improvements/new")
    options = [one.get_text() for one in page.soup.select("select[name=per] option")]
    assert options[1:4] == ["week, all year (52)", "week worked (44)", "week of full term (24)"]


def test_grades_6_to_10_have_longer_days(browser: Browser, reader: Person) -> None:
    page = logged(browser, reader, grades="6_10")
    assert "6.9 days of 7.5 hours" in page.text
    assert saving().settings_snapshot["hours_per_day"] == "7.5"


def test_a_changed_setting_never_rewrites_a_sum(browser: Browser, reader: Person) -> None:
    before = logged(browser, reader)
    for name, value in (("hours_grades_1_5", "5"), ("working_days_a_year", "200"), ("weeks_worked", "40")):
        keep(Setting(name=name, value=value))
    db.session.commit()
    forget()
    after = browser.get(before.address)
    assert "7.1 days of 7.3 hours" in after.text
    assert "7.1 days a year" in browser.get("/improvements/list").text
    assert saving().settings_snapshot == {
        "hours_per_day": "7.3",
        "working_days": "220",
        "worked_weeks": "46",
        "term_weeks": "24",
    }
    # Changing a word of it leaves the sum alone too; only asking for a new one takes the new setting.
    browser.get(f"{before.address}/savings/1/edit")
    assert "7.1 days of 7.3 hours" in browser.submit("Save", note="Still as it was.").text
    browser.get(f"{before.address}/savings/1/edit")
    assert "10.4 days of 5 hours" in browser.submit("Save", grades="1_5").text


def test_days_are_kept_as_days_and_never_converted(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader).get("/improvements/new")
    browser.submit("I know the days, not the minutes", **WORDS)
    page = browser.submit("Save as an estimate", native_days="1,138.4")
    made = saving()
    assert (made.form, made.native_days, made.days_a_year, made.hours_per_day) == (
        SavingForm.NATIVE_DAYS,
        Decimal("1138.4"),
        None,
        None,
    )
    assert "1,138.4 days a year" in page.text
    assert "Not converted to hours or posts" in page.text
    assert improvement().title == WORDS["title"], "what was typed is kept when the form of the saving changes"


def test_money_is_logged_once_only_and_as_avoided_cost(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader).get("/improvements/new")
    browser.submit("It saves money", **WORDS)
    page = browser.submit("Save as an estimate", amount_gbp="£2,900", recurrence="one_off", klass="cost_avoidance")
    made = saving()
    assert (made.klass, made.recurrence, made.amount_gbp) == (
        SavingClass.COST_AVOIDANCE,
        Recurrence.ONE_OFF,
        Decimal(2900),
    )
    assert "£2,900, once" in page.text


def test_what_saves_no_time_is_told_in_words(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader).get("/improvements/new")
    browser.submit("It does not save time", **WORDS)
    page = browser.submit("Save as an estimate", status=422)
    assert page.errors() == ["Say what is better, and for whom"]
    page = browser.submit("Save as an estimate", narrative="Fewer people wait in the cold.")
    assert saving().klass is SavingClass.QUALITY_WELLBEING_RISK
    assert "Told in words, not counted." in page.text


def test_more_time_than_before_is_a_negative_saving(browser: Browser, reader: Person) -> None:
    page = logged(browser, reader, minutes_before="10", minutes_after="14")
    assert saving().days_a_year == pytest.approx(Decimal("-7.123287671233"), abs=Decimal("0.000000001"))
    assert "−7.1 days a year" in page.text
    assert "this counts against the savings" in page.text


def test_an_idea_is_not_in_use_and_counts_for_nothing(browser: Browser, reader: Person) -> None:
    page = logged(browser, reader, life="idea")
    assert improvement().life is Life.IDEA
    assert "only adopted improvements count" in page.text
    assert "no improvement in use" in browser.get("/improvements").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"minutes_before": "a lot"}, "“a lot”"),
        ({"minutes_before": ""}, "Enter the minutes it took one person before, for example 14"),
        ({"minutes_after": "-3"}, "Enter minutes of 0 or more"),
        ({"times": "1e20"}, "Enter a number below a million million, with at most four decimal places"),
        ({"times": "0"}, "Enter a number above 0"),
        ({"times": "NaN"}, "Enter a number below a million million, with at most four decimal places"),
        ({"times": "999999999"}, "Enter a number up to 100,000,000"),
        ({"people": "-1"}, "Enter a number above 0"),
        ({"minutes_before": "10"}, "Before and after are the same"),
        ({"times": "100000000", "per": "day", "people": "1000000"}, "Check these figures"),
        ({"title": ""}, "Say in a few words what you improved"),
        ({"title": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ({"title": "a\x00b"}, "Remove the invisible character"),
        ({"per": "fortnight"}, "Not a valid choice"),
        ({"comes_from": "SR-99"}, "There is no review or recommendation “SR-99”"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(
    browser: Browser, reader: Person, fields: dict[str, Any], message: str
) -> None:
    browser.sign_in(reader).get("/improvements/new")
    page = browser.submit("Save as an estimate", status=422, **(WORDS | FIGURES | fields))
    assert page.title.startswith("Error: ")
    assert len(page.errors()) == 1
    assert message.replace("“a lot”", '"a lot" is not one') in page.errors()[0]
    for name, value in fields.items():
        if page.soup.find("input", {"name": name}) and "\x00" not in value:
            assert page.soup.find("input", {"name": name})["value"] == value  # type: ignore[index]
    assert number_logged() == 0


def test_an_empty_form_names_everything_that_is_missing(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader).get("/improvements/new")
    page = browser.submit("Save as an estimate", status=422)
    assert len(page.errors()) == 6


def test_commas_between_thousands_are_understood(browser: Browser, reader: Person) -> None:
    page = logged(browser, reader, times="1,150", per="year", minutes_before="24", minutes_after="13")
    # 1,150 x 11 / 60 / 7.3 = 28.8813
    assert "28.9 days a year" in page.text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "=1+1", "\u202eגדול\U0001f600", "a\x0bb"])
def test_any_text_is_stored_as_given_and_harms_nothing(browser: Browser, reader: Person, words: str) -> None:
    page = logged(browser, reader, title=words, before=words, after=words)
    assert improvement().title == words
    assert not page.soup.find("script", string="alert(1)")


def test_sent_twice_it_is_logged_once(browser: Browser, reader: Person) -> None:
    browser.sign_in(reader)
    form = browser.get("/improvements/new")
    first = browser.submit("Save as an estimate", page=form, **WORDS, **FIGURES)
    second = browser.submit("Save as an estimate", page=form, **WORDS, **FIGURES)
    assert first.address == second.address
    assert number_logged() == 1


def test_a_reference_that_somebody_else_took_meanwhile_is_passed_over(
    browser: Browser, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_improvement("CI-2026-001")
    db.session.commit()
    real, given = actions.next_reference, []

    def late(year: int) -> str:
        given.append(real(year))
        return "CI-2026-001" if len(given) == 1 else given[-1]

    monkeypatch.setattr(actions, "next_reference", late)
    assert logged(browser, reader).address == "/improvements/CI-2026-002"
    assert len(given) == 2


def test_references_count_on_beyond_999(app: Flask) -> None:
    unit = make_unit()
    for reference in ("CI-07", "CI-2025-123", "CI-2026-999", "CI-2026-1000"):
        make_improvement(reference, unit)
    assert actions.next_reference(2026) == "CI-2026-1001"
    assert actions.next_reference(2027) == "CI-2027-001"


def test_it_can_belong_to_several_units_and_come_from_a_review(browser: Browser, reader: Person) -> None:
    other = make_unit("Department of Tidal Studies (fictional)")
    review = make_review("SR-2026-001", other)
    db.session.commit()
    page = logged(browser, reader, other_unit_ids=[str(other.id)], comes_from="sr-2026-001")
    assert {link.unit_id for link in improvement().unit_links} == {reader.unit_id, other.id}
    assert improvement().review_id == review.id
    assert page.has_link(review.title)


def test_what_others_did_stands_beside_the_form_and_can_be_adopted(browser: Browser, reader: Person) -> None:
    elsewhere = make_unit("Department of Luminous Chemistry (fictional)")
    make_time_saving(make_improvement("CI-2026-001", elsewhere, title="Guide to travel claims"))
    make_improvement("CI-2026-002", elsewhere, title="Travel booking", life=Life.IDEA)
    db.session.commit()
    browser.sign_in(reader).get("/improvements/new")
    page = browser.submit("Work it out again", **WORDS, **FIGURES)
    assert "Guide to travel claims" in page.text
    assert "Estimated 7.1 days a year" in page.text
    assert "Travel booking" not in page.text, "what is not adopted is not open"
    page = browser.submit("Save as an estimate", adopted_from="CI-2026-001")
    assert page.has_link("Guide to travel claims")
    assert "Travel claim guide (CI-2026-003), with its own saving" in browser.get("/improvements/CI-2026-001").text


def test_an_idea_from_somewhere_that_is_not_open_is_not_taken(browser: Browser, reader: Person) -> None:
    make_saving(make_improvement("CI-2026-001", make_unit("Elsewhere"), life=Life.TESTING))
    db.session.commit()
    assert "Adopted from" not in browser.sign_in(reader).get("/improvements/new?adopted_from=CI-2026-001").text
    logged(browser, reader, adopted_from="CI-2026-001")
    assert (
        db.session.scalars(sa.select(Improvement).where(Improvement.author_id == reader.id)).one().adopted_from is None
    )


def test_the_form_needs_somebody_signed_in(browser: Browser, reader: Person) -> None:
    assert browser.get("/improvements/new").address.startswith("/sign-in")

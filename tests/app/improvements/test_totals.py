"""What improvements saved: each total apart, everything left out said, and money for few."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import Improvement, OverlapGroup, Person, Saving, Setting
from app.savings import figure, saving_rows
from app.savings_totals import savings_totals
from app.settings import forget
from tests.client import Browser, Page
from tests.example import example_template, loaded, loaded_once, postgres_example
from tests.factories import DAY, keep, make_person, make_review, make_unit
from tests.factories_improvements import make_improvement, make_saving, make_time_saving
from workflows.arithmetic import Bucket, Measure
from workflows.dates import PreciseDate
from workflows.improvement import Grade, Life, Provenance, Recurrence, SavingClass, SavingForm
from workflows.roles import Role

__all__ = ["example_template", "loaded", "loaded_once", "postgres_example"]


@pytest.fixture
def focus(app: Flask) -> Person:
    person = make_person("Focus reviewer", make_unit("University of Oxford"), (Role.FOCUS_REVIEWER, None))
    db.session.commit()
    return person


@pytest.fixture
def plain_reader(app: Flask) -> Person:
    person = make_person("Member of staff", make_unit("Faculty of Comparative Horology (fictional)"))
    db.session.commit()
    return person


def figures(page: Page, caption: str) -> dict[tuple[str, str], str]:
    """The cells of a table of totals: (class and hint, grade) -> the figure."""
    found = {}
    for table in page.soup.select("table.app-table--sums"):
        if table.caption and table.caption.get_text() == caption:
            grades = [one.get_text() for one in table.select("thead th")][1:]
            for row in table.select("tbody tr"):
                label = row.th.get_text(" ") if row.th else ""
                for grade, cell in zip(grades, row.select("td"), strict=True):
                    if cell.get_text() != "–":
                        found[label, grade] = cell.get_text()
    return found


def test_the_example_comes_to_its_check_totals(loaded: Flask) -> None:
    someone = db.session.scalars(sa.select(Person).where(Person.key == "focus_reviewer")).one()
    page = Browser(loaded).sign_in(someone).get("/improvements")
    staff, users = "Staff time released days a year, ", "Users’ time days a year, academics, students and other staff, "
    assert figures(page, "Every year") == {
        (staff + "sourced lines", "Estimated"): "18.5",
        (staff + "sourced lines", "Measured"): "38.4",
        (staff + "example lines", "Estimated"): "13.3",
        (staff + "example lines", "Measured"): "92.2",
        (staff + "example lines", "Validated"): "103.8",
        (users + "example lines", "Estimated"): "146.4",
        ("Cash released £ a year, validated by finance only, example lines", "Validated"): "£4,710",
    }
    assert figures(page, "Once only") == {
        ("Staff time released days, example lines", "Measured"): "14.0",
        ("Cost avoided £, example lines", "Measured"): "£2,900",
    }
    assert "30 improvements in use" in page.text
    assert "4 savings are told in words and not counted" in page.text
    assert (
        "One queue for graduate enquiries , 38.4 days a year of staff time, estimated: the same enquiries" in page.text
    )
    assert "Accounts ready before arrival , 31.8 of 63.7 days a year of users’ time" in page.text
    assert (
        "Weekly finance stand-up adds 9.5 days a year of staff time. It is subtracted from what is estimated."
        in page.text
    )
    assert "Behind 103.8 days a year, validated" in page.text
    assert "0.47 full-time posts, at 220 working days a year" in page.text


def test_the_case_of_the_staff_return_is_shown_as_it_is_known(loaded: Flask) -> None:
    someone = db.session.scalars(sa.select(Person).where(Person.key == "reader")).one()
    page = Browser(loaded).sign_in(someone).get("/improvements/CI-01")
    assert "saved 38.4 days per year by using CI tools to review their HESA staff data return process" in page.text
    assert "120.8 days before and 82.4 after" in page.text
    assert "120.4 to 121.1 before, 82.1 to 82.7 after" in page.text
    assert (
        "38.4 ÷ 0.318 = 120.75; 120.75 − 38.4 = 82.35. Rounding range: (38.35 to 38.45) ÷ (0.3175 to 0.3185)."
        in page.text
    )
    rows = [[cell.get_text(" ") for cell in row.select("th, td")] for row in page.soup.select("table tbody tr")]
    assert rows == [
        [
            "Their HESA staff data return process",
            "Only stages with time recorded in both years. The whole took 9 % less.",
            "The scope is printed with the figure",
        ],
        ["Per year", "One period after the change", "It counts until it is 24 months old, unless it is confirmed"],
        ["By using CI tools", "Onboarding functionality also credited", "Share not settled; said beside the figure"],
        ["Days", "No hours per day are given", "Kept as days; not converted to hours or posts"],
    ]
    assert "38.4 days a year, on its own line, because it is sourced" in page.text
    assert "It leaves the headline on 31 July 2026 unless somebody confirms it." in page.text
    assert "hours" not in page.text.split("How it counts")[0].replace("No hours per day", "").replace("to hours or", "")
    assert page.soup.select_one("svg desc") is not None


def test_a_figure_leads_to_its_lines(browser: Browser, focus: Person) -> None:
    make_saving(make_improvement("CI-2026-001", title="Guide"), amount="12.25")
    make_saving(make_improvement("CI-2026-002", make_unit("Other"), title="Rota"), amount="3", grade=Grade.MEASURED)
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert "Behind 3.0 days a year, measured" in page.text
    page = browser.get(page.link("12.3"))
    assert "Behind 12.3 days a year, estimated" in page.text
    behind = page.soup.select_one("#behind")
    assert behind is not None
    assert "Guide" in behind.get_text()
    assert "Rota" not in behind.get_text()


def test_a_total_that_does_not_exist_shows_the_usual_one(browser: Browser, focus: Person) -> None:
    make_saving(make_improvement())
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements?klass=magic&grade=measured")
    assert "Behind 10.0 days a year, estimated" in page.text


def test_a_negative_saving_is_subtracted_and_said(browser: Browser, focus: Person) -> None:
    unit = make_unit()
    make_saving(make_improvement("CI-2026-001", unit), amount="10")
    make_saving(make_improvement("CI-2026-002", unit, title="Stand-up"), amount="-12.5")
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert list(figures(page, "Every year").values()) == ["−2.5"]
    assert "Stand-up adds 12.5 days a year of staff time. It is subtracted from what is estimated." in page.text


def test_the_same_minutes_count_once_and_the_total_says_so(browser: Browser, focus: Person) -> None:
    unit = make_unit()
    group = keep(OverlapGroup(reason="The same claims; the measured one counts."))
    make_saving(make_improvement("CI-2026-001", unit), amount="10", grade=Grade.MEASURED, overlap_group=group)
    make_saving(
        make_improvement("CI-2026-002", unit, title="Second guide"),
        amount="8",
        overlap_group=group,
        counts_in_overlap=False,
    )
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert list(figures(page, "Every year").values()) == ["10.0"]
    assert "Second guide , 8.0 days a year of staff time, estimated: the same claims" in page.text


@pytest.mark.parametrize("life", [Life.IDEA, Life.TESTING, Life.ABANDONED])
def test_only_what_is_in_use_counts(browser: Browser, focus: Person, life: Life) -> None:
    make_saving(make_improvement(life=life))
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert figures(page, "Every year") == {}
    assert "0 improvements in use" in page.text


def test_cash_counts_only_once_finance_has_validated_it(browser: Browser, focus: Person) -> None:
    unit = make_unit()
    make_saving(make_improvement("CI-2026-001", unit, title="Licence"), SavingForm.MONEY, "900", grade=Grade.MEASURED)
    make_saving(make_improvement("CI-2026-002", unit), SavingForm.MONEY, "1460.50", grade=Grade.VALIDATED)
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert list(figures(page, "Every year").values()) == ["£1,460.50"]
    assert "Licence , £900 a year of cash, measured: cash released counts once finance has validated it." in page.text


def test_what_nobody_checked_for_two_years_is_out_of_the_headline(browser: Browser, focus: Person) -> None:
    old = PreciseDate.day(DAY.replace(year=2024))
    make_saving(make_improvement(title="Old guide"), grade=Grade.MEASURED, start=old)
    db.session.commit()
    page = browser.sign_in(focus).get("/improvements")
    assert figures(page, "Every year") == {}
    assert "Old guide , 10.0 days a year of staff time, measured: it was last checked on 1 May 2024." in page.text
    assert "Still true? 1" in page.text


def test_money_is_nowhere_for_a_plain_reader(browser: Browser, plain_reader: Person) -> None:
    review = make_review(unit=make_unit("Finance office"))
    improvement = make_improvement(
        "CI-2026-001",
        make_unit("Student funding"),
        title="Printing stopped",
        review_id=review.id,
        note="£4,321 by the invoices.",
    )
    make_saving(
        improvement,
        SavingForm.MONEY,
        "4321",
        grade=Grade.VALIDATED,
        released_to="£4,321 went to bursaries",
        note="£4,321",
        attribution_share=Decimal("0.5"),
        attribution_reason="£4,321 is half",
    )
    db.session.commit()
    browser.sign_in(plain_reader)
    addresses = (
        "/improvements",
        "/improvements/list",
        "/improvements/CI-2026-001",
        "/improvements/CI-2026-001/history",
        f"/reviews/{review.reference}/savings",
        "/improvements/new?adopted_from=CI-2026-001",
        "/improvements?klass=cash_releasing&recurrence=recurring&grade=validated&provenance=own&measure=pounds",
    )
    for address in addresses:
        page = browser.get(address)
        assert "4,321" not in page.html, address
        assert "4321" not in page.html, address
        assert "2,160" not in page.html, address
    assert "Money is shown to finance validators, Focus, the lead of the unit" in browser.get(addresses[2]).text
    assert "Money is shown to" in browser.get(addresses[1]).text
    browser.get("/improvements/CI-2026-001/savings/1/edit", status=403)


@pytest.mark.parametrize(
    ("role", "here", "sees"),
    [
        (Role.FOCUS_REVIEWER, False, True),
        (Role.FINANCE_VALIDATOR, False, True),
        (Role.COMMITTEE_SECRETARY, False, True),
        (Role.DEPARTMENT_LEAD, True, True),
        (Role.CI_PRACTITIONER, False, False),
        (Role.ADMINISTRATOR, False, False),
        (Role.SPONSOR, False, False),
    ],
)
def test_money_is_seen_where_the_role_reaches(app: Flask, browser: Browser, role: Role, here: bool, sees: bool) -> None:
    top = make_unit("University of Oxford")
    unit, other = make_unit("Here", top), make_unit("There", top)
    make_saving(make_improvement("CI-2026-001", unit), SavingForm.MONEY, "1111", grade=Grade.VALIDATED)
    make_saving(make_improvement("CI-2026-002", other), SavingForm.MONEY, "2222", grade=Grade.VALIDATED)
    person = make_person(role.value, top, (role, unit if here else None))
    db.session.commit()
    browser.sign_in(person)
    assert ("1,111" in browser.get("/improvements/CI-2026-001").text) is sees
    assert ("2,222" in browser.get("/improvements/CI-2026-002").text) is (sees and not here)
    total = list(figures(browser.get("/improvements"), "Every year").values())
    assert total == ([] if not sees else ["£1,111"] if here else ["£3,333"])


def test_the_savings_of_a_review_are_its_own_with_a_picture_of_each(browser: Browser, focus: Person) -> None:
    unit = make_unit("Department of Tidal Studies (fictional)")
    review = make_review(unit=unit)
    make_time_saving(
        make_improvement("CI-2026-001", unit, title="Single contact", review_id=review.id), grade=Grade.VALIDATED
    )
    make_saving(
        make_improvement("CI-2026-002", unit, title="Checklist", review_id=review.id), klass=SavingClass.USER_TIME
    )
    make_saving(make_improvement("CI-2026-003", unit, title="Of another review"))
    db.session.commit()
    page = browser.sign_in(focus).get(f"/reviews/{review.reference}/savings")
    assert "Of another review" not in page.text
    assert "Single contact" in page.text
    picture = page.soup.select_one("svg")
    assert picture is not None
    assert "Single contact 7.1 validated" in picture.get_text(" ")
    assert "Checklist 10.0 estimated" in picture.get_text(" ")
    assert page.queries <= 12


def test_a_review_without_savings_says_what_belongs_there(browser: Browser, focus: Person) -> None:
    review = make_review()
    db.session.commit()
    page = browser.sign_in(focus).get(f"/reviews/{review.reference}/savings")
    assert "There is nothing yet" in page.text
    assert page.link("Log an improvement").endswith(f"from_review={review.reference}")


def test_papers_take_no_money(app: Flask) -> None:
    unit = make_unit()
    make_saving(make_improvement("CI-2026-001", unit), SavingForm.MONEY, "900", grade=Grade.VALIDATED)
    make_saving(make_improvement("CI-2026-002", unit))
    assert [row.reference for row in saving_rows(None)] == ["CI-2026-002"]


def test_pages_ask_the_same_few_questions_however_much_they_hold(browser: Browser, focus: Person) -> None:
    unit = make_unit()
    make_saving(make_improvement("CI-2026-001", unit))
    db.session.commit()
    browser.sign_in(focus).get("/improvements")
    few = [browser.get(address).queries for address in ("/improvements", "/improvements/list")]
    for number in range(2, 60):
        make_saving(make_improvement(f"CI-2026-{number:03d}", unit))
    db.session.commit()
    pages = [browser.get(address) for address in ("/improvements", "/improvements/list")]
    assert [page.queries for page in pages] == few
    assert max(few) <= 12
    assert pages[1].has_link("Next page")
    assert "CI-2026-001" in browser.get("/improvements/list?page=2").text


LINES = st.lists(
    st.tuples(
        st.sampled_from([SavingClass.NON_CASH_RELEASING, SavingClass.USER_TIME]),
        st.sampled_from(list(Recurrence)),
        st.sampled_from([Grade.ESTIMATED, Grade.MEASURED, Grade.VALIDATED, Grade.SUSTAINED]),
        st.sampled_from(list(Provenance)),
        st.decimals("-1000", "1000", places=4),
        st.sampled_from([None, Decimal(1), Decimal("0.5"), Decimal("0.25")]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_each_total_is_the_sum_of_its_own_lines_and_of_no_others(app: Flask, lines: list[Any]) -> None:
    db.session.rollback()
    unit = make_unit()
    expected: defaultdict[Bucket, Decimal] = defaultdict(Decimal)
    for number, (klass, recurrence, grade, provenance, days, share) in enumerate(lines, 1):
        improvement = make_improvement(f"CI-2026-{number:03d}", unit, provenance=provenance.value)
        make_saving(
            improvement,
            amount=days,
            klass=klass,
            recurrence=recurrence,
            grade=grade,
            attribution_share=share,
            last_checked=DAY,
        )
        expected[Bucket(klass, recurrence, grade, provenance, Measure.DAYS)] += days * (1 if share is None else share)
    db.session.expire_all()
    found = savings_totals(saving_rows(None), DAY)
    totals = {cell.bucket: cell.value for table in found.tables for row in table.rows for cell in row.cells if cell}
    assert {bucket: round(value, 6) for bucket, value in totals.items()} == {
        bucket: round(value, 6) for bucket, value in expected.items()
    }
    for table in found.tables:
        for line in table.rows:
            assert {cell.bucket.recurrence for cell in line.cells if cell} == {table.recurrence}
    for bucket in totals:
        assert sum(row.counted for row in found.behind(bucket)) == totals[bucket]
    keys = [row.key for bucket in totals for row in found.behind(bucket)]
    assert len(keys) == len(set(keys)) == len(lines)
    db.session.rollback()


def test_figures_read_as_words() -> None:
    assert figure(Decimal("28.88"), Measure.DAYS, Recurrence.RECURRING) == "28.9 days a year"
    assert figure(Decimal(14), Measure.DAYS, Recurrence.ONE_OFF) == "14.0 days, once"
    assert figure(Decimal("-1460.5"), Measure.POUNDS, Recurrence.RECURRING) == "−£1,460.50 a year"
    assert figure(Decimal(0), Measure.WORDS, Recurrence.RECURRING) == "in words"


def test_nothing_is_counted_where_nothing_is(app: Flask) -> None:
    assert db.session.scalar(sa.select(sa.func.count(Saving.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Improvement.id))) == 0
    assert savings_totals([], DAY).tables == ()


def test_the_months_of_the_headline_are_a_setting(app: Flask, browser: Browser, focus: Person) -> None:
    made = make_improvement()
    make_time_saving(made, grade=Grade.MEASURED, last_checked=date(2026, 1, 5))
    db.session.commit()
    rows = saving_rows(None)
    assert savings_totals(rows, DAY).left_out == ()
    keep(Setting(name="headline_months", value="3"))
    db.session.commit()
    forget()
    assert [one.row.key for one in savings_totals(rows, DAY).left_out] == [rows[0].key]
    assert "it was last checked on 5 January 2026" in browser.sign_in(focus).get("/improvements").text

"""The tree of units: what it was called and where it belonged stays readable by date, and nothing is lost by a change."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import Person, Service, Unit, UnitKind
from app.units import period_on, unit_name_on, unit_tree
from tests.client import Browser
from tests.factories import make_person, make_review, make_service, make_unit
from workflows.roles import Role

TODAY = date(2026, 5, 1)


@pytest.fixture
def university(app: Flask) -> Unit:
    return make_unit("University of Oxford", key="university")


@pytest.fixture
def tides(university: Unit) -> Unit:
    return make_unit("Department of Tidal Studies (fictional)", university, key="tidal")


@pytest.fixture
def administrator(browser: Browser, university: Unit) -> Browser:
    person = make_person("Administrator of the tracker", university, (Role.ADMINISTRATOR, None), key="admin")
    db.session.commit()
    return browser.sign_in(person)


def again(unit: Unit) -> Unit:
    """The unit as it stands in the database."""
    db.session.expire_all()
    return db.session.get_one(Unit, unit.id)


def test_a_unit_is_added_below_another_and_stands_in_the_tree(administrator: Browser, university: Unit) -> None:
    administrator.get("/units/add")
    page = administrator.submit(
        "Add this unit", name="Faculty of Sundials (fictional)", kind="department", parent_id=str(university.id)
    )
    assert page.address == "/units/faculty-of-sundials-fictional"
    assert "The unit was added." in page.text
    made = db.session.scalars(sa.select(Unit).where(Unit.name.like("Faculty of S%"))).one()
    assert made.path == f"{university.path}{made.id}/"
    assert [(line.name, line.depth) for line in unit_tree()] == [
        ("University of Oxford", 0),
        ("Faculty of Sundials (fictional)", 1),
    ]


def test_two_units_of_one_name_have_two_addresses(administrator: Browser, university: Unit) -> None:
    for address in ("/units/registry", "/units/registry-2"):
        administrator.get("/units/add")
        page = administrator.submit("Add this unit", name="Registry", kind="team", parent_id=str(university.id))
        assert page.address == address


def test_a_unit_called_like_a_page_still_has_a_page(administrator: Browser, university: Unit) -> None:
    administrator.get("/units/add")
    page = administrator.submit("Add this unit", name="Add", kind="team", parent_id=str(university.id))
    assert page.address == "/units/add-2"


def test_a_unit_without_name_or_place_is_refused_and_what_was_typed_is_kept(administrator: Browser) -> None:
    administrator.get("/units/add")
    page = administrator.submit("Add this unit", status=422, opened_on="some day")
    assert page.errors()[:3] == [
        "Enter the name of the unit",
        "Choose what kind of unit it is",
        "Choose what it belongs to",
    ]
    assert page.title.startswith("Error: ")
    assert page.soup.select_one("#opened_on")["value"] == "some day"  # type: ignore[index]


def test_a_division_cannot_belong_to_a_department(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    administrator.get("/units/add")
    page = administrator.submit("Add this unit", status=422, name="Up", kind="division", parent_id=str(tides.id))
    assert page.errors() == [f"Choose a unit further up: this kind of unit cannot belong to {tides.name}"]
    assert db.session.scalar(sa.select(Unit.id).where(Unit.name == "Up")) is None


def test_a_renamed_unit_keeps_its_old_name_for_the_time_before(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    administrator.get("/units/tidal/rename")
    page = administrator.submit("Rename it", name="Department of Oceans (fictional)", from_day="1 February 2026")
    assert page.address == "/units/tidal"
    assert "Department of Tidal Studies (fictional)" in page.text
    renamed = again(tides)
    assert unit_name_on(renamed, date(2026, 1, 31)) == "Department of Tidal Studies (fictional)"
    assert unit_name_on(renamed, date(2026, 2, 1)) == "Department of Oceans (fictional)"
    assert period_on(renamed.periods, date(2026, 2, 1)) is None


def test_a_second_renaming_follows_on_the_first(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    for name, day in (("Second", "1 January 2026"), ("Third", "1 March 2026")):
        administrator.get("/units/tidal/rename")
        administrator.submit("Rename it", name=name, from_day=day)
    renamed = again(tides)
    assert [(one.name, one.first_day, one.last_day) for one in renamed.periods] == [
        ("Department of Tidal Studies (fictional)", None, date(2025, 12, 31)),
        ("Second", date(2026, 1, 1), date(2026, 2, 28)),
    ]
    assert [unit_name_on(renamed, date(2026, month, 1)) for month in (2, 3)] == ["Second", "Third"]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2 May 2026", "Give a day that is not in the future"),
        ("", "Give the first day"),
        ("May 2026", 'Give the day too, for example 29 May 2026: "May 2026" is not one day'),
    ],
)
def test_a_day_that_cannot_be_the_first_is_refused(administrator: Browser, tides: Unit, day: str, message: str) -> None:
    db.session.commit()
    administrator.get("/units/tidal/rename")
    page = administrator.submit("Rename it", status=422, name="Other", from_day=day)
    assert page.errors() == [message]
    assert again(tides).name == "Department of Tidal Studies (fictional)"


def test_a_day_before_the_last_change_is_refused(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    administrator.get("/units/tidal/rename")
    administrator.submit("Rename it", name="Second", from_day="1 March 2026")
    administrator.get("/units/tidal/rename")
    page = administrator.submit("Rename it", status=422, name="Third", from_day="1 February 2026")
    assert page.errors() == ["Give a day from 1 March 2026 on: Second last changed then"]


def test_a_mistake_in_a_name_leaves_no_old_name(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    administrator.get("/units/tidal/rename")
    administrator.submit("Rename it", name="Department of Tides (fictional)", mistake="y")
    assert again(tides).name == "Department of Tides (fictional)"
    assert again(tides).periods == []


def test_two_who_rename_a_unit_at_once_see_both_names(administrator: Browser, tides: Unit) -> None:
    db.session.commit()
    mine = administrator.get("/units/tidal/rename")
    administrator.get("/units/tidal/rename")
    administrator.submit("Rename it", name="Theirs", mistake="y")
    page = administrator.submit("Rename it", status=409, page=mine, name="Mine", mistake="y")
    assert "Theirs" in page.text
    assert page.soup.select_one("#name").get_text().strip() == "Mine"  # type: ignore[union-attr]
    administrator.submit("Save", name="Both")
    assert again(tides).name == "Both"


def test_a_moved_unit_takes_what_is_below_it_along(administrator: Browser, university: Unit, tides: Unit) -> None:
    division = make_unit("Division of Seas (fictional)", university, kind=UnitKind.DIVISION, key="seas")
    team = make_unit("Tide tables", tides, kind=UnitKind.TEAM, key="tables")
    db.session.commit()
    administrator.get("/units/tidal/move")
    page = administrator.submit("Move it", parent_id=str(division.id), from_day="1 April 2026")
    assert "The unit was moved, with everything below it." in page.text
    assert again(tides).path == f"{division.path}{tides.id}/"
    assert again(team).path == f"{division.path}{tides.id}/{team.id}/"
    assert again(tides).periods[0].parent_id == university.id
    below = administrator.get("/units/tables")
    assert "moved the unit together with the one it belongs to" in below.text


def test_a_unit_cannot_be_moved_below_what_is_below_it(administrator: Browser, tides: Unit) -> None:
    # Such an order of kinds is refused today; data from elsewhere may have it.
    below = make_unit("Division of Seas (fictional)", tides, kind=UnitKind.DIVISION, key="seas")
    db.session.commit()
    administrator.get("/units/tidal/move")
    page = administrator.submit("Move it", status=422, parent_id=str(below.id))
    assert page.errors() == [f"Choose another: {below.name} is itself below {tides.name}"]
    assert again(tides).path == f"/{tides.parent_id}/{tides.id}/"


def test_a_unit_with_something_in_it_is_not_closed(administrator: Browser, university: Unit, tides: Unit) -> None:
    make_person("Tide watcher", tides, key="watcher")
    make_service("Tide tables", tides)
    db.session.commit()
    page = administrator.get("/units/tidal/close")
    assert "1 person is in it: move that person to another unit first" in page.text
    assert "1 service is owned by it: give it to another unit first" in page.text
    assert page.link("See what is in it") == "/units/tidal"
    assert not page.soup.select("form[method=post] .govuk-button")
    # Somebody may have come into it since the form was opened.
    by_hand = page.fields(page.form("Sign out")) | {"last_day": "1 May 2026", "reason": "Over"}
    administrator.post("/units/tidal/close", by_hand | {"version": str(again(tides).version)}, status=422)
    assert again(tides).closed_on is None
    assert administrator.get(f"/units/{university.key}").has_link("Close it") is False


def test_a_closed_unit_leaves_the_tree_and_stays_readable(administrator: Browser, tides: Unit) -> None:
    review = make_review("SR-2026-004", tides, title="Tide tables")
    db.session.commit()
    administrator.get("/units/tidal/close")
    page = administrator.submit("Close it", last_day="30 April 2026", reason="Taught out")
    assert "Closed after 30 April 2026" in page.text
    assert page.has_link("Tide tables")
    assert not administrator.get("/units").has_link(tides.name)
    assert administrator.get("/units?closed=yes").has_link(tides.name)
    assert administrator.get(f"/reviews/{review.reference}").status == 200
    administrator.get("/units/tidal")
    administrator.submit("Open it again")
    assert again(tides).closed_on is None


def test_a_merged_unit_hands_over_what_is_in_it_and_keeps_its_reviews(
    administrator: Browser, university: Unit, tides: Unit
) -> None:
    other = make_unit("Department of Applied Cartography (fictional)", university, key="maps")
    team = make_unit("Tide tables", tides, kind=UnitKind.TEAM, key="tables")
    person, service = make_person("Tide watcher", tides, key="watcher"), make_service("Tides", tides)
    lead = make_person("Lead of maps", other, (Role.DEPARTMENT_LEAD, other), key="lead")
    make_review("SR-2026-005", tides, title="Tide warnings")
    db.session.commit()
    administrator.get("/units/tidal/merge")
    page = administrator.submit(
        "Merge them", into_id=str(other.id), last_day="31 March 2026", reason="One department for coasts"
    )
    assert "Closed after 31 March 2026, and merged into Department of Applied Cartography (fictional)" in page.text
    assert page.has_link("Tide warnings")
    assert again(team).parent_id == other.id
    assert again(team).path == f"{other.path}{team.id}/"
    assert db.session.get_one(Person, person.id).unit_id == other.id
    assert db.session.get_one(Service, service.id).owner_unit_id == other.id
    assert unit_name_on(again(tides), date(2026, 3, 1)) == "Department of Tidal Studies (fictional)"
    assert "Merged into it" in administrator.get("/units/maps").text
    assert "because its unit was merged into another" in administrator.get("/units/tables").text
    # The lead of the unit that took it over reads the plan of its reviews from now on.
    Browser(administrator.app).sign_in(lead).get("/reviews/SR-2026-005/scope")


def test_a_reader_sees_units_and_cannot_change_them(browser: Browser, tides: Unit) -> None:
    browser.sign_in(make_person("Member of staff", tides, key="staff"))
    db.session.commit()
    page = browser.get("/units/tidal")
    assert "Change it" not in page.text
    assert not browser.get("/units").has_link("Add a unit")
    for address in (
        "/units/add",
        "/units/tidal/rename",
        "/units/tidal/move",
        "/units/tidal/close",
        "/units/tidal/merge",
    ):
        browser.get(address, status=403)
    assert again(tides).name == "Department of Tidal Studies (fictional)"


def test_a_double_click_adds_one_unit(administrator: Browser, university: Unit) -> None:
    page = administrator.get("/units/add")
    for _ in range(2):
        administrator.submit("Add this unit", page=page, name="Once", kind="team", parent_id=str(university.id))
    assert len(db.session.scalars(sa.select(Unit).where(Unit.name == "Once")).all()) == 1


@pytest.mark.parametrize("name", ["<b>Bold</b>", "=1+1", "قسم المد", "🌊 Tides", "x" * 200])
def test_any_text_is_a_name_and_is_shown_as_given(administrator: Browser, university: Unit, name: str) -> None:
    administrator.get("/units/add")
    page = administrator.submit("Add this unit", name=name, kind="team", parent_id=str(university.id))
    assert page.soup.select_one("h1").get_text() == name  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["x" * 201, "nul\x00byte"])
def test_a_name_that_cannot_be_kept_is_refused(administrator: Browser, university: Unit, name: str) -> None:
    administrator.get("/units/add")
    page = administrator.submit("Add this unit", status=422, name=name, kind="team", parent_id=str(university.id))
    assert len(page.errors()) == 1


def test_the_pages_of_units_take_the_same_few_queries_however_many_there_are(
    administrator: Browser, university: Unit
) -> None:
    for number in range(30):
        make_unit(f"Unit {number}", university, key=f"unit-{number}")
    db.session.commit()
    assert administrator.get("/units").queries <= 6
    assert administrator.get(f"/units/{university.key}").queries <= 14

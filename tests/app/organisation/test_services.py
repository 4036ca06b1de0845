"""The register of services: Focus keeps it, the lead of a unit describes the unit's own, everybody reads it."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import ReviewService, Service, Unit
from tests.client import Browser
from tests.factories import keep, make_person, make_review, make_service, make_unit
from workflows.roles import Role


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit("Records service", make_unit("University of Oxford", key="university"), key="records")


@pytest.fixture
def service(unit: Unit) -> Service:
    made = make_service("Purchasing", unit)
    db.session.commit()
    return made


def signed_in(browser: Browser, unit: Unit, role: Role | None = None, where: Unit | None = None) -> Browser:
    grants = [(role, where)] if role else []
    return browser.sign_in(make_person("Somebody", unit, *grants, key="somebody"))


def again(service: Service) -> Service:
    """The service as it stands in the database."""
    db.session.expire_all()
    return db.session.get_one(Service, service.id)


def test_focus_adds_a_service(browser: Browser, unit: Unit) -> None:
    signed_in(browser, unit, Role.FOCUS_REVIEWER).get("/services/add")
    page = browser.submit("Add this service", name="Room booking", owner_unit_id=str(unit.id), users="Everybody")
    assert page.address == "/services/room-booking"
    assert "Every 5 years" in page.text
    made = db.session.scalars(sa.select(Service).where(Service.key == "room-booking")).one()
    assert (made.review_interval_years, made.users) == (5, "Everybody")


@pytest.mark.parametrize("years", ["0", "21", "five", "2.5", "-1", "9" * 400])
def test_years_that_are_none_are_refused(browser: Browser, service: Service, unit: Unit, years: str) -> None:
    signed_in(browser, unit, Role.FOCUS_REVIEWER).get("/services/purchasing/change")
    page = browser.submit("Save", status=422, review_interval_years=years)
    assert page.errors() == ["Enter a whole number of years between 1 and 20"]
    assert again(service).review_interval_years == 5


def test_the_lead_of_its_unit_describes_a_service_and_changes_nothing_else(
    browser: Browser, service: Service, unit: Unit
) -> None:
    page = signed_in(browser, unit, Role.DEPARTMENT_LEAD, unit).get("/services/purchasing/change")
    assert page.soup.select_one("#name") is None
    data = page.fields(page.form("Save")) | {"description": "We buy things.", "name": "Stolen", "owner_unit_id": "1"}
    browser.post("/services/purchasing/change", data)
    described = again(service)
    assert (described.description, described.name, described.owner_unit_id) == ("We buy things.", "Purchasing", unit.id)
    assert "The Somebody described the service" in browser.get("/services/purchasing").text


def test_the_lead_of_another_unit_is_told_who_can(browser: Browser, service: Service, unit: Unit) -> None:
    other = make_unit("Elsewhere", unit, key="elsewhere")
    signed_in(browser, other, Role.DEPARTMENT_LEAD, other)
    assert not browser.get("/services/purchasing").has_link("Change what is said here")
    page = browser.get("/services/purchasing/change", status=403)
    assert "Only the lead of Records service describes this service." in page.text


def test_a_reader_reads_the_register(browser: Browser, service: Service, unit: Unit) -> None:
    review = make_review("SR-2026-002", unit, title="Buying")
    keep(ReviewService(review_id=review.id, service_id=service.id))
    signed_in(browser, unit)
    page = browser.get("/services")
    assert page.has_link("Purchasing")
    assert not page.has_link("Add a service")
    assert browser.get("/services/purchasing").has_link("Buying")
    browser.get("/services/add", status=403)
    browser.get("/services/purchasing/change", status=403)
    browser.get("/services/nothing", status=404)
    assert "No service or unit has these words" in browser.get("/services?q=nothing").text


def test_an_empty_register_says_what_belongs_there(browser: Browser, unit: Unit) -> None:
    page = signed_in(browser, unit, Role.FOCUS_REVIEWER).get("/services")
    assert "No services yet" in page.text
    assert page.has_link("Add the first service")


def test_a_text_of_a_megabyte_is_kept_as_given(browser: Browser, service: Service, unit: Unit) -> None:
    long = "Ünïcode <script> \u202eright to left\u202c 🌊\n" * 20_000
    signed_in(browser, unit, Role.FOCUS_REVIEWER).get("/services/purchasing/change")
    browser.submit("Save", description=long)
    assert again(service).description == long.strip()


def test_two_who_describe_a_service_at_once_both_see_what_the_other_wrote(
    browser: Browser, service: Service, unit: Unit
) -> None:
    mine = signed_in(browser, unit, Role.FOCUS_REVIEWER).get("/services/purchasing/change")
    browser.get("/services/purchasing/change")
    browser.submit("Save", description="Theirs")
    page = browser.submit("Save", page=mine, status=409, description="Mine", users="Everybody")
    assert "1 field needs your choice" in page.text
    browser.submit("Save", description="Both")
    described = again(service)
    assert (described.description, described.users) == ("Both", "Everybody")

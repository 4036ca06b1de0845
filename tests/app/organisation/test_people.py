"""People by role title: administrators add and change them and give roles, never their own; nothing is deleted."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.actions import begin_sign_in
from app.clock import real_now
from app.extensions import db
from app.models import OutboxMail, Person, RoleGrant, SignIn, Unit
from tests.client import Browser, Page
from tests.factories import give, make_person, make_review, make_unit
from workflows.roles import Role


@pytest.fixture
def university(app: Flask) -> Unit:
    return make_unit("University of Oxford", key="university")


@pytest.fixture
def administrator(browser: Browser, university: Unit) -> Browser:
    person = make_person("Administrator of the tracker", university, (Role.ADMINISTRATOR, None), key="admin")
    db.session.commit()
    return browser.sign_in(person)


@pytest.fixture
def manager(university: Unit) -> Person:
    person = make_person("Grants manager", university, key="manager", email="grants@example.ac.uk")
    db.session.commit()
    return person


def again(person: Person) -> Person:
    """The person as they stand in the database."""
    db.session.expire_all()
    return db.session.get_one(Person, person.id)


def give_role(browser: Browser, status: int = 200, **fields: Any) -> Page:
    """Give the grants manager a role through the form."""
    browser.get("/people/manager/roles/give")
    return browser.submit("Give this role", status=status, **fields)


def grants_of(person: Person) -> list[RoleGrant]:
    return list(db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id)))


def test_a_person_is_added_by_role_title(administrator: Browser, university: Unit) -> None:
    administrator.get("/people/add")
    page = administrator.submit(
        "Add this person", role_title="Head of records", unit_id=str(university.id), email="Records@Example.ac.uk"
    )
    assert page.address == "/people/head-of-records"
    made = db.session.scalars(sa.select(Person).where(Person.key == "head-of-records")).one()
    assert made.email == "records@example.ac.uk"
    assert "No role has been given" in page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"role_title": ""}, "Enter the role title"),
        ({"role_title": "x" * 121}, "Shorten this to 120 characters or fewer"),
        ({"unit_id": "999999"}, "Not a valid choice."),
        ({"email": "not an address"}, "Enter an address like name@example.ac.uk"),
        ({"email": "GRANTS@example.ac.uk"}, "Somebody else has this address already"),
    ],
)
def test_what_cannot_be_kept_of_a_person_is_refused_at_its_field(
    administrator: Browser, university: Unit, manager: Person, fields: dict[str, Any], message: str
) -> None:
    administrator.get("/people/add")
    typed: dict[str, Any] = {"role_title": "Head of records", "unit_id": str(university.id), "email": ""} | fields
    page = administrator.submit("Add this person", status=422, **typed)
    assert page.errors() == [message]
    assert db.session.scalar(sa.select(Person.id).where(Person.role_title == "Head of records")) is None


def test_a_reader_sees_role_titles_and_neither_roles_nor_addresses(browser: Browser, manager: Person) -> None:
    give(manager, Role.FINANCE_VALIDATOR)
    browser.sign_in(make_person("Member of staff", manager.unit, key="staff"))
    page = browser.get("/people/manager")
    assert "Grants manager" in page.text
    assert "Which roles somebody holds is open to that person and to administrators" in page.text
    for closed in ("example.ac.uk", "Finance validator", "History"):
        assert closed not in page.html
    listed = browser.get("/people")
    assert listed.has_link("Grants manager")
    assert "Finance validator" not in listed.text
    for address in (
        "/people/add",
        "/people/manager/change",
        "/people/manager/roles/give",
        "/people/manager/deactivate",
    ):
        browser.get(address, status=403)


def test_a_person_sees_their_own_roles_and_address(browser: Browser, manager: Person) -> None:
    give(manager, Role.FINANCE_VALIDATOR)
    page = browser.sign_in(manager).get("/people/manager")
    assert "Finance validator Everywhere" in page.text
    assert "grants@example.ac.uk" in page.text
    assert "End it" not in page.text


def test_a_role_counts_where_it_is_given(administrator: Browser, manager: Person, university: Unit) -> None:
    unit = make_unit("Records service", university, key="records")
    review = make_review("SR-2026-007", unit, title="Filing")
    db.session.commit()
    give_role(administrator, role="finance_validator", scope="everywhere")
    give_role(administrator, role="department_lead", scope="unit", scope_unit=str(unit.id))
    page = give_role(administrator, role="co_chair", side="division", scope="review", scope_review="sr-2026-007")
    assert [(one.role, one.unit_id, one.review_id) for one in grants_of(manager)] == [
        (Role.FINANCE_VALIDATOR, None, None),
        (Role.DEPARTMENT_LEAD, unit.id, None),
        (Role.CO_CHAIR, None, review.id),
    ]
    assert "Co-chair from the division" in page.text
    assert page.has_link("Records service and what is below it")
    assert "gave a role: Grants manager (Department lead)" in page.text
    Browser(administrator.app).sign_in(manager).get("/reviews/SR-2026-007/scope")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a role"),
        ({"role": "verifier"}, "Choose where it is held"),
        ({"role": "review_lead", "scope": "everywhere"}, "Choose one review: Review lead is a role on a review"),
        ({"role": "verifier", "scope": "unit"}, "Choose a unit"),
        (
            {"role": "verifier", "scope": "review", "scope_review": "SR-99"},
            "Enter the reference of a review, for example SR-07",
        ),
        (
            {"role": "department_lead", "scope": "everywhere"},
            "Choose a unit: Department lead is a role on a unit and what is below it",
        ),
        (
            {"role": "administrator", "scope": "review", "scope_review": "SR-2026-001"},
            "Choose everywhere: Administrator is not a role on a part",
        ),
        (
            {"role": "co_chair", "scope": "review", "scope_review": "SR-2026-001"},
            "Choose whom the co-chair comes from, for a co-chair only",
        ),
        (
            {"role": "verifier", "side": "service", "scope": "everywhere"},
            "Choose whom the co-chair comes from, for a co-chair only",
        ),
    ],
)
def test_a_role_that_opens_nothing_where_it_is_held_is_refused(
    administrator: Browser, manager: Person, fields: dict[str, Any], message: str
) -> None:
    make_review("SR-2026-001", manager.unit)
    db.session.commit()
    page = give_role(administrator, status=422, **fields)
    assert page.errors()[0] == message
    assert grants_of(manager) == []


def test_a_role_is_held_once_at_a_time(administrator: Browser, manager: Person) -> None:
    give_role(administrator, role="verifier", scope="everywhere")
    page = give_role(administrator, status=422, role="verifier", scope="everywhere")
    assert page.errors() == ["This role is held there already"]


def test_an_ended_role_no_longer_counts_and_stays_readable(administrator: Browser, manager: Person) -> None:
    give_role(administrator, role="administrator", scope="everywhere")
    theirs = Browser(administrator.app).sign_in(manager)
    theirs.get("/settings")
    administrator.get("/people/manager")
    page = administrator.submit("End it")
    assert "The role has ended." in page.text
    assert "Administrator Everywhere 1 May 2026 1 May 2026" in page.text
    assert "ended a role: Grants manager (Administrator)" in page.text
    theirs.get("/settings", status=403)
    give_role(administrator, role="administrator", scope="everywhere")
    assert len(grants_of(manager)) == 2


def test_nobody_changes_their_own_roles(administrator: Browser) -> None:
    page = administrator.get("/people/admin")
    assert "Nobody gives or ends roles of their own" in page.text
    assert "End it" not in page.text
    refused = administrator.get("/people/admin/roles/give", status=403)
    assert "You cannot give roles to yourself. Ask another administrator" in refused.text
    administrator.get("/people/admin/deactivate", status=403)
    grant = db.session.scalars(sa.select(RoleGrant)).one()
    # Even a form made by hand does not get past it.
    keys = page.fields(page.form(action="/sign-out"))
    refused = administrator.post(f"/people/admin/roles/{grant.id}/end", keys, status=403)
    assert "You cannot end roles of your own." in refused.text
    administrator.post("/people/admin/roles/give", keys | {"role": "focus_reviewer", "scope": "everywhere"}, status=403)
    db.session.expire_all()
    assert [(one.role, one.ended_on) for one in db.session.scalars(sa.select(RoleGrant))] == [
        (Role.ADMINISTRATOR, None)
    ]


def test_a_role_is_ended_only_on_the_page_of_its_person(administrator: Browser, manager: Person) -> None:
    other = make_person("Somebody else", manager.unit, key="other")
    grant = give(other, Role.VERIFIER)
    db.session.commit()
    keys = administrator.get("/people/manager").fields(administrator.page.form(action="/sign-out"))  # type: ignore[union-attr]
    administrator.post(f"/people/manager/roles/{grant.id}/end", keys, status=404)


def test_who_is_deactivated_is_signed_out_at_once(administrator: Browser, manager: Person) -> None:
    theirs = Browser(administrator.app).sign_in(manager)
    theirs.get("/people/manager")
    administrator.get("/people/manager/deactivate")
    page = administrator.submit("Deactivate", reason="Left the post")
    assert "can no longer sign in" in page.text
    assert "Left the post" in page.text
    assert again(manager).active is False
    assert "Sign in" in theirs.get("/people/manager").text
    assert not administrator.get("/people").has_link("Grants manager")
    assert administrator.get("/people?inactive=yes").has_link("Grants manager")
    administrator.get("/people/manager")
    administrator.submit("Let them sign in again")
    assert again(manager).active is True
    # The sign-in that was ended stays ended.
    assert "Sign in" in theirs.get("/people/manager").text


def test_an_administrator_ends_all_sign_ins_of_somebody(administrator: Browser, manager: Person) -> None:
    first, second = (Browser(administrator.app).sign_in(manager) for _ in range(2))
    administrator.get("/people/manager")
    administrator.submit("End all their sign-ins")
    for theirs in (first, second):
        assert theirs.get("/people/manager").address.startswith("/sign-in")
    assert administrator.get("/people/manager").address == "/people/manager"


def test_a_sign_in_link_is_shown_once_and_signs_that_person_in(administrator: Browser, manager: Person) -> None:
    administrator.get("/people/manager")
    page = administrator.submit("Make a sign-in link")
    link = re.search(r"http://localhost(/sign-in/once/\S+)", page.text)
    assert link is not None
    assert page.headers["Cache-Control"] == "no-store"
    assert link[1] not in administrator.get("/people/manager").html
    theirs = Browser(administrator.app)
    theirs.get(link[1])
    theirs.submit("Sign in")
    assert theirs.get("/people/manager").address == "/people/manager"
    mail = db.session.scalars(sa.select(OutboxMail)).one()
    assert mail.address == "grants@example.ac.uk"
    assert "Administrator of the tracker made a link that signs you in once" in mail.body
    assert "/sign-in/once/" not in mail.body


def test_nobody_who_is_deactivated_gets_a_sign_in_link(administrator: Browser, manager: Person) -> None:
    page = administrator.get("/people/manager")
    make_person("Second", manager.unit, key="second")
    manager.active = False
    db.session.commit()
    administrator.submit("Make a sign-in link", page=page, status=403)


def test_a_stale_change_of_a_person_is_settled_between_the_two(administrator: Browser, manager: Person) -> None:
    mine = administrator.get("/people/manager/change")
    administrator.get("/people/manager/change")
    administrator.submit("Save", role_title="Head of grants")
    page = administrator.submit("Save", page=mine, status=409, role_title="Grants lead")
    assert "Head of grants" in page.text
    assert page.soup.select_one("#role_title").get_text().strip() == "Grants lead"  # type: ignore[union-attr]
    administrator.submit("Save")
    assert again(manager).role_title == "Grants lead"


def test_the_list_is_filtered_by_words_and_unit_whatever_capitals_and_accents(
    administrator: Browser, university: Unit
) -> None:
    unit = make_unit("Café services", university, key="cafe")
    make_person("Élève adviser", unit, key="eleve")
    make_person("Adviser", university, key="adviser")
    db.session.commit()
    assert administrator.get("/people?q=ELEVE").has_link("Élève adviser")
    page = administrator.get("/people?q=cafe+adv")
    assert page.has_link("Élève adviser")
    assert len(page.soup.select("tbody tr")) == 1
    page = administrator.get("/people?unit=cafe")
    assert len(page.soup.select("tbody tr")) == 1
    assert "No role title or unit has these words" in administrator.get("/people?q=%25").text
    administrator.get("/people?unit=nowhere", status=404)


def test_a_long_list_of_people_comes_in_pages_with_a_bound_on_queries(administrator: Browser, university: Unit) -> None:
    for number in range(60):
        make_person(f"Adviser {number:02}", university, key=f"adviser-{number}")
    db.session.commit()
    page = administrator.get("/people")
    assert len(page.soup.select("tbody tr")) == 50
    assert page.queries <= 6
    page = administrator.get(page.link("Next"))
    assert len(page.soup.select("tbody tr")) == 11
    administrator.get("/people?page=-1")
    administrator.get("/people?page=" + "9" * 400)


def test_an_expired_sign_in_is_not_counted_as_open(administrator: Browser, manager: Person) -> None:
    begin_sign_in(manager.id, "old", moment=real_now() - timedelta(hours=13))
    db.session.commit()
    administrator.get("/people/manager")
    administrator.submit("End all their sign-ins")
    db.session.expire_all()
    assert db.session.scalars(sa.select(SignIn.ended_at).where(SignIn.person_id == manager.id)).one() is None

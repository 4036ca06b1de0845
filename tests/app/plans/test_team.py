"""Who takes part: found by role title and unit, added by somebody else, ended and never deleted."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.auth.queries import viewer_by_key
from app.extensions import db
from app.history_pages import entries
from app.models import Person, Review, RoleGrant, Side
from app.places import place_of_review
from app.plans import team_actions
from app.refusals import FieldRefused
from tests.app.plans.cast import Cast, make_cast
from tests.client import Browser
from tests.factories import give, make_person
from workflows.phases import Profile
from workflows.roles import Role


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A review and its people."""
    return make_cast(profile=Profile.UNIVERSITY_WIDE)


def add(browser: Browser, cast: Cast, person: Person, part: str, status: int = 200) -> None:
    browser.get(cast.address(f"plan/team?q={person.role_title}"))
    browser.submit("Add to this review", status=status, person=str(person.id), part=part)


def roles(cast: Cast, person: Person) -> list[tuple[Role, Side | None, bool]]:
    db.session.expire_all()
    rows = db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.review_id == cast.review.id)
    )
    return [(one.role, one.side, one.ended_on is None) for one in rows]


def sponsor_title(cast: Cast) -> str:
    db.session.expire_all()
    return db.session.get_one(Review, cast.review.id).sponsor_title


def test_people_near_the_review_are_offered_first_and_others_are_found_by_words(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.lead).get(cast.address("plan/team"))
    assert "Timetabling officer, Faculty of Comparative Horology (fictional)" in page.text
    assert "Librarian" not in page.text
    found = browser.submit("Find", q="TIDAL libr")
    assert "Librarian, Department of Tidal Studies (fictional)" in found.text
    assert "1 person found for “TIDAL libr”" in found.text


@pytest.mark.parametrize("words", ["100%", "_", "nobody at all", "<b>", "x" * 5000])
def test_words_that_find_nobody_say_so(cast: Cast, browser: Browser, words: str) -> None:
    page = browser.sign_in(cast.lead).get(cast.address("plan/team"), query_string={"q": words})
    assert "Nobody is found for" in page.text


@pytest.mark.parametrize(
    ("part", "role", "side"),
    [
        ("review_lead", Role.REVIEW_LEAD, None),
        ("review_team_member", Role.REVIEW_TEAM_MEMBER, None),
        ("co_chair_service", Role.CO_CHAIR, Side.SERVICE),
        ("co_chair_division", Role.CO_CHAIR, Side.DIVISION),
        ("steering_group_member", Role.STEERING_GROUP_MEMBER, None),
    ],
)
def test_somebody_is_added_in_each_part(cast: Cast, browser: Browser, part: str, role: Role, side: Side | None) -> None:
    add(browser.sign_in(cast.lead), cast, cast.reader, part)
    assert roles(cast, cast.reader) == [(role, side, True)]
    assert "Librarian" in browser.get(cast.address()).text


def test_with_both_co_chairs_the_page_says_so(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, cast.head, "co_chair_service")
    assert "There is no co-chair from a division." in browser.get(cast.address()).text
    add(browser, cast, cast.reader, "co_chair_division")
    page = browser.get(cast.address())
    assert "It has them." in page.text
    assert "Co-chair, from a division" in page.text


def test_a_sponsor_who_is_a_person_names_the_sponsor_of_the_review(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, cast.head, "sponsor")
    assert sponsor_title(cast) == "Head of Faculty"


def test_a_sponsor_needs_no_account(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/sponsor"))
    browser.submit("Save the sponsor", status=422, sponsor_title="")
    browser.submit("Save the sponsor", status=422, sponsor_title="x" * 121)
    page = browser.submit("Save the sponsor", sponsor_title="Pro-Vice-Chancellor")
    assert "Pro-Vice-Chancellor Has no account in this review Sponsor" in page.text


def test_a_part_is_ended_and_stays_in_the_list_of_who_took_part(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/team"))
    page = browser.submit("the part of the Business analyst")
    assert "Business analyst" not in page.soup.select("section")[0].get_text()
    assert roles(cast, cast.member) == [(Role.REVIEW_TEAM_MEMBER, None, False)]
    plan = browser.get(cast.address())
    assert "Business analyst, University of Oxford: review team member from 1 May 2026 to 1 May 2026" in plan.text
    Browser(browser.app).sign_in(cast.member).get(cast.address(), status=403)


def test_who_was_ended_can_be_added_again(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/team"))
    browser.submit("the part of the Business analyst")
    add(browser, cast, cast.member, "review_team_member")
    assert len(roles(cast, cast.member)) == 2


def test_when_the_sponsor_ends_the_review_has_the_one_who_remains_or_none(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, cast.head, "sponsor")
    browser.get(cast.address("plan/team"))
    browser.submit("the part of the Head of Faculty as sponsor")
    assert sponsor_title(cast) == "Head of Administration"
    browser.submit("the part of the Head of Administration as sponsor")
    assert sponsor_title(cast) == ""
    assert "There is no sponsor." in browser.get(cast.address()).text


def test_nobody_adds_themselves(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.focus).get(cast.address("plan/team?q=Focus"))
    assert "nobody adds themselves" in page.text
    assert f'value="{cast.focus.id}"' not in page.html
    page = browser.get(cast.address("plan/team?q=Librarian"))
    page = browser.submit("Add to this review", status=422, person=str(cast.focus.id), part="review_team_member")
    assert "the team reads confidential evidence, so somebody else must add you" in page.errors()[0]
    page = browser.submit("Add to this review", status=422, person=str(cast.focus.id), part="steering_group_member")
    assert "nobody gives a role to themselves" in page.errors()[0]
    assert roles(cast, cast.focus) == []


def test_the_action_itself_refuses_oneself(cast: Cast) -> None:
    actor = viewer_by_key(cast.focus.key)
    assert actor is not None
    with pytest.raises(FieldRefused, match="somebody else must add you"):
        team_actions.add_to_team(cast.review, cast.focus, team_actions.PARTS["review_lead"], actor=actor)


@pytest.mark.parametrize("person", ["999999", "-1", "abc", "9" * 30, ""])
def test_an_unknown_person_is_refused_in_words(cast: Cast, browser: Browser, person: str) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/team"))
    page = browser.submit("Add to this review", status=422, person=person, part="review_team_member")
    assert page.errors() == ["Choose somebody from the list" if person else "Choose who"]


def test_somebody_who_can_no_longer_sign_in_is_not_added(cast: Cast, browser: Browser) -> None:
    gone = make_person("Retired registrar", cast.unit, active=False)
    db.session.commit()
    page = browser.sign_in(cast.lead).get(cast.address("plan/team?q=Retired"))
    assert "Nobody is found" in page.text
    browser.get(cast.address("plan/team"))
    browser.submit("Add to this review", status=422, person=str(gone.id), part="sponsor")
    assert roles(cast, gone) == []


def test_who_has_the_part_already_is_not_added_twice(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, cast.member, "review_team_member", status=422)
    assert browser.page is not None
    assert browser.page.errors() == ["Business analyst is review team member of this review already."]
    add(browser, cast, cast.head, "co_chair_service")
    add(browser, cast, cast.head, "co_chair_division", status=422)


def test_a_form_that_is_sent_twice_adds_once(cast: Cast, browser: Browser) -> None:
    form = browser.sign_in(cast.lead).get(cast.address("plan/team?q=Librarian"))
    for _ in range(2):
        browser.submit("Add to this review", page=form, person=str(cast.reader.id), part="sponsor")
    assert len(roles(cast, cast.reader)) == 1


def test_a_lead_who_ends_their_own_part_is_led_to_what_they_still_read(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/team"))
    browser.submit("the part of the Second review lead")
    assert roles(cast, cast.lead) == [(Role.REVIEW_LEAD, None, False)]


def test_a_part_in_another_review_is_not_found_here(cast: Cast, browser: Browser) -> None:
    grant = give(cast.reader, Role.CI_PRACTITIONER, cast.unit)
    db.session.commit()
    page = browser.sign_in(cast.lead).get(cast.address("plan/team"))
    token = {"csrf_token": str(page.soup.select_one("input[name=csrf_token]")["value"])}  # type: ignore[index]
    browser.post(cast.address(f"plan/team/{grant.id}/end"), token, status=404)
    browser.post(cast.address("plan/team/9999/end"), token, status=404)


def test_the_history_tells_who_was_added_and_ended(cast: Cast, browser: Browser) -> None:
    add(browser.sign_in(cast.lead), cast, cast.head, "co_chair_service")
    browser.get(cast.address("plan/team"))
    browser.submit("the part of the Head of Faculty")
    who = viewer_by_key(cast.lead.key)
    assert who is not None
    told = entries([("review", cast.review.id)], who, place_of_review(cast.review), limit=2)
    assert [one.sentence for one in told] == [
        "The Second review lead ended the part of the Head of Faculty (Co-chair) in the review.",
        "The Second review lead added the Head of Faculty (Co-chair) to the people of the review.",
    ]
    assert ("Side", "Service") in [(one.label, one.becomes) for one in told[1].details]

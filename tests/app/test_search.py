"""Search: a reference goes straight there, words find what the person may read, and nothing else shows that it exists."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.extensions import db
from app.folding import ACCENTED, PLAIN, fold, pattern
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Evidence,
    EvidenceKind,
    Finding,
    Improvement,
    Recommendation,
    Review,
    Severity,
    Theme,
    Unit,
    UnitPeriod,
)
from tests.client import Browser
from tests.factories import DAY, keep, make_person, make_review, make_service, make_unit
from workflows.improvement import Life
from workflows.roles import Role


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit("Department of Tidal Studies (fictional)", make_unit("University", key="university"), key="tidal")


@pytest.fixture
def review(unit: Unit) -> Review:
    made = make_review("SR-07", unit, title="Room booking and teaching space")
    request = keep(AccuracyRequest(review_id=made.id, sent_on=DAY, due_on=DAY))
    shared = keep(_finding(made, 1, "Rooms stand empty while people look for one"))
    keep(
        _finding(made, 2, "Rooms are hoarded"),
        Evidence(
            review_id=made.id,
            number=1,
            reference="SR-07-E01",
            kind=EvidenceKind.INTERVIEW,
            title="What was said about rooms",
            confidential=True,
        ),
        Recommendation(
            review_id=made.id, number=1, reference="SR-07-R01", text="Release rooms early", published_on=DAY
        ),
        Recommendation(review_id=made.id, number=2, reference="SR-07-R02", text="Sell the rooms"),
        AccuracyItem(request_id=request.id, finding_id=shared.id, finding_text=shared.text),
        Improvement(reference="CI-05", title="A rooms calendar", life=Life.ADOPTED, adopted_on=DAY),
        Improvement(reference="CI-06", title="A rooms lottery", life=Life.IDEA),
    )
    make_service("Rooms and halls", unit)
    db.session.commit()
    return made


def _finding(review: Review, number: int, text: str) -> Finding:
    return Finding(
        review_id=review.id,
        number=number,
        reference=f"{review.reference}-F{number:02}",
        text=text,
        theme=Theme.QUALITY,
        severity=Severity.HIGH,
    )


@pytest.fixture
def reader(browser: Browser, unit: Unit) -> Browser:
    return browser.sign_in(make_person("Member of staff", make_unit("Elsewhere", unit.parent), key="staff"))


@pytest.fixture
def someone(app: Flask) -> Callable[[Role, Unit | Review | None], Browser]:
    """The browser of somebody who holds one role."""

    def make(role: Role, where: Unit | Review | None) -> Browser:
        return Browser(app).sign_in(make_person(role.value, None, (role, where), key=f"holds-{role.value}"))

    return make


def location(browser: Browser, asked: str) -> str:
    """Where a search leads at once; empty when it stays on its page."""
    return browser.client.get("/search", query_string={"q": asked}).headers.get("Location", "")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("SR-07", "/reviews/SR-07"),
        (" sr-07 ", "/reviews/SR-07"),
        ("sr-07-r01", "/recommendations/SR-07-R01"),
        ("SR-07-R02", ""),
        ("SR-07-F01", ""),
        ("SR-07-E01", ""),
        ("ci-05", "/improvements/CI-05"),
        ("CI-06", ""),
        ("SR-71", ""),
    ],
)
def test_a_reference_leads_a_reader_straight_to_what_is_open(
    reader: Browser, review: Review, asked: str, address: str
) -> None:
    assert location(reader, asked) == address
    if not address:
        page = reader.get("/search", query_string={"q": asked})
        assert f"There is no {asked.strip().upper()} that you can read. Reviews run from SR-07 to SR-07." in page.text


def test_a_reference_leads_the_team_to_drafts_and_confidential_evidence(
    review: Review, someone: Callable[[Role, Unit | Review | None], Browser]
) -> None:
    lead = someone(Role.REVIEW_LEAD, review)
    assert location(lead, "SR-07-R02") == "/recommendations/SR-07-R02"
    assert location(lead, "SR-07-F02") == "/reviews/SR-07/findings/2"
    assert location(lead, "SR-07-E01") == "/reviews/SR-07/evidence/1"


def test_the_lead_of_its_unit_finds_what_was_shared_and_no_drafts(
    review: Review, unit: Unit, someone: Callable[[Role, Unit | Review | None], Browser]
) -> None:
    lead = someone(Role.DEPARTMENT_LEAD, unit)
    assert location(lead, "SR-07-F01") == "/reviews/SR-07/findings/1"
    assert [location(lead, hidden) for hidden in ("SR-07-F02", "SR-07-R02", "SR-07-E01")] == ["", "", ""]
    page = lead.get("/search?q=rooms")
    assert page.has_link("Rooms stand empty while people look for one")
    assert not page.has_link("Rooms are hoarded")


def test_a_role_elsewhere_opens_nothing_here(
    review: Review, someone: Callable[[Role, Unit | Review | None], Browser]
) -> None:
    other = make_review("SR-08", make_unit("Other unit", key="other"))
    db.session.commit()
    for browser in (someone(Role.REVIEW_LEAD, other), someone(Role.DEPARTMENT_LEAD, other.unit_links[0].unit)):
        assert location(browser, "SR-07-F01") == ""
        assert "hoarded" not in browser.get("/search?q=rooms").text


def test_focus_finds_what_was_shared_and_no_drafts(
    review: Review, someone: Callable[[Role, Unit | Review | None], Browser]
) -> None:
    focus = someone(Role.FOCUS_REVIEWER, None)
    page = focus.get("/search?q=rooms")
    assert page.has_link("Rooms stand empty")
    assert page.has_link("A rooms lottery")
    assert "hoarded" not in page.html
    assert "Sell the rooms" not in page.html


def test_words_find_what_a_reader_may_read_under_its_kind(reader: Browser, review: Review) -> None:
    page = reader.get("/search?q=ROOMS")
    found = {
        str(section.select("h2")[0].get_text()): [link.get_text() for link in section.select("li a")]
        for section in page.soup.select("section.app-section")
    }
    assert found == {
        "Recommendations": ["Release rooms early"],
        "Improvements": ["A rooms calendar"],
        "Services": ["Rooms and halls"],
    }
    assert reader.get("/search?q=booking+teaching").has_link("Room booking and teaching space")
    assert reader.get("/search?q=booking+tidal").has_link("Room booking and teaching space")
    assert "Nothing found for “booking nothing”" in reader.get("/search?q=booking+nothing").text


def test_accents_and_capitals_make_no_difference(reader: Browser, unit: Unit) -> None:
    make_service("ÉTUDES À L’ÉTRANGER", unit)
    db.session.commit()
    assert reader.get("/search", query_string={"q": "etudes l'etranger"}).has_link("ÉTUDES À L’ÉTRANGER")
    assert reader.get("/search", query_string={"q": "étranger"}).has_link("ÉTUDES À L’ÉTRANGER")


@pytest.mark.parametrize("asked", ["%", "_", "\\", "'", '"', "%%", "a%b", "🌊", "<b>", "=1+1", "\u202e", "x" * 5000])
def test_signs_stand_for_themselves(reader: Browser, review: Review, asked: str) -> None:
    page = reader.get("/search", query_string={"q": asked})
    assert "Nothing found for" in page.text
    make_service(f"Before {asked[:50]} after", review.unit_links[0].unit)
    db.session.commit()
    assert reader.get("/search", query_string={"q": asked[:50]}).has_link("Before")


def test_a_unit_is_found_by_a_name_it_had_before(reader: Browser, unit: Unit) -> None:
    keep(UnitPeriod(unit_id=unit.id, name="Institute of Ebb and Flow", last_day=date(2020, 7, 31)))
    db.session.commit()
    page = reader.get("/search?q=ebb")
    assert page.has_link("Department of Tidal Studies (fictional)")
    assert "Unit, found by a name it had before" in page.text


def test_an_empty_search_says_what_it_looks_through(reader: Browser) -> None:
    assert "It looks through reviews" in reader.get("/search").text
    assert "It looks through reviews" in reader.get("/search?q=++").text


def test_at_most_twenty_of_a_kind_are_shown_in_a_bounded_number_of_queries(reader: Browser, unit: Unit) -> None:
    for number in range(25):
        make_service(f"Service {number:02}", unit)
    db.session.commit()
    page = reader.get("/search?q=service")
    assert len(page.soup.select("section li")) == 20
    assert "The first 20 are shown. Add a word to find fewer." in page.text
    assert page.queries <= 11


def test_the_two_engines_fold_alike() -> None:
    assert len(ACCENTED) == len(PLAIN)
    assert fold("Łódź, “Ångström”") == 'lodz, "angstrom"'
    assert pattern("50%_\\") == "%50\\%\\_\\\\%"


def test_nobody_searches_without_signing_in(browser: Browser, review: Review) -> None:
    assert browser.get("/search?q=SR-07").address.startswith("/sign-in")

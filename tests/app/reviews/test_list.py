"""The plain list: narrowed by words, phase and unit in the address, counted, never ranked, in pages."""

from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.models import Unit
from tests.client import Browser, Page
from tests.factories import DAY, make_person, make_review, make_unit
from tests.factories_reviews import enter, plan_end
from workflows.phases import Phase


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit("University of Oxford")


@pytest.fixture
def reader(browser: Browser, unit: Unit) -> Browser:
    return browser.sign_in(make_person("Member of staff", unit))


def references(page: Page) -> list[str]:
    return [one.get_text().split(" · ")[0] for one in page.soup.select("tbody th small")]


def some(unit: Unit) -> None:
    tides = make_unit("Department of Tidal Studies (fictional)", unit, key="tides")
    team = make_unit("Tide tables team", tides, key="team")
    maps = make_unit("Department of Maps (fictional)", unit, key="maps")
    first = make_review("SR-2026-002", tides, title="Café bookings", phase=Phase.DISCOVERY)
    enter(first, Phase.DISCOVERY, DAY - timedelta(days=12))
    plan_end(first, Phase.DISCOVERY, DAY - timedelta(days=3))
    make_review("SR-2026-001", team, title="Tables of tides", phase=Phase.COMPLETED)
    make_review("SR-2026-003", maps, title="Map printing", phase=Phase.PROPOSED)
    db.session.commit()


def test_the_list_is_in_order_of_reference_with_days_planned_end_and_rag_in_words(reader: Browser, unit: Unit) -> None:
    some(unit)
    page = reader.get("/reviews")
    assert references(page) == ["SR-2026-001", "SR-2026-002", "SR-2026-003"]
    assert "3 reviews , by reference" in page.text
    row = page.soup.select("tbody tr")[1].get_text(" ", strip=True)
    assert "Discovery 12 days 28 April 2026 Amber the planned end of discovery passed 3 days ago" in row
    assert "No RAG: it is completed" in page.soup.select("tbody tr")[0].get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=cafe", ["SR-2026-002"]),
        ("text=sr-2026-003", ["SR-2026-003"]),
        ("text=tides+tables", ["SR-2026-001"]),
        ("text=%25", []),
        ("phase=discovery", ["SR-2026-002"]),
        ("phase=under_way", ["SR-2026-002"]),
        ("phase=nonsense", ["SR-2026-001", "SR-2026-002", "SR-2026-003"]),
        ("unit=tides", ["SR-2026-001", "SR-2026-002"]),
        ("unit=nowhere", []),
        ("unit=tides&phase=completed&text=tables", ["SR-2026-001"]),
        ("page=2", []),
        ("page=nonsense", ["SR-2026-001", "SR-2026-002", "SR-2026-003"]),
    ],
)
def test_it_is_narrowed_by_what_stands_in_the_address(
    reader: Browser, unit: Unit, asked: str, found: list[str]
) -> None:
    some(unit)
    assert references(reader.get(f"/reviews?{asked}")) == found


def test_an_empty_list_says_which_part_of_the_filter_to_drop(reader: Browser, unit: Unit) -> None:
    some(unit)
    page = reader.get("/reviews?unit=tides&phase=discovery&text=maps")
    assert "No review fits" in page.text
    assert "Without the words there is 1. Clear the words" in page.text
    assert "In any unit there are none." in page.text
    page = reader.get(page.link("Clear the words"))
    assert references(page) == ["SR-2026-002"]
    assert page.soup.select_one("#unit option[selected]")["value"] == "tides"  # type: ignore[index]


def test_without_any_review_it_says_what_belongs_here(reader: Browser) -> None:
    page = reader.get("/reviews")
    assert "No reviews yet" in page.text
    assert page.link("Propose a review") == "/reviews/propose"


def test_a_long_list_has_pages_and_a_bounded_number_of_queries(reader: Browser, unit: Unit) -> None:
    for number in range(1, 61):
        enter(make_review(f"SR-2026-{number:03}", unit), Phase.PROPOSED, DAY)
    db.session.commit()
    page = reader.get("/reviews?phase=proposed")
    assert "60 reviews" in page.text
    assert len(references(page)) == 50
    assert len(page.statements) <= 9
    page = reader.get(page.link("Next"))
    assert references(page)[0] == "SR-2026-051"
    assert page.soup.select_one("#phase option[selected]")["value"] == "proposed"  # type: ignore[index]

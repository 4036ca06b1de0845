"""Confidential evidence is the team's alone: for everybody else it is in no list, no count and no file, and a 404."""

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.models import EvidenceKind, Reading
from tests.client import Browser
from tests.factories import give
from tests.factories_findings import Cast, make_cast, make_evidence, make_file, make_finding, share
from workflows.roles import Role

REVIEW = "/reviews/SR-2026-001"
SECRET = "Interview with three porters"

TEAM = ("lead", "member")
TAKES_PART = ("sponsor", "department_lead", "contributor", "focus")
OUTSIDE = ("administrator", "reader")


@pytest.fixture
def cast(browser: Browser) -> Cast:
    """A review with an open and a confidential piece of evidence under one finding that was shared."""
    made = make_cast()
    secret = make_evidence(made.review, 1, kind=EvidenceKind.INTERVIEW, title=SECRET, notes="They said a lot")
    make_file(secret, b"a transcript", "transcript.txt")
    opened = make_evidence(made.review, 2, title="Door counts")
    make_file(opened, b"counts", "counts.txt")
    share(make_finding(made.review, 1, secret, opened))
    make_finding(made.review, 2, secret, text="A draft that rests on the interview alone")
    db.session.commit()
    return made


def readings() -> list[tuple[int, int | None]]:
    return [
        (one.person_id, one.evidence_file_id) for one in db.session.scalars(sa.select(Reading).order_by(Reading.id))
    ]


@pytest.mark.parametrize("who", TEAM)
def test_the_team_reads_it_and_each_reading_is_logged(browser: Browser, cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    browser.sign_in(person)
    assert SECRET in browser.get(f"{REVIEW}/evidence").text
    assert "Evidence 2" in browser.page.text  # type: ignore[union-attr]
    assert readings() == []
    page = browser.get(f"{REVIEW}/evidence/1")
    assert "They said a lot" in page.text
    assert "That you read it now has been logged" in page.text
    assert f"{person.role_title} , this page" in page.text or f"{person.role_title}, this page" in page.text
    assert browser.get("/files/evidence/SR-2026-001/1/1").data == b"a transcript"
    browser.get(f"{REVIEW}/evidence/1/edit")
    assert [(one, file is None) for one, file in readings()] == [
        (person.id, True),
        (person.id, False),
        (person.id, True),
    ]
    assert "version 1 of the file" in browser.get(f"{REVIEW}/evidence/1").text


@pytest.mark.parametrize("who", TAKES_PART)
def test_who_takes_part_finds_nothing_of_it(browser: Browser, cast: Cast, who: str) -> None:
    browser.sign_in(getattr(cast, who))
    page = browser.get(f"{REVIEW}/evidence")
    assert SECRET not in page.html and "E01" not in page.html
    assert "Evidence 1" in page.text
    assert "Door counts" in page.text
    browser.get(f"{REVIEW}/evidence/1", status=404)
    browser.get("/files/evidence/SR-2026-001/1/1", status=404)
    assert browser.get("/files/evidence/SR-2026-001/2/1").data == b"counts"
    assert readings() == []


@pytest.mark.parametrize("who", TAKES_PART)
def test_a_finding_says_only_that_there_is_evidence_in_confidence(browser: Browser, cast: Cast, who: str) -> None:
    browser.sign_in(getattr(cast, who))
    for address in (f"{REVIEW}/findings", f"{REVIEW}/findings/1"):
        page = browser.get(address)
        assert "And evidence held in confidence by the review’s team." in page.text
        assert SECRET not in page.html and "E01" not in page.html


def test_a_finding_on_confidential_evidence_alone_says_so_to_the_sponsor(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.sponsor).get(f"{REVIEW}/findings/2")
    assert "Evidence held in confidence by the review’s team." in page.text
    assert SECRET not in page.html


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("address", [f"{REVIEW}/evidence", f"{REVIEW}/evidence/1", f"{REVIEW}/evidence/2"])
def test_who_does_not_take_part_is_told_whom_to_ask(browser: Browser, cast: Cast, who: str, address: str) -> None:
    page = browser.sign_in(getattr(cast, who)).get(address, status=403)
    assert SECRET not in page.html
    assert "ask the lead of the review" in page.text


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("number", [1, 2, 9])
def test_who_does_not_take_part_gets_no_file(browser: Browser, cast: Cast, who: str, number: int) -> None:
    browser.sign_in(getattr(cast, who)).get(f"/files/evidence/SR-2026-001/{number}/1", status=403)


def test_the_same_role_in_another_place_opens_nothing(browser: Browser, cast: Cast) -> None:
    give(cast.reader, Role.REVIEW_TEAM_MEMBER, cast.unit)
    db.session.commit()
    browser.sign_in(cast.reader)
    assert SECRET not in browser.get(f"{REVIEW}/evidence").html
    browser.get(f"{REVIEW}/evidence/1", status=404)


def test_reading_open_evidence_is_not_logged(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.lead).get(f"{REVIEW}/evidence/2")
    browser.get("/files/evidence/SR-2026-001/2/1")
    assert readings() == []
    assert "Who has read it" not in browser.get(f"{REVIEW}/evidence/2").text

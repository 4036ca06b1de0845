"""Findings stand in a chain from evidence to recommendation; drafts are open to few, and nothing is deleted."""

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.models import Finding, FindingEvidence, RecommendationFinding, Severity, Theme
from tests.client import Browser
from tests.counting import counting
from tests.factories import DAY, keep, make_review, saying
from tests.factories_findings import Cast, make_cast, make_evidence, make_finding, share
from tests.factories_reviews import make_recommendation

LIST = "/reviews/SR-2026-001/findings"
HOSTILE = '<b onload="x">&amp; =1+1 \u202eabc \U0001f642 \x07'


@pytest.fixture
def cast(browser: Browser) -> Cast:
    """The review and its people, with the lead signed in."""
    made = make_cast()
    db.session.commit()
    browser.sign_in(made.lead)
    return made


def only_finding() -> Finding:
    db.session.expire_all()
    return db.session.scalars(sa.select(Finding)).one()


def evidence_under(finding: Finding) -> set[int]:
    return set(
        db.session.scalars(sa.select(FindingEvidence.evidence_id).where(FindingEvidence.finding_id == finding.id))
    )


def test_a_finding_is_recorded_on_its_evidence(browser: Browser, cast: Cast) -> None:
    first, second = make_evidence(cast.review, 1), make_evidence(cast.review, 2, title="Walk round twelve rooms")
    db.session.commit()
    browser.get(f"{LIST}/new")
    page = browser.submit(
        "Record",
        text="A quarter of bookings are not used.",
        detail="48 of 190",
        theme="collaboration",
        severity="high",
        evidence=[str(first.id), str(second.id)],
    )
    finding = only_finding()
    assert (finding.reference, finding.theme, finding.severity) == (
        "SR-2026-001-F01",
        Theme.COLLABORATION,
        Severity.HIGH,
    )
    assert evidence_under(finding) == {first.id, second.id}
    assert "48 of 190" in page.text and "Walk round twelve rooms" in page.text
    assert "A draft" in page.text


def test_the_empty_list_says_what_belongs_there(browser: Browser, cast: Cast) -> None:
    assert browser.get(LIST).has_link("Record the first finding")
    assert not browser.sign_in(cast.sponsor).get(LIST).has_link("Record")


def test_faults_are_named_and_what_was_typed_is_kept(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit("Record", status=422, detail="48 of 190")
    assert page.errors() == ["Enter what was found", "Choose a theme", "Choose how severe it is"]
    assert "48 of 190" in page.html


def test_evidence_of_another_review_cannot_be_ticked(browser: Browser, cast: Cast) -> None:
    other = make_evidence(make_review("SR-2026-002", cast.unit))
    db.session.commit()
    browser.get(f"{LIST}/new")
    browser.submit("Record", status=422, text="x", theme="people", severity="low", evidence=str(other.id))


def test_the_list_shows_the_chain_both_ways(browser: Browser, cast: Cast) -> None:
    finding = make_finding(cast.review, 1, make_evidence(cast.review))
    recommendation = make_recommendation(cast.review, 1, finding, published_on=DAY, text="Release unused bookings")
    share(finding, verdict="correct_with_comment", answer="Room 4 is closed.", answered_on=DAY)
    db.session.commit()
    text = browser.get(LIST).text
    places = [text.index(one) for one in ("Door counts", "“Room 4 is closed.”", "Release unused bookings")]
    assert places == sorted(places)
    assert browser.page and browser.page.link("Release unused").endswith(recommendation.reference)
    assert browser.get("/reviews/SR-2026-001/evidence").has_link("Finding 1")


@pytest.mark.parametrize("who", ["department_lead", "contributor", "focus"])
def test_a_draft_is_in_no_list_and_no_count_until_it_is_shared(browser: Browser, cast: Cast, who: str) -> None:
    shared = make_finding(cast.review, 1, text="Shared with the service")
    make_finding(cast.review, 2, text="Still a draft")
    share(shared)
    db.session.commit()
    page = browser.sign_in(getattr(cast, who)).get(LIST)
    assert "Shared with the service" in page.text
    assert "Still a draft" not in page.html
    assert "Findings 1" in page.text
    browser.get(f"{LIST}/1")
    browser.get(f"{LIST}/2", status=404)


@pytest.mark.parametrize("who", ["administrator", "reader"])
def test_who_does_not_take_part_reads_no_finding(browser: Browser, cast: Cast, who: str) -> None:
    share(make_finding(cast.review))
    db.session.commit()
    browser.sign_in(getattr(cast, who))
    browser.get(LIST, status=403)
    browser.get(f"{LIST}/1", status=403)


def test_the_sponsor_reads_drafts_and_changes_nothing(browser: Browser, cast: Cast) -> None:
    make_finding(cast.review)
    db.session.commit()
    page = browser.sign_in(cast.sponsor).get(f"{LIST}/1")
    assert not page.has_link("Change this finding")
    for address in ("/new", "/1/edit", "/1/withdraw"):
        browser.get(f"{LIST}{address}", status=403)


@pytest.mark.parametrize("published", [True, False])
def test_an_unpublished_recommendation_is_not_shown_to_the_service(
    browser: Browser, cast: Cast, published: bool
) -> None:
    finding = make_finding(cast.review)
    make_recommendation(cast.review, 1, finding, published_on=DAY if published else None, text="Release bookings")
    share(finding)
    db.session.commit()
    assert "Release bookings" in browser.get(LIST).text
    assert ("Release bookings" in browser.sign_in(cast.department_lead).get(LIST).text) is published


def test_two_who_tick_evidence_at_once_do_not_undo_each_other(browser: Browser, cast: Cast) -> None:
    one, two, three = (make_evidence(cast.review, number) for number in (1, 2, 3))
    finding = make_finding(cast.review, 1, one)
    db.session.commit()
    page = browser.get(f"{LIST}/1/edit")
    saying("edit_finding")
    keep(FindingEvidence(finding_id=finding.id, evidence_id=two.id))
    db.session.commit()
    browser.submit("Save", page=page, evidence=str(three.id))
    assert evidence_under(only_finding()) == {two.id, three.id}


def test_two_who_change_its_words_see_both_versions(browser: Browser, cast: Cast) -> None:
    finding = make_finding(cast.review, 1, make_evidence(cast.review))
    db.session.commit()
    page = browser.get(f"{LIST}/1/edit")
    saying("edit_finding")
    finding.text = "Theirs."
    db.session.commit()
    clash = browser.submit("Save", page=page, status=409, text="Mine.")
    assert "Theirs." in clash.text and "Mine." in clash.text
    browser.submit("Save", text="Settled.")
    assert only_finding().text == "Settled."
    assert len(evidence_under(only_finding())) == 1


def test_pressing_twice_records_once(browser: Browser, cast: Cast) -> None:
    page = browser.get(f"{LIST}/new")
    for _ in range(2):
        browser.submit("Record", page=page, text="Once.", theme="people", severity="low")
    assert only_finding().number == 1


def test_a_withdrawn_finding_is_kept_with_its_reason(browser: Browser, cast: Cast) -> None:
    finding = make_finding(cast.review)
    make_recommendation(cast.review, 1, finding, text="Release unused bookings")
    db.session.commit()
    page = browser.get(f"{LIST}/1/withdraw")
    assert "Release unused bookings" in page.text
    assert browser.submit("Withdraw", status=422).errors() == ["Say why it is withdrawn"]
    page = browser.submit("Withdraw", reason="Counted twice")
    assert "Findings 0" in page.text and "Counted twice" in page.text
    assert "Counted twice" in browser.get(f"{LIST}/1").text
    browser.get(f"{LIST}/1/edit", status=403)
    browser.sign_in(cast.focus).get(f"{LIST}/1", status=404)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecommendationFinding)) == 1


def test_hostile_text_is_shown_as_given(browser: Browser, cast: Cast) -> None:
    browser.get(f"{LIST}/new")
    page = browser.submit("Record", text=HOSTILE, detail=HOSTILE, theme="people", severity="low")
    assert only_finding().text == HOSTILE
    assert "&lt;b onload" in page.html and "<b onload" not in page.html
    browser.get(LIST)
    browser.get(f"{LIST}/1/edit")


@pytest.mark.parametrize("who", ["lead", "department_lead"])
@pytest.mark.parametrize("many", [1, 30])
def test_pages_ask_the_database_at_most_twelve_times(browser: Browser, cast: Cast, many: int, who: str) -> None:
    for number in range(1, many + 1):
        evidence = make_evidence(cast.review, number)
        finding = make_finding(cast.review, number, evidence)
        make_recommendation(cast.review, number, finding, published_on=DAY)
        share(finding)
        share(finding)
    db.session.commit()
    browser.sign_in(getattr(cast, who))
    for address in (LIST, f"{LIST}/1", "/reviews/SR-2026-001/accuracy"):
        db.session.expire_all()
        with counting() as statements:
            browser.get(address)
        assert len(statements) <= 12, "\n".join(statements)

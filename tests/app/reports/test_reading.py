"""What is read for a report, kept as a paper and sent, on both engines."""

import json
from datetime import date

import pytest
from flask import Flask

from app.extensions import db
from app.models import EventKind, Paper, PaperStatus, PublishedEvent
from app.reports.content import content
from app.reports.dataset import dataset
from app.reports.edition import Edition
from app.reports.rendering import render_paper
from tests.app.reports.making import DAY, html, made, report, told
from tests.client import Browser
from tests.counting import counting
from tests.factories import keep, make_review
from tests.factories_findings import make_evidence, make_finding
from tests.factories_reports import make_told_review
from tests.factories_reviews import enter, make_recommendation
from workflows.dates import PreciseDate
from workflows.recommendation import Response
from workflows.review import Phase

REPORT = "/reviews/SR-2025-008/report"


def papers() -> list[Paper]:
    """All papers, in the order in which they were asked for."""
    return db.session.query(Paper).order_by(Paper.id).populate_existing().all()


def test_a_dataset_is_json_and_tells_the_same_after_it_was_kept(app: Flask) -> None:
    cast = make_told_review()
    said = told(cast.review)
    kept = json.loads(json.dumps(said))
    assert kept == said
    assert content(kept) == content(said)


def test_a_report_asks_a_fixed_number_of_questions_whatever_it_tells(app: Flask) -> None:
    cast = make_told_review()
    told(cast.review)
    with counting() as first:
        dataset(cast.review, Edition.PUBLISHED, DAY)
    for number in range(5, 25):
        evidence = make_evidence(cast.review, number)
        make_finding(cast.review, number, evidence)
    db.session.commit()
    cast.review.unit_links  # noqa: B018  as the view has loaded it
    with counting() as then:
        dataset(cast.review, Edition.TEAM_DRAFT, DAY)
    assert len(first) == len(then) <= 8


def test_other_reviews_lend_nothing(app: Flask) -> None:
    one = make_told_review()
    before = html(one.review)
    other = make_review("SR-2025-010", one.unit, title="Quite another review", phase=Phase.IMPLEMENTATION)
    finding = make_finding(other, 1, make_evidence(other, 1), text="Found elsewhere.")
    make_recommendation(other, 1, finding, owner_id=one.lead.id, response=Response.ACCEPTED)
    db.session.commit()
    assert html(one.review) == before


def test_days_are_not_made_up_where_only_a_term_is_known(app: Flask) -> None:
    review = make_review(phase=Phase.IMPLEMENTATION)
    hilary = PreciseDate.month(2023, 1)
    enter(review, Phase.SCOPING, hilary)
    enter(review, Phase.IMPLEMENTATION, date(2024, 3, 1))
    keep(PublishedEvent(review_id=review.id, event=EventKind.STARTED, on=hilary))
    life = report(review).life
    assert [(one.entered, one.days) for one in life.stays] == [
        ("January 2023", "not known"),
        ("1 March 2024", "791 so far"),
    ]
    assert any("Started: January 2023." in one.text for one in life.stayed)


def test_asking_twice_gives_one_paper_and_the_page_follows_it_until_it_is_ready(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    page = browser.get(REPORT)
    assert "Nobody has made the PDF yet." in page.text
    waiting = browser.submit("Make the PDF")
    assert "Waiting. Asked for on 1 May 2026" in waiting.text
    assert waiting.has_link("See whether it is ready")
    assert "http-equiv" not in waiting.html
    browser.submit("Make the PDF", page=page)
    (paper,) = papers()
    assert (paper.status, paper.draft, paper.asked_by_id) == (PaperStatus.WAITING, False, cast.reader.id)

    render_paper(paper.id)
    ready = browser.get(waiting.link("See whether it is ready").partition("#")[0])
    assert f"Report, {papers()[0].pages} pages (PDF)" in ready.text
    sent = browser.get(ready.link("(PDF)"))
    assert sent.data.startswith(b"%PDF-1.7")
    assert sent.headers["Content-Type"] == "application/pdf"
    assert "filename=SR-2025-008-report-2026-05-01.pdf" in sent.headers["Content-Disposition"]
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent.data == made(cast.review).data


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}/page"])
def test_a_report_s_pages_ask_few_questions(browser: Browser, address: str) -> None:
    cast = make_told_review()
    browser.sign_in(cast.lead)
    browser.get(address)
    with counting() as seen:
        browser.get(address)
    assert len(seen) <= 12, "\n".join(seen)

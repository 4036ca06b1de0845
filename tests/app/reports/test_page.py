"""The report's pages as people see them: the state of the PDF, asking for it, reading it, and the report as a page."""

from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.models import Paper, PaperStatus
from app.reports.rendering import render_paper
from tests.client import Browser
from tests.factories import NOW, saying
from tests.factories_reports import make_told_review

REPORT = "/reviews/SR-2025-008/report"


@pytest.fixture
def app(plain_app: Flask) -> Flask:
    """On one engine: what is read is held on both in test_reading.py."""
    return plain_app


def papers() -> list[Paper]:
    """All papers, in the order in which they were asked for."""
    return db.session.query(Paper).order_by(Paper.id).populate_existing().all()


def test_asking_for_what_is_the_newest_says_so(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    browser.get(REPORT)
    browser.submit("Make the PDF")
    render_paper(papers()[0].id)
    browser.get(REPORT)
    again = browser.submit("Make the PDF anew")
    assert "it is the newest" in again.text
    assert len(papers()) == 1


def test_what_was_done_since_the_last_pdf_is_told_and_a_new_one_keeps_the_old(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.lead)
    browser.get(REPORT)
    browser.submit("Make the PDF")
    first = papers()[0]
    render_paper(first.id)
    first.asked_at = NOW + timedelta(hours=20)
    db.session.commit()
    assert "Nothing has been done to this review" in browser.get(REPORT).text
    first.asked_at = NOW - timedelta(hours=20)
    saying("edit_summary")
    cast.review.summary = "Now with other words."
    db.session.commit()
    page = browser.get(REPORT)
    assert "Since it was made" in page.text
    assert "Nothing has been done to this review" not in page.text
    browser.submit("Make the PDF anew")
    second = papers()[1]
    render_paper(second.id)
    after = browser.get(REPORT)
    assert "Earlier PDFs" in after.text
    assert browser.get(f"{REPORT}/pdf/{first.id}").data != browser.get(f"{REPORT}/pdf/{second.id}").data


def test_a_paper_that_failed_says_why_and_can_be_tried_again(browser: Browser, app: Flask) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    browser.get(REPORT)
    browser.submit("Make the PDF")
    app.config["RENDER_MEMORY"] = 60 * 1024**2
    render_paper(papers()[0].id)
    failed = browser.get(REPORT)
    assert "It could not be made." in failed.text
    assert papers()[0].status is PaperStatus.FAILED
    del app.config["RENDER_MEMORY"]
    waiting = browser.submit("Try again")
    assert "Waiting." in waiting.text
    render_paper(papers()[0].id)
    assert "(PDF)" in browser.get(REPORT).text
    assert [(one.status, one.attempts) for one in papers()] == [(PaperStatus.READY, 2)]


def test_a_paper_that_waits_long_says_what_may_be_wrong(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    browser.get(REPORT)
    assert "longer than usual" not in browser.submit("Make the PDF").text
    papers()[0].asked_at -= timedelta(minutes=2)
    db.session.commit()
    assert "The worker that makes PDFs may not be running" in browser.get(REPORT).text


def test_a_draft_is_marked_on_its_page_its_link_and_its_file(browser: Browser) -> None:
    cast = make_told_review(decided=False, published=False)
    browser.sign_in(cast.lead)
    state = browser.get(REPORT)
    assert "A draft: the report is not decided yet." in state.text
    browser.submit("Make the PDF")
    render_paper(papers()[0].id)
    sent = browser.get(browser.get(REPORT).link("Draft report,"))
    assert "SR-2025-008-report-draft-2026-05-01.pdf" in sent.headers["Content-Disposition"]
    page = browser.get(f"{REPORT}/page")
    assert page.title.startswith("DRAFT. Purchasing and invoice queries")
    assert page.soup.body is not None and "is-draft" in page.soup.body["class"]
    assert "SR-2025-008 · DRAFT" in page.html


def test_a_draft_s_file_is_closed_to_whoever_may_not_read_drafts(browser: Browser, app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    browser.sign_in(cast.lead)
    browser.get(REPORT)
    browser.submit("Make the PDF")
    paper = papers()[0]
    render_paper(paper.id)
    for person in (cast.focus, cast.department_lead, cast.reader, cast.administrator):
        Browser(app).sign_in(person).get(f"{REPORT}/pdf/{paper.id}", status=404)
    Browser(app).sign_in(cast.reader).post(f"{REPORT}/pdf", {}, status=400)


def test_a_paper_belongs_to_its_own_review_and_must_be_finished(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    browser.get(REPORT)
    browser.submit("Make the PDF")
    number = papers()[0].id
    browser.get(f"{REPORT}/pdf/{number}", status=404)
    render_paper(number)
    browser.get(f"{REPORT}/pdf/{number}")
    browser.get(f"/reviews/SR-2025-009/report/pdf/{number}", status=404)
    browser.get(f"{REPORT}/pdf/{number + 1}", status=404)


def test_the_page_tells_the_report_and_leads_on(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    page = browser.get(f"{REPORT}/page")
    assert page.title == "Purchasing and invoice queries: review report (SR-2025-008)"
    assert page.link("Back to the review") == "/reviews/SR-2025-008"
    assert page.link("PDF of this report") == REPORT
    assert "No answer was given by the service within ten working days." in page.text
    assert "DRAFT" not in page.html
    assert not page.soup.select("[style]")
    assert [one.name for one in page.soup.find_all(["h1"])] == ["h1"]
    for link in page.soup.select(".toc a"):
        assert page.soup.find(id=str(link["href"]).removeprefix("#")), link


def test_an_unknown_review_has_no_report(browser: Browser) -> None:
    cast = make_told_review()
    browser.sign_in(cast.reader)
    for address in ("/reviews/SR-1/report", "/reviews/SR-1/report/page", "/reviews/SR-1/report/pdf/1"):
        browser.get(address, status=404)

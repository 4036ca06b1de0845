"""Who may read which report, and that what they may not see is nowhere in it."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Decision, DecisionKind, Finding, FindingEvidence, Person
from app.places import place_of_review
from app.reports.edition import Edition, edition_for, may_read, standing
from tests.app.reports.making import html, made, told
from tests.client import Browser
from tests.factories import NOW, keep, saying
from tests.factories_findings import Cast, make_evidence, make_finding
from tests.factories_reports import AMOUNT, SECRET_DATA, SECRET_NOTES, SECRET_TITLE, make_told_review
from tests.factories_reviews import viewer_of
from tests.pdf_reading import attachments_of, text_of
from workflows.decision import Outcome
from workflows.review import Phase


def edition_of(cast: Cast, person: Person) -> Edition | None:
    """What this person reads of the review."""
    return edition_for(viewer_of(person), place_of_review(cast.review), standing(cast.review))


def test_a_published_report_is_the_same_for_everybody(app: Flask) -> None:
    cast = make_told_review()
    for person in (cast.reader, cast.lead, cast.department_lead, cast.focus, cast.administrator):
        assert edition_of(cast, person) is Edition.PUBLISHED


def test_a_decided_report_waits_for_its_publication_with_those_who_read_its_scope(app: Flask) -> None:
    cast = make_told_review(published=False)
    assert edition_of(cast, cast.focus) is Edition.DECIDED
    assert edition_of(cast, cast.contributor) is None, (
        "a contributor reads findings, and not the scope that is in the report"
    )
    assert edition_of(cast, cast.reader) is None
    assert edition_of(cast, cast.administrator) is None


def test_an_undecided_report_is_a_draft_in_two_editions(app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    assert edition_of(cast, cast.lead) is Edition.TEAM_DRAFT
    assert edition_of(cast, cast.sponsor) is Edition.TEAM_DRAFT
    assert edition_of(cast, cast.department_lead) is Edition.SHARED_DRAFT
    assert edition_of(cast, cast.focus) is Edition.SHARED_DRAFT
    assert edition_of(cast, cast.reader) is None


def test_a_day_of_publication_opens_nothing_before_the_decision(app: Flask) -> None:
    cast = make_told_review(decided=False, published=True)
    assert edition_of(cast, cast.reader) is None


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.REJECTED, Outcome.DEFERRED, Outcome.NOTED])
def test_a_report_that_was_not_let_go_ahead_is_a_draft_again(app: Flask, outcome: Outcome) -> None:
    cast = make_told_review()
    keep(
        Decision(
            review_id=cast.review.id,
            kind=DecisionKind.REPORT,
            outcome=outcome,
            decided_by_title="Sponsor",
            decided_on=NOW.date(),
            decided_content={},
            recorded_at=NOW,
        )
    )
    assert edition_of(cast, cast.reader) is None
    assert edition_of(cast, cast.lead) is Edition.TEAM_DRAFT


def test_a_review_that_goes_back_to_discovery_has_a_draft(app: Flask) -> None:
    cast = make_told_review()
    saying()
    cast.review.phase = Phase.DISCOVERY
    assert edition_of(cast, cast.reader) is None
    cast.review.phase, cast.review.paused_from = Phase.PAUSED, Phase.IMPLEMENTATION
    assert edition_of(cast, cast.reader) is Edition.PUBLISHED


def test_a_paper_made_while_published_closes_when_it_no_longer_is(app: Flask) -> None:
    cast = make_told_review()
    place, reader = place_of_review(cast.review), viewer_of(cast.reader)
    assert may_read(Edition.PUBLISHED, reader, place, standing(cast.review))
    saying()
    cast.review.published_on = None
    assert not may_read(Edition.PUBLISHED, reader, place, standing(cast.review))
    assert may_read(Edition.PUBLISHED, viewer_of(cast.department_lead), place, standing(cast.review))
    assert not may_read(Edition.TEAM_DRAFT, viewer_of(cast.focus), place, standing(cast.review))


@pytest.mark.parametrize("edition", list(Edition))
def test_what_is_confidential_is_in_no_edition(app: Flask, edition: Edition) -> None:
    cast = make_told_review(decided=not edition.draft, published=edition is Edition.PUBLISHED)
    secrets = (SECRET_TITLE, SECRET_NOTES, SECRET_DATA, AMOUNT, f"{int(AMOUNT):,}", "SR-2025-008-E03", "-E04")
    said = json.dumps(told(cast.review, edition), ensure_ascii=False)
    page = html(cast.review, edition)
    for secret in secrets:
        assert secret not in said
        assert secret not in page
    assert "Evidence held in confidence by the review’s team." in page


def test_what_is_confidential_is_not_in_the_pdf_nor_in_what_it_carries(plain_app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    paper = made(cast.review, Edition.TEAM_DRAFT)
    everything = text_of(paper.data) + "".join(attachments_of(paper.data).values())
    for secret in (SECRET_TITLE, SECRET_NOTES, SECRET_DATA, AMOUNT, f"{int(AMOUNT):,}"):
        assert secret not in everything
        assert secret.encode() not in paper.data


def test_more_confidential_evidence_changes_no_letter_of_the_report(app: Flask) -> None:
    cast = make_told_review()
    before = html(cast.review)
    finding = db.session.scalars(select(Finding).where(Finding.number == 1)).one()
    more = make_evidence(cast.review, 7, title="Another secret", confidential=True)
    keep(FindingEvidence(finding_id=finding.id, evidence_id=more.id))
    db.session.commit()
    assert html(cast.review) == before


def test_only_shared_findings_are_in_the_draft_for_those_who_do_not_read_drafts(app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    make_finding(cast.review, 4, make_evidence(cast.review, 5, title="Counts nobody has seen"), text="Not shared yet.")
    db.session.commit()
    shared, team = (html(cast.review, one) for one in (Edition.SHARED_DRAFT, Edition.TEAM_DRAFT))
    assert "Not shared yet." in team and "Counts nobody has seen" in team
    assert "Not shared yet." not in shared and "Counts nobody has seen" not in shared
    assert "Invoice queries go to whoever the supplier knows." in shared
    assert "Send invoice queries to a single contact" in team
    assert "Send invoice queries to a single contact" not in shared


def test_a_finding_written_after_the_decision_waits_until_it_is_shared(app: Flask) -> None:
    cast = make_told_review()
    make_finding(cast.review, 4, text="Found later, by the way.")
    db.session.commit()
    assert "Found later, by the way." not in html(cast.review)


def test_a_reader_is_told_what_is_closed_and_when_it_opens(browser: Browser) -> None:
    cast = make_told_review(decided=False, published=False)
    browser.sign_in(cast.reader)
    state = browser.get("/reviews/SR-2025-008/report")
    assert "it is not published yet" in state.text
    assert not state.has_link("as a page")
    refusal = browser.get("/reviews/SR-2025-008/report/page", status=403)
    assert "This report is not published yet." in refusal.text
    assert "Invoice queries" not in refusal.html

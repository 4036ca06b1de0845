"""What a report says, in words and numbers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.extensions import db
from app.models import AccuracyItem, DateRevision, Recommendation, RevisionState
from app.reports.content import content
from app.reports.key import content_key
from app.reports.numbering import LONGEST, blocks, brief, shortened
from app.reports.tables import harmless, tables_of
from tests.app.reports.making import html, report, told
from tests.factories import keep, make_review, saying
from tests.factories_reports import make_told_review


@pytest.fixture
def app(plain_app: Flask) -> Flask:
    """On one engine: what is read is held on both in test_reading.py."""
    return plain_app


def texts(*parts: object) -> str:
    """All words of these paragraphs."""
    return " ".join(f"{one.lead} {one.text}" for part in parts for one in part)  # type: ignore[attr-defined]


def test_a_summary_that_is_not_written_is_missed_in_words(app: Flask) -> None:
    cast = make_told_review()
    assert "Suppliers chased invoices" in texts(report(cast.review).short)
    saying()
    cast.review.summary = "  "
    assert "The summary is not written yet." in texts(report(cast.review).short)


def test_paragraphs_and_tables_are_numbered_through_the_report(app: Flask) -> None:
    page = html(make_told_review().review)
    numbers = [int(part.split("<")[0].rstrip(".")) for part in page.split('class="para__no">')[1:]]
    assert numbers == list(range(1, len(numbers) + 1))
    captions = [part.split(".")[0] for part in page.split("<caption>Table ")[1:]]
    assert captions == [str(number) for number in range(1, len(captions) + 1)]


def test_the_service_s_answer_stands_beside_the_finding_with_who_when_and_what_we_did(app: Flask) -> None:
    answer = report(make_told_review().review).findings[0].answers[0]
    assert answer.verdict == "It is correct, with a comment"
    assert answer.quote == "In August 2024 the finance system was also closed for five days."
    assert answer.small == (
        "Head of administration, Department of Tidal Studies (fictional), 28 May 2025: in time, within the ten working "
        "days to 3 June 2025."
    )
    assert answer.our_response == "The closure is added to the evidence."


def test_silence_is_said(app: Flask) -> None:
    answer = report(make_told_review().review).findings[1].answers[0]
    assert answer.sentence == "No answer was given by the service within ten working days."
    assert answer.small == "Sent on 19 May 2025; the last day was 3 June 2025."


def test_an_answer_after_the_last_day_is_printed_and_said_to_be_late(app: Flask) -> None:
    cast = make_told_review()
    saying()
    item = db.session.query(AccuracyItem).order_by(AccuracyItem.id).first()
    assert item is not None
    item.answered_on = date(2025, 6, 10)
    db.session.flush()
    answer = report(cast.review).findings[0].answers[0]
    assert answer.quote
    assert answer.small.endswith("10 June 2025: late: the ten working days ended on 3 June 2025.")


def test_a_finding_that_is_still_with_the_service_says_until_when(app: Flask) -> None:
    cast = make_told_review()
    said = told(cast.review)
    said["as_at"] = "2025-05-20"
    assert content(said).findings[1].answers[0].sentence == (
        "Sent on 19 May 2025. The service has until Tuesday 3 June 2025 to answer."
    )


def test_a_finding_worded_anew_shows_what_the_service_had_read(app: Flask) -> None:
    cast = make_told_review()
    said = told(cast.review)
    said["findings"][0]["text"] = "Queries have no home."
    assert content(said).findings[0].answers[0].worded == "Invoice queries go to whoever the supplier knows."


def test_the_cover_says_how_the_accuracy_check_went(app: Flask) -> None:
    rows = {row.label: row.text for row in report(make_told_review().review).cover.rows}
    assert rows["Accuracy"] == (
        "Three findings shared with the service on 19 May 2025. One answered, two left unanswered."
    )
    assert rows["Decision"] == (
        "Approved with conditions by Departmental Administrator on 25 July 2025 (EXAMPLE/2025/08)"
    )
    assert rows["Version"] == "1, with progress to 1 May 2026. Published on 11 July 2025."
    assert rows["Review"] == "SR-2025-008, local review, 10 February 2025 to date"
    assert rows["May be read by"].startswith("Everyone.")


def test_progress_is_said_out_of_what_was_accepted(app: Flask) -> None:
    chapter = report(make_told_review().review).recommendations
    assert (
        texts(chapter.progress)
        .strip()
        .startswith(
            "Of three accepted or partially accepted: one closed and verified, one done and awaiting verification and one "
            "in progress. Overdue against the current date: one of three. Overdue against the original date: one of three."
        )
    )
    assert [one.number for one in chapter.followed] == [1, 2, 3]


def test_a_colour_never_stands_without_its_word_and_reason(app: Flask) -> None:
    page = html(make_told_review().review)
    assert 'rag--red">Red</span><small>It is overdue by 31 days.</small>' in page
    assert 'rag--blue">Blue</span><small>It is closed and verified.</small>' in page


def test_what_was_not_accepted_gives_its_reason_and_counts_nowhere(app: Flask) -> None:
    finding = report(make_told_review().review).findings[0]
    assert finding.follows[1].text == (
        "Impact 2, effort 4. Owner: Review team member. Not accepted: “It would be harder to see who spent what.” It "
        "counts in no figure of progress."
    )


def test_a_recommendation_that_rests_on_two_findings_is_told_once(app: Flask) -> None:
    said = told(make_told_review().review)
    said["recommendations"][0]["findings"] = [1, 2]
    findings = content(said).findings
    assert findings[1].follows[0].text == f"See paragraph {findings[0].follows[0].number}."


def test_the_picture_of_impact_and_effort_names_its_numbers_in_the_table(app: Flask) -> None:
    chapter = report(make_told_review().review).recommendations
    assert chapter.picture is not None
    assert sorted(dot.number for dot in chapter.picture.dots) == ["1", "2", "3", "4"]
    assert chapter.items[3].impact == "2" and chapter.items[3].effort == "4"


def test_money_is_told_in_words_and_in_no_figure(app: Flask) -> None:
    worked = {one.title + one.minutes[:8]: one for one in report(make_told_review().review).savings.worked}
    money = worked["Fewer rush ordersAn amoun"]
    assert money.minutes == "An amount of money; the figure is not part of this report"
    assert money.figure == "–"


def test_savings_are_told_by_class_and_grade_and_never_in_one_sum(app: Flask) -> None:
    savings = report(make_told_review().review).savings
    (sums,) = savings.sums
    assert sums.rows == (
        ("Staff time released", ("–", "−3.5", "7.1", "–")),
        ("Users’ time", ("2.4", "–", "–", "–")),
    )
    assert "total" not in " ".join(label for label, _ in sums.rows).lower()
    assert "What counts against it. CI-2025-004, saving 1 (−3.5 days): taken from the totals." in texts(savings.notes)
    assert "3,120 minutes, or 52 hours: 7.1 days of 7.3 hours." in texts(savings.notes)
    assert "It went to: answering queries." in texts(savings.paragraphs)


def test_decisions_name_who_decided_and_who_recorded(app: Flask) -> None:
    life = report(make_told_review().review).life
    (decision,) = life.decisions
    assert decision.decided_by == "Departmental Administrator"
    assert decision.recorded_by == "Review lead, 26 July 2025"
    assert texts(life.decided).endswith(
        "Condition of 25 July 2025. Report back after six months. Met on 30 January 2026."
    )


def test_days_are_counted_between_days_that_are_known(app: Flask) -> None:
    life = report(make_told_review().review).life
    assert [(one.phase, one.days) for one in life.stays] == [
        ("Proposed", "21"),
        ("Scoping", "28"),
        ("Discovery", "63"),
        ("Recommendations", "53"),
        ("Implementation", "280 so far"),
    ]
    assert texts(life.stayed).strip() == "From proposed to 1 May 2026: 445 days."


def test_an_empty_review_says_what_will_stand_where(app: Flask) -> None:
    page = html(make_review())
    for words in (
        "The summary is not written yet.",
        "No scope is recorded.",
        "No findings are in this report.",
        "No recommendations are in this report.",
        "No savings are recorded.",
        "No decision is recorded.",
        "When the review entered each phase is not recorded.",
    ):
        assert words in page


def test_revised_dates_stand_beside_the_original(app: Flask) -> None:
    cast = make_told_review()
    third = db.session.query(Recommendation).filter_by(number=3).one()
    keep(
        DateRevision(
            recommendation_id=third.id,
            was=third.original_date,
            becomes=third.current_date,
            reason="The form changed",
            state=RevisionState.APPROVED,
        )
    )
    item = report(cast.review).recommendations.items[2]
    assert (item.original_date, item.original_aside) == ("19 Dec 2025", "133 days over")
    assert (item.current_date, item.current_aside) == ("31 Mar 2026", "31 days over")


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(as_at="2026-05-02"),
        lambda said: said["findings"][0].update(text="Other words"),
        lambda said: said.update(edition="decided"),
        lambda said: said["names"].update(product="Another name"),
    ],
)
def test_a_key_changes_with_anything_that_is_told(app: Flask, change: Callable[[dict[str, object]], None]) -> None:
    said = told(make_told_review().review)
    before = content_key(said)
    assert before == content_key(json.loads(json.dumps(said)))
    change(said)
    assert content_key(said) != before


def test_a_very_long_text_is_cut_and_says_so() -> None:
    said = shortened("word " * 300_000)
    assert len(said) < LONGEST + 100
    assert said.endswith("characters more.)")
    assert len(blocks("a\n\n" * 100_000)) <= 300
    assert brief("x" * 500) == f"{'x' * 160} …"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_the_tables_it_carries_hold_what_the_report_says(app: Flask) -> None:
    cast = make_told_review()
    first = report(cast.review)
    first = replace(
        first,
        recommendations=replace(
            first.recommendations,
            items=(replace(first.recommendations.items[0], words='=HYPERLINK("http://x")'),),
        ),
    )
    recommendations, savings = (one.data.decode("utf-8-sig") for one in tables_of(first))
    assert '"\'=HYPERLINK(""http://x"")"' in recommendations
    assert recommendations.splitlines()[0].startswith("Reference,Recommendation,Owner,Priority")
    assert "Measured,Not said,-3.5\r\n" in savings
    assert "48271" not in savings


def test_an_amended_wording_is_said_to_be_amended(app: Flask) -> None:
    cast = make_told_review()
    saying()
    first = db.session.query(Recommendation).filter_by(number=1).one()
    first.text_version = 2
    db.session.flush()
    assert "The wording is version 2" in report(cast.review).findings[0].follows[0].text


def test_a_response_that_is_awaited_is_not_yet_followed(app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    chapter = report(cast.review).recommendations
    assert {one.response for one in chapter.items} == {"Awaiting response"}
    assert not chapter.followed
    assert "nothing to follow" in texts(chapter.progress)

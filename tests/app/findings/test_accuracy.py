"""The service says whether findings are correct before a committee reads them; silence lets the review go on."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from app import calendar
from app.extensions import db
from app.models import AccuracyItem, AccuracyRequest, ClosedDay, ClosedDayKind, EvidenceKind, OutboxMail, Unit, Verdict
from tests.client import Browser
from tests.factories import DAY, keep, make_person, make_unit, saying
from tests.factories_findings import Cast, make_cast, make_evidence, make_finding, share
from workflows.roles import Role

ACCURACY = "/reviews/SR-2026-001/accuracy"
FINDINGS = "/reviews/SR-2026-001/findings"
LAST_MONTH = {"sent_on": date(2026, 4, 1), "due_on": date(2026, 4, 17)}


@pytest.fixture
def cast(browser: Browser) -> Cast:
    """The review and its people, with the lead signed in."""
    made = make_cast()
    db.session.commit()
    browser.sign_in(made.lead)
    return made


def items() -> list[AccuracyItem]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(AccuracyItem).order_by(AccuracyItem.id)))


def test_findings_are_sent_word_for_word_with_ten_working_days_to_answer(browser: Browser, cast: Cast) -> None:
    make_finding(cast.review, 1, text="Rooms stand empty.")
    make_finding(cast.review, 2, text="Not yet ready.")
    keep(ClosedDay(day=date(2026, 5, 4), kind=ClosedDayKind.BANK_HOLIDAY, label="Early May bank holiday"))
    calendar.forget()
    db.session.commit()
    page = browser.get(f"{ACCURACY}/new")
    assert "until Monday 18 May 2026" in page.text
    assert "Head of administration, Department of Tidal Studies (fictional)" in page.text
    first = db.session.scalar(sa.text("SELECT id FROM finding WHERE number = 1"))
    page = browser.submit("Send to the service", findings=str(first), message="Please look at the dates.")
    (item,) = items()
    assert (item.finding_text, item.request.sent_on, item.request.due_on) == (
        "Rooms stand empty.",
        DAY,
        date(2026, 5, 18),
    )
    assert "Please look at the dates." in page.text


def test_sending_needs_at_least_one_finding(browser: Browser, cast: Cast) -> None:
    make_finding(cast.review)
    db.session.commit()
    browser.get(f"{ACCURACY}/new")
    page = browser.submit("Send to the service", status=422, drop=("findings",), message="Kept")
    assert page.errors() == ["Tick at least one finding"]
    assert "Kept" in page.html


def test_without_findings_there_is_nothing_to_send(browser: Browser, cast: Cast) -> None:
    assert browser.get(f"{ACCURACY}/new").has_link("Record a finding")
    assert "Nothing was sent yet" in browser.get(ACCURACY).text


def test_each_department_lead_of_the_units_is_told_by_mail_without_what_was_found(browser: Browser, cast: Cast) -> None:
    division = db.session.scalars(sa.select(Unit).where(Unit.parent_id.is_(None))).one()
    elsewhere = make_unit("Faculty of Comparative Horology (fictional)", division)
    above = make_person("Head of the division", division, (Role.DEPARTMENT_LEAD, division))
    make_person("Head of another department", elsewhere, (Role.DEPARTMENT_LEAD, elsewhere))
    gone = make_person("Head who has left", cast.unit, (Role.DEPARTMENT_LEAD, cast.unit), active=False)
    make_finding(cast.review, text="A secret still.")
    db.session.commit()
    browser.get(f"{ACCURACY}/new")
    browser.submit("Send to the service", message="Private words")
    mails = list(db.session.scalars(sa.select(OutboxMail)))
    assert {mail.person_id for mail in mails} == {cast.department_lead.id, above.id}
    assert gone.id not in {mail.person_id for mail in mails}
    assert mails[0].subject == "SR-2026-001: findings to check by Friday 15 May 2026"
    assert f"http://localhost{ACCURACY}" in mails[0].body
    assert all("secret" not in mail.body and "Private" not in mail.body for mail in mails)


def test_pressing_twice_sends_once(browser: Browser, cast: Cast) -> None:
    make_finding(cast.review)
    db.session.commit()
    page = browser.get(f"{ACCURACY}/new")
    for _ in range(2):
        browser.submit("Send to the service", page=page)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccuracyRequest)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 1


@pytest.mark.parametrize("who", ["sponsor", "department_lead", "contributor", "focus", "administrator", "reader"])
def test_only_the_team_sends_findings(browser: Browser, cast: Cast, who: str) -> None:
    browser.sign_in(getattr(cast, who)).get(f"{ACCURACY}/new", status=403)


def test_the_department_lead_sees_what_is_asked_and_answers_in_time(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review, 1, text="Rooms stand empty.", detail="48 of 190"))
    db.session.commit()
    page = browser.sign_in(cast.department_lead).get(ACCURACY)
    assert "1 finding waits for your answer" in page.text
    page = browser.get(page.link("Answer on finding 1"))
    assert "48 of 190" in page.text and "until Thursday 7 May 2026" in page.text
    page = browser.submit("Send the answer", verdict="correct_with_comment", answer="Room 4 is closed.")
    (item,) = items()
    assert (item.verdict, item.answer, item.answered_on, item.answered_by_id) == (
        Verdict.CORRECT_WITH_COMMENT,
        "Room 4 is closed.",
        DAY,
        cast.department_lead.id,
    )
    assert "You have answered everything" in page.text
    text = browser.get(FINDINGS).text
    assert "“Room 4 is closed.”" in text
    assert "Head of administration, Department of Tidal Studies (fictional), 1 May 2026" in text
    assert "late" not in text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (None, "Choose whether it is correct"),
        ("not_correct", "Say what is not correct"),
        ("correct_with_comment", "Enter your comment, or answer “It is correct”"),
        ("perhaps", "Choose whether it is correct"),
    ],
)
def test_an_answer_that_says_too_little_is_asked_again(
    browser: Browser, cast: Cast, verdict: str | None, words: str
) -> None:
    share(make_finding(cast.review))
    db.session.commit()
    browser.sign_in(cast.department_lead).get(f"{ACCURACY}/1/answer")
    fields = {"verdict": verdict} if verdict else {}
    page = browser.submit("Send the answer", status=422, **fields)
    assert page.errors() and (words in page.errors() or verdict == "perhaps")
    assert items()[0].verdict is None


def test_a_late_answer_is_taken_and_marked(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review), **LAST_MONTH)
    db.session.commit()
    page = browser.sign_in(cast.department_lead).get(ACCURACY)
    assert "A late answer is still taken." in page.text
    browser.get(f"{ACCURACY}/1/answer")
    browser.submit("Send the answer", verdict="correct")
    assert "late, the last day was 17 April 2026" in browser.get(FINDINGS).text
    browser.get(f"{ACCURACY}/1/answer", status=409)


def test_silence_is_said_everywhere(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review), **LAST_MONTH)
    db.session.commit()
    for address in (FINDINGS, f"{FINDINGS}/1", ACCURACY):
        assert "No answer was given by 17 April 2026." in browser.get(address).text
    assert "For 1 no answer was given in time." in browser.get(FINDINGS).text


@pytest.mark.parametrize("who", ["lead", "sponsor", "contributor", "focus", "administrator", "reader"])
def test_only_the_lead_of_its_department_answers(browser: Browser, cast: Cast, who: str) -> None:
    share(make_finding(cast.review))
    db.session.commit()
    browser.sign_in(getattr(cast, who)).get(f"{ACCURACY}/1/answer", status=403)


def test_the_lead_of_another_department_neither_reads_nor_answers(browser: Browser, cast: Cast) -> None:
    other = make_unit("Faculty of Comparative Horology (fictional)", cast.unit.parent)
    stranger = make_person("Head of another department", other, (Role.DEPARTMENT_LEAD, other))
    share(make_finding(cast.review))
    db.session.commit()
    browser.sign_in(stranger).get(f"{ACCURACY}/1/answer", status=403)
    browser.get(ACCURACY, status=403)


def test_an_item_of_another_review_is_not_reached_through_this_one(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.department_lead).get(f"{ACCURACY}/99/answer", status=404)


def test_an_answer_can_be_changed_until_its_last_day_or_until_the_team_responds(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review), verdict="correct", answered_on=DAY)
    db.session.commit()
    browser.sign_in(cast.department_lead).get(ACCURACY)
    browser.get(browser.page.link("Change your answer"))  # type: ignore[union-attr]
    browser.submit("Send the answer", verdict="not_correct", answer="It was ten rooms.")
    assert items()[0].verdict is Verdict.NOT_CORRECT
    browser.sign_in(cast.lead).get(ACCURACY)
    browser.get(browser.page.link("Say what you did with the answer"))  # type: ignore[union-attr]
    browser.submit("Save", our_response="Counted again: ten it is.")
    assert "Counted again: ten it is." in browser.get(FINDINGS).text
    page = browser.sign_in(cast.department_lead).get(f"{ACCURACY}/1/answer", status=409)
    assert "already said what it did" in page.text


def test_two_who_answer_at_once_see_both_answers(browser: Browser, cast: Cast) -> None:
    (item,) = share(make_finding(cast.review))
    db.session.commit()
    page = browser.sign_in(cast.department_lead).get(f"{ACCURACY}/1/answer")
    saying("answer_accuracy")
    item.verdict, item.answer, item.answered_on = Verdict.CORRECT, "Theirs", DAY
    db.session.commit()
    clash = browser.submit("Send the answer", page=page, status=409, verdict="not_correct", answer="Mine")
    assert "Theirs" in clash.text and "Mine" in clash.text


def test_once_shared_a_change_of_words_says_what_was_done(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review, text="Twelve rooms."), verdict="not_correct", answer="Ten.", answered_on=DAY)
    db.session.commit()
    browser.get(f"{FINDINGS}/1/edit")
    page = browser.submit("Save", status=422, text="Ten rooms.")
    assert page.errors() == ["Say what you changed and why: it is shown beside the service’s answer"]
    page = browser.submit("Save", text="Ten rooms.", what_we_did="Counted again.")
    assert "Ten rooms." in page.text and "It was sent as: “Twelve rooms.”" in page.text
    assert "What we did. Counted again." in page.text
    assert items()[0].finding_text == "Twelve rooms."
    browser.get(f"{FINDINGS}/1/edit")
    browser.submit("Save", severity="high")
    assert items()[0].our_response == "Counted again."


def test_corrected_words_can_be_sent_in_a_second_round(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review, 1, text="Twelve rooms."), verdict="not_correct", answer="Ten.", answered_on=DAY)
    share(make_finding(cast.review, 2, text="Untouched."))
    db.session.commit()
    browser.get(f"{FINDINGS}/1/edit")
    browser.submit("Save", text="Ten rooms.", what_we_did="Counted again.")
    browser.get(f"{ACCURACY}/new")
    browser.submit("Send to the service")
    assert [one.finding_text for one in items()] == ["Twelve rooms.", "Untouched.", "Ten rooms."]
    page = browser.sign_in(cast.department_lead).get(f"{ACCURACY}/1/answer", status=409)
    assert "sent again with newer words" in page.text
    browser.get(f"{ACCURACY}/3/answer")
    browser.submit("Send the answer", verdict="correct")
    page = browser.get(f"{FINDINGS}/1")
    assert "It is correct." in page.text
    assert "Asked before" in page.text and "“Ten.”" in page.text


def test_a_withdrawn_finding_needs_no_answer(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review, withdrawn_reason="Counted twice"))
    db.session.commit()
    page = browser.sign_in(cast.department_lead).get(f"{ACCURACY}/1/answer", status=409)
    assert "was withdrawn" in page.text
    assert "waits for your answer" not in browser.get(ACCURACY).text
    assert "Counted twice" in browser.get(f"{FINDINGS}/1").text


def test_the_team_cannot_respond_before_there_is_an_answer(browser: Browser, cast: Cast) -> None:
    share(make_finding(cast.review))
    db.session.commit()
    browser.get(f"{ACCURACY}/1/response", status=404)


def test_the_service_reads_no_confidential_title_with_what_it_is_asked(
    app: Flask, browser: Browser, cast: Cast
) -> None:
    share(make_finding(cast.review, 1, make_evidence(cast.review, kind=EvidenceKind.INTERVIEW, title="Three porters")))
    db.session.commit()
    browser.sign_in(cast.department_lead)
    for address in (ACCURACY, f"{ACCURACY}/1/answer", FINDINGS):
        assert "porters" not in browser.get(address).html

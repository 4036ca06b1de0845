"""The owner tells how it goes and says that it is done; somebody else confirms it, or closes it for another reason."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import Milestone, NoteKind, OutboxMail, Recommendation, RecommendationNote, RelatedProgramme
from tests.client import Browser
from tests.factories import DAY, NOW, keep
from tests.factories_recommendations import Cast, accepted, make_cast, put_forward
from workflows.recommendation import Closure, Progress, Response
from workflows.review import Phase

ONE = "/recommendations/SR-2026-001-R01"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast(Phase.IMPLEMENTATION)


@pytest.fixture
def owner(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.owner)


@pytest.fixture
def verifier(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.verifier)


def stored(number: int = 1) -> Recommendation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Recommendation).where(Recommendation.number == number)).one()


def notes() -> list[tuple[NoteKind, str]]:
    db.session.expire_all()
    return [(one.kind, one.text) for one in db.session.scalars(sa.select(RecommendationNote))]


def mails_to(person_id: int) -> list[str]:
    return list(db.session.scalars(sa.select(OutboxMail.subject).where(OutboxMail.person_id == person_id)))


def report_done(browser: Browser, **more: Any) -> None:
    browser.get(f"{ONE}/done")
    browser.submit("Report it done", **{"evidence": "The page is published", **more})


def test_the_owner_updates_in_one_form(owner: Browser, cast: Cast) -> None:
    one = accepted(cast)
    first = keep(Milestone(recommendation_id=one.id, text="Needs agreed"))
    keep(Milestone(recommendation_id=one.id, text="Route published"))
    db.session.commit()
    owner.get(ONE)
    page = owner.submit("Save update", milestones=[str(first.id)], note="Three modules are drafted.", when="yes")
    assert notes() == [(NoteKind.PROGRESS, "Three modules are drafted.")]
    assert db.session.get(Milestone, first.id).done_on == DAY  # type: ignore[union-attr]
    assert "1 of 2 milestones done" in page.text and "Last word from the owner 1 May 2026" in page.text
    assert "marked as done: Needs agreed" in page.text
    owner.submit("Save update", milestones=[], note="It was not agreed after all")
    assert not db.session.get(Milestone, first.id).done  # type: ignore[union-attr]


def test_an_update_says_something(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(ONE)
    page = owner.submit("Save update", status=422)
    assert page.errors() == ["Write a note, tick a milestone, or say whether it will be done in time"]


def test_a_bare_yes_is_a_word_from_the_owner(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(ONE)
    owner.submit("Save update", when="yes")
    assert notes() == [(NoteKind.PROGRESS, "It will be done by 30 July 2026, as far as I can see.")]


@pytest.mark.parametrize(
    ("when", "heading"),
    [("new_date", "Ask for a new date"), ("done", "It is done"), ("blocked", "Something blocks it")],
)
def test_what_needs_more_is_asked_on_the_next_page_and_the_note_is_kept(
    owner: Browser, cast: Cast, when: str, heading: str
) -> None:
    accepted(cast)
    owner.get(ONE)
    page = owner.submit("Save update", when=when, note="As far as it went")
    assert heading in page.text
    assert notes() == [(NoteKind.PROGRESS, "As far as it went")]
    assert stored().progress is Progress.IN_PROGRESS


def test_work_is_started_in_the_same_form(owner: Browser, cast: Cast) -> None:
    accepted(cast, progress=Progress.NOT_STARTED)
    owner.get(ONE)
    page = owner.submit("Save update", started="y")
    assert stored().progress is Progress.IN_PROGRESS
    assert "started work on SR-2026-001-R01" in page.text


def test_an_update_sent_twice_is_kept_once(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    form = owner.get(ONE)
    owner.submit("Save update", page=form, note="Once")
    owner.submit("Save update", page=form, note="Once")
    assert notes() == [(NoteKind.PROGRESS, "Once")]


def test_text_of_a_megabyte_is_kept_and_an_invisible_character_refused(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(ONE)
    owner.submit("Save update", note="y" * 1_000_000)
    assert len(notes()[0][1]) == 1_000_000
    assert "cannot be stored" in owner.submit("Save update", status=422, note="a\x00b").text


@pytest.mark.parametrize("who", ["reader", "lead", "verifier", "focus"])
def test_only_the_owner_updates(app: Flask, cast: Cast, who: str) -> None:
    accepted(cast)
    browser = Browser(app).sign_in(getattr(cast, who))
    page = browser.get(ONE)
    assert "How is it going?" not in page.text
    data = {"note": "Not mine to say", "csrf_token": page.soup.find("input", {"name": "csrf_token"})["value"]}  # type: ignore[index]
    browser.post(f"{ONE}/update", data, status=403)
    assert notes() == []


def test_a_reader_sees_both_lives_and_no_forms(app: Flask, cast: Cast) -> None:
    accepted(cast)
    page = Browser(app).sign_in(cast.reader).get(ONE)
    assert "Accepted" in page.text and "In progress" in page.text and "The whole rule" in page.text
    assert not page.soup.select("main form") and "Record something else" not in page.text


def test_done_needs_evidence_and_waits_for_the_verifier(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(f"{ONE}/done")
    page = owner.submit("Report it done", status=422)
    assert page.errors() == ["Say what shows that it is done, or give a link or a file"]
    page = owner.submit(
        "Report it done", evidence="Published", url="https://example.org/rooms", completed_on="29 April 2026"
    )
    one = stored()
    assert one.progress is Progress.DONE_AWAITING_VERIFICATION
    assert "Waiting 2 days to be verified" in page.text and "No RAG" in page.text
    assert "How is it going?" not in page.text
    assert mails_to(cast.verifier.id) == ["SR-2026-001-R01: It is reported done: please confirm it or send it back"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "javascript:alert(1)", "Begin the link with https://"),
        ("completed_on", "2 May 2026", "That day has not come yet"),
        ("completed_on", "soon", "not understood"),
    ],
)
def test_wrong_evidence_is_refused_at_its_field(
    owner: Browser, cast: Cast, field: str, value: str, message: str
) -> None:
    accepted(cast)
    owner.get(f"{ONE}/done")
    page = owner.submit("Report it done", status=422, **{"evidence": "Published", field: value})
    assert any(message in error for error in page.errors())
    assert stored().progress is Progress.IN_PROGRESS


def test_a_file_shows_that_it_is_done_and_is_read_by_whoever_reads_the_recommendation(
    app: Flask, owner: Browser, cast: Cast
) -> None:
    accepted(cast)
    page = owner.get(f"{ONE}/done")
    data = page.fields(page.form("Report it done")) | {"evidence": "", "file": (BytesIO(PDF), "proof.pdf")}
    owner.post(f"{ONE}/done", data, content_type="multipart/form-data")
    assert stored().done_filename == "proof.pdf"
    sent = Browser(app).sign_in(cast.reader).get(f"{ONE}/evidence-file")
    assert sent.data == PDF and "attachment" in sent.headers["Content-Disposition"]


def test_a_file_of_the_wrong_kind_says_so(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    page = owner.get(f"{ONE}/done")
    data = page.fields(page.form("Report it done")) | {"file": (BytesIO(b"MZ\x90\x00" + b"\x00" * 90), "proof.pdf")}
    page = owner.post(f"{ONE}/done", data, status=422, content_type="multipart/form-data")
    assert page.errors() and stored().progress is Progress.IN_PROGRESS


def test_the_verifier_confirms(owner: Browser, verifier: Browser, cast: Cast) -> None:
    accepted(cast)
    report_done(owner)
    verifier.get(ONE)
    page = verifier.submit("Confirm that it is done")
    one = stored()
    assert (one.progress, one.closure, one.verified_on, one.verified_by_id) == (
        Progress.CLOSED,
        Closure.VERIFIED,
        DAY,
        cast.verifier.id,
    )
    assert "Blue" in page.text and "Closed: verified" in page.text
    assert "confirmed that SR-2026-001-R01 is done" in page.text


def test_the_owner_never_verifies_their_own(app: Flask, owner: Browser, cast: Cast) -> None:
    accepted(cast, verifier_id=None)
    report_done(owner)
    assert "Confirm that it is done" not in owner.get(ONE).text
    page = owner.get(f"{ONE}/moves/verify", status=403)
    assert "never its owner" in page.text
    lead = Browser(app).sign_in(cast.lead)
    lead.get(ONE)
    lead.submit("Confirm that it is done")
    assert stored().closure is Closure.VERIFIED


def test_who_said_that_it_is_done_does_not_confirm_it(app: Flask, cast: Cast) -> None:
    accepted(cast, verifier_id=None)
    lead = Browser(app).sign_in(cast.lead)
    report_done(lead)
    assert "Confirm that it is done" not in lead.get(ONE).text
    lead.get(f"{ONE}/moves/verify", status=403)


@pytest.mark.parametrize("who", ["lead", "focus", "reader", "secretary"])
def test_where_a_verifier_is_named_nobody_else_verifies(app: Flask, owner: Browser, cast: Cast, who: str) -> None:
    accepted(cast)
    report_done(owner)
    Browser(app).sign_in(getattr(cast, who)).get(f"{ONE}/moves/verify", status=403)


def test_what_is_sent_back_says_what_is_missing(owner: Browser, verifier: Browser, cast: Cast) -> None:
    accepted(cast)
    report_done(owner)
    verifier.get(f"{ONE}/moves/send_back")
    assert verifier.submit("Send it back", status=422).errors() == ["Say why"]
    verifier.submit("Send it back", reason="Room 4 is missing")
    assert stored().progress is Progress.IN_PROGRESS
    page = owner.get(ONE)
    assert "It was sent back by the Head of Administration" in page.text and "Room 4 is missing" in page.text
    assert "SR-2026-001-R01: It was sent back: something is still missing" in mails_to(cast.owner.id)


def test_of_two_who_answer_at_once_the_second_is_told(owner: Browser, verifier: Browser, cast: Cast) -> None:
    accepted(cast)
    report_done(owner)
    form, back = verifier.get(ONE), verifier.get(f"{ONE}/moves/send_back")
    verifier.submit("Confirm that it is done", page=form)
    verifier.submit("Send it back", page=back, status=409, reason="Too late")
    assert stored().closure is Closure.VERIFIED


def test_it_is_blocked_until_somebody_says_that_it_is_not(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(f"{ONE}/blocked")
    page = owner.submit("Mark it as blocked", reason="No licence yet")
    assert "Red" in page.text and "Because it is blocked" in page.text and "No licence yet" in page.text
    owner.get(f"{ONE}/unblocked")
    page = owner.submit("Save", reason="The licence came")
    assert stored().blocked_reason is None and "Because it is blocked" not in page.text
    assert notes() == [(NoteKind.BLOCKED, "No licence yet"), (NoteKind.UNBLOCKED, "The licence came")]


def test_milestones_are_added_and_taken_out(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(f"{ONE}/milestones")
    owner.submit("Add it", text="Needs agreed")
    assert owner.submit("Add it", status=422, text="x" * 301).errors()
    owner.get(f"{ONE}/milestones")
    page = owner.submit("Take out")
    assert "There are none yet" in page.text
    assert db.session.scalars(sa.select(Milestone)).one().dropped


def test_it_is_handed_over_and_keeps_reporting_back(app: Flask, cast: Cast) -> None:
    accepted(cast)
    keep(RelatedProgramme(key="dt2", title="Digital Transformation, phase two"))
    db.session.commit()
    lead = Browser(app).sign_in(cast.lead)
    lead.get(f"{ONE}/moves/hand_over")
    assert "Choose the programme" in lead.submit("Hand it over", status=422, reason="Same system").errors()
    page = lead.submit("Hand it over", programme="1", reason="Same system")
    assert "Closed: handed over" in page.text and "Taken over by Digital Transformation, phase two" in page.text
    assert "30 July 2026" in page.text
    lead.get(f"{ONE}/report-back")
    page = lead.submit("Save the report", note="In the second release")
    assert "In the second release" in page.text
    assert stored().closure is Closure.HANDED_OVER and notes()[-1] == (NoteKind.REPORT_BACK, "In the second release")


def test_the_owner_does_not_close_their_own(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    assert "no longer applicable" not in owner.get(ONE).text
    owner.get(f"{ONE}/moves/set_aside", status=403)


def test_it_is_superseded_by_another(app: Flask, cast: Cast) -> None:
    accepted(cast)
    second = accepted(cast, 2)
    lead = Browser(app).sign_in(cast.lead)
    lead.get(f"{ONE}/moves/supersede")
    page = lead.submit("Close it: superseded", successor=str(second.id), reason="Says more")
    assert stored().superseded_by_id == second.id and "SR-2026-001-R02 takes its place" in page.text


def test_accepting_the_risk_says_who_decided_it(app: Flask, cast: Cast) -> None:
    accepted(cast)
    sponsor = Browser(app).sign_in(cast.sponsor)
    sponsor.get(f"{ONE}/moves/accept_risk")
    page = sponsor.submit("Close it", status=422, reason="Too dear", decided_on="2 June 2026", decided_by_title="")
    assert page.errors() == ["Say who decided it"]
    sponsor.submit("Close it", reason="Too dear", decided_on="30 April 2026", decided_by_title="Registrar")
    assert stored().closure is Closure.RISK_ACCEPTED
    assert stored().closure_reason == "Too dear\n\nDecided by Registrar on 30 April 2026."


def test_it_is_opened_again_with_a_reason(app: Flask, owner: Browser, verifier: Browser, cast: Cast) -> None:
    accepted(cast)
    report_done(owner)
    verifier.get(ONE)
    verifier.submit("Confirm that it is done")
    lead = Browser(app).sign_in(cast.lead)
    lead.get(f"{ONE}/moves/reopen")
    lead.submit("Open it again", reason="It broke in April")
    one = stored()
    assert (one.progress, one.closure, one.verified_on, one.done_evidence) == (Progress.IN_PROGRESS, None, None, "")


def test_nothing_is_done_before_there_is_a_response(owner: Browser, cast: Cast) -> None:
    put_forward(cast)
    page = owner.get(ONE)
    assert "Nothing is asked of you until it has been answered" in page.text and "How is it going?" not in page.text
    page = owner.get(f"{ONE}/done")
    assert "It has had no response yet." in page.text and not page.soup.select("main form")
    page = owner.get(f"{ONE}/moves/start")
    assert "It has had no response yet." in page.text


def test_an_unknown_move_or_recommendation_is_not_there(owner: Browser, cast: Cast) -> None:
    accepted(cast)
    owner.get(f"{ONE}/moves/fly", status=404)
    owner.get("/recommendations/SR-2026-001-R99", status=404)
    owner.get(f"{ONE}/moves/verify", status=409)


def test_lists_show_lateness_against_both_dates_and_filter_by_it(app: Flask, cast: Cast) -> None:
    accepted(cast, 1, due=DAY - timedelta(days=40))
    accepted(cast, 2, text="Publish a catalogue")
    put_forward(cast, 3, text="Answer within three days", response=Response.NOT_ACCEPTED, response_reason="No")
    reader = Browser(app).sign_in(cast.reader)
    page = reader.get("/recommendations")
    assert "3 recommendations in 1 review" in page.text and "40 days" in page.text
    page = reader.get("/recommendations?overdue=current")
    assert "1 recommendation in 1 review" in page.text and "Publish a catalogue" not in page.text
    assert "Answer within" in reader.get("/recommendations?response=not_accepted").text
    assert "Nothing with these filters" in reader.get("/recommendations?progress=closed").text
    page = reader.get(f"/recommendations?owner={cast.owner.id}&unit={cast.unit.id}&progress=nonsense")
    assert "3 recommendations" in page.text


def test_a_recommendation_reads_the_same_in_the_list_and_on_its_page(app: Flask, cast: Cast) -> None:
    accepted(cast, due=DAY - timedelta(days=12))
    reader = Browser(app).sign_in(cast.reader)
    assert "overdue by 12 days" in reader.get("/recommendations").text
    page = reader.get(ONE)
    assert "Overdue by 12 days" in page.text and "Because it is overdue by 12 days" in page.text
    assert NOW.date() == DAY

"""A decision keeps who decided what on which document; only a change of what was decided makes it stale."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.models import (
    Decision,
    DecisionCondition,
    DecisionKind,
    OutboxMail,
    Paper,
    PaperStatus,
    Recommendation,
    RecommendationText,
    StoredFile,
)
from app.review_facts import current_decided_content, latest_decision_facts
from tests.client import Browser
from tests.counting import counting
from tests.factories import DAY, NOW, keep
from tests.factories_recommendations import Cast, draft, make_cast, put_forward
from workflows.dates import PreciseDate
from workflows.recommendation import Progress, Response
from workflows.review import Phase

LIST = "/reviews/SR-2026-001/decisions"
NEW = f"{LIST}/new"
ONE = "/recommendations/SR-2026-001-R01"
SHA = "ab" * 32
HOSTILE = '<b onload="x">&amp; =1+1 \u202eabc \U0001f642'


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast()


@pytest.fixture
def secretary(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.secretary)


def given(**more: Any) -> dict[str, Any]:
    return {
        "kind": "report",
        "outcome": "approved",
        "decided_by_title": "Services Subcommittee",
        "decided_on": "29 April 2026",
        "minute_reference": "SSC/2026/14",
        "document_sha256": SHA,
        "document_name": "Room booking: report",
        **more,
    }


def decisions() -> list[Decision]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def stored(number: int = 1) -> Recommendation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Recommendation).where(Recommendation.number == number)).one()


def decide(browser: Browser, **more: Any) -> None:
    browser.get(NEW)
    browser.submit("Record the decision", **given(**more))


def test_a_decision_records_its_responses_in_one_go(secretary: Browser, cast: Cast) -> None:
    first, second, third = (put_forward(cast, number) for number in (1, 2, 3))
    secretary.get(NEW)
    page = secretary.submit(
        "Record the decision",
        **given(
            **{
                f"answer_{first.id}": "accept",
                f"answer_{second.id}": "accept_in_part",
                f"reason_{second.id}": "Only for large rooms",
                f"answer_{third.id}": "not_accept",
                f"reason_{third.id}": "Too dear",
            }
        ),
    )
    made = decisions()[0]
    assert (made.decided_by_title, made.document_sha256, made.recorded_by_id) == (
        "Services Subcommittee",
        SHA,
        cast.secretary.id,
    )
    assert [stored(number).response for number in (1, 2, 3)] == [
        Response.ACCEPTED,
        Response.PARTIALLY_ACCEPTED,
        Response.NOT_ACCEPTED,
    ]
    assert stored(3).response_reason == "Too dear" and stored(3).decision_id == made.id
    assert made.decided_content == current_decided_content(cast.review)
    for words in ("Approved on 29 April 2026", "SSC/2026/14", SHA, "Recorded by Committee secretary", "Too dear"):
        assert words in page.text, words
    assert "Nothing that was decided has changed since" in page.text
    page = secretary.get(ONE)
    assert "Decided by Services Subcommittee on 29 April 2026, SSC/2026/14." in page.text
    assert "recorded the response to SR-2026-001-R01: accepted" in page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": ""}, "Say what was decided"),
        ({"outcome": ""}, "Choose the outcome"),
        ({"decided_by_title": ""}, "Say who decided it"),
        ({"decided_by_title": "x" * 161}, "Shorten this"),
        ({"decided_on": "2 May 2026"}, "That day has not come yet"),
        ({"decided_on": "April 2026"}, "is not one day"),
        ({"document_sha256": ""}, "Say which document was read"),
        ({"document_sha256": "abc"}, "A SHA-256 has 64 characters"),
        ({"no_document_reason": "None"}, "in one way only"),
        ({"document_sha256": "", "no_document_reason": "None"}, "Only quick wins can be decided without a document"),
        ({"outcome": "approved_with_conditions"}, "Give the conditions"),
        ({"condition_1": "Cost it"}, "Approved with conditions"),
        ({"condition_due_1": "1 June 2026"}, "There is a date and no condition"),
        ({"answer_1": "not_accept"}, "Say why it is not accepted"),
        ({"answer_1": "accept", "outcome": "returned"}, "does not agree with the outcome"),
        ({"answer_1": "perhaps"}, "Not a valid choice"),
        ({"kind": "quick_wins", "answer_1": "accept"}, "Only quick wins are answered"),
        ({"kind": "quick_wins"}, "Say below which quick wins are answered"),
        ({"note": "a\x00b"}, "cannot be stored"),
    ],
)
def test_what_cannot_have_been_decided_is_refused_at_its_field(
    secretary: Browser, cast: Cast, fields: dict[str, str], message: str
) -> None:
    put_forward(cast)
    secretary.get(NEW)
    page = secretary.submit("Record the decision", status=422, **given(**{"condition_2": "", **fields}))
    assert any(message in error for error in page.errors()), page.errors()
    assert "Room booking: report" in page.html and page.title.startswith("Error:")
    assert decisions() == [] and stored().response is Response.AWAITING


def test_of_a_file_only_the_sha256_is_taken(secretary: Browser, cast: Cast) -> None:
    page = secretary.get(NEW)
    data = page.fields(page.form("Record the decision")) | given(document_sha256="", document_name="")
    secretary.post(NEW, data | {"file": (BytesIO(b"as read"), "report.pdf")}, content_type="multipart/form-data")
    made = decisions()[0]
    assert (made.document_name, made.document_sha256) == ("report.pdf", hashlib.sha256(b"as read").hexdigest())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


def test_a_paper_made_here_is_chosen_by_its_bytes(secretary: Browser, cast: Cast) -> None:
    file = keep(StoredFile(sha256=SHA, size=1, content_type="application/pdf", stored_at=NOW))
    for status, file_id in ((PaperStatus.READY, file.id), (PaperStatus.WAITING, None)):
        keep(
            Paper(
                key=status.value,
                review_id=cast.review.id,
                status=status,
                title=f"Report, {status.value}",
                draft=True,
                as_at=DAY,
                dataset={},
                asked_at=NOW,
                file_id=file_id,
            )
        )
    db.session.commit()
    page = secretary.get(NEW)
    assert "Report, ready, as at 1 May 2026" in page.text and "Report, waiting" not in page.text
    secretary.submit("Record the decision", **given(document_sha256="", document_name="", paper_id="1"))
    made = decisions()[0]
    assert (made.document_name, made.document_sha256, made.paper_id) == ("Report, ready", SHA, 1)


def test_conditions_have_dates_and_are_met(secretary: Browser, cast: Cast) -> None:
    secretary.get(NEW)
    page = secretary.submit(
        "Record the decision",
        **given(
            outcome="approved_with_conditions",
            condition_1="Cost it first",
            condition_due_1="June 2026",
            condition_4="Report in a year",
        ),
    )
    assert "Cost it first By June 2026." in page.text and "Report in a year" in page.text
    first = db.session.scalars(sa.select(DecisionCondition).order_by(DecisionCondition.id)).first()
    assert first is not None
    form = secretary.get(page.link("Mark it as met : Cost it first"))
    assert secretary.submit("Mark it as met", page=form, status=422, met_note="").errors()
    form = secretary.get(f"{LIST}/conditions/{first.id}")
    again = secretary.get(f"{LIST}/conditions/{first.id}")
    page = secretary.submit("Mark it as met", page=form, met_note="Costed at £1,460")
    assert "Met on 1 May 2026, recorded by the Committee secretary" in page.text and "Costed at £1,460" in page.text
    secretary.submit("Mark it as met", page=again, status=409, met_note="Again")


@pytest.mark.parametrize("statement", ["UPDATE decision SET note = 'other'", "DELETE FROM decision"])
def test_the_database_refuses_to_change_a_decision(secretary: Browser, cast: Cast, statement: str) -> None:
    decide(secretary)
    with pytest.raises(DBAPIError, match="never"):
        db.session.execute(sa.text(statement))
    db.session.rollback()


def test_only_a_change_of_what_was_decided_makes_it_stale(app: Flask, secretary: Browser, cast: Cast) -> None:
    one = put_forward(cast)
    decide(secretary, **{f"answer_{one.id}": "accept"})
    owner, lead = Browser(app).sign_in(cast.owner), Browser(app).sign_in(cast.lead)
    owner.get(ONE)
    owner.submit("Save update", started="y", note="Begun")
    owner.get(f"{ONE}/milestones")
    owner.submit("Add it", text="Needs agreed")
    owner.get(f"{ONE}/new-date")
    owner.submit("Ask for this date", becomes="31 December 2026", reason="Term")
    lead.get(lead.get(ONE).link("Approve or refuse it"))
    lead.submit("Save the decision", decision="approve")
    draft(cast, 2)
    assert "Nothing that was decided has changed since" in secretary.get(LIST).text

    lead.get(f"{ONE}/amend")
    page = lead.submit("Save the amendment", text="Release unused rooms at once", impact="1", reason="Asked by users")
    assert "It was amended after this decision" in page.text and "Amended" in page.text
    page = Browser(app).sign_in(cast.reader).get(LIST)
    assert "What was decided has changed since." in page.text
    assert "Recommendation 1: the wording changed." in page.text
    assert "Recommendation 1: the impact changed from 4 to 1." in page.text
    assert "Recommendation 2" not in page.text
    facts = latest_decision_facts(cast.review)
    assert facts is not None and len(facts.stale_because) == 2

    decide(secretary, kind="amendment", minute_reference="SSC/2026/20")
    page = secretary.get(LIST)
    assert "What was decided has changed since" not in page.text and "A later decision stands" in page.text
    assert "SSC/2026/20" in secretary.get(ONE).text and "amended after this decision" not in secretary.get(ONE).text
    assert stored().response is Response.ACCEPTED and stored().progress is Progress.IN_PROGRESS


def test_an_amendment_is_a_version_and_the_old_wording_stays(app: Flask, cast: Cast) -> None:
    one = put_forward(cast)
    before = one.text
    lead = Browser(app).sign_in(cast.lead)
    lead.get(f"{ONE}/amend")
    assert lead.submit("Save the amendment", status=422, text="New").errors() == ["Say why it is amended"]
    lead.submit("Save the amendment", text=HOSTILE, reason="Clearer")
    texts = db.session.scalars(sa.select(RecommendationText).order_by(RecommendationText.number)).all()
    assert [(text.number, text.text, text.reason) for text in texts] == [(1, before, ""), (2, HOSTILE, "Clearer")]
    page = Browser(app).sign_in(cast.reader).get(f"{ONE}/wording")
    assert before in page.text and "Version 2: as it stands" in page.text and "<b onload" not in page.html
    db.session.rollback()
    with pytest.raises(DBAPIError, match="never"):
        db.session.execute(sa.text("UPDATE recommendation_text SET text = 'other'"))
    db.session.rollback()


def test_two_leads_who_amend_at_once_do_not_overwrite_each_other(app: Flask, cast: Cast) -> None:
    put_forward(cast)
    lead = Browser(app).sign_in(cast.lead)
    first, second = lead.get(f"{ONE}/amend"), lead.get(f"{ONE}/amend")
    lead.submit("Save the amendment", page=first, text="First", reason="One")
    page = lead.submit("Save the amendment", page=second, status=409, text="Second", reason="Two")
    assert "First" in page.text and "Second" in page.text and stored().text == "First"


def test_another_owner_is_told_and_makes_the_decision_stale(app: Flask, secretary: Browser, cast: Cast) -> None:
    one = put_forward(cast)
    decide(secretary, **{f"answer_{one.id}": "accept"})
    focus = Browser(app).sign_in(cast.focus)
    focus.get(f"{ONE}/people")
    page = focus.submit("Save", status=422, owner_id=str(cast.verifier.id), reason="Moved")
    assert page.errors() == ["The verifier cannot be the owner: choose somebody else"]
    focus.submit("Save", owner_id=str(cast.member.id), reason="Moved")
    assert db.session.scalars(sa.select(OutboxMail.subject).where(OutboxMail.person_id == cast.member.id)).all() == [
        "SR-2026-001-R01: You are named as its owner"
    ]
    assert "the owner changed from Facilities manager" in secretary.get(LIST).text


def test_quick_wins_are_accepted_in_discovery_and_nothing_else_is(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    quick = put_forward(cast, 1, interim=True)
    other = put_forward(cast, 2)
    sponsor = Browser(app).sign_in(cast.sponsor)
    page = sponsor.get(NEW)
    assert "Quick wins only" in page.text and "The report, with its recommendations" not in page.text
    facts: dict[str, Any] = given(
        kind="quick_wins", document_sha256="", document_name="", no_document_reason="By letter"
    )
    page = sponsor.submit("Record the decision", status=422, **facts, **{f"answer_{other.id}": "accept"})
    assert "Only quick wins are answered by a decision on quick wins" in page.errors()
    sponsor.get(NEW)
    sponsor.submit("Record the decision", **facts, **{f"answer_{quick.id}": "accept"})
    assert stored(1).response is Response.ACCEPTED and stored(2).response is Response.AWAITING
    assert latest_decision_facts(cast.review) is None
    assert "only a quick win can be answered" in sponsor.get("/recommendations/SR-2026-001-R02/response").text
    put_forward(cast, 3)
    assert "Nothing that was decided has changed since" in sponsor.get(LIST).text


def test_one_response_is_recorded_by_itself_and_taken_back(app: Flask, cast: Cast) -> None:
    put_forward(cast)
    lead = Browser(app).sign_in(cast.lead)
    facts: dict[str, Any] = {"answer": "not_accept", "decided_by_title": "Registrar", "decided_on": "30 April 2026"}
    lead.get(f"{ONE}/response")
    page = lead.submit("Record the response", status=422, **facts)
    assert page.errors() == ["Say why it is not accepted, or only in part"]
    page = lead.submit("Record the response", reason="Too dear", **facts)
    assert "Not accepted" in page.text and "Decided by Registrar on 30 April 2026." in page.text
    assert decisions()[0].kind is DecisionKind.RESPONSE and latest_decision_facts(cast.review) is None
    lead.get(f"{ONE}/response", status=409)
    lead.get(f"{ONE}/response/take-back")
    lead.submit("Take it back", reason="It was another one")
    one = stored()
    assert (one.response, one.response_reason, one.decision_id) == (Response.AWAITING, "", None)
    assert len(decisions()) == 1


@pytest.mark.parametrize("who", ["reader", "owner", "member", "verifier"])
def test_nobody_else_records_decisions_and_everybody_reads_them(app: Flask, cast: Cast, who: str) -> None:
    put_forward(cast)
    browser = Browser(app).sign_in(getattr(cast, who))
    browser.get(NEW, status=403)
    browser.get(f"{ONE}/response", status=403)
    assert "Record" not in browser.get(LIST).text
    assert "Record the response" not in browser.get(ONE).text


@pytest.mark.parametrize("who", ["focus", "member", "owner", "sponsor", "reader"])
def test_only_the_lead_amends(app: Flask, cast: Cast, who: str) -> None:
    put_forward(cast)
    Browser(app).sign_in(getattr(cast, who)).get(f"{ONE}/amend", status=403)


def test_a_decision_sent_twice_is_recorded_once(secretary: Browser, cast: Cast) -> None:
    form = secretary.get(NEW)
    secretary.submit("Record the decision", page=form, **given())
    secretary.submit("Record the decision", page=form, **given())
    assert len(decisions()) == 1


def test_of_two_who_record_at_once_the_second_sees_the_first_before_saving(
    app: Flask, secretary: Browser, cast: Cast
) -> None:
    one = put_forward(cast)
    lead = Browser(app).sign_in(cast.lead)
    mine = lead.get(NEW)
    decide(secretary, **{f"answer_{one.id}": "accept"})
    page = lead.submit("Record the decision", page=mine, status=409, **given(minute_reference="Mine"))
    assert "Another decision was recorded while you were writing" in page.text and "Mine" in page.html
    assert len(decisions()) == 1
    lead.submit("Record the decision", page=page)
    assert [made.minute_reference for made in decisions()] == ["SSC/2026/14", "Mine"]


def test_in_scoping_nothing_can_be_decided(app: Flask) -> None:
    cast = make_cast(Phase.SCOPING)
    page = Browser(app).sign_in(cast.lead).get(NEW)
    assert "Nothing can be decided now" in page.text and not page.soup.select("main form")


def test_an_unknown_condition_or_review_is_not_there(secretary: Browser, cast: Cast) -> None:
    secretary.get(f"{LIST}/conditions/99", status=404)
    secretary.get(f"{LIST}/conditions/{10**30}", status=404)
    secretary.get("/reviews/SR-1999-001/decisions", status=404)


def test_the_list_asks_a_bounded_number_of_questions(secretary: Browser, cast: Cast) -> None:
    for number in range(1, 6):
        one = put_forward(cast, number, current_date=PreciseDate.day(DAY + timedelta(days=number)))
        decide(secretary, kind="amendment", **{f"answer_{one.id}": "accept"})
    with counting() as seen:
        secretary.get(LIST)
    assert len(seen) <= 12, seen

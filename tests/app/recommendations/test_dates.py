"""The owner asks for another date and the lead answers; the original date is never overwritten."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import DateRevision, OutboxMail, Recommendation, RevisionState, RoleGrant
from tests.client import Browser
from tests.factories import DAY, saying
from tests.factories_recommendations import Cast, accepted, make_cast
from workflows.review import Phase
from workflows.roles import Role

ONE = "/recommendations/SR-2026-001-R01"


@pytest.fixture
def cast(app: Flask) -> Cast:
    made = make_cast(Phase.IMPLEMENTATION)
    accepted(made)
    return made


@pytest.fixture
def owner(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.owner)


@pytest.fixture
def lead(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.lead)


def stored() -> Recommendation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Recommendation)).one()


def revisions() -> list[DateRevision]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(DateRevision).order_by(DateRevision.id)))


def ask(owner: Browser, date: str = "31 December 2026") -> None:
    owner.get(f"{ONE}/new-date")
    owner.submit("Ask for this date", becomes=date, reason="Fits the academic year")


def answer(lead: Browser, decision: str, note: str = "") -> None:
    lead.get(ONE)
    lead.get(f"{ONE}/dates/{revisions()[-1].id}")
    lead.submit("Save the decision", decision=decision, note=note)


def test_an_approved_date_replaces_the_current_one_and_never_the_original(
    owner: Browser, lead: Browser, cast: Cast
) -> None:
    ask(owner)
    asked = stored()
    assert asked.current_date == asked.original_date
    answer(lead, "approve")
    one = stored()
    assert one.original_date is not None and one.original_date.label == "30 July 2026"
    assert one.current_date is not None and one.current_date.label == "31 December 2026"
    made = revisions()[0]
    assert made.was is not None and (made.was.label, made.becomes.label) == ("30 July 2026", "31 December 2026")
    assert (made.state, made.reason, made.decided_by_id, made.decided_on) == (
        RevisionState.APPROVED,
        "Fits the academic year",
        cast.lead.id,
        DAY,
    )
    page = owner.get(ONE)
    assert "Because its date was revised once" in page.text and "Revised once" in page.text
    assert "30 July 2026" in page.text and "Fits the academic year" in page.text


def test_twice_revised_is_red_and_the_original_stays(owner: Browser, lead: Browser, cast: Cast) -> None:
    for date in ("31 December 2026", "March 2027"):
        ask(owner, date)
        answer(lead, "approve")
    one = stored()
    assert one.original_date is not None and one.original_date.label == "30 July 2026"
    assert one.current_date is not None and one.current_date.label == "March 2027"
    assert "Because its date was revised twice" in owner.get(ONE).text


def test_a_refused_date_changes_nothing(owner: Browser, lead: Browser, cast: Cast) -> None:
    ask(owner)
    lead.get(f"{ONE}/dates/{revisions()[0].id}")
    page = lead.submit("Save the decision", status=422, decision="refuse")
    assert page.errors() == ["Say why you refuse it"]
    answer(lead, "refuse", "The term must not pass")
    one = stored()
    assert one.current_date == one.original_date
    page = owner.get(ONE)
    assert "Revised" not in page.text and "refused the new date" in page.text
    subjects = list(db.session.scalars(sa.select(OutboxMail.subject).order_by(OutboxMail.id)))
    assert subjects == [
        "SR-2026-001-R01: Its owner asks for a new date: please approve or refuse it",
        "SR-2026-001-R01: The new date you asked for was refused",
    ]


@pytest.mark.parametrize(
    ("becomes", "message"),
    [
        ("soon", "not understood as a date"),
        ("30 April 2026", "is over already"),
        ("30 July 2026", "That is the date it has now"),
        ("", "Give a date"),
    ],
)
def test_a_date_that_makes_no_sense_is_refused(owner: Browser, cast: Cast, becomes: str, message: str) -> None:
    owner.get(f"{ONE}/new-date")
    page = owner.submit("Ask for this date", status=422, becomes=becomes, reason="Why not")
    assert any(message in error for error in page.errors()), page.errors()
    assert revisions() == []


def test_only_one_new_date_is_asked_for_at_a_time(owner: Browser, cast: Cast) -> None:
    form = owner.get(f"{ONE}/new-date")
    owner.submit("Ask for this date", page=form, becomes="31 December 2026", reason="Once")
    owner.submit("Ask for this date", page=form, becomes="31 December 2026", reason="Once")
    assert len(revisions()) == 1
    page = owner.get(f"{ONE}/new-date")
    assert "have had no answer yet" in page.text and not page.soup.select("main form")


def test_of_two_leads_who_answer_the_second_is_told(owner: Browser, lead: Browser, cast: Cast) -> None:
    ask(owner)
    address = f"{ONE}/dates/{revisions()[0].id}"
    first, second = lead.get(address), lead.get(address)
    lead.submit("Save the decision", page=first, decision="refuse", note="No")
    page = lead.submit("Save the decision", page=second, status=409, decision="approve")
    assert "This new date was refused already." in page.text
    one = stored()
    assert one.current_date == one.original_date


@pytest.mark.parametrize("who", ["owner", "focus", "member", "sponsor", "reader"])
def test_only_the_lead_answers(app: Flask, owner: Browser, cast: Cast, who: str) -> None:
    ask(owner)
    Browser(app).sign_in(getattr(cast, who)).get(f"{ONE}/dates/{revisions()[0].id}", status=403)


@pytest.mark.parametrize("who", ["lead", "focus", "verifier", "reader"])
def test_only_the_owner_asks(app: Flask, cast: Cast, who: str) -> None:
    Browser(app).sign_in(getattr(cast, who)).get(f"{ONE}/new-date", status=403)


def test_where_there_is_no_lead_the_page_says_who_must_appoint_one(owner: Browser, cast: Cast) -> None:
    saying()
    for grant in db.session.scalars(sa.select(RoleGrant).where(RoleGrant.role == Role.REVIEW_LEAD)):
        grant.ended_on = DAY
    db.session.commit()
    assert "the Focus team must appoint a lead" in owner.get(f"{ONE}/new-date").text
    assert "the Focus team must appoint one" in owner.get(ONE).text

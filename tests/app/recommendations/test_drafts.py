"""Drafts are written by the team, read by few, and fixed for everybody once they are put forward."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.models import OutboxMail, Recommendation, RecommendationText
from tests.client import Browser
from tests.counting import counting
from tests.factories import DAY, saying
from tests.factories_recommendations import Cast, draft, make_cast, put_forward
from tests.factories_reviews import make_finding
from workflows.recommendation import Priority
from workflows.review import Phase

LIST = "/reviews/SR-2026-001/recommendations"
FIRST = "/recommendations/SR-2026-001-R01"
HOSTILE = '<b onload="x">&amp; =1+1 \u202eabc \U0001f642 \x07'


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast()


@pytest.fixture
def lead(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.lead)


def stored() -> Recommendation:
    db.session.expire_all()
    return db.session.scalars(sa.select(Recommendation)).one()


def written(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "text": "Release unused bookings",
        "finding_ids": str(cast.finding.id),
        "impact": "4",
        "effort": "2",
        "owner_id": str(cast.owner.id),
        "verifier_id": str(cast.verifier.id),
        "current_date": "31 July 2026",
        **more,
    }


def test_a_draft_is_written_with_a_suggested_priority(lead: Browser, cast: Cast) -> None:
    lead.get(f"{LIST}/new")
    page = lead.submit("Save draft", **written(cast))
    made = stored()
    assert (made.reference, made.number, made.priority) == ("SR-2026-001-R01", 1, Priority.HIGH)
    assert (made.published_on, made.original_date) == (None, None)
    assert made.current_date is not None and made.current_date.label == "31 July 2026"
    assert [link.finding_id for link in made.finding_links] == [cast.finding.id]
    assert "saved as a draft" in page.text and "Release unused bookings" in page.text


def test_a_chosen_priority_stands_over_the_suggested_one(lead: Browser, cast: Cast) -> None:
    lead.get(f"{LIST}/new")
    lead.submit("Save draft", **written(cast, priority="low"))
    assert stored().priority is Priority.LOW


def test_a_date_stays_as_exact_as_it_was_given(lead: Browser, cast: Cast) -> None:
    lead.get(f"{LIST}/new")
    lead.submit("Save draft", **written(cast, current_date="May 2027"))
    found = stored().current_date
    assert found is not None and (found.label, found.last_day.isoformat()) == ("May 2027", "2027-05-31")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "", "Say what you recommend"),
        ("impact", "9", "Impact is a number from 1 to 5"),
        ("effort", "none", "Effort is a number from 1 to 5"),
        ("current_date", "soon", "not understood as a date"),
        ("text", "a\x00b", "cannot be stored"),
    ],
)
def test_what_cannot_be_a_recommendation_is_refused_at_its_field(
    lead: Browser, cast: Cast, field: str, value: str, message: str
) -> None:
    lead.get(f"{LIST}/new")
    page = lead.submit("Save draft", status=422, **written(cast, **{field: value}, detail="Kept as typed"))
    assert any(message in error for error in page.errors()), page.errors()
    assert "Kept as typed" in page.html and page.title.startswith("Error:")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Recommendation)) == 0


def test_the_owner_cannot_be_the_verifier(lead: Browser, cast: Cast) -> None:
    lead.get(f"{LIST}/new")
    page = lead.submit("Save draft", status=422, **written(cast, verifier_id=str(cast.owner.id)))
    assert page.errors() == ["The verifier cannot be the owner: choose somebody else"]


def test_any_text_is_kept_as_given_and_harms_nothing(lead: Browser, cast: Cast) -> None:
    lead.get(f"{LIST}/new")
    lead.submit("Save draft", **written(cast, text=HOSTILE, detail="x" * 1_000_000))
    made = stored()
    assert made.text == HOSTILE and len(made.detail) == 1_000_000
    page = lead.get(FIRST)
    assert "<b onload" not in page.html and "&lt;b onload" in page.html
    assert "<b onload" not in lead.get(LIST).html


def test_sending_a_draft_twice_writes_it_once(lead: Browser, cast: Cast) -> None:
    form = lead.get(f"{LIST}/new")
    lead.submit("Save draft", page=form, **written(cast))
    lead.submit("Save draft", page=form, **written(cast))
    assert stored().number == 1


def test_two_who_edit_one_draft_both_keep_what_they_wrote(app: Flask, cast: Cast) -> None:
    draft(cast)
    mine, theirs = Browser(app).sign_in(cast.lead), Browser(app).sign_in(cast.member)
    form = mine.get(f"{FIRST}/edit")
    theirs.get(f"{FIRST}/edit")
    theirs.submit("Save draft", text="Theirs", current_date="1 September 2026")
    page = mine.submit("Save draft", page=form, status=409, text="Mine")
    assert "Theirs" in page.text and "Mine" in page.text and stored().text == "Theirs"
    mine.submit("Save", page=page, text="Both of ours")
    found = stored()
    assert found.text == "Both of ours"
    assert found.current_date is not None and found.current_date.label == "1 September 2026"


def test_ticks_of_two_people_are_merged(app: Flask, cast: Cast) -> None:
    made = draft(cast)
    second, third = make_finding(cast.review, 2), make_finding(cast.review, 3)
    db.session.commit()
    mine, theirs = Browser(app).sign_in(cast.lead), Browser(app).sign_in(cast.member)
    form = mine.get(f"{FIRST}/edit")
    theirs.get(f"{FIRST}/edit")
    theirs.submit("Save draft", finding_ids=[str(cast.finding.id), str(second.id)])
    mine.submit("Save draft", page=form, finding_ids=[str(third.id)])
    db.session.expire_all()
    assert {link.finding_id for link in made.finding_links} == {second.id, third.id}


def test_putting_forward_fixes_text_and_date_and_opens_it_to_everybody(app: Flask, lead: Browser, cast: Cast) -> None:
    draft(cast)
    reader = Browser(app).sign_in(cast.reader)
    reader.get(FIRST, status=404)
    assert "Release unused rooms" not in reader.get(LIST).text
    lead.get(FIRST)
    lead.submit("Put it forward")
    made = stored()
    assert made.published_on == DAY and made.original_date == made.current_date
    text = db.session.scalars(sa.select(RecommendationText)).one()
    assert (text.number, text.text, text.written_by_id) == (1, made.text, cast.lead.id)
    assert made.text in reader.get(FIRST).text and made.text in reader.get("/recommendations").text
    assert "Put it forward" not in reader.get(FIRST).text
    mail = db.session.scalars(sa.select(OutboxMail)).one()
    assert mail.person_id == cast.owner.id and made.text not in mail.body
    lead.get(f"{FIRST}/edit")
    page = lead.submit("Save draft", status=409, text="Changed after all")
    assert "its text is fixed" in page.text and stored().text == made.text


def test_all_drafts_are_put_forward_but_those_that_lack_something(lead: Browser, cast: Cast) -> None:
    draft(cast, 1)
    loose = draft(cast, 2)
    for link in list(loose.finding_links):
        saying()
        loose.finding_links.remove(link)
    db.session.commit()
    page = lead.get(LIST)
    assert "It rests on no finding." in page.text
    again = page
    page = lead.submit("Put forward the 1 that is ready")
    assert "One recommendation is put forward. 1 could not be" in page.text and not page.soup.select("main form")
    form = again.fields(again.form("Put forward")) | {"form_key": "another"}
    assert "It rests on no finding." in lead.post(f"{LIST}/put-forward", form, status=409).text


def test_in_discovery_only_a_quick_win_is_put_forward(app: Flask) -> None:
    cast = make_cast(Phase.DISCOVERY)
    draft(cast, 1)
    draft(cast, 2, interim=True)
    lead = Browser(app).sign_in(cast.lead)
    page = lead.get(FIRST)
    assert "only a quick win can be put forward" in page.text
    assert not page.soup.find("button", string="Put it forward")
    lead.get("/recommendations/SR-2026-001-R02")
    assert "is put forward" in lead.submit("Put it forward").text


def test_a_draft_is_withdrawn_with_a_reason(lead: Browser, cast: Cast) -> None:
    draft(cast)
    lead.get(f"{FIRST}/withdraw")
    assert lead.submit("Withdraw it", status=422).errors() == ["Say why it is withdrawn"]
    page = lead.submit("Withdraw it", reason="Merged with another")
    assert stored().withdrawn_reason == "Merged with another"
    assert "1 withdrawn" in page.text and "Merged with another" in page.text
    assert "Edit this draft" not in lead.get(FIRST).text


@pytest.mark.parametrize("who", ["focus", "secretary", "owner", "reader"])
def test_drafts_are_hidden_from_those_who_may_not_read_them(app: Flask, cast: Cast, who: str) -> None:
    draft(cast)
    browser = Browser(app).sign_in(getattr(cast, who))
    browser.get(FIRST, status=404)
    for address in ("edit", "withdraw", "history", "wording", "moves/start", "done"):
        assert browser.client.get(f"{FIRST}/{address}").status_code in (403, 404), address
    page = browser.get(LIST)
    assert "Release unused rooms" not in page.text and "Recommendations 1" not in page.text
    assert "Release unused rooms" not in browser.get("/recommendations").text


@pytest.mark.parametrize("who", ["sponsor", "member"])
def test_drafts_are_read_by_team_and_sponsor(app: Flask, cast: Cast, who: str) -> None:
    draft(cast)
    browser = Browser(app).sign_in(getattr(cast, who))
    assert "Release unused rooms" in browser.get(FIRST).text
    assert "Release unused rooms" in browser.get(LIST).text
    browser.get(f"{FIRST}/edit", status=200 if who == "member" else 403)


def test_nobody_else_writes_drafts(app: Flask, cast: Cast) -> None:
    for person in (cast.sponsor, cast.focus, cast.reader):
        Browser(app).sign_in(person).get(f"{LIST}/new", status=403)


def test_a_finding_that_is_not_shared_is_hidden_from_readers(app: Flask, cast: Cast) -> None:
    put_forward(cast)
    page = Browser(app).sign_in(cast.reader).get(FIRST)
    assert cast.finding.text not in page.text and "It rests on 1 finding that" in page.text
    assert cast.finding.text in Browser(app).sign_in(cast.lead).get(FIRST).text


def test_the_pages_ask_a_bounded_number_of_questions(app: Flask, cast: Cast) -> None:
    for number in range(1, 8):
        put_forward(cast, number)
    draft(cast, 8)
    lead = Browser(app).sign_in(cast.lead)
    for address, most in ((LIST, 10), ("/recommendations", 10), (FIRST, 12)):
        lead.get(address)
        with counting() as seen:
            lead.get(address)
        assert len(seen) <= most + 2, (address, len(seen), seen)


def test_an_owner_who_has_left_is_not_dropped_by_saving_the_rest(app: Flask, lead: Browser, cast: Cast) -> None:
    draft(cast)
    saying()
    cast.owner.active = False
    db.session.commit()
    lead.get(f"{FIRST}/edit")
    lead.submit("Save draft", text="Said better")
    assert (stored().text, stored().owner_id) == ("Said better", cast.owner.id)

"""The scope: its versions are never lost, an agreed one is never changed, and two who write at once lose nothing."""

import time

import pytest
from flask import Flask
from sqlalchemy import select

from app.auth.queries import viewer_by_key
from app.extensions import db
from app.history_pages import entries
from app.models import Decision, DecisionKind, PlannedEnd, ScopeVersion
from app.places import place_of_review
from app.plans import scope_actions
from tests.app.plans.cast import Cast, make_cast
from tests.client import Browser
from tests.factories import DAY, NOW, keep, saying
from workflows.decision import Outcome
from workflows.phases import Phase

WORDS = {
    "in_scope": "Booking of all teaching rooms",
    "out_of_scope": "Meeting rooms of offices",
    "objectives": "Rooms that are booked are used",
    "terms_of_reference": "The sponsor decides",
    "scoping_end": "February 2026",
    "discovery_end": "29 May 2026",
    "recommendations_end": "",
    "implementation_end": "2026/27",
}


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A review and its people."""
    return make_cast()


def versions(cast: Cast) -> list[ScopeVersion]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(ScopeVersion).where(ScopeVersion.review_id == cast.review.id).order_by(ScopeVersion.number)
        )
    )


def write(browser: Browser, cast: Cast, **words: str) -> None:
    browser.get(cast.address("scope/edit"))
    browser.submit("Save", **(WORDS | words))


def agree(browser: Browser, cast: Cast, number: int) -> None:
    browser.get(cast.address(f"scope/{number}/agreed"))
    browser.submit("Record that it was agreed", agreed_on="29 April 2026")


def test_a_review_without_a_scope_says_what_belongs_there_and_offers_to_write_it(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.lead).get(cast.address("scope"))
    assert "No scope yet" in page.text
    assert page.link("Write the scope") == cast.address("scope/edit")
    reading = Browser(browser.app).sign_in(cast.sponsor).get(cast.address("scope"))
    assert "No scope yet" in reading.text
    assert not reading.has_link("Write the scope")


def test_the_first_version_is_written_and_its_dates_become_the_plan_as_they_were_given(
    cast: Cast, browser: Browser
) -> None:
    write(browser.sign_in(cast.lead), cast)
    page = browser.page
    assert page is not None
    for words in (*WORDS.values(), "Version 1", "It is not agreed yet"):
        assert words in page.text
    plan = browser.get(cast.address("plan")).text
    assert "29 May 2026" in plan
    assert "2026/27" in plan
    assert "31 July 2027" not in plan, "an academic year is not made a day"


def test_a_version_that_is_not_agreed_is_changed_in_place(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    write(browser, cast, in_scope="Booking of all rooms", discovery_end="12 June 2026")
    (only,) = versions(cast)
    assert (only.number, only.in_scope) == (1, "Booking of all rooms")
    assert only.discovery_end is not None
    assert only.discovery_end.label == "12 June 2026"


def test_an_agreed_version_is_never_changed_but_replaced_and_both_stay_readable(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    assert "agreed by the Head of Administration on 29 April 2026" in browser.get(cast.address("scope")).text
    form = browser.get(cast.address("scope/edit"))
    assert "Write version 2" in form.text
    browser.submit("Save version 2", status=422, in_scope="Booking of labs too")
    assert browser.page is not None
    assert browser.page.errors() == ["Say what changes in this version, and why"]
    browser.submit("Save version 2", change_note="The labs asked to be in it")

    one, two = versions(cast)
    assert (one.in_scope, one.agreed_on is not None) == (WORDS["in_scope"], True)
    assert (two.in_scope, two.agreed_on) == ("Booking of labs too", None)
    page = browser.get(cast.address("scope"))
    assert "Booking of labs too" in page.text
    assert "The labs asked to be in it" in page.text
    old = browser.get(page.link("Version 1"))
    assert WORDS["in_scope"] in old.text
    assert "Version 2 has replaced this one" in old.text
    assert not old.has_link("Record that it was agreed")


def test_the_action_itself_refuses_to_change_an_agreed_version(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    (one,) = versions(cast)
    actor = viewer_by_key(cast.lead.key)
    assert actor is not None
    words = scope_actions.ScopeWords(
        in_scope="Everything", out_of_scope="", objectives="", terms_of_reference="", ends={}
    )
    with pytest.raises(scope_actions.ScopeAgreed, match="Version 1"):
        scope_actions.edit_scope(one, words, actor=actor)
    with pytest.raises(scope_actions.ScopeAgreed):
        scope_actions.agree_scope(one, by_title="Somebody else", on=DAY, actor=actor)


def test_the_dates_of_an_agreed_version_stay_when_the_plan_moves_on(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    browser.get(cast.address("plan/dates"))
    browser.submit("Save the dates", discovery_end="June 2026", reason="Door counts had to miss the vacation")
    page = browser.get(cast.address("scope"))
    assert "29 May 2026. The plan now says June 2026." in page.text


def test_what_changed_between_two_versions_is_marked_word_by_word(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    write(browser, cast, in_scope="Booking of all teaching labs", change_note="Labs, not rooms")
    page = browser.get(cast.address("scope/changes"))
    assert [one.get_text() for one in page.soup.select("main .app-marks-text del")] == ["rooms"]
    assert [one.get_text() for one in page.soup.select("main .app-marks-text ins")] == ["labs"]
    assert "Not changed: out of scope, objectives, terms of reference" in page.text
    assert "Labs, not rooms" in page.text


@pytest.mark.parametrize("asked", ["from=1&to=1", "from=1&to=9", "from=x&to=2", "from=99999999999999999999&to=1"])
def test_versions_that_cannot_be_compared_ask_for_two_others(cast: Cast, browser: Browser, asked: str) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    write(browser, cast, change_note="Again")
    assert "Choose two different versions" in browser.get(cast.address(f"scope/changes?{asked}")).text


def test_one_version_has_nothing_to_be_compared_with(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    assert "nothing to compare" in browser.get(cast.address("scope/changes")).text


def test_two_who_change_one_scope_see_both_texts_and_decide(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    theirs = Browser(browser.app).sign_in(cast.focus)
    mine = browser.get(cast.address("scope/edit"))
    theirs.get(cast.address("scope/edit"))
    theirs.submit("Save", in_scope="Booking of lecture rooms", discovery_end="5 June 2026", objectives="Fuller rooms")
    page = browser.submit("Save", page=mine, status=409, in_scope="Booking of all rooms", discovery_end="12 June 2026")
    assert "2 fields need your choice" in page.text
    assert "Booking of lecture rooms" in page.text.replace("  ", " ") or "lecture" in page.text
    assert versions(cast)[0].in_scope == "Booking of lecture rooms"
    settled = browser.submit("Save", in_scope="Booking of all lecture rooms")
    assert "Booking of all lecture rooms" in settled.text
    (only,) = versions(cast)
    assert only.discovery_end is not None
    assert (only.discovery_end.label, only.objectives) == ("12 June 2026", "Fuller rooms")


def test_two_who_write_the_first_version_at_once_lose_nothing(cast: Cast, browser: Browser) -> None:
    theirs = Browser(browser.app).sign_in(cast.focus)
    theirs.get(cast.address("scope/edit"))
    mine = browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    theirs.submit("Save", **WORDS)
    page = browser.submit("Save", page=mine, status=409, **(WORDS | {"in_scope": "Every room"}))
    assert "Every" in page.text
    assert [one.in_scope for one in versions(cast)] == [WORDS["in_scope"]]


def test_a_scope_agreed_while_somebody_changes_it_becomes_a_new_version_with_what_they_typed(
    cast: Cast, browser: Browser
) -> None:
    write(browser.sign_in(cast.lead), cast)
    mine = browser.get(cast.address("scope/edit"))
    agree(Browser(browser.app).sign_in(cast.focus), cast, 1)
    page = browser.submit("Save", page=mine, status=409, in_scope="Every room")
    assert "Version 1 was agreed while you were writing" in page.errors()[0]
    assert "Every room" in page.html
    browser.submit("Save version 2", change_note="It came too late for version 1")
    assert [(one.number, one.in_scope) for one in versions(cast)] == [(1, WORDS["in_scope"]), (2, "Every room")]


def test_a_scope_changed_after_the_page_was_opened_is_read_again_before_it_is_agreed(
    cast: Cast, browser: Browser
) -> None:
    write(browser.sign_in(cast.lead), cast)
    asking = browser.get(cast.address("scope/1/agreed"))
    write(Browser(browser.app).sign_in(cast.focus), cast, in_scope="Something else")
    page = browser.submit("Record that it was agreed", page=asking, status=409, agreed_on="29 April 2026")
    assert "read it again" in page.errors()[0]
    assert versions(cast)[0].agreed_on is None
    assert "Something else" in page.text


def test_a_scope_that_lacks_what_the_gate_needs_is_not_agreed(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast, out_of_scope="", terms_of_reference="")
    page = browser.get(cast.address("scope"))
    assert "The scope does not say what is out of it." in page.text
    assert not page.has_link("Record that it was agreed")
    asked = browser.get(cast.address("scope/1/agreed"))
    assert "There are no terms of reference." in asked.text
    sent = browser.page.fields(browser.page.soup.select("form")[0]) if browser.page else {}
    token = {"csrf_token": str(asked.soup.select_one("input[name=csrf_token]")["value"])}  # type: ignore[index]
    browser.post(
        cast.address("scope/1/agreed"),
        sent | token | {"agreed_by_title": "Sponsor", "agreed_on": "1 April 2026"},
        status=409,
    )
    assert versions(cast)[0].agreed_on is None


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "Give the day on which it was agreed"),
        ("soon", "is not understood as a date"),
        ("May 2026", "Give the day too"),
        ("2 May 2026", "Give a day that is not after today"),
    ],
)
def test_the_day_of_agreement_is_one_day_and_not_to_come(cast: Cast, browser: Browser, day: str, message: str) -> None:
    write(browser.sign_in(cast.lead), cast)
    browser.get(cast.address("scope/1/agreed"))
    page = browser.submit("Record that it was agreed", status=422, agreed_on=day)
    assert message in page.errors()[0]
    assert f'value="{day}"' in page.html
    assert page.title.startswith("Error: ")


@pytest.mark.parametrize("date", ["31 February 2026", "soon", "Hilary term 1206", "0/0/0", "29 May"])
def test_a_date_that_is_none_is_refused_at_its_field_and_kept(cast: Cast, browser: Browser, date: str) -> None:
    browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    page = browser.submit("Save", status=422, **(WORDS | {"discovery_end": date}))
    assert len(page.errors()) == 1
    assert page.soup.select_one("#discovery_end")["value"] == date  # type: ignore[index]
    assert page.soup.select_one("#discovery_end-error") is not None
    assert WORDS["in_scope"] in page.html
    assert versions(cast) == []


def test_a_phase_cannot_end_before_the_one_before_it(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    page = browser.submit("Save", status=422, **(WORDS | {"discovery_end": "31 January 2026"}))
    assert page.errors() == ["Discovery cannot end before scoping does (February 2026)"]


def test_a_scope_says_at_least_what_is_in_it(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    page = browser.submit("Save", status=422, **(WORDS | {"in_scope": "  "}))
    assert page.errors() == ["Say what is in scope"]


def test_a_form_that_is_sent_twice_writes_one_version(cast: Cast, browser: Browser) -> None:
    form = browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    browser.submit("Save", page=form, **WORDS)
    again = browser.submit("Save", page=form, **WORDS)
    assert again.address == cast.address("scope")
    assert len(versions(cast)) == 1
    assert versions(cast)[0].version == 1
    ends = db.session.scalars(select(PlannedEnd).where(PlannedEnd.phase == Phase.DISCOVERY)).all()
    assert len(ends) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & <b>bold</b>",
        '=HYPERLINK("http://x")',
        "שלום \u202e עולם 🕰️ Ünïcode",
        "first\n\nsecond",
    ],
)
def test_any_text_is_kept_and_shown_as_given(cast: Cast, browser: Browser, text: str) -> None:
    write(browser.sign_in(cast.lead), cast, in_scope=text)
    assert versions(cast)[0].in_scope == text
    page = browser.get(cast.address("scope"))
    assert " ".join(text.split()) in page.text
    assert page.soup.select("main script") == []
    agree(browser, cast, 1)
    write(browser, cast, in_scope=f"{text} more", change_note=text)
    browser.get(cast.address("scope/changes"))


def test_a_megabyte_of_text_is_kept_shown_and_compared(cast: Cast, browser: Browser) -> None:
    long = "Teaching rooms. " * 65_000
    write(browser.sign_in(cast.lead), cast, in_scope=long)
    assert versions(cast)[0].in_scope == long.strip()
    agree(browser, cast, 1)
    write(browser, cast, in_scope="Short now", change_note="Too long to read")
    assert "too long or too repetitive to be marked" in browser.get(cast.address("scope/changes")).text


def test_a_character_that_cannot_be_stored_is_refused_in_words(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("scope/edit"))
    page = browser.submit("Save", status=422, **(WORDS | {"in_scope": "a\x00b"}))
    assert "U+0000" in page.errors()[0]


def test_after_a_decision_a_new_version_says_that_it_makes_the_decision_out_of_date(
    cast: Cast, browser: Browser
) -> None:
    write(browser.sign_in(cast.lead), cast)
    agree(browser, cast, 1)
    assert "out of date" not in browser.get(cast.address("scope")).text
    saying("record_decision")
    keep(
        Decision(
            review_id=cast.review.id,
            kind=DecisionKind.REPORT,
            outcome=Outcome.APPROVED,
            decided_by_title="Services Subcommittee",
            decided_on=DAY,
            decided_content={},
            recorded_at=NOW,
        )
    )
    db.session.commit()
    for path in ("scope", "scope/edit"):
        page = browser.get(cast.address(path))
        assert "The report was decided on 1 May 2026" in page.text
        assert "makes that decision out of date" in page.text


def test_the_history_tells_of_the_scope_in_sentences(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast)
    write(browser, cast, in_scope="Every room")
    agree(browser, cast, 1)
    write(browser, cast, in_scope="Every room but one", change_note="The chapel is left out")
    who = viewer_by_key(cast.lead.key)
    assert who is not None
    told = entries([("review", cast.review.id)], who, place_of_review(cast.review), limit=4)
    assert [one.sentence for one in told] == [
        "The Second review lead wrote the scope, version 2.",
        "The Second review lead recorded that the scope, version 1 was agreed by the Head of Administration "
        "on 29 April 2026.",
        "The Second review lead changed the scope, version 1.",
        "The Second review lead wrote the scope, version 1.",
    ]
    assert told[0].note == "The chapel is left out"
    assert ("In scope", "Booking of all teaching rooms", "Every room") in [
        (one.label, one.was, one.becomes) for one in told[2].details
    ]


def test_a_version_that_does_not_exist_is_not_found(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead)
    for path in ("scope/1", "scope/99999999999999999999", "scope/1/agreed"):
        browser.get(cast.address(path), status=404)
    browser.get("/reviews/SR-9999/scope", status=404)


def test_a_comparison_keeps_the_lines_of_a_text(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast, in_scope="Rooms:\n- lecture\n- seminar")
    agree(browser, cast, 1)
    write(browser, cast, in_scope="Rooms:\n- lecture\n- laboratory\n- seminar", change_note="Labs")
    page = browser.get(cast.address("scope/changes"))
    (text,) = page.soup.select(".app-marks-text")
    assert len(text.select("br")) == 3
    assert "laboratory" in text.select_one("ins").get_text()  # type: ignore[union-attr]


def test_texts_that_repeat_one_word_are_given_whole_and_nobody_waits(cast: Cast, browser: Browser) -> None:
    write(browser.sign_in(cast.lead), cast, in_scope="room " * 1500)
    agree(browser, cast, 1)
    write(browser, cast, in_scope="every room " * 700, change_note="Every room")
    begun = time.monotonic()
    page = browser.get(cast.address("scope/changes"))
    assert time.monotonic() - begun < 5
    assert "too long or too repetitive to be marked" in page.text

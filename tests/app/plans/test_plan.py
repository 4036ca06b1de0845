"""The plan: screening, guide, baseline, report words, completion, current step, lessons and planned dates."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.auth.queries import viewer_by_key
from app.extensions import db
from app.history_pages import entries
from app.models import Lesson, PlannedEnd, Review
from app.places import place_of_review
from tests.app.plans.cast import Cast, make_cast
from tests.client import Browser
from workflows.phases import Phase, Profile, Step

MEGABYTE = "Rooms stand empty. " * 55_000


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A review and its people."""
    return make_cast()


def review_of(cast: Cast) -> Review:
    db.session.expire_all()
    return db.session.get_one(Review, cast.review.id)


def section(browser: Browser, cast: Cast, name: str) -> str:
    found = browser.get(cast.address()).soup.find(id=name)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_an_empty_plan_says_what_is_missing_and_why_it_matters(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead)
    for name, sentence in (
        ("planned-dates", "There are no planned dates."),
        ("screening", "The screening for data protection and equality is not done."),
        ("guide", "No self-assessment guide is chosen, and there is no reason for none."),
        ("baseline", "There is no baseline, and no reason for having none."),
        ("lessons", "No lesson is noted."),
        ("completion", "The benefits have not been checked."),
    ):
        assert sentence in section(browser, cast, name)
    assert "Without one nobody can say later what the review changed." in section(browser, cast, "baseline")


def test_each_section_has_one_link_to_change_it(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.lead).get(cast.address())
    for name in (
        "team",
        "planned-dates",
        "screening",
        "guide",
        "baseline",
        "tasks",
        "summary",
        "lessons",
        "completion",
    ):
        heads = page.soup.select(f"#{name} > .app-section__head a")
        assert len(heads) == 1, name
        Browser(browser.app).sign_in(cast.lead).get(str(heads[0]["href"]))


def test_the_plan_is_read_in_twelve_queries_whatever_it_holds(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead)
    for step in Step:
        browser.get(cast.address(f"plan/tasks/new?step={step}"))
        browser.submit("Save the tasks", titles="One\nTwo\nThree")
    for words in ("One", "Two"):
        browser.get(cast.address("plan/lessons/new"))
        browser.submit("Save the lesson", text=words)
    set_dates(browser, cast, scoping_end="May 2026", discovery_end="June 2026")
    assert browser.get(cast.address()).queries <= 12
    assert browser.get(cast.address("scope")).queries <= 12


def test_the_screening_is_recorded_with_its_note(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/screening"))
    browser.submit(
        "Save the screening",
        data_protection="assessment_needed",
        equality="nothing_needed",
        screening_note="Kept with the\nData Protection Officer",
    )
    told = section(browser, cast, "screening")
    assert "Done: a full assessment is needed" in told
    assert "Done: nothing further is needed" in told
    assert "Data Protection Officer" in told
    assert "is not done" not in told


def test_a_screening_that_is_no_choice_is_refused(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/screening"))
    page = browser.submit("Save the screening", status=422, data_protection="perhaps", screening_note="Typed words")
    assert len(page.errors()) == 1
    assert "Typed words" in page.html


@pytest.mark.parametrize(
    ("guide", "reason", "message"),
    [
        ("", "", "Name the guide, or say below why there is none"),
        ("Guide 1", "We had none", "Name a guide or give a reason for having none, not both"),
        ("x" * 201, "", "Shorten this to 200 characters or fewer"),
    ],
)
def test_a_guide_or_a_reason_is_given(cast: Cast, browser: Browser, guide: str, reason: str, message: str) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/guide"))
    page = browser.submit("Save the choice", status=422, guide_choice=guide, no_guide_reason=reason)
    assert page.errors() == [message]
    assert f'value="{guide}"' in page.html


def test_a_guide_or_the_reason_for_none_is_shown(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/guide"))
    browser.submit("Save the choice", no_guide_reason="The service is new")
    assert "No self-assessment is made. The reason: The service is new" in section(browser, cast, "guide")
    browser.get(cast.address("plan/guide"))
    browser.submit("Save the choice", guide_choice="Service review self-assessment, 0.9.0 beta", no_guide_reason="")
    assert "0.9.0 beta" in section(browser, cast, "guide")


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        ({}, ["Say what the baseline is, or give a reason below for having none"]),
        ({"baseline": "One in ten"}, ["Give the date when it was measured", "Say how it was measured"]),
        (
            {"baseline": "One in ten", "no_baseline_reason": "New"},
            ["Give a baseline or a reason for having none, not both"],
        ),
        ({"baseline_on": "31 February 2026"}, ["“31 February 2026” is not a date in the calendar."]),
    ],
)
def test_a_baseline_is_whole_or_has_a_reason(
    cast: Cast, browser: Browser, given: dict[str, str], messages: list[str]
) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/baseline"))
    page = browser.submit("Save the baseline", status=422, **given)
    assert page.errors() == messages
    for text in given.values():
        assert text in page.html


def test_a_baseline_keeps_its_date_as_it_was_given(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/baseline"))
    browser.submit(
        "Save the baseline", baseline="24 of 242", baseline_on="March 2026", baseline_method="Door counts, two weeks"
    )
    told = section(browser, cast, "baseline")
    assert "24 of 242 When March 2026 How measured Door counts, two weeks" in told
    assert browser.get(cast.address("plan/baseline")).soup.select_one("#baseline_on")["value"] == "March 2026"  # type: ignore[index]


def test_two_who_edit_one_baseline_lose_nothing(cast: Cast, browser: Browser) -> None:
    mine = browser.sign_in(cast.lead).get(cast.address("plan/baseline"))
    theirs = Browser(browser.app).sign_in(cast.focus)
    theirs.get(cast.address("plan/baseline"))
    theirs.submit("Save the baseline", baseline="One in ten", baseline_on="May 2026", baseline_method="Counted")
    mine_given = {"baseline": "A tenth", "baseline_on": "April 2026", "baseline_method": "Counted"}
    page = browser.submit("Save the baseline", page=mine, status=409, **mine_given)
    assert "2 fields need your choice" in page.text
    assert review_of(cast).baseline == "One in ten"
    browser.submit("Save")
    found = review_of(cast)
    assert (found.baseline, found.baseline_on and found.baseline_on.label) == ("A tenth", "April 2026")


def test_a_form_without_its_version_does_not_pass_for_a_fresh_one(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.lead).get(cast.address("plan/guide"))
    browser.submit("Save the choice", page=page, status=409, drop=("version",), guide_choice="Guide 1")
    assert review_of(cast).guide_choice == ""


def test_the_summary_and_method_are_kept_as_typed_even_a_megabyte(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/summary"))
    browser.submit("Save both", summary=MEGABYTE, method="<b>Asked</b> everybody =1+1")
    assert review_of(cast).summary == MEGABYTE.strip()
    assert "<b>Asked</b> everybody =1+1" in section(browser, cast, "summary")


def test_the_summary_is_closed_to_who_reads_the_plan_but_no_drafts_until_it_is_published(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/summary"))
    browser.submit("Save both", summary="A quarter of bookings is not used.")
    for person, reads in ((cast.head, False), (cast.secretary, False), (cast.sponsor, True), (cast.member, True)):
        page = Browser(browser.app).sign_in(person).get(cast.address())
        assert ("A quarter of bookings" in page.text) is reads, person.role_title
        assert page.has_link("Summary and method") is reads


def test_completion_is_recorded_in_its_two_halves(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/completion"))
    browser.submit("Save what is known", benefits_checked_on="30 April 2026", benefits_note="Rooms are fuller")
    assert "Checked 30 April 2026 Rooms are fuller" in section(browser, cast, "completion")
    assert "The service owner has not taken over." in section(browser, cast, "completion")
    browser.get(cast.address("plan/completion"))
    browser.submit("Save what is known", service_owner_title="Head of Timetabling", service_owner_on="1/5/2026")
    assert "Head of Timetabling, took over 1 May 2026" in section(browser, cast, "completion")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"benefits_checked_on": "1 May 2026"}, "Say what the check found"),
        ({"benefits_note": "Fuller"}, "Give the day of the check"),
        ({"service_owner_title": "Head"}, "Give the day on which the service owner took over"),
        ({"service_owner_on": "1 May 2026"}, "Say who took over, by role title"),
        ({"benefits_checked_on": "2 May 2026", "benefits_note": "x"}, "Give a day that is not after today"),
        ({"service_owner_on": "soon", "service_owner_title": "Head"}, "“soon” is not understood as a date."),
        ({"service_owner_on": "May 2026", "service_owner_title": "Head"}, "Give the day too"),
    ],
)
def test_half_of_a_half_is_refused_at_what_is_missing(
    cast: Cast, browser: Browser, given: dict[str, str], message: str
) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/completion"))
    page = browser.submit("Save what is known", status=422, **given)
    assert len(page.errors()) == 1
    assert page.errors()[0].startswith(message)
    for text in given.values():
        assert text in page.html


def test_the_current_step_is_set_by_hand(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/step"))
    browser.submit("Save the step", step="diagnose")
    assert review_of(cast).step is Step.DIAGNOSE
    assert "4. Diagnose In progress" in section(browser, cast, "tasks")
    browser.get(cast.address("plan/step"))
    browser.submit("Save the step", status=422, step="eighth")


def test_a_lesson_is_noted_once_and_corrected_by_who_wrote_it(cast: Cast, browser: Browser) -> None:
    form = browser.sign_in(cast.member).get(cast.address("plan/lessons/new"))
    browser.submit("Save the lesson", page=form, status=422, text=" ")
    browser.submit("Save the lesson", page=form, text="Ask the portres first")
    page = browser.submit("Save the lesson", page=form, text="Ask the portres first")
    browser.get(page.link("Correct this lesson"))
    page = browser.submit("Save the lesson", text="Ask the porters first")
    assert "Ask the porters first" in page.text
    assert "1 May 2026, Business analyst" in page.text
    assert [one.text for one in db.session.scalars(select(Lesson))] == ["Ask the porters first"]


def test_a_lesson_of_somebody_else_is_corrected_by_the_lead_and_not_by_another_member(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.lead).get(cast.address("plan/lessons/new"))
    page = browser.submit("Save the lesson", text="Begin in term")
    address = page.link("Correct this lesson")
    member = Browser(browser.app).sign_in(cast.member)
    assert not member.get(cast.address()).has_link("Correct this lesson")
    assert "Whoever wrote a lesson corrects it" in member.get(address, status=403).text
    mine = browser.get(address)
    focus = Browser(browser.app).sign_in(cast.focus)
    focus.get(address)
    focus.submit("Save the lesson", text="Begin in week 1")
    browser.submit("Save the lesson", page=mine, status=409, text="Begin in Hilary")
    browser.get(cast.address("plan/lessons/99"), status=404)


def set_dates(browser: Browser, cast: Cast, status: int = 200, **given: str) -> None:
    browser.get(cast.address("plan/dates"))
    browser.submit("Save the dates", status=status, **given)


def test_a_moved_date_keeps_the_first_plan_and_the_reason(cast: Cast, browser: Browser) -> None:
    set_dates(browser.sign_in(cast.lead), cast, scoping_end="16 February 2026", discovery_end="15 May 2026")
    set_dates(browser, cast, 422, discovery_end="29 May 2026")
    assert browser.page is not None
    assert browser.page.errors() == ["Say why the planned end of discovery moves"]
    set_dates(browser, cast, discovery_end="29 May 2026", reason="Door counts had to miss the vacation")
    told = section(browser, cast, "planned-dates")
    assert (
        "Discovery 29 May 2026 15 May 2026 Once To 29 May 2026: “Door counts had to miss the vacation” "
        "Second review lead" in told
    )
    assert "Scoping 16 February 2026 The same Never" in told
    rows = db.session.scalars(select(PlannedEnd).where(PlannedEnd.phase == Phase.DISCOVERY).order_by(PlannedEnd.id))
    assert [(one.end.label, one.current) for one in rows] == [("15 May 2026", False), ("29 May 2026", True)]


def test_saving_the_same_dates_again_moves_nothing(cast: Cast, browser: Browser) -> None:
    set_dates(browser.sign_in(cast.lead), cast, discovery_end="May 2026")
    set_dates(browser, cast)
    assert len(db.session.scalars(select(PlannedEnd)).all()) == 1


@pytest.mark.parametrize("date", ["31 February 2026", "soon", "=TODAY()", "<b>May</b>"])
def test_a_planned_date_that_is_none_is_refused_and_kept(cast: Cast, browser: Browser, date: str) -> None:
    set_dates(browser.sign_in(cast.lead), cast, 422, discovery_end=date)
    assert browser.page is not None
    assert browser.page.soup.select_one("#discovery_end")["value"] == date  # type: ignore[index]
    assert len(browser.page.errors()) == 1


def test_a_date_that_was_set_is_not_taken_out(cast: Cast, browser: Browser) -> None:
    set_dates(browser.sign_in(cast.lead), cast, discovery_end="May 2026")
    set_dates(browser, cast, 422, discovery_end="")
    assert browser.page is not None
    assert "can be moved but not taken out" in browser.page.errors()[0]


def test_two_who_move_one_date_see_it_and_nothing_is_overwritten(cast: Cast, browser: Browser) -> None:
    set_dates(browser.sign_in(cast.lead), cast, scoping_end="March 2026", discovery_end="May 2026")
    mine = browser.get(cast.address("plan/dates"))
    set_dates(
        Browser(browser.app).sign_in(cast.focus),
        cast,
        scoping_end="April 2026",
        discovery_end="June 2026",
        reason="Strikes",
    )
    page = browser.submit("Save the dates", page=mine, status=409, discovery_end="July 2026", reason="Vacation")
    assert "The Focus reviewer set this to June 2026 while you were writing" in page.errors()[0]
    assert len(page.errors()) == 1
    fields = {name: page.soup.select_one(f"#{name}")["value"] for name in ("scoping_end", "discovery_end")}  # type: ignore[index]
    assert fields == {"scoping_end": "April 2026", "discovery_end": "July 2026"}
    browser.submit("Save the dates")
    rows = db.session.scalars(select(PlannedEnd).order_by(PlannedEnd.id))
    assert [one.end.label for one in rows] == ["March 2026", "May 2026", "April 2026", "June 2026", "July 2026"]


def test_the_history_tells_of_the_plan_in_sentences(cast: Cast, browser: Browser) -> None:
    set_dates(browser.sign_in(cast.lead), cast, discovery_end="May 2026")
    set_dates(browser, cast, discovery_end="June 2026", reason="Vacation")
    browser.get(cast.address("plan/guide"))
    browser.submit("Save the choice", guide_choice="Guide 1")
    browser.get(cast.address("plan/summary"))
    browser.submit("Save both", summary="A secret draft")
    browser.get(cast.address("plan/step"))
    browser.submit("Save the step", step="diagnose")
    who = viewer_by_key(cast.lead.key)
    assert who is not None
    told = entries([("review", cast.review.id)], who, place_of_review(cast.review), limit=5)
    assert [one.sentence for one in told] == [
        "The Second review lead set the current step to “diagnose”.",
        "The Second review lead changed the summary and the method for the report.",
        "The Second review lead recorded the choice of a self-assessment guide.",
        "The Second review lead set the planned end of discovery.",
        "The Second review lead set the planned end of discovery.",
    ]
    assert "secret" not in str(told)
    assert (told[3].note, [one.becomes for one in told[3].details]) == ("Vacation", ["June 2026"])


def test_the_rule_for_co_chairs_is_a_sentence_of_university_wide_reviews(app: Flask, browser: Browser) -> None:
    cast = make_cast(profile=Profile.UNIVERSITY_WIDE)
    told = section(browser.sign_in(cast.lead), cast, "team")
    assert "two co-chairs: one from the service and one from a division" in told
    assert "There is no co-chair from the service and none from a division." in told

"""How good the evidence of a saving is: measured, validated by another, sustained, lapsed, still true, and overlaps."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Claim, Improvement, Measurement, Person, Saving, Unit
from tests.client import Browser
from tests.factories import keep, make_person, make_unit, saying
from tests.factories_improvements import make_improvement, make_saving
from workflows.improvement import Grade, Life, SavingClass, SavingForm
from workflows.roles import Role

SAVING = "/improvements/CI-2026-001/savings/1"
MEASURED: dict[str, Any] = {
    "method": "Stopwatch at the counter",
    "sample_size": "40",
    "baseline_period": "May 2025",
    "follow_up_period": "March 2026",
    "measured_from": "1 May 2025",
    "measured_to": "31 March 2026",
    "scope": "Claims with receipts only",
}


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit("Department of Tidal Studies (fictional)")


@pytest.fixture
def author(unit: Unit) -> Person:
    return make_person("Departmental officer", unit)


@pytest.fixture
def saving(unit: Unit, author: Person) -> Saving:
    made = make_saving(make_improvement("CI-2026-001", unit, author), claimed_by_id=author.id)
    db.session.commit()
    return made


def practitioner(unit: Unit) -> Person:
    person = make_person("CI practitioner", unit, (Role.CI_PRACTITIONER, None))
    db.session.commit()
    return person


def finance(unit: Unit) -> Person:
    person = make_person("Finance business partner", unit, (Role.FINANCE_VALIDATOR, None))
    db.session.commit()
    return person


def grade_of(saving: Saving) -> Grade:
    return saving.grade


def measured(saving: Saving, **more: object) -> Measurement:
    given = {
        "method": "Stopwatch",
        "sample_size": 40,
        "scope": "Claims with receipts",
        "measured_from": date(2024, 5, 1),
        "measured_to": date(2025, 3, 31),
        "other_causes": [],
    }
    found = keep(Measurement(saving=saving, **(given | more)))
    saving.grade = Grade.MEASURED
    db.session.commit()
    return found  # type: ignore[no-any-return]


def test_an_estimate_becomes_measured_once_everything_is_stated(
    browser: Browser, author: Person, saving: Saving
) -> None:
    page = browser.sign_in(author).get("/improvements/CI-2026-001")
    for needed in ("how it was measured", "how many were measured", "when before and after", "like for like"):
        assert needed in page.text
    assert not page.has_link("Record it as measured")
    page = browser.get(f"{SAVING}/moves/measure")
    assert "This cannot be done yet." in page.text
    browser.get(page.link("Say how many"))
    page = browser.submit("Save", **MEASURED)
    assert "Claims with receipts only" in page.text
    browser.get(page.link("Record it as measured"))
    page = browser.submit("Record it as measured")
    assert saving.grade is Grade.MEASURED
    assert "moved saving 1 from estimated to measured" in page.text
    assert "recorded a measurement" in page.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sample_size", "0", "Enter a whole number from 1"),
        ("sample_size", "4.5", "Enter a whole number from 1"),
        ("sample_size", "many", "is not one"),
        ("measured_to", "1 May 2024", "The last day is before the first"),
        ("measured_from", "May 2025", "is not one day"),
        ("method", "", "Say how it was measured"),
        ("baseline_period", "x" * 161, "Shorten this to 160 characters"),
        ("percent_less", "1e30", "Enter a number below a million million"),
    ],
)
def test_a_measurement_that_cannot_be_is_refused_at_its_field(
    browser: Browser, author: Person, saving: Saving, field: str, value: str, message: str
) -> None:
    browser.sign_in(author).get(f"{SAVING}/measurement")
    page = browser.submit("Save", status=422, **(MEASURED | {field: value}))
    assert len(page.errors()) == 1
    assert message in page.errors()[0]
    assert saving.measurements == []


def test_nobody_validates_what_they_claimed_themselves(browser: Browser, author: Person, saving: Saving) -> None:
    measured(saving)
    page = browser.sign_in(author).get("/improvements/CI-2026-001")
    assert "You claimed this saving, so somebody else must validate it." in page.text
    page = browser.get(f"{SAVING}/moves/validate")
    assert not page.soup.find("button", string="Validate it")


def test_a_forced_validation_of_ones_own_claim_is_refused_with_the_reason(
    browser: Browser, author: Person, saving: Saving
) -> None:
    measured(saving)
    page = browser.sign_in(author).get(f"{SAVING}/moves/lapse")
    fields = page.fields(page.form("Let it lapse"))
    page = browser.post(f"{SAVING}/moves/validate", fields, status=422)
    assert "somebody else must validate it" in page.text
    db.session.refresh(saving)
    assert saving.grade is Grade.MEASURED


def test_another_person_validates_it_and_is_named(browser: Browser, unit: Unit, author: Person, saving: Saving) -> None:
    measured(saving)
    other = practitioner(unit)
    page = browser.sign_in(other).get("/improvements/CI-2026-001")
    browser.get(page.link("Validate it"))
    page = browser.submit("Validate it")
    assert (saving.grade, saving.validated_by_id) == (Grade.VALIDATED, other.id)
    assert "Validated by the CI practitioner, 1 May 2026" in page.text


def test_cash_is_validated_by_finance_alone(browser: Browser, unit: Unit, author: Person) -> None:
    cash = make_saving(make_improvement("CI-2026-001", unit, author), SavingForm.MONEY, "900", claimed_by_id=author.id)
    measured(cash)
    page = browser.sign_in(practitioner(unit)).get(f"{SAVING}/moves/validate")
    assert "Cash released can be validated by a finance validator only." in page.text
    assert "900" not in page.text
    browser.sign_in(finance(unit)).get(f"{SAVING}/moves/validate")
    page = browser.submit("Validate it")
    assert cash.grade is Grade.VALIDATED
    assert "£900 a year" in page.text


def test_a_plain_reader_moves_no_grade(browser: Browser, saving: Saving) -> None:
    person = make_person("Member of staff", make_unit("Elsewhere"))
    db.session.commit()
    page = browser.sign_in(person).get("/improvements/CI-2026-001")
    for words in ("Change the saving", "Record a measurement", "Let it lapse", "Add another saving", "Abandon it"):
        assert not page.has_link(words)
    for address in ("moves/measure", "moves/lapse", "measurement", "claim", "still-true", "edit", "overlap"):
        browser.get(f"{SAVING}/{address}", status=403)
    for address in ("edit", "moves/abandon", "savings/new"):
        browser.get(f"/improvements/CI-2026-001/{address}", status=403)


def test_what_was_checked_again_after_a_year_is_sustained(
    browser: Browser, unit: Unit, author: Person, saving: Saving
) -> None:
    measured(saving)
    saying()
    saving.grade = Grade.VALIDATED
    db.session.commit()
    other = practitioner(unit)
    page = browser.sign_in(other).get("/improvements/CI-2026-001")
    assert "It has not been checked again since it was measured." in page.text
    browser.get(page.link("Say whether it is still true"))
    page = browser.submit("Save", answer="true", note="Twenty claims looked at, 10 minutes each.")
    assert saving.last_checked == date(2026, 5, 1)
    assert "confirmed that saving 1 is still true" in page.text
    browser.get(page.link("Record it as sustained"))
    browser.submit("Record it as sustained")
    assert saving.grade is Grade.SUSTAINED


def test_what_is_no_longer_true_lapses_and_counts_no_more(browser: Browser, author: Person, saving: Saving) -> None:
    measured(saving)
    assert "Still true? 1" in browser.sign_in(author).get("/improvements").text
    assert browser.get("/improvements/list?check=due").has_link("Travel claim guide")
    browser.get(f"{SAVING}/still-true")
    page = browser.submit("Save", status=422, answer="lapsed")
    assert page.errors() == ["Say how you know"]
    page = browser.submit("Save", answer="lapsed", note="The form changed.")
    assert saving.grade is Grade.LAPSED
    assert "Nothing. It has lapsed." in page.text
    assert "“The form changed.”" in page.text
    assert "Still true? 0" in browser.get("/improvements").text


def test_a_lapse_needs_a_reason_and_can_be_taken_back(browser: Browser, author: Person, saving: Saving) -> None:
    browser.sign_in(author).get(f"{SAVING}/moves/lapse")
    page = browser.submit("Let it lapse", status=422)
    assert page.errors() == ["There is no reason."]
    browser.submit("Let it lapse", reason="Nobody uses it.")
    browser.get(f"{SAVING}/moves/back_to_estimated")
    browser.submit("Take it back to an estimate", reason="They do again.")
    assert saving.grade is Grade.ESTIMATED


def test_a_changed_figure_is_an_estimate_again(browser: Browser, author: Person, saving: Saving) -> None:
    measured(saving)
    browser.sign_in(author).get(f"{SAVING}/edit")
    page = browser.submit("Save", released_to="Answering queries")
    assert saving.grade is Grade.MEASURED
    assert "What it was used for. Answering queries" in page.text
    browser.get(f"{SAVING}/edit")
    page = browser.submit("Save", native_days="12")
    assert grade_of(saving) is Grade.ESTIMATED
    assert "it is an estimate again" in page.text
    assert "12.0 days a year" in page.text


def test_a_claim_is_kept_word_for_word_beside_the_measurement(browser: Browser, author: Person, saving: Saving) -> None:
    measured(saving, days_less=Decimal("9"), percent_less=Decimal("30"), other_causes=["A new system"])
    browser.sign_in(author).get(f"{SAVING}/claim")
    page = browser.submit("Save", text="saved 12 days per year by trying", source="Newsletter", as_at="2025")
    assert "saved 12 days per year by trying" in page.text
    assert "12 days 9 days The measured figure counts, never the claim" in page.text
    assert "30.0 days before and 21.0 after" in page.text
    assert db.session.query(Claim).one().text == "saved 12 days per year by trying"


def test_two_savings_of_the_same_minutes_count_once(
    browser: Browser, unit: Unit, author: Person, saving: Saving
) -> None:
    other = make_saving(make_improvement("CI-2026-002", unit, author, title="Standard replies"), amount="8")
    db.session.commit()
    browser.sign_in(author).get(f"{SAVING}/overlap")
    page = browser.submit("Save", other="ci-2026-002", which="other", reason="The same claims; that one is newer.")
    assert (saving.counts_in_overlap, other.counts_in_overlap) == (False, True)
    assert "The other one counts. The same claims; that one is newer." in page.text
    assert "Nothing. The same claims; that one is newer." in page.text
    assert "Travel claim guide , 10.0 days" in browser.get("/improvements").text
    browser.get(f"{SAVING}/overlap")
    browser.submit("Take it out of this overlap")
    assert (saving.overlap_group_id, saving.counts_in_overlap) == (None, True)
    assert (other.overlap_group_id, other.counts_in_overlap) == (None, True)


def test_of_three_that_overlap_one_counts(browser: Browser, unit: Unit, author: Person, saving: Saving) -> None:
    others = [make_saving(make_improvement(f"CI-2026-00{n}", unit, author)) for n in (2, 3)]
    db.session.commit()
    browser.sign_in(author)
    for number, which in ((2, "this"), (3, "other")):
        browser.get(f"{SAVING}/overlap")
        browser.submit("Save", other=f"CI-2026-00{number}", which=which, reason="The same claims.")
    assert [one.counts_in_overlap for one in (saving, *others)] == [False, False, True]
    assert len({one.overlap_group_id for one in (saving, *others)}) == 1


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ("CI-2026-001", "A saving cannot overlap with itself"),
        ("CI-2026-003", "another kind of saving"),
        ("CI-2026-099", "There is no improvement “CI-2026-099”"),
        ("CI-2026-004", "There is no improvement “CI-2026-004”"),
        ("", "Enter the reference of the other improvement"),
    ],
)
def test_an_overlap_that_cannot_be_is_refused(
    browser: Browser, unit: Unit, author: Person, saving: Saving, other: str, message: str
) -> None:
    make_saving(make_improvement("CI-2026-003", unit, author), klass=SavingClass.USER_TIME)
    make_saving(make_improvement("CI-2026-004", make_unit("Elsewhere"), life=Life.IDEA))
    db.session.commit()
    browser.sign_in(author).get(f"{SAVING}/overlap")
    page = browser.submit("Save", status=422, other=other, which="other", reason="The same.")
    assert len(page.errors()) == 1
    assert message in page.errors()[0]


def test_nobody_makes_the_saving_of_others_stop_counting(
    browser: Browser, unit: Unit, author: Person, saving: Saving
) -> None:
    theirs = make_saving(make_improvement("CI-2026-002", unit, make_person("Somebody else", unit)))
    db.session.commit()
    browser.sign_in(author).get(f"{SAVING}/overlap")
    page = browser.submit("Save", status=403, other="CI-2026-002", which="this", reason="Ours is better.")
    assert "let the other one count" in page.text
    db.session.refresh(theirs)
    assert theirs.overlap_group_id is None


def test_a_stale_move_is_shown_and_not_made(browser: Browser, author: Person, saving: Saving) -> None:
    page = browser.sign_in(author).get(f"{SAVING}/moves/lapse")
    browser.get(f"{SAVING}/edit")
    browser.submit("Save", note="Changed meanwhile")
    browser.submit("Let it lapse", page=page, status=409, reason="Old")
    db.session.refresh(saving)
    assert saving.grade is Grade.ESTIMATED


def test_evidence_sent_twice_is_recorded_once(browser: Browser, author: Person, saving: Saving) -> None:
    form = browser.sign_in(author).get(f"{SAVING}/measurement")
    for _ in range(2):
        browser.submit("Save", page=form, **MEASURED)
    assert db.session.query(Measurement).count() == 1
    form = browser.get(f"{SAVING}/claim")
    for _ in range(2):
        browser.submit("Save", page=form, text="We saved it", source="Newsletter")
    assert db.session.query(Claim).count() == 1


def test_an_unknown_saving_is_not_found(browser: Browser, author: Person, saving: Saving) -> None:
    browser.sign_in(author)
    for address in ("/improvements/CI-2026-001/savings/9", f"{SAVING}/moves/magic", "/improvements/CI-9999-001"):
        browser.get(address, status=404 if "moves" not in address else 409)
    assert browser.get(SAVING).address == "/improvements/CI-2026-001"
    assert db.session.query(Improvement).count() == 1

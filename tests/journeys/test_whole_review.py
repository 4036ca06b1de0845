"""A service review from proposal to completion, in a real browser, as each person concerned."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import NARROW, WIDE, Live

pytestmark = pytest.mark.browser

PROPOSER = "lead_horology"
FOCUS = "focus_reviewer"
LEAD = "review_lead_1"
OWNER = "facilities_manager_horology"
VERIFIER = "head_of_administration_horology"
PRACTITIONER = "practitioner_local"
READER = "reader"


class Cast:
    """Everybody's own browser, on one server."""

    def __init__(self, live: Live, chromium: Browser, width: int, script: bool) -> None:
        self.live, self.chromium, self.width, self.script = live, chromium, width, script
        self.contexts: dict[str, BrowserContext] = {}
        self.pages: dict[str, Page] = {}
        self.reference = ""

    def be(self, key: str) -> Page:
        """The page of one person."""
        if key not in self.pages:
            context = self.chromium.new_context(
                viewport={"width": self.width, "height": 900}, java_script_enabled=self.script
            )
            context.add_cookies([{"name": "tracker", "value": self.live.token(key), "url": self.live.address}])
            self.contexts[key] = context
            self.pages[key] = context.new_page()
            self.pages[key].set_default_timeout(10_000)
        return self.pages[key]

    def go(self, key: str, address: str) -> Page:
        """Open an address as somebody; `{review}` stands for the review's own."""
        page = self.be(key)
        page.goto(self.live.address + address.replace("{review}", f"/reviews/{self.reference}"))
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts.values():
            context.close()


def fill(page: Page, **fields: Any) -> None:
    """Fill in fields by their names: text is typed, True ticks, a choice is chosen by value or, in a list, by label."""
    for name, value in fields.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("e => e.tagName + ':' + e.type") if page.context.browser else ""
        if kind.startswith("SELECT"):
            field.select_option(label=field.locator("option", has_text=value).first.inner_text())
        elif kind == "INPUT:radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "INPUT:checkbox":
            field.first.check()
        else:
            field.fill(value)


def press(page: Page, words: str) -> None:
    """Press the button with these words and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


@pytest.fixture(params=[(WIDE, True), (NARROW, False)], ids=["wide with script", "narrow without script"])
def cast(request: pytest.FixtureRequest, live: Live, chromium: Browser) -> Any:
    """The people of the journey."""
    people = Cast(live, chromium, *request.param)
    yield people
    people.close()


def decided(page: Page, by: str, **more: Any) -> None:
    """Fill in who decided a move."""
    fill(page, decided_by_title=by, decided_on="28 April 2026", outcome="approved", **more)


def propose(cast: Cast) -> None:
    page = cast.go(PROPOSER, "/reviews/propose")
    fill(
        page,
        title=f"Timetabling of laboratories, {cast.width}",
        profile="local",
        service="Laboratory timetable",
        unit="Comparative Horology",
        problem="Two timetables disagree, and classes meet locked doors.",
        users="Students, demonstrators and the facilities office.",
        sponsor_title="Head of the Faculty of Comparative Horology",
        right_tool="review",
    )
    press(page, "Continue")
    press(page, "Send")
    expect(page.locator("h1")).to_contain_text("Timetabling")
    cast.reference = page.url.rsplit("/", 1)[-1].split("?")[0]
    assert cast.reference.startswith("SR-2026-")


def scope(cast: Cast) -> None:
    page = cast.go(FOCUS, "{review}/moves/begin_scoping")
    decided(page, "Head of the Faculty of Comparative Horology")
    press(page, "Begin scoping")
    expect(page.locator(".app-phases [aria-current=step]")).to_contain_text("Scoping")
    page = cast.go(FOCUS, "{review}/plan/team")
    page.get_by_label("Review lead, University of Oxford", exact=True).check()
    fill(page, part="review_lead")
    press(page, "Add to this review")
    page = cast.go(LEAD, "{review}/scope/edit")
    fill(
        page,
        in_scope="Booking and change of laboratory classes.",
        out_of_scope="Teaching rooms.",
        objectives="One timetable that everybody trusts.",
        terms_of_reference="As agreed with the faculty board.",
        scoping_end="8 May 2026",
        discovery_end="June 2026",
        recommendations_end="Trinity term 2026",
        implementation_end="2027",
        change_note="The first version.",
    )
    press(page, "Save the scope")
    page = cast.go(LEAD, "{review}/plan/screening")
    fill(page, data_protection="nothing_needed", equality="nothing_needed", screening_note="No personal data moves.")
    press(page, "Save the screening")
    page = cast.go(LEAD, "{review}/plan/guide")
    fill(page, no_guide_reason="The faculty answered the guide last year.")
    press(page, "Save the choice")


def discover(cast: Cast) -> None:
    page = cast.go(LEAD, "{review}")
    expect(page.locator(".app-panel--next .app-obstacles li:not(.is-met)")).to_have_count(0)
    page = cast.go(LEAD, "{review}/moves/begin_discovery")
    decided(page, "Head of the Faculty of Comparative Horology")
    press(page, "Begin discovery")
    page = cast.go(LEAD, "{review}/evidence/new")
    fill(page, kind="interview", title="Talks with four demonstrators", notes="They keep lists of their own.")
    press(page, "Add evidence")
    page = cast.go(LEAD, "{review}/evidence/new")
    fill(
        page,
        kind="data",
        title="Door log, one week",
        gathered="April 2026",
        notes="31 of 120 classes met a locked door.",
    )
    press(page, "Add evidence")
    page = cast.go(LEAD, "{review}/findings/new")
    fill(page, text="One class in four meets a locked door.", theme="quality", severity="high")
    page.get_by_label("Door log, one week").check()
    press(page, "Record")
    page = cast.go(LEAD, "{review}/accuracy/new")
    fill(page, findings=True, message="Is this right?")
    press(page, "Send to the service")
    page = cast.go(PROPOSER, "/")
    page.get_by_role("link", name="Answer").first.click()
    fill(page, verdict="correct_with_comment", answer="One week was an examination week.")
    press(page, "Send the answer")
    page = cast.go(LEAD, "{review}/plan/baseline")
    fill(page, baseline="31 of 120 classes", baseline_on="April 2026", baseline_method="Door log")
    press(page, "Save the baseline")


def recommend(cast: Cast) -> None:
    page = cast.go(LEAD, "{review}/moves/move_to_recommendations")
    decided(page, "Review lead")
    press(page, "Move to recommendations")
    page = cast.go(LEAD, "{review}/recommendations/new")
    fill(
        page,
        text="Keep one timetable, and let the doors follow it.",
        finding_ids=True,
        impact="5,",
        effort="2,",
        owner_id="Facilities manager, Faculty",
        verifier_id="Head of Administration, Faculty",
        current_date="30 September 2026",
    )
    press(page, "Save draft")
    page = cast.go(LEAD, "{review}/recommendations")
    press(page, "Put")
    page = cast.go(LEAD, "{review}/decisions/new")
    fill(
        page,
        kind="report",
        outcome="approved",
        decided_by_title="Head of the Faculty of Comparative Horology",
        decided_on="30 April 2026",
        minute_reference="EXAMPLE/2026/99",
        document_name="Report of the review, version 1",
        document_sha256="a" * 64,
    )
    page.locator("main [name^='answer_'][value='accept']").first.check()
    press(page, "Record the decision")


def implement(cast: Cast) -> None:
    page = cast.go(LEAD, "{review}/moves/begin_implementation")
    press(page, "Begin implementation")
    recommendation = f"/recommendations/{cast.reference}-R01"
    page = cast.go(OWNER, recommendation)
    fill(page, note="The two lists are merged.", when="done")
    press(page, "Save update")
    fill(page, evidence="The one timetable is published, and the doors follow it.", completed_on="1 May 2026")
    press(page, "Report it done")
    assert not page.get_by_role("link", name="Verify").count(), "the owner is offered to verify"
    page = cast.go(VERIFIER, f"{recommendation}/moves/verify")
    press(page, "Confirm that it is done")
    expect(page.locator("main")).to_contain_text("Closed")


def complete(cast: Cast) -> None:
    page = cast.go(PRACTITIONER, "/improvements/new")
    fill(
        page,
        title=f"One timetable for laboratories, {cast.width}",
        unit_id="Comparative Horology",
        before="Somebody ran for the key.",
        after="The door is open.",
        times="15",
        per="week, all year",
        minutes_before="14",
        minutes_after="10",
        klass="non_cash_releasing",
        life="adopted",
        comes_from=cast.reference,
    )
    press(page, "Save as an estimate")
    expect(page.locator("main")).to_contain_text("7.1 days")
    page = cast.go(LEAD, "{review}/plan/lessons/new")
    fill(page, text="Ask for the door log first.")
    press(page, "Save the lesson")
    page = cast.go(LEAD, "{review}/plan/completion")
    fill(
        page,
        benefits_checked_on="1 May 2026",
        benefits_note="Three locked doors in a week.",
        service_owner_title="Facilities manager",
        service_owner_on="1 May 2026",
    )
    press(page, "Save what is known")
    page = cast.go(LEAD, "{review}/moves/complete")
    decided(page, "Head of the Faculty of Comparative Horology")
    press(page, "Complete")
    expect(page.locator(".app-phases [aria-current=step]")).to_contain_text("Completed")


def test_a_review_goes_from_proposal_to_completion(cast: Cast) -> None:
    for part in (propose, scope, discover, recommend, implement, complete):
        part(cast)
    page = cast.go(LEAD, "{review}/history")
    for words in ("moved the review from scoping to discovery", "recorded a decision", "Head of the Faculty"):
        expect(page.locator("main")).to_contain_text(words, ignore_case=True)
    page = cast.go(LEAD, "{review}/report/page")
    expect(page.locator("main")).to_contain_text("One class in four meets a locked door.")
    expect(page.locator("main")).not_to_contain_text("four demonstrators")
    page = cast.go(READER, "{review}/evidence")
    expect(page.locator("main")).not_to_contain_text("four demonstrators")


def test_the_first_screen_of_a_page_can_be_reached_by_keyboard_alone(window: Callable[..., Any]) -> None:
    page = window("focus_reviewer").open("/reviews/SR-07")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
        visible = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e); return e === document.body"
            " || s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor !== 'rgba(0, 0, 0, 0)' }"
        )
        assert visible, f"focus is not to be seen on {page.evaluate('document.activeElement.outerHTML')}"
    assert {"Overview", "Findings 2"} <= {" ".join(one.split()) for one in seen}

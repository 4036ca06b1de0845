"""Every kind of page: nothing for axe to find, valid HTML, no sideways scrolling, with and without our script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from tests.example import example_template
from tests.journeys.conftest import NARROW, WIDE, Window, check_html, look
from tests.journeys.crawl import page_kinds
from tests.journeys.furnish import furnish
from tests.routes import ROUTES

__all__ = ["example_template"]
pytestmark = pytest.mark.browser

NOT_PAGES: dict[str, str] = {
    "health.healthz": "JSON for machines",
    "health.readyz": "JSON for machines",
    "auth.sign_in": "opened below without being signed in",
    "auth.once": "opened below without being signed in",
    "decisions.respond": "opened below: it depends on the phase",
    "evidence.download": "a file",
    "improvements.still_true": "only where a saving was not checked for long",
    "recommendations.progress.evidence_file": "a file",
    "recommendations.update": "where the owner's form is sent to",
    "reports.pdf": "a file",
}
"""Routes that links do not lead to, each with its reason."""

BY_ADDRESS = {
    "decisions.respond": ("focus_reviewer", "/recommendations/SR-05-R01/response"),
    "recommendations.amendments.amend": ("review_lead_2", "/recommendations/SR-07-R02/amend"),
    "recommendations.dates.ask": ("facilities_manager_horology", "/recommendations/SR-07-R01/new-date"),
    "recommendations.drafts.edit": ("review_lead_2", "/recommendations/SR-07-R03/edit"),
    "recommendations.drafts.withdraw": ("review_lead_2", "/recommendations/SR-07-R03/withdraw"),
    "recommendations.progress.blocked": ("facilities_manager_horology", "/recommendations/SR-07-R02/blocked"),
    "recommendations.progress.report_back": ("focus_reviewer", "/recommendations/SR-16-R01/report-back"),
}
"""Pages that a form leads to, or that lie beyond the links that are followed of each kind."""

SIGNED_OUT = ("/sign-in", "/sign-in/once/x", "/accessibility-statement", "/privacy-notice", "/help", "/no-such-page")


@pytest.fixture(scope="module")
def kinds(request: pytest.FixtureRequest, example_template: Path) -> dict[str, tuple[str, str]]:
    """One address of each kind of page."""
    app: Flask = request.getfixturevalue("crawled_app")
    with app.app_context():
        furnish(app)
        found = BY_ADDRESS | page_kinds(app)
        for browser in app.extensions.pop("test_browsers"):
            browser.close()
        db.session.remove()
    return found


@pytest.fixture(scope="module")
def crawled_app(live: object) -> Flask:
    """The running application, for following its links quickly."""
    return live.app  # type: ignore[attr-defined,no-any-return]


def test_links_lead_to_every_kind_of_page(crawled_app: Flask, kinds: dict[str, tuple[str, str]]) -> None:
    reads = {
        rule.endpoint
        for rule in crawled_app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.endpoint in ROUTES
    }
    lost = reads - set(kinds) - set(NOT_PAGES)
    assert not lost, f"no link leads to {sorted(lost)}: link to them, or say in NOT_PAGES why there is none."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_every_kind_of_page_is_accessible_wide_and_narrow(
    window: Callable[..., Window], kinds: dict[str, tuple[str, str]], script: bool
) -> None:
    windows: dict[str, Window] = {}
    for endpoint, (key, address) in sorted(kinds.items()):
        if key not in windows:
            windows[key] = window(key, script=script)
        look_at_both_widths(windows[key], address, f"{endpoint} ({address}, {key})")
    nobody = window(script=script)
    for address in SIGNED_OUT:
        look_at_both_widths(nobody, address, address)


def look_at_both_widths(one: Window, address: str, name: str) -> None:
    """Open a page wide, look, and look again in the narrow window of a phone or of 400 % zoom."""
    one.page.set_viewport_size({"width": WIDE, "height": 900})
    one.open(address)
    look(one, name)
    one.page.set_viewport_size({"width": NARROW, "height": 900})
    look(one, name)


def test_every_kind_of_page_is_valid_html(
    window: Callable[..., Window], kinds: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    windows: dict[str, Window] = {}
    pages: dict[str, str] = {}
    for endpoint, (key, address) in sorted(kinds.items()):
        if key not in windows:
            windows[key] = window(key)
        answer = windows[key].page.request.get(windows[key].live.address + address)
        pages[endpoint] = answer.text()
    assert check_html(pages, tmp_path) == []

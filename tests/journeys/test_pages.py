"""Every kind of page: nothing for axe to find, valid HTML, no sideways scrolling, with and without our script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.example import example_template
from tests.journeys.conftest import NARROW, WIDE, Window, check_html, look
from tests.journeys.crawl import page_kinds
from tests.routes import ROUTES

__all__ = ["example_template"]
pytestmark = pytest.mark.browser

NOT_PAGES: dict[str, str] = {
    "health.healthz": "JSON for machines",
    "health.readyz": "JSON for machines",
    "auth.sign_in": "opened below without being signed in",
    "auth.once": "opened below without being signed in",
}
"""Routes that links do not lead to, each with its reason."""

SIGNED_OUT = ("/sign-in", "/sign-in/once/x", "/accessibility-statement", "/privacy-notice", "/help", "/no-such-page")


@pytest.fixture(scope="module")
def kinds(request: pytest.FixtureRequest, example_template: Path) -> dict[str, tuple[str, str]]:
    """One address of each kind of page."""
    return page_kinds(request.getfixturevalue("crawled_app"))


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
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_kind_of_page_is_accessible(
    window: Callable[..., Window], kinds: dict[str, tuple[str, str]], width: int, script: bool
) -> None:
    windows: dict[str, Window] = {}
    for endpoint, (key, address) in sorted(kinds.items()):
        if key not in windows:
            windows[key] = window(key, width=width, script=script)
        windows[key].open(address)
        look(windows[key], f"{endpoint} ({address}, {key})")
    nobody = window(width=width, script=script)
    for address in SIGNED_OUT:
        nobody.open(address)
        look(nobody, address)


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

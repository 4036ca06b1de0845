"""A real browser (Chromium) against a running server with the example portfolio.

`live` is the server; `window` opens a page as somebody at a width, with or without our script; `look` checks what is
there with axe and for sideways scrolling. Pages are kept for one run of the Nu checker at the end.
"""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from app import create_app
from app.auth.actions import begin_sign_in
from app.clock import real_now
from app.extensions import db
from tests.conftest import configuration
from tests.example import example_template, person_of

__all__ = ["example_template"]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 320


@dataclass
class Live:
    """A running application."""

    app: Flask
    address: str
    html: dict[str, str] = field(default_factory=dict)

    def token(self, key: str) -> str:
        """A session cookie for the example's person with this key."""
        with self.app.app_context():
            token = begin_sign_in(person_of(key).id, "journey", moment=real_now())
            db.session.commit()
            db.session.remove()
        signer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps({"_user_id": token, "_fresh": True, "_permanent": True}))


@pytest.fixture(scope="session")
def live(example_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server on a free port with a copy of the example, open to the example's sign-in."""
    folder = tmp_path_factory.mktemp("live")
    path = folder / "example.sqlite"
    shutil.copyfile(example_template, path)
    app = create_app(configuration(f"sqlite:///{path}", folder, EXAMPLE_SIGN_IN=True, TESTING=False))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = create_server(app, sockets=[listening], threads=4)
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Live(app, f"http://127.0.0.1:{port}")
    server.close()
    thread.join(timeout=5)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Window:
    """One person's browser window."""

    live: Live
    page: Page
    complaints: list[str]

    def open(self, address: str) -> Page:
        """Go to an address of the application."""
        answer = self.page.goto(self.live.address + address)
        assert answer is not None
        assert answer.status < 500, f"{address} answered {answer.status}"
        return self.page


@pytest.fixture
def window(live: Live, chromium: Browser) -> Iterator[Callable[..., Window]]:
    """Open a window: `window("focus_reviewer", width=320, script=False)`; no key is nobody signed in."""
    opened: list[BrowserContext] = []

    def open_window(key: str = "", *, width: int = WIDE, script: bool = True) -> Window:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        opened.append(context)
        if key:
            context.add_cookies([{"name": "tracker", "value": live.token(key), "url": live.address}])
        if not script:
            # Our pages are tried without their script; axe itself needs one, so the browser's is left on.
            context.route("**/static/app.js*", lambda route: route.abort())
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Window(live, page, complaints)

    yield open_window
    for context in opened:
        context.close()


def look(window: Window, name: str) -> None:
    """Nothing that axe finds, nothing wider than the window, no complaint of the policy; the HTML is kept for the checker."""
    page = window.page
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
        ".then(found => ({violations: found.violations}))",
        AXE_TAGS,
    )
    violations = [
        f"{one['id']}: {one['help']} ({', '.join(str(node['target']) for node in one['nodes'][:3])})"
        for one in found["violations"]
    ]
    assert not violations, f"{name} at {page.viewport_size}: {json.dumps(violations, indent=1)}"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{name} is {overflow} px wider than its window of {page.viewport_size}"
    assert not window.complaints, f"{name}: {window.complaints}"


def check_html(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu checker says of pages (name -> HTML); an empty list when all are valid."""
    jar = ROOT / "assets" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    run = subprocess.run(
        ["java", "-Xss1m", "-jar", str(jar), "--format", "json", "--errors-only", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(run.stderr or '{"messages": []}')["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in messages]

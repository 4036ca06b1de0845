"""A test client that behaves like a browser: it keeps cookies, sends the forms of the page, and reads the answer as HTML.

Every answer is checked: no server error unless the test expects one, HTML that parses without a fault, no change left
uncommitted, and no write by a GET.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.auth.actions import begin_sign_in
from app.clock import real_now
from app.extensions import db
from app.models import Person


@dataclass
class Page:
    """One answer."""

    status: int
    html: str
    address: str
    headers: Mapping[str, str]
    data: bytes
    json: Any = None
    statements: tuple[str, ...] = ()

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The answer as a tree."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def queries(self) -> int:
        """How many statements the last request of this answer sent to the database."""
        return len(self.statements)

    @property
    def text(self) -> str:
        """The words on the page, with single spaces."""
        return " ".join((self.soup.find("main") or self.soup).get_text(" ").split())

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.soup.title.get_text() if self.soup.title else ""

    def link(self, words: str) -> str:
        """The address of the link with these words."""
        for link in self.soup.find_all("a"):
            if words in " ".join(link.get_text(" ").split()):
                return str(link["href"])
        raise AssertionError(
            f"no link “{words}” on {self.address}: {[a.get_text(' ', strip=True) for a in self.soup.find_all('a')]}"
        )

    def has_link(self, words: str) -> bool:
        """Whether there is a link with these words."""
        return any(words in " ".join(link.get_text(" ").split()) for link in self.soup.find_all("a"))

    def errors(self) -> list[str]:
        """The messages of the error summary."""
        found = self.soup.select(".govuk-error-summary__list li")
        return [" ".join(one.get_text(" ").split()) for one in found]

    def form(self, button: str = "", action: str = "") -> Tag:
        """The form with a button of these words, or with this in its address."""
        for form in self.soup.select("form"):
            labels = [" ".join(one.get_text(" ").split()) for one in form.find_all("button")]
            if (button and any(button in label for label in labels)) or (
                action and action in str(form.get("action", ""))
            ):
                return form
        raise AssertionError(f"no form with “{button or action}” on {self.address}")

    def fields(self, form: Tag) -> dict[str, Any]:
        """What the form would send as it stands."""
        sent: dict[str, Any] = {}
        for field in form.select("input, textarea, select"):
            name = field.get("name")
            if not name or field.has_attr("disabled"):
                continue
            for value in _values(field):
                sent.setdefault(str(name), []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def _values(field: Tag) -> list[str]:
    kind = field.get("type", "text")
    if field.name == "textarea":
        text = field.get_text()
        return [text.removeprefix("\n")]
    if field.name == "select":
        chosen = field.select("option[selected]") or field.select("option")[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    if kind in ("radio", "checkbox"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    if kind in ("submit", "button", "file"):
        return []
    return [str(field.get("value", ""))]


_SOUND: set[str] = set()


def assert_sound(html: str) -> None:
    """Refuse, as a strict parser does, what a browser would repair in silence.

    A page is parsed once in each shape, which is all of it but plain words and plain quoted values: those cannot make
    it unsound, and parsing takes longer than making the page.
    """
    shape = re.sub(r'="[^"&<>]*"', '=""', html)
    shape = re.sub(r">[^<>&\0]+(?=<)", ">", shape)
    if shape not in _SOUND:
        html5lib.HTMLParser(strict=True).parse(html)
        _SOUND.add(shape)


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.page: Page | None = None
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note_statement)
        app.before_request_funcs.setdefault(None, []).insert(0, self._begin)
        app.extensions.setdefault("test_browsers", []).append(self)

    def close(self) -> None:
        """Stop listening: the application goes on to the next test."""
        event.remove(db.engine, "before_cursor_execute", self._note_statement)
        self.app.before_request_funcs[None].remove(self._begin)

    def _begin(self) -> None:
        self.statements.clear()
        # A test holds one application context, which its requests share: what one kept of its person and its form keys
        # in there must not reach the next one, which may be somebody else's.
        vars(g._get_current_object()).clear()

    def _note_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements.append(statement)

    def sign_in(self, person: Person) -> "Browser":
        """Be signed in as `person` (without the sign-in page, which has tests of its own)."""
        token = begin_sign_in(person.id, "test", moment=real_now())
        db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def get(self, address: str, *, status: int = 200, **more: Any) -> Page:
        """Open an address, following redirects; the answer must have `status`."""
        response = self.client.get(address, follow_redirects=True, **more)
        return self._seen(response, status)

    def post(self, address: str, data: Mapping[str, Any], *, status: int = 200, **more: Any) -> Page:
        """Send raw form data (no token is added) and follow redirects."""
        response = self.client.post(address, data=dict(data), follow_redirects=True, **more)
        return self._seen(response, status)

    def submit(
        self, button: str, *, status: int = 200, page: Page | None = None, drop: tuple[str, ...] = (), **fields: Any
    ) -> Page:
        """Fill in the form that has this button, as it stands on the page, and press it."""
        page = page or self.page
        assert page is not None, "open a page first"
        form = page.form(button)
        data = page.fields(form) | {name.rstrip("_"): value for name, value in fields.items()}
        for pressed in form.find_all("button"):
            if button in " ".join(pressed.get_text(" ").split()) and pressed.get("name"):
                data[str(pressed["name"])] = str(pressed.get("value", ""))
        for name in drop:
            data.pop(name, None)
        address = str(form.get("action") or page.address)
        if str(form.get("method", "get")).lower() == "get":
            return self.get(address, status=status, query_string=data)
        return self.post(address, data, status=status)

    def _assert_nothing_written(self, response: TestResponse, statements: tuple[str, ...]) -> None:
        written = [one for one in statements if one.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
        adapter = self.app.url_map.bind("localhost")
        if written and adapter.test(response.request.path, "GET"):
            view = self.app.view_functions[adapter.match(response.request.path, "GET")[0]]
            allowed = hasattr(view, "writes_on_get") or response.request.path == "/readyz"
            assert allowed, f"GET {response.request.path} wrote: {written[:3]}"

    def _seen(self, response: TestResponse, status: int) -> Page:
        is_html = response.mimetype == "text/html"
        text = response.get_data(as_text=True) if is_html else ""
        if text:
            assert_sound(text)
        statements = tuple(self.statements)
        if response.request.method == "GET":
            self._assert_nothing_written(response, statements)
        page = Page(
            response.status_code,
            text,
            response.request.full_path.rstrip("?"),
            response.headers,
            response.data,
            response.json if response.is_json else None,
            statements,
        )
        # A file that is sent stays open until whoever receives it is done.
        response.close()
        assert response.status_code == status, (
            f"{page.address} answered {response.status_code}, not {status}: {page.text[:600]} {page.errors()}"
        )
        left = [one for one in (*db.session.new, *db.session.dirty, *db.session.deleted)]
        assert not left, f"{page.address} left changes uncommitted: {left}"
        self.page = page
        return page

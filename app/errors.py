"""What a person (or a program that asks for JSON) is told when a page cannot be shown."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import IntegerConverter, Map

from app.access import NotAllowed, Viewer
from app.config import Installation
from app.extensions import db
from app.guard import whom_to_ask
from app.submissions import sent_before
from workflows.engine import MoveForbidden, MoveRefused, MoveUnknown

TITLES = {
    400: "We could not read what was sent",
    403: "Not open to you",
    404: "There is no page here",
    405: "This address does not take that",
    409: "Somebody else was first",
    413: "That is too large",
    415: "This address does not take that",
    422: "There is a problem",
    429: "Too many requests at once",
    500: "Sorry, something went wrong on our side",
}
WORDS = {
    400: "Nothing was saved. Go back, check what you sent, and try again.",
    405: "It can be read or sent to in another way only. Nothing was saved.",
    409: "What you sent was not saved, because somebody else changed the same thing a moment before. Nothing of theirs "
    "was overwritten. Go back, load the page again, and make your change on what stands now.",
    413: "Nothing was saved. A file may have up to 20 MB, and a form up to 22 MB in all. Make it smaller, or link to it.",
    415: "Nothing was saved. Send the form of this page.",
    422: "Nothing was saved. Go back and check what you entered.",
    429: "Wait a minute, then try again. Nothing was saved.",
}


def wants_json() -> bool:
    """Whether whoever asks prefers JSON to a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def page(status: int, title: str = "", words: str = "", **more: Any) -> ResponseReturnValue:
    """The answer for `status`: a page, or JSON where that is asked for."""
    title = title or TITLES.get(status, TITLES[400])
    words = words or WORDS.get(status, WORDS[400])
    if wants_json():
        return jsonify(status=status, error=title, detail=words, request_id=request_id()), status
    return render_template("errors/error.html", status=status, title=title, words=words, **more), status


def new_request_id() -> str:
    """A short code that can be read out over the telephone, for example 7F3K-92QD."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    code = "".join(secrets.choice(letters) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def request_id() -> str:
    """The code of this request; made here where the request was refused before it was given one."""
    g.request_id = g.get("request_id") or new_request_id()
    return str(g.request_id)


def form_in_json(response: Response) -> Response:
    """What was not saved, for a program that asks for JSON: the page of the form as what is wrong at which field."""
    if response.status_code not in (409, 422) or response.mimetype != "text/html" or not wants_json():
        return response
    form = g.get("form")
    fields = {name or "form": errors for name, errors in form.errors.items()} if form is not None else {}
    status = response.status_code
    told = jsonify(status=status, error=TITLES[status], detail=WORDS[status], fields=fields, request_id=request_id())
    told.status_code = status
    return told


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Any error that has a status of its own."""
    status = error.code or 500
    if status < 400:
        return error
    if status == 500:
        # What failed may be the page of another error: only the page that needs nothing is safe.
        return unexpected(getattr(error, "original_exception", None) or error)
    # Without a running transaction to break there is nothing to undo, and with one it must not be kept.
    db.session.rollback()
    if status == 404:
        return not_found(error)
    return page(status)


def not_found(_error: Exception) -> ResponseReturnValue:
    """A mistyped or secret address: a search, and three ways on."""
    if wants_json():
        return page(404, words="Nothing is at this address.")
    return render_template("errors/not_found.html", status=404), 404


def not_allowed(error: NotAllowed) -> ResponseReturnValue:
    """What is closed, what is open instead, and who can help."""
    db.session.rollback()
    return page(403, error.sentence, error.ask, links=error.links)


def refused(error: MoveRefused | MoveUnknown) -> ResponseReturnValue:
    """A move that its rules refuse: every reason in words."""
    db.session.rollback()
    reasons = [one.sentence for one in error.reasons] if isinstance(error, MoveRefused) else [str(error)]
    if wants_json():
        return jsonify(status=409, error="This cannot be done yet", reasons=reasons), 409
    return render_template("errors/refused.html", status=409, title="This cannot be done yet", reasons=reasons), 409


def forbidden_move(error: MoveForbidden) -> ResponseReturnValue:
    """A move that none of the person's roles may record."""
    return not_allowed(NotAllowed(str(error), *whom_to_ask()))


def lost_race(error: Exception) -> ResponseReturnValue:
    """Two changes met: the second half of a double click is led on, anybody else is told that the other was first."""
    db.session.rollback()
    if isinstance(error, OperationalError) and not _is_about_concurrency(error):
        return unexpected(error)
    person_id = current_user.person_id if isinstance(current_user, Viewer) or current_user.is_authenticated else None
    again = sent_before(person_id) if request.method == "POST" else None
    if again is not None:
        return again
    if isinstance(error, IntegrityError):
        current_app.logger.warning("request %s: a constraint refused a write: %s", g.get("request_id"), error.orig)
    return page(409)


def _is_about_concurrency(error: OperationalError) -> bool:
    text = str(error.orig).lower()
    return any(words in text for words in ("database is locked", "could not serialize", "deadlock detected"))


def csrf_failed(error: CSRFError) -> ResponseReturnValue:
    """A form whose sign-in has ended, or that came from elsewhere."""
    return page(
        400,
        "This form can no longer be sent",
        "Nothing was saved. You may have signed out or in again since you opened it. Go back in your browser, copy "
        "what you typed, load the page again and send it anew.",
    )


def unexpected(error: Exception) -> ResponseReturnValue:
    """What nobody foresaw: logged with the code that the page shows."""
    try:
        db.session.rollback()
    except Exception:
        logging.getLogger(__name__).exception("the rollback failed too")
    code = request_id()
    current_app.logger.error("request %s: %s %s failed", code, request.method, request.path, exc_info=error)
    if wants_json():
        return jsonify(status=500, error=TITLES[500], request_id=code), 500
    # The page must not need what has just failed: no database, no signed-in person, none of the values of all pages.
    example = current_app.config["INSTALLATION"] is Installation.EXAMPLE
    template = current_app.jinja_env.get_template("errors/unexpected.html")
    return template.render(request_id=code, example=example), 500


class RecordNumber(IntegerConverter):
    """A whole number in an address that a database can hold; anything larger is no page."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": 2**31 - 1, **kwargs})


def refuse_unreadable_address() -> None:
    """Refuse an address with a character that no database can compare (U+0000).

    Raises:
        BadRequest: there is one.
    """
    if "\x00" in request.path or any("\x00" in one for values in request.args.listvalues() for one in values):
        raise BadRequest


def out_of_range(_error: Exception) -> ResponseReturnValue:
    """A number that no database can hold: nothing can be found under it, and nothing is saved with it."""
    db.session.rollback()
    return not_found(_error) if request.method == "GET" else page(422)


def init_app(app: Flask) -> None:
    """Register the handlers and give each request its code."""
    app.url_map.converters["int"] = RecordNumber

    @app.before_request
    def give_code() -> None:
        g.request_id = new_request_id()

    app.before_request(refuse_unreadable_address)
    app.after_request(form_in_json)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(MoveRefused, refused)
    app.register_error_handler(MoveUnknown, refused)
    app.register_error_handler(MoveForbidden, forbidden_move)
    app.register_error_handler(StaleDataError, lost_race)
    app.register_error_handler(IntegrityError, lost_race)
    app.register_error_handler(OperationalError, lost_race)
    app.register_error_handler(DataError, out_of_range)
    app.register_error_handler(OverflowError, out_of_range)
    app.register_error_handler(Exception, unexpected)

"""Sign in, sign out, and see where you are signed in. (University sign-in will have its routes here.)"""

import re
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, Viewer, needs
from app.auth import actions, queries
from app.clock import real_now
from app.config import Installation
from app.extensions import db, login
from app.guard import viewer
from app.models import Person
from app.sign_in_links import LinkRefused

blueprint = Blueprint("auth", __name__)

_CONTROLS = re.compile("[\x00-\x1f\x7f]")
LOOPBACK = {"127.0.0.1", "::1"}
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
FORWARDED = ("forwarded", "x-forwarded", "x-real-ip", "via")
"""What the names of headers begin with that somebody between the browser and this machine adds."""


@login.user_loader
def load_viewer(token: str) -> Viewer | None:
    """The person behind a session's token."""
    return queries.viewer_of(token, real_now())


def example_sign_in_is_safe() -> bool:
    """Only under script/server on the example database, for a loopback peer and Host, with nothing forwarded."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return (
        bool(current_app.config["EXAMPLE_SIGN_IN"])
        and current_app.config["INSTALLATION"] is Installation.EXAMPLE
        and request.environ.get("REMOTE_ADDR") in LOOPBACK
        and host in LOCAL_HOSTS
        and not any(name.lower().startswith(FORWARDED) for name, _ in request.headers)
    )


def safe_next(address: str) -> str:
    """An address of this site to go on to; the home page for anything else."""
    # Browsers leave tabs and line ends out of an address: "/<tab>/elsewhere" would lead elsewhere.
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not _CONTROLS.search(address)
    return address if is_ours else url_for("home.index")


@blueprint.get("/sign-in")
@needs(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The example's people, one button each; in a real installation, how to come in."""
    if not example_sign_in_is_safe():
        return render_template("auth/no_sign_in.html")
    groups = queries.example_people()
    return render_template("auth/example.html", groups=groups, next=safe_next(request.args.get("next", "/")))


@blueprint.post("/sign-in")
@needs(Permission.PUBLIC)
def sign_in_as() -> ResponseReturnValue:
    """Sign in as one of the example's people."""
    if not example_sign_in_is_safe():
        raise NotAllowed("Nobody can sign in like this here: it exists only in the example, on its own machine.")
    chosen = request.form.get("person", "")
    person = db.session.get(Person, int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    if person is None or not person.active:
        flash("Choose whom to sign in as.")
        return redirect(url_for("auth.sign_in"), 303)
    return _come_in(person.id, safe_next(request.form.get("next", "/")))


@blueprint.get("/sign-in/once/<token>")
@needs(Permission.PUBLIC)
def once(token: str) -> ResponseReturnValue:
    """A page with one button: a mail scanner that opens links must not use up a one-time link."""
    return render_template("auth/once.html", token=token)


@blueprint.post("/sign-in/once/<token>")
@needs(Permission.PUBLIC)
def use_once(token: str) -> ResponseReturnValue:
    """Sign in with a one-time link."""
    try:
        person_id = actions.redeem_token(current_app.config["SECRET_KEY"], token, moment=real_now())
    except LinkRefused as refusal:
        raise NotAllowed(str(refusal), "Ask an administrator of the tracker for a new link.") from None
    return _come_in(person_id, url_for("home.index"))


def _come_in(person_id: int, onward: str) -> ResponseReturnValue:
    # A session that existed before somebody signed in must not live on after it.
    session.clear()
    token = actions.begin_sign_in(person_id, request.headers.get("User-Agent", ""), moment=real_now())
    db.session.commit()
    signed_in: Any = queries.viewer_of(token, real_now())
    session.permanent = True
    login_user(signed_in)
    return redirect(onward, 303)


@blueprint.post("/sign-out")
@needs(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    actions.end_sign_in(viewer().token, moment=real_now())
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"), 303)


@blueprint.get("/my-sign-ins")
@needs(Permission.SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Where I am signed in."""
    found = queries.open_sign_ins(viewer().person_id)
    return render_template("auth/mine.html", sign_ins=found, this=queries.digest(viewer().token))


@blueprint.post("/my-sign-ins/<int:sign_in_id>/end")
@needs(Permission.SIGNED_IN)
def end(sign_in_id: int) -> ResponseReturnValue:
    """End one of my sign-ins."""
    if not actions.end_one(viewer().person_id, sign_in_id, moment=real_now()):
        raise NotFound
    db.session.commit()
    flash("That sign-in has ended.")
    return redirect(url_for("auth.mine"), 303)

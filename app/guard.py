"""Default deny at the door: a request goes no further unless its route says who may come in, and this person may."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import TABLE, NotAllowed, Permission, Viewer
from workflows.roles import roles_in_words


def viewer() -> Viewer:
    """The person who asks.

    Raises:
        RuntimeError: nobody is signed in; the guard has let only public routes come that far.
    """
    person = current_user._get_current_object()
    if not isinstance(person, Viewer):
        raise RuntimeError("This view needs somebody signed in: mark it with the permission it needs.")
    return person


def permission_of(endpoint: str) -> Permission | None:
    """The permission a route is marked with; None where nobody has decided."""
    if endpoint == "static":
        return Permission.PUBLIC
    view = current_app.view_functions[endpoint]
    return getattr(view, "needs", None)


def check() -> ResponseReturnValue | None:
    """Let the request pass, send it to sign in, or refuse it."""
    if request.endpoint is None:
        return None
    permission = permission_of(request.endpoint)
    if permission is Permission.PUBLIC:
        return None
    if permission is None:
        raise NotAllowed("This page is not open to anybody yet.")
    if not current_user.is_authenticated:
        if request.method == "GET" and not request.path.startswith("/api/"):
            return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")), 303)
        raise NotAllowed(
            "You are not signed in, or your sign-in has ended. Nothing was saved.", "Sign in and try again."
        )
    if not viewer().can_somewhere(permission):
        held_by = roles_in_words(TABLE[permission].roles)
        raise NotAllowed(f"Your roles do not open this page. It is for {held_by}.", *whom_to_ask())
    return None


def whom_to_ask() -> tuple[str, tuple[tuple[str, str], ...]]:
    """Who can help somebody whom a page refuses, and links to what is open: of a review its lead, else nobody yet."""
    reference = (request.view_args or {}).get("reference")
    if not reference or not request.path.startswith("/reviews/"):
        return "", ()
    ask = "If your work needs it, ask the lead of the review: the review’s page says who that is."
    return ask, ((f"The review {reference}", url_for("reviews.show", reference=reference)),)


def init_app(app: Flask) -> None:
    """Put the check before every request."""
    app.before_request(check)

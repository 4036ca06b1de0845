"""Default deny at the door: a request goes no further unless its route says who may come in, and this person may."""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import NotAllowed, Permission, Viewer


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
        raise NotAllowed(f"Your roles do not open this page. You are signed in as {viewer().title}.")
    return None


def init_app(app: Flask) -> None:
    """Put the check before every request."""
    app.before_request(check)

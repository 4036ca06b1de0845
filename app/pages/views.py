"""Statements and help: accessibility, privacy, help, and who may see and change what."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("pages", __name__)


@blueprint.get("/accessibility-statement")
@needs(Permission.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """The statement in the wording the 2018 Regulations prescribe."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy-notice")
@needs(Permission.PUBLIC)
def privacy() -> ResponseReturnValue:
    """What is kept of people, why and how long."""
    return render_template("pages/privacy.html")


@blueprint.get("/help")
@needs(Permission.PUBLIC)
def help() -> ResponseReturnValue:  # the address and the function are one word
    """Where to find help."""
    return render_template("pages/help.html")


@blueprint.get("/who-may-see-and-change-what")
@needs(Permission.SIGNED_IN)
def who_may() -> ResponseReturnValue:
    """The permission table in words, with the reader's own roles marked."""
    return render_template("pages/who_may.html")

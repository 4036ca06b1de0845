"""Statements and help: accessibility, privacy, help, and who may see and change what."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.guard import viewer
from app.pages.permissions import table_for
from app.pages.queries import my_roles
from app.settings import value
from workflows.roles import ROLE_LABELS

blueprint = Blueprint("pages", __name__)

PREPARED = date(2026, 11, 21)
"""When the accessibility statement was written, and the pages were tested for it."""


@blueprint.get("/accessibility-statement")
@needs(Permission.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """The statement in the wording the 2018 Regulations prescribe."""
    return render_template("pages/accessibility.html", prepared=PREPARED, contact=value("contact"))


@blueprint.get("/privacy-notice")
@needs(Permission.PUBLIC)
def privacy() -> ResponseReturnValue:
    """What is kept of people, why and how long."""
    return render_template(
        "pages/privacy.html",
        contact=value("contact"),
        papers_years=value("papers_years"),
        raw_answers_months=value("raw_answers_months"),
    )


@blueprint.get("/help")
@needs(Permission.PUBLIC)
def help() -> ResponseReturnValue:  # the address and the function are one word
    """Where to find help."""
    return render_template("pages/help.html", contact=value("contact"), team=value("team"))


@blueprint.get("/who-may-see-and-change-what")
@needs(Permission.SIGNED_IN)
def who_may() -> ResponseReturnValue:
    """The permission table in words, with the reader's own roles marked."""
    who = viewer()
    return render_template("pages/who_may.html", rows=table_for(who), mine=my_roles(who), labels=ROLE_LABELS)

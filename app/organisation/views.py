"""Units, people and roles."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("organisation", __name__)


@blueprint.get("/people")
@needs(Permission.SIGNED_IN)
def people() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/people/<key>")
@needs(Permission.SIGNED_IN)
def person(key: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/units")
@needs(Permission.SIGNED_IN)
def units() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/units/<key>")
@needs(Permission.SIGNED_IN)
def unit(key: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

"""Improvements and what they save."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("improvements", __name__)


@blueprint.get("/improvements")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Improvements and what they save."""
    return render_template("improvements/index.html")

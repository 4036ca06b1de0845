"""Recommendations and their two lives."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("recommendations", __name__)


@blueprint.get("/recommendations")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Recommendations and their two lives."""
    return render_template("recommendations/index.html")

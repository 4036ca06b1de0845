"""Finding a thing by its reference or words."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Finding a thing by its reference or words."""
    return render_template("search/index.html")

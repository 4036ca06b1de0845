"""Reviews: proposing, moving, scope, plan, team and tasks."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/reviews")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Reviews: proposing, moving, scope, plan, team and tasks."""
    return render_template("reviews/index.html")

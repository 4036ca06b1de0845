"""Reviews: the list, proposing, the overview, moves and history."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/reviews")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/propose")
@needs(Permission.SIGNED_IN)
def propose() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/history")
@needs(Permission.SIGNED_IN)
def history(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

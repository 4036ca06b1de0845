"""What waits for the person who signs in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """What waits for the person who signs in."""
    return render_template("home/index.html")

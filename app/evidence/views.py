"""Evidence and its files."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/reviews/<reference>/evidence")
@needs(Permission.SIGNED_IN)
def index(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/evidence/<int:number>")
@needs(Permission.SIGNED_IN)
def show(reference: str, number: int) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

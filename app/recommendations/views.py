"""Recommendations."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("recommendations", __name__)


@blueprint.get("/recommendations")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/recommendations")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/recommendations/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

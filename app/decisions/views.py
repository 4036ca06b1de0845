"""Decisions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("decisions", __name__)


@blueprint.get("/reviews/<reference>/decisions")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/decisions/new")
@needs(Permission.SIGNED_IN)
def record(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

"""Scope, plan and team of a review."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("plans", __name__)


@blueprint.get("/reviews/<reference>/scope")
@needs(Permission.SIGNED_IN)
def scope(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/plan")
@needs(Permission.SIGNED_IN)
def index(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

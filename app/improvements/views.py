"""Improvements."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("improvements", __name__)


@blueprint.get("/improvements")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/improvements/list")
@needs(Permission.SIGNED_IN)
def list_all() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/improvements/new")
@needs(Permission.SIGNED_IN)
def log() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/improvements/<reference>")
@needs(Permission.SIGNED_IN)
def show(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/savings")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

"""Settings and the outbox."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("admin", __name__)


@blueprint.get("/settings")
@needs(Permission.SIGNED_IN)
def settings() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/outbox")
@needs(Permission.SIGNED_IN)
def outbox() -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

"""Reports."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs

blueprint = Blueprint("reports", __name__)


@blueprint.get("/reviews/<reference>/report")
@needs(Permission.SIGNED_IN)
def of_review(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/report/page")
@needs(Permission.SIGNED_IN)
def page(reference: str) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")


@blueprint.get("/reviews/<reference>/report/pdf/<int:paper_id>")
@needs(Permission.SIGNED_IN)
def pdf(reference: str, paper_id: int) -> ResponseReturnValue:
    """In the making."""
    return render_template("home/index.html")

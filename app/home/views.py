"""What waits for the person who signs in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.calendar import term_dates
from app.guard import viewer
from app.home.page import home_page
from workflows import wording
from workflows.terms import oxford_week

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """What waits for me, what waits for others, and how the programme stands."""
    who = viewer()
    return render_template(
        "home/index.html",
        home=home_page(who),
        today=who.today,
        week=oxford_week(who.today, term_dates()),
        words=wording,
    )

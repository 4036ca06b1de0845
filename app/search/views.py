"""One box: a reference goes straight to its thing, words find what holds them."""

import re

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.guard import viewer
from app.search import queries

blueprint = Blueprint("search", __name__)

LONGEST = 200
MOST_WORDS = 8
REFERENCE = re.compile(r"[a-z]{2}-\d[\w-]{0,24}", re.IGNORECASE)
"""What every reference looks like: SR-07, SR-2026-001, SR-07-R01, SR-07-F01, CI-05."""


@blueprint.get("/search")
@needs(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """Go to a reference, or list what holds the words."""
    asked = " ".join(request.args.get("q", "").split())[:LONGEST]
    is_reference = REFERENCE.fullmatch(asked) is not None
    if is_reference:
        address = queries.address_of(asked, viewer())
        if address is not None:
            return redirect(address, 303)
    words = asked.split()[:MOST_WORDS]
    kinds = queries.found(words, viewer()) if words else []
    return render_template(
        "search/index.html",
        asked=asked,
        kinds=kinds,
        reference=asked.upper() if is_reference else "",
        run=queries.first_and_last_review() if asked and not kinds else None,
        most=queries.MOST,
    )

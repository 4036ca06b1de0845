"""Plan and team of a review on one page. Importing this module registers every page of the scope and the plan."""

from types import ModuleType

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, needs
from app.models.reviews import SCREENING_LABELS
from app.plans import date_views, part_views, scope_views, task_views, team_views
from app.plans.door import blueprint, open_to_read
from app.plans.plan_page import plan_page
from workflows.phases import PHASE_LABELS

__all__ = ["PAGES", "blueprint", "index"]

PAGES: tuple[ModuleType, ...] = (scope_views, team_views, date_views, part_views, task_views)
"""The modules whose views are on the same blueprint."""


@blueprint.get("/reviews/<reference>/plan")
@needs(Permission.SIGNED_IN)
def index(reference: str) -> ResponseReturnValue:
    """Team, planned dates, screening, guide, baseline, tasks, lessons and completion, each with what is missing."""
    opened = open_to_read(reference)
    return render_template(
        "plans/index.html",
        frame=opened.frame(),
        opened=opened,
        review=opened.review,
        plan=plan_page(opened.review, opened.who.today),
        now=opened.who.today,
        screening=SCREENING_LABELS,
        phases=PHASE_LABELS,
    )

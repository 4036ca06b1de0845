"""Proposing a review in two steps, and changing what was proposed."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.access import NotAllowed, Permission, Viewer, needs
from app.conflict import stale
from app.extensions import db
from app.guard import viewer
from app.models import Review, RightTool
from app.places import place_of_review, review_or_404
from app.review_page import frame
from app.reviews import actions, queries
from app.reviews.forms import PROFILES, TOOLS, ProposalForm
from app.reviews.moves import may_edit_proposal
from app.settings import value
from app.submissions import finish, sent_before
from workflows.review import Profile

TRIES = 5
"""How often a reference is tried anew where somebody else has taken it in between."""

SMALLER = (RightTool.IMPROVEMENT.value, RightTool.SELF_ASSESSMENT.value)


@needs(Permission.SIGNED_IN)
def propose() -> ResponseReturnValue:
    """Step 1: the form; step 2: check your answers; or keep a draft, or something smaller than a review."""
    who = viewer()
    form = ProposalForm()
    form.offer_units()
    if request.method == "GET":
        form.title.data = request.args.get("title", "")[:200]
        form.unit.data = str(who.unit_id)
        return _form_page(form, 200)
    if again := sent_before(who.person_id):
        return again
    step = request.form.get("step", "continue")
    if step == "change":
        return _form_page(form, 200)
    if step == "draft":
        return _create(form, who, draft=True) if form.validate_on_submit() else _form_page(form, 422)
    if not form.complete():
        return _form_page(form, 422)
    if form.right_tool.data in SMALLER:
        return render_template(
            "reviews/smaller.html", form=form, wants_improvement=_wants_improvement(form), contact=value("contact")
        )
    if step == "send":
        return _create(form, who, draft=False)
    return render_template(
        "reviews/check.html", form=form, answers=_answers(form), alike=queries.look_alikes(form.title.data or "")
    )


def _wants_improvement(form: ProposalForm) -> bool:
    return bool(form.right_tool.data == RightTool.IMPROVEMENT)


def _form_page(form: ProposalForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "reviews/propose.html",
        form=form,
        alike=queries.look_alikes(form.title.data or ""),
        services=queries.service_names(),
    )
    return page, status


def _create(form: ProposalForm, who: Viewer, *, draft: bool) -> ResponseReturnValue:
    for remaining in reversed(range(TRIES)):
        try:
            review = actions.propose_review(_proposal(form), actor=who, draft=draft)
            flash(_said(review, draft))
            return finish(url_for("reviews.show", reference=review.reference), who.person_id)
        except IntegrityError:
            # Somebody took the same reference a moment before, or this is the second half of a double click.
            db.session.rollback()
            if again := sent_before(who.person_id):
                return again
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


def _said(review: Review, draft: bool) -> str:
    if draft:
        return f"Kept as a draft: {review.reference}. Change it here until scoping begins."
    return f"Proposed as {review.reference}. What is decided, by whom and when will stand on this page."


def _proposal(form: ProposalForm) -> actions.Proposal:
    return actions.Proposal(
        title=form.title.data or "",
        profile=Profile(form.profile.data or Profile.LOCAL),
        unit_ids=form.unit_ids(),
        services=form.service_names(),
        problem=form.problem.data or "",
        users=form.users.data or "",
        sponsor_title=form.sponsor_title.data or "",
        right_tool=RightTool(form.right_tool.data) if form.right_tool.data else None,
        right_tool_reason=form.right_tool_reason.data or "",
    )


def _answers(form: ProposalForm) -> list[tuple[str, str]]:
    units = dict(_choices(form.unit))
    return [
        ("Working title", form.title.data or ""),
        ("Kind of review", {one.value: label for one, label in PROFILES}[Profile(form.profile.data)]),
        ("Service", ", ".join(form.service_names())),
        ("Unit", ", ".join(units[str(number)].strip("\u00a0") for number in form.unit_ids())),
        ("What is wrong today", form.problem.data or ""),
        ("Who uses it, who feels the problem", form.users.data or ""),
        ("Sponsor", form.sponsor_title.data or ""),
        ("Is a review the right tool?", {one.value: label for one, label in TOOLS}[RightTool(form.right_tool.data)]),
        ("Why", form.right_tool_reason.data or ""),
    ]


def _choices(field: Any) -> list[tuple[str, str]]:
    return [(str(choice.value), str(choice.label)) for choice in field.choices]


@needs(Permission.SIGNED_IN)
def edit_proposal(reference: str) -> ResponseReturnValue:
    """Change what was proposed."""
    who = viewer()
    review = review_or_404(reference)
    place = place_of_review(review)
    if not may_edit_proposal(review, place, who):
        raise NotAllowed(
            "This proposal is changed by whoever made it, until scoping begins, and by the lead of the review and the "
            "team that runs reviews.",
            "Tell one of them what should be different.",
            links=((f"{review.title} ({review.reference})", url_for("reviews.show", reference=review.reference)),),
        )
    form = ProposalForm()
    form.offer_units()
    if request.method == "GET":
        _fill(form, review)
    elif again := sent_before(who.person_id):
        return again
    back = url_for("reviews.show", reference=review.reference)
    if form.validate_on_submit():
        if form.version.data != str(review.version):
            _keep_both_lists(form, review)
        if clash := stale(form, review, title="This proposal", back=back):
            return clash
        actions.edit_proposal(review, _proposal(form), actor=who)
        return finish(back, who.person_id, "The proposal is saved.")
    page = render_template(
        "reviews/edit_proposal.html",
        form=form,
        frame=frame(review, place, who, "reviews.show"),
        services=queries.service_names(),
    )
    return page, 422 if form.errors else 200


def _fill(form: ProposalForm, review: Review) -> None:
    form.version.data = str(review.version)
    for name in ("title", "problem", "users", "sponsor_title", "right_tool_reason"):
        form[name].data = getattr(review, name)
    form.profile.data = review.profile.value
    form.right_tool.data = review.right_tool.value if review.right_tool else None
    form.show_units([link.unit_id for link in review.unit_links])
    form.show_services(queries.services_of(review))


def _keep_both_lists(form: ProposalForm, review: Review) -> None:
    """Two people changed it: units and services of both stay, since neither may silently lose what they chose."""
    form.show_units(list(dict.fromkeys([*form.unit_ids(), *(link.unit_id for link in review.unit_links)])))
    form.show_services(list(dict.fromkeys([*form.service_names(), *queries.services_of(review)])))

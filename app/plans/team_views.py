"""Who takes part in a review: find somebody, add them, end a part."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import Permission, Viewer, needs
from app.extensions import db
from app.forms import choices_of
from app.models import Person
from app.plans import queries, team_actions
from app.plans.door import blueprint, open_to_change
from app.plans.forms import MemberForm
from app.plans.queries import Known
from app.refusals import FieldRefused, show_refusal
from app.submissions import finish, sent_before


@blueprint.route("/reviews/<reference>/plan/team", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_team(reference: str) -> ResponseReturnValue:
    """The people of the review; `q` searches for somebody to add."""
    opened = open_to_change(reference)
    review, who = opened.review, opened.who
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    words = " ".join(request.args.get("q", "").split())[:200]
    found = queries.people_found(words) if words else queries.people_near(opened.place.unit_paths)
    form = MemberForm()
    offered = _offered(found, who, form.person.data)
    form.person.choices = choices_of([(one.id, one.words) for one in offered])
    here = url_for("plans.edit_team", reference=review.reference)
    if form.validate_on_submit():
        try:
            person = db.session.get_one(Person, int(form.person.data))
            team_actions.add_to_team(review, person, team_actions.PARTS[form.part.data], actor=who)
        except FieldRefused as refusal:
            show_refusal(form, refusal)
        else:
            return finish(here, who.person_id, f"{person.role_title} takes part in this review now.")
    offered = [one for one in offered if one.id != who.person_id]
    form.person.choices = choices_of([(one.id, one.words) for one in offered])
    team = queries.team_of(review.id)
    page = render_template(
        "plans/team.html",
        form=form,
        frame=opened.frame(),
        opened=opened,
        review=review,
        members=[one for one in team if one.until is None],
        words=words,
        offered=offered,
        more=len(found) > queries.MOST_FOUND,
        found_oneself=any(one.id == who.person_id for one in found),
        part_hints={name: part.hint for name, part in team_actions.PARTS.items()},
        here=here,
    )
    return page, 422 if form.errors else 200


def _offered(found: list[Known], who: Viewer, chosen: str | None) -> list[Known]:
    """Who may be chosen: those found, and who was chosen in another search. Oneself too, to be refused in words."""
    offered = found[: queries.MOST_FOUND]
    if chosen and chosen.isascii() and chosen.isdigit() and len(chosen) < 10:
        asked = queries.person_known(int(chosen))
        return offered if asked is None or asked in offered else [*offered, asked]
    return [one for one in offered if one.id != who.person_id]


@blueprint.post("/reviews/<reference>/plan/team/<int(max=2147483647):grant_id>/end")
@needs(Permission.EDIT_REVIEW)
def end_role(reference: str, grant_id: int) -> ResponseReturnValue:
    """End somebody's part in the review from today."""
    opened = open_to_change(reference)
    if again := sent_before(opened.who.person_id):
        return again
    grant = queries.grant_in(opened.review.id, grant_id)
    if grant is None:
        raise NotFound
    team_actions.end_role(opened.review, grant, actor=opened.who)
    reference = opened.review.reference
    # Who ended a part of their own may have closed this page to themselves.
    mine = grant.person_id == opened.who.person_id
    onward = url_for("reviews.show" if mine else "plans.edit_team", reference=reference)
    return finish(onward, opened.who.person_id, f"The part of {grant.person.role_title} has ended.")

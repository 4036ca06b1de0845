"""What administrators do to people and roles."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import NotAllowed, Permission, needs
from app.clock import real_now
from app.edit_page import EditPage, press, settle
from app.extensions import db
from app.forms import offer
from app.guard import viewer
from app.models import Person, RoleGrant, Side
from app.organisation import forms, people_actions, queries
from app.organisation.people_actions import ASK_ANOTHER
from app.outbox import link_to
from app.refusals import FieldRefused
from app.sign_in_links import LINK_MINUTES, one_time_token
from app.units import unit_choices
from workflows.roles import Role

blueprint = Blueprint("of_person", __name__)


def _crumbs(person: Person | None = None) -> tuple[tuple[str, str], ...]:
    trail = [("People", url_for("organisation.people"))]
    if person is not None:
        trail.append((person.role_title, _address(person)))
    return tuple(trail)


def _address(person: Person) -> str:
    return url_for("organisation.person", key=person.key)


def _with_closed_unit(person: Person | None) -> list[tuple[int, str]]:
    """The open units, and the person's own where that has been closed since."""
    choices = unit_choices()
    if person is not None and person.unit_id not in {unit_id for unit_id, _ in choices}:
        choices.append((person.unit_id, f"{person.unit.name} (closed)"))
    return choices


@blueprint.route("/people/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def add() -> ResponseReturnValue:
    """Add somebody."""
    who, form = viewer(), forms.PersonForm()
    offer(form.unit_id, unit_choices())
    page = EditPage(
        "Add a person",
        "Add this person",
        url_for("organisation.people"),
        "The person was added. Now give the roles that their work needs.",
        lead="Everybody who is added may read what all staff read. What they may do beyond that, their roles say.",
        crumbs=_crumbs(),
    )

    def act() -> str:
        made = people_actions.add_person(
            form.role_title.data or "", int(form.unit_id.data), form.email.data or "", actor=who
        )
        return _address(made)

    return settle(form, page, act, who)


@blueprint.route("/people/<key>/change", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def change(key: str) -> ResponseReturnValue:
    """Change somebody's role title, unit or address."""
    who, person, form = viewer(), queries.person_or_404(key), forms.PersonForm()
    offer(form.unit_id, _with_closed_unit(person))
    if not form.is_submitted():
        form.role_title.data, form.unit_id.data, form.email.data = person.role_title, str(person.unit_id), person.email
    page = EditPage(
        f"Change {person.role_title}", "Save", _address(person), "Saved.", crumbs=_crumbs(person), thing="This person"
    )

    def act() -> None:
        people_actions.change_person(
            person, form.role_title.data or "", int(form.unit_id.data), form.email.data or "", actor=who
        )

    return settle(form, page, act, who, record=person)


@blueprint.route("/people/<key>/deactivate", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def deactivate(key: str) -> ResponseReturnValue:
    """Let somebody sign in no more."""
    who, person, form = viewer(), queries.person_or_404(key), forms.DeactivateForm()
    if person.id == who.person_id:
        raise NotAllowed("You cannot deactivate yourself.", ASK_ANOTHER)
    page = EditPage(
        f"Deactivate {person.role_title}",
        "Deactivate",
        _address(person),
        "Deactivated. All their sign-ins have ended.",
        lead="They can no longer sign in, and are signed out everywhere at once. What they did and wrote stays. Their "
        "roles stay too, for the day they come back: end those that somebody else takes over.",
        crumbs=_crumbs(person),
        thing="This person",
    )

    def act() -> None:
        people_actions.deactivate_person(person, form.reason.data or "", actor=who, moment=real_now())

    return settle(form, page, act, who, record=person)


@blueprint.post("/people/<key>/reactivate")
@needs(Permission.MANAGE_PEOPLE)
def reactivate(key: str) -> ResponseReturnValue:
    """Let somebody sign in again."""
    who, person = viewer(), queries.person_or_404(key)
    return press(
        lambda: people_actions.reactivate_person(person, actor=who), _address(person), "They can sign in again.", who
    )


@blueprint.route("/people/<key>/roles/give", methods=["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def give_role(key: str) -> ResponseReturnValue:
    """Give somebody a role."""
    who, person, form = viewer(), queries.person_or_404(key), forms.GrantForm()
    if person.id == who.person_id:
        raise NotAllowed("You cannot give roles to yourself.", ASK_ANOTHER)
    offer(form.role, forms.TO_GIVE)
    offer(form.scope_unit, unit_choices())
    page = EditPage(
        "Give a role",
        "Give this role",
        _address(person),
        "The role was given.",
        caption=f"{person.role_title}, {person.unit.name}",
        lead="A role counts where it is held, and nowhere else. It ends on the day you end it, and stays readable.",
        crumbs=_crumbs(person),
    )

    def act() -> None:
        unit_id, review_id = _scope(form)
        people_actions.grant_role(
            person,
            Role(form.role.data),
            unit_id=unit_id,
            review_id=review_id,
            side=Side(form.side.data) if form.side.data else None,
            actor=who,
        )

    return settle(form, page, act, who)


def _scope(form: forms.GrantForm) -> tuple[int | None, int | None]:
    """The unit and the review chosen; only that which the scope asks for.

    Raises:
        FieldRefused: it asks for one that was not chosen, or is not there.
    """
    if form.scope.data == "unit":
        if not form.scope_unit.data:
            raise FieldRefused("scope_unit", "Choose a unit")
        return int(form.scope_unit.data), None
    if form.scope.data == "review":
        review_id = queries.review_id_of(form.scope_review.data or "")
        if review_id is None:
            raise FieldRefused("scope_review", "Enter the reference of a review, for example SR-07")
        return None, review_id
    return None, None


@blueprint.post("/people/<key>/roles/<int:grant_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def end_role(key: str, grant_id: int) -> ResponseReturnValue:
    """End a role."""
    who, person = viewer(), queries.person_or_404(key)
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person.id:
        raise NotFound
    return press(lambda: people_actions.end_role(grant, actor=who), _address(person), "The role has ended.", who)


@blueprint.post("/people/<key>/end-sign-ins")
@needs(Permission.MANAGE_PEOPLE)
def end_sign_ins(key: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    who, person = viewer(), queries.person_or_404(key)

    def act() -> None:
        people_actions.end_sign_ins(person, moment=real_now())

    return press(act, _address(person), "They are signed out everywhere.", who)


@blueprint.post("/people/<key>/sign-in-link")
@needs(Permission.MANAGE_PEOPLE)
def sign_in_link(key: str) -> ResponseReturnValue:
    """Make a link that signs somebody in once; it is shown on this answer and nowhere else."""
    who, person = viewer(), queries.person_or_404(key)
    if not person.active:
        raise NotAllowed(f"{person.role_title} is deactivated and cannot sign in.", "Reactivate them first.")
    token = one_time_token(current_app.config["SECRET_KEY"], person.id)
    people_actions.tell_of_link(person, token, actor=who, moment=who.now)
    db.session.commit()
    current_app.logger.warning("%s made a one-time sign-in link for %s", who.person_id, person.id)
    return render_template(
        "organisation/link.html",
        person=person,
        link=link_to(url_for("auth.once", token=token)),
        minutes=LINK_MINUTES,
        crumbs=_crumbs(person),
    )

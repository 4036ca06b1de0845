"""Adding, changing and describing services."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission, Place, needs, require
from app.edit_page import EditPage, settle
from app.forms import offer
from app.guard import viewer
from app.models import Service
from app.organisation import forms, queries, service_actions
from app.settings import value
from app.units import unit_choices

blueprint = Blueprint("of_service", __name__)


def _crumbs(service: Service | None = None) -> tuple[tuple[str, str], ...]:
    trail = [("Services", url_for("organisation.services"))]
    if service is not None:
        trail.append((service.name, url_for("organisation.service", key=service.key)))
    return tuple(trail)


@blueprint.route("/services/add", methods=["GET", "POST"])
@needs(Permission.EDIT_SERVICES)
def add() -> ResponseReturnValue:
    """Add a service to the register."""
    who, form = viewer(), forms.ServiceForm()
    offer(form.owner_unit_id, unit_choices())
    if not form.is_submitted():
        form.review_interval_years.data = value("review_interval_years")
    page = EditPage(
        "Add a service",
        "Add this service",
        url_for("organisation.services"),
        "The service was added.",
        crumbs=_crumbs(),
    )

    def act() -> str:
        made = service_actions.add_service(
            form.name.data or "",
            int(form.owner_unit_id.data),
            form.description.data or "",
            form.users.data or "",
            form.review_interval_years.data,
            actor=who,
        )
        return url_for("organisation.service", key=made.key)

    return settle(form, page, act, who)


@blueprint.route("/services/<key>/change", methods=["GET", "POST"])
@needs(Permission.DESCRIBE_SERVICE)
def change(key: str) -> ResponseReturnValue:
    """Change what the register says: Focus all of it, the lead of its unit what it does and for whom."""
    who, service = viewer(), queries.service_or_404(key)
    place = Place(None, (service.owner_unit.path,))
    require(
        who,
        Permission.DESCRIBE_SERVICE,
        place,
        f"Only the lead of {service.owner_unit.name} describes this service.",
        f"Ask that lead, or {value('team')}, if something is wrong.",
    )
    if who.can(Permission.EDIT_SERVICES, place):
        return _change_all(service)
    form = forms.DescriptionForm()
    if not form.is_submitted():
        form.description.data, form.users.data = service.description, service.users

    def act() -> None:
        service_actions.describe_service(service, form.description.data or "", form.users.data or "", actor=who)

    return settle(form, _page(service, "Describe"), act, who, record=service)


def _change_all(service: Service) -> ResponseReturnValue:
    who, form = viewer(), forms.ServiceForm(obj=service)
    choices = unit_choices()
    if service.owner_unit.closed_on is not None:
        choices.append((service.owner_unit_id, f"{service.owner_unit.name} (closed)"))
    offer(form.owner_unit_id, choices)
    if not form.is_submitted():
        form.owner_unit_id.data = str(service.owner_unit_id)

    def act() -> None:
        service_actions.change_service(
            service,
            form.name.data or "",
            int(form.owner_unit_id.data),
            form.description.data or "",
            form.users.data or "",
            form.review_interval_years.data,
            actor=who,
        )

    return settle(form, _page(service, "Change"), act, who, record=service)


def _page(service: Service, verb: str) -> EditPage:
    return EditPage(
        f"{verb} {service.name}",
        "Save",
        url_for("organisation.service", key=service.key),
        "Saved.",
        lead="Every member of staff may read this.",
        crumbs=_crumbs(service),
        thing="This service",
    )

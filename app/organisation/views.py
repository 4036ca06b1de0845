"""Units, people and services, as every member of staff reads them. What changes them is in the modules beside."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.access import ANYWHERE, Permission, Place, needs
from app.guard import viewer
from app.history_pages import entries
from app.models.people import UNIT_KIND_LABELS
from app.organisation import queries
from app.organisation.people_views import blueprint as of_person
from app.organisation.service_views import blueprint as of_service
from app.organisation.unit_views import blueprint as of_unit
from app.paging import page_number, paged
from app.settings import value
from app.units import unit_tree
from workflows.phases import PHASE_LABELS, PROFILE_LABELS

blueprint = Blueprint("organisation", __name__)
for part in (of_unit, of_person, of_service):
    blueprint.register_blueprint(part)

HISTORY = 30
LONGEST_SEARCH = 200


def words_asked() -> list[str]:
    """The words of a list's search box, at most eight."""
    return request.args.get("q", "")[:LONGEST_SEARCH].split()[:8]


@blueprint.get("/units")
@needs(Permission.SIGNED_IN)
def units() -> ResponseReturnValue:
    """The tree of units."""
    closed = request.args.get("closed") == "yes"
    return render_template(
        "organisation/units.html",
        tree=unit_tree(closed=closed),
        people=queries.people_in_units(),
        kinds=UNIT_KIND_LABELS,
        closed=closed,
        manages=viewer().can(Permission.MANAGE_UNITS),
    )


@blueprint.get("/units/<key>")
@needs(Permission.SIGNED_IN)
def unit(key: str) -> ResponseReturnValue:
    """One unit, with what belongs to it, its past, and its history."""
    who, found = viewer(), queries.unit_or_404(key)
    return render_template(
        "organisation/unit.html",
        unit=found,
        about=queries.unit_page(found),
        kinds=UNIT_KIND_LABELS,
        phases=PHASE_LABELS,
        profiles=PROFILE_LABELS,
        manages=who.can(Permission.MANAGE_UNITS),
        log=entries([("unit", found.id)], who, Place(None, (found.path,)), limit=HISTORY),
    )


@blueprint.get("/people")
@needs(Permission.SIGNED_IN)
def people() -> ResponseReturnValue:
    """People by role title and unit."""
    manages = viewer().can(Permission.MANAGE_PEOPLE)
    inactive = manages and request.args.get("inactive") == "yes"
    unit_key = request.args.get("unit", "")
    within = queries.unit_or_404(unit_key) if unit_key else None
    number = page_number()
    found = queries.people_listed(words_asked(), within, inactive=inactive, page=number)
    return render_template(
        "organisation/people.html",
        people=paged(found, number),
        roles=queries.roles_of([row.id for row in found]) if manages else {},
        within=within,
        inactive=inactive,
        manages=manages,
    )


@blueprint.get("/people/<key>")
@needs(Permission.SIGNED_IN)
def person(key: str) -> ResponseReturnValue:
    """One person by role title; their roles for themselves and administrators."""
    who, found = viewer(), queries.person_or_404(key)
    manages = who.can(Permission.MANAGE_PEOPLE)
    mine = found.id == who.person_id
    return render_template(
        "organisation/person.html",
        person=found,
        mine=mine,
        manages=manages,
        held=queries.roles_held(found) if manages or mine else None,
        log=entries([("person", found.id)], who, ANYWHERE, limit=HISTORY) if manages or mine else [],
    )


@blueprint.get("/services")
@needs(Permission.SIGNED_IN)
def services() -> ResponseReturnValue:
    """The register of services."""
    return render_template(
        "organisation/services.html",
        rows=queries.services_listed(words_asked()),
        adds=viewer().can(Permission.EDIT_SERVICES),
    )


@blueprint.get("/services/<key>")
@needs(Permission.SIGNED_IN)
def service(key: str) -> ResponseReturnValue:
    """One service and its reviews."""
    who, found = viewer(), queries.service_or_404(key)
    place = Place(None, (found.owner_unit.path,))
    return render_template(
        "organisation/service.html",
        service=found,
        reviews=queries.reviews_of_service(found),
        phases=PHASE_LABELS,
        profiles=PROFILE_LABELS,
        describes=who.can(Permission.DESCRIBE_SERVICE, place),
        team=value("team"),
        log=entries([("service", found.id)], who, place, limit=HISTORY),
    )

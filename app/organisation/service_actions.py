"""What is done to the register of services: Focus keeps it, and the lead of a unit describes the unit's own services."""

from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.keys import free_key
from app.models import Service, Unit
from app.refusals import FieldRefused


def add_service(
    name: str, owner_unit_id: int, description: str, users: str, interval_years: int, *, actor: Viewer
) -> Service:
    """Add a service to the register; it is to be reviewed every `interval_years` years.

    Raises:
        FieldRefused: the owner is a closed unit.
    """
    doing("add_service", actor)
    _check_owner(owner_unit_id)
    service = Service(
        key=free_key(Service.key, name),
        name=name,
        owner_unit_id=owner_unit_id,
        description=description,
        users=users,
        review_interval_years=interval_years,
    )
    db.session.add(service)
    db.session.flush()
    return service


def change_service(
    service: Service,
    name: str,
    owner_unit_id: int,
    description: str,
    users: str,
    interval_years: int,
    *,
    actor: Viewer,
) -> None:
    """Change anything the register says of a service.

    Raises:
        FieldRefused: the new owner is a closed unit.
    """
    doing("change_service", actor)
    if owner_unit_id != service.owner_unit_id:
        _check_owner(owner_unit_id)
    service.name = name
    service.owner_unit_id = owner_unit_id
    service.description = description
    service.users = users
    service.review_interval_years = interval_years


def describe_service(service: Service, description: str, users: str, *, actor: Viewer) -> None:
    """Say what a service does and for whom."""
    doing("describe_service", actor)
    service.description = description
    service.users = users


def _check_owner(unit_id: int) -> None:
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise FieldRefused("owner_unit_id", "Choose a unit that is open")

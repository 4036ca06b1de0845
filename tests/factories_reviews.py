"""Records for tests of reviews, and the viewer that a person is."""

from sqlalchemy import select

from app.access import Viewer
from app.auth.queries import make_viewer
from app.extensions import db
from app.models import Person, Unit


def viewer_of(person: Person) -> Viewer:
    """The person as the access check sees them, with the roles they hold now."""
    found = db.session.execute(
        select(Person.id, Person.role_title, Unit.id, Unit.name, Unit.path)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person.id)
    ).one()
    return make_viewer(found)

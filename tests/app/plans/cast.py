"""The people round one review, for the tests of its scope and plan."""

from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.models import Person, Review, Unit, UnitKind
from tests.factories import give, make_person, make_review, make_unit
from workflows.roles import Role


@dataclass(frozen=True)
class Cast:
    """A review and everybody who has to do with it."""

    review: Review
    unit: Unit
    focus: Person
    lead: Person
    member: Person
    sponsor: Person
    head: Person
    contributor: Person
    secretary: Person
    reader: Person
    administrator: Person

    def address(self, path: str = "plan") -> str:
        """The address of a page of the review."""
        return f"/reviews/{self.review.reference}/{path}"


def make_cast(**review: Any) -> Cast:
    """A review in a department of a university, with its people. Commits."""
    university = make_unit("University of Oxford")
    unit = make_unit("Faculty of Comparative Horology (fictional)", university)
    other = make_unit("Department of Tidal Studies (fictional)", university, kind=UnitKind.DEPARTMENT)
    made = make_review(unit=unit, title="Room booking and teaching space", **review)
    cast = Cast(
        review=made,
        unit=unit,
        focus=make_person("Focus reviewer", university, (Role.FOCUS_REVIEWER, None)),
        lead=make_person("Second review lead", university, (Role.REVIEW_LEAD, made)),
        member=make_person("Business analyst", university, (Role.REVIEW_TEAM_MEMBER, made)),
        sponsor=make_person("Head of Administration", unit),
        head=make_person("Head of Faculty", unit, (Role.DEPARTMENT_LEAD, unit)),
        contributor=make_person("Timetabling officer", unit, (Role.DEPARTMENT_CONTRIBUTOR, unit)),
        secretary=make_person("Committee secretary", university, (Role.COMMITTEE_SECRETARY, None)),
        reader=make_person("Librarian", other),
        administrator=make_person("Administrator of the tracker", university, (Role.ADMINISTRATOR, None)),
    )
    give(cast.sponsor, Role.SPONSOR, made)
    made.sponsor_title = cast.sponsor.role_title
    db.session.commit()
    return cast

"""People and records for tests of recommendations and decisions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.extensions import db
from app.models import Finding, Person, Recommendation, RecommendationText, Review, Unit
from tests.factories import DAY, keep, make_person, make_review, make_unit
from tests.factories_reviews import make_finding, make_recommendation
from workflows.dates import PreciseDate
from workflows.recommendation import Progress, Response
from workflows.review import Phase
from workflows.roles import Role

DUE = DAY + timedelta(days=90)


@dataclass
class Cast:
    """One review with everybody who has to do with its recommendations."""

    unit: Unit
    review: Review
    finding: Finding
    lead: Person
    member: Person
    sponsor: Person
    owner: Person
    verifier: Person
    focus: Person
    secretary: Person
    reader: Person


def make_cast(phase: Phase = Phase.RECOMMENDATIONS) -> Cast:
    """A review in `phase` with one finding, and its people."""
    unit = make_unit("University of Oxford")
    review = make_review(unit=unit, phase=phase)
    made = Cast(
        unit=unit,
        review=review,
        finding=make_finding(review),
        lead=make_person("Review lead", unit, (Role.REVIEW_LEAD, review)),
        member=make_person("Review analyst", unit, (Role.REVIEW_TEAM_MEMBER, review)),
        sponsor=make_person("Registrar", unit, (Role.SPONSOR, review)),
        owner=make_person("Facilities manager", unit, (Role.RECOMMENDATION_OWNER, unit)),
        verifier=make_person("Head of Administration", unit),
        focus=make_person("Focus reviewer", unit, (Role.FOCUS_REVIEWER, None)),
        secretary=make_person("Committee secretary", unit, (Role.COMMITTEE_SECRETARY, None)),
        reader=make_person("Member of staff", unit),
    )
    db.session.commit()
    return made


def draft(cast: Cast, number: int = 1, **more: Any) -> Recommendation:
    """A draft, complete but for what `more` says."""
    more = {"owner_id": cast.owner.id, "verifier_id": cast.verifier.id, "original_date": None, **more}
    more.setdefault("current_date", PreciseDate.day(DUE))
    made = make_recommendation(cast.review, number, cast.finding, **{"published_on": None, **more})
    db.session.commit()
    return made


def put_forward(cast: Cast, number: int = 1, *, due: date = DUE, **more: Any) -> Recommendation:
    """A recommendation that was put forward, awaiting its response."""
    more = {"published_on": DAY, "original_date": PreciseDate.day(due), "current_date": PreciseDate.day(due), **more}
    made = draft(cast, number, **more)
    keep(RecommendationText(recommendation_id=made.id, number=1, text=made.text, written_on=DAY))
    db.session.commit()
    return made


def accepted(cast: Cast, number: int = 1, **more: Any) -> Recommendation:
    """An accepted recommendation, in progress."""
    more = {"response": Response.ACCEPTED, "progress": Progress.IN_PROGRESS, **more}
    return put_forward(cast, number, **more)

"""What an administrator of an empty installation does before the first review, and how far that is."""

from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import Row, exists, func, select

from app.config import Installation
from app.extensions import db
from app.models import ClosedDay, Person, Review, RoleGrant, Setting, Term, Unit
from workflows.roles import Role
from workflows.wording import counted

SETTINGS_CONFIRMED = "settings_confirmed_on"
"""The name in the table of settings under which it is kept that somebody has looked at all of them."""


@dataclass(frozen=True)
class FirstStep:
    """One thing to do: what, why, its address, whether it is done, and how far it is or how long it takes."""

    what: str
    why: str
    address: str
    done: bool
    extent: str


def first_run_steps() -> tuple[FirstStep, ...]:
    """The things to do before the first review, in their order; empty in the example, and once there is a review.

    One query.
    """
    if current_app.config["INSTALLATION"] is Installation.EXAMPLE:
        return ()
    found = db.session.execute(_STATE).one()
    return () if found.reviews else _steps(found)


_HOLDS_ROLE = exists().where(
    RoleGrant.person_id == Person.id, RoleGrant.ended_on.is_(None), RoleGrant.role != Role.READER
)
_FOCUS = exists().where(RoleGrant.role == Role.FOCUS_REVIEWER, RoleGrant.ended_on.is_(None))
_STATE = select(
    select(exists().where(Review.id > 0)).scalar_subquery().label("reviews"),
    select(func.count()).select_from(Unit).where(Unit.closed_on.is_(None)).scalar_subquery().label("units"),
    select(func.count()).select_from(Person).where(Person.active, _HOLDS_ROLE).scalar_subquery().label("people"),
    select(_FOCUS).scalar_subquery().label("focus"),
    select(func.count()).select_from(Term).scalar_subquery().label("terms"),
    select(func.count()).select_from(Term).where(~Term.checked).scalar_subquery().label("terms_open"),
    select(func.count()).select_from(ClosedDay).where(~ClosedDay.checked).scalar_subquery().label("days_open"),
    select(exists().where(Setting.name == SETTINGS_CONFIRMED)).scalar_subquery().label("settings"),
)


def _steps(found: Row[bool, int, int, bool, int, int, int, bool]) -> tuple[FirstStep, ...]:
    open_terms, open_days = found.terms_open, found.days_open
    calendar_done = found.terms > 0 and not open_terms and not open_days
    calendar_page = "admin.of_calendar.terms" if open_terms or not found.terms else "admin.of_calendar.closed_days"
    return (
        FirstStep(
            "Bring in the units",
            "The University, its divisions, departments and services. Everything hangs on this tree.",
            url_for("organisation.units"),
            found.units > 1,
            counted(found.units, "unit") if found.units > 1 else "half an hour",
        ),
        FirstStep(
            "Bring in people and give the first roles",
            "One Focus reviewer and one other administrator are enough. Nobody may give a role to themselves.",
            url_for("organisation.people"),
            found.people > 1 and found.focus,
            f"{counted(found.people, 'person', 'people')} with a role" if found.people > 1 else "ten minutes",
        ),
        FirstStep(
            "Check terms, bank holidays and closure days",
            "Working days and “due this term” rest on them. Those of the next years are filled in.",
            url_for(calendar_page),
            calendar_done,
            "all checked" if calendar_done else "five minutes",
        ),
        FirstStep(
            "Confirm hours per day, working days and how long records are kept",
            "Each has a usual value with its source. Later changes never alter what was worked out before.",
            url_for("admin.settings"),
            found.settings,
            "confirmed" if found.settings else "five minutes",
        ),
    )

"""The log of who read confidential evidence: written and kept before anything is shown.

It is the one write that a GET makes. It has a session of its own, so that it stands whatever becomes of the page, and
so that nothing else the request may hold is committed with it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import Viewer
from app.extensions import db
from app.models import Evidence, EvidenceFile, Person, Reading

REASON = "each reading of confidential evidence is logged"
MOST_SHOWN = 50


@dataclass(frozen=True)
class Read:
    """One reading: who, when, and which version of the file (None: the page with its notes)."""

    who: str
    at: datetime
    version: int | None


def log_reading(evidence: Evidence, file: EvidenceFile | None, *, actor: Viewer) -> None:
    """Keep that `actor` reads this evidence now; nothing is kept of open evidence."""
    if not evidence.confidential:
        return
    reading = Reading(
        evidence_id=evidence.id,
        evidence_file_id=file.id if file else None,
        person_id=actor.person_id,
        at=actor.now,
    )
    with Session(db.engine) as session:
        session.add(reading)
        session.commit()


def readings_of(evidence: Evidence) -> list[Read]:
    """The newest readings of confidential evidence, newest first, at most 50."""
    found = db.session.execute(
        select(Person.role_title, Reading.at, EvidenceFile.number)
        .select_from(Reading)
        .join(Person, Person.id == Reading.person_id)
        .outerjoin(EvidenceFile, EvidenceFile.id == Reading.evidence_file_id)
        .where(Reading.evidence_id == evidence.id)
        .order_by(Reading.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Read(title, at, version) for title, at, version in found]

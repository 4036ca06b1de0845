"""Put the example portfolio into an empty, migrated database."""

from datetime import UTC, datetime, time

from app.calendar import term_dates
from app.calendar_data import load_calendar
from app.clock import LONDON
from app.config import Installation
from app.example.improvements import add_improvements
from app.example.organisation import add_grants, add_people, add_register, add_units
from app.example.portfolio import Portfolio
from app.example.recommendations import add_recommendations
from app.example.records import Records
from app.example.reviews import add_findings, add_reviews
from app.extensions import db
from app.history import say
from app.models import InstallationRow


def import_example(portfolio: Portfolio) -> None:
    """Add everything the portfolio holds, and mark the database as the example of this file. Does not commit.

    Nobody did this but the tracker itself, at the beginning of the day that the example is as at.

    Raises:
        KeyError: the file refers to something that is not in it.
        ValueError: a value in it is not what it should be.
    """
    moment = datetime.combine(portfolio.as_at, time(), LONDON).astimezone(UTC)
    say(db.session, "import_example", actor_id=None, at=moment)
    load_calendar()
    records = Records(portfolio, term_dates(), moment)
    add_units(records)
    add_people(records)
    add_register(records)
    add_reviews(records)
    add_grants(records)
    add_findings(records)
    add_recommendations(records)
    add_improvements(records)
    db.session.merge(
        InstallationRow(id=1, kind=Installation.EXAMPLE, as_at=portfolio.as_at, source_sha256=portfolio.sha256)
    )
    db.session.flush()

"""What is being loaded: the file, the day, and each record under its key in the file."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.example.portfolio import Portfolio, precise
from app.models import Finding, Improvement, Person, Recommendation, RelatedProgramme, Review, Service, Unit
from workflows.dates import PreciseDate, TermDates


@dataclass
class Records:
    """The records made so far. `moment` (UTC) is when they are taken over: the beginning of the example's day."""

    portfolio: Portfolio
    terms: TermDates
    moment: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    programmes: dict[str, RelatedProgramme] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    recommendations: dict[str, Recommendation] = field(default_factory=dict)
    improvements: dict[str, Improvement] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day the example is as at."""
        return self.portfolio.as_at

    def date(self, given: dict[str, str] | None) -> PreciseDate | None:
        """A date of the file, at the precision it states."""
        return precise(given, self.terms)

    def given(self, row: dict[str, Any], name: str) -> PreciseDate:
        """A date that the file always gives.

        Raises:
            ValueError: it does not.
        """
        found = self.date(row[name])
        if found is None:
            raise ValueError(f"there is no {name} in {row}")
        return found


def number_of(reference: str) -> int:
    """The number at the end of a reference: 3 of "SR-07-R03"."""
    return int(reference.rsplit("-", 1)[1].lstrip("RFE"))

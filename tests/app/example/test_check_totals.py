"""The check totals of the file hold in the database, by the application's own questions and rules, on both engines."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.queries import viewer_by_key
from app.example.portfolio import shipped
from app.extensions import db
from app.models import Finding, Improvement, Recommendation, Review
from app.recommendation_rag import columns, overdue_on, standing_of
from app.savings import SavingRow, saving_rows
from workflows.arithmetic import Measure, Totals, half_up, totals
from workflows.improvement import Provenance
from workflows.recommendation import TO_BE_DONE, Closure

PORTFOLIO = shipped()
CHECK = PORTFOLIO.content["check_totals"]
TODAY = date(2026, 5, 1)


def number(of: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(of).where(*where)) or 0


def counted(column: Any) -> dict[str, int]:
    return {
        value.value: amount for value, amount in db.session.execute(sa.select(column, sa.func.count()).group_by(column))
    }


def references(condition: Any) -> list[str]:
    return sorted(db.session.scalars(sa.select(Recommendation.reference).where(condition)))


def test_the_file_is_as_at_the_day_that_the_totals_are_of() -> None:
    assert PORTFOLIO.as_at == TODAY


def test_everything_is_there_and_in_its_place(loaded: Flask) -> None:
    kinds = (
        (Review, "reviews"),
        (Recommendation, "recommendations"),
        (Finding, "findings"),
        (Improvement, "improvements"),
    )
    assert {name: number(kind) for kind, name in kinds} == {name: CHECK[name] for _, name in kinds}
    assert counted(Review.phase) == CHECK["reviews_by_phase"]
    assert counted(Recommendation.response) == CHECK["recommendations_by_response"]
    assert counted(Recommendation.progress) == CHECK["recommendations_by_progress"]


def test_the_denominators_of_recommendations_hold(loaded: Flask) -> None:
    to_be_done = Recommendation.response.in_(sorted(TO_BE_DONE))
    rows = db.session.execute(sa.select(Recommendation.id, *columns())).all()
    assert number(Recommendation, to_be_done) == CHECK["accepted_or_partially_accepted"]
    assert number(Recommendation, Recommendation.closure == Closure.VERIFIED) == CHECK["closed_verified"]
    assert sum(row.revisions > 0 for row in rows) == CHECK["with_revised_date"]


def test_the_overdue_are_those_listed_against_either_date(loaded: Flask) -> None:
    assert references(overdue_on(TODAY)) == sorted(CHECK["overdue_against_current"])
    assert references(overdue_on(TODAY, against_original=True)) == sorted(CHECK["overdue_against_original"])


def test_the_colours_of_recommendations_hold(loaded: Flask) -> None:
    rags = [standing_of(row, TODAY).rag for row in db.session.execute(sa.select(Recommendation.id, *columns()))]
    by_colour = {
        colour: sum(rag is not None and rag.colour == colour for rag in rags)
        for colour in CHECK["rag_of_recommendations"]
    }
    assert by_colour == CHECK["rag_of_recommendations"]
    assert sum(rag is None for rag in rags) == CHECK["rag_none"]


def found(*, overlaps_removed: bool = True) -> Totals:
    return totals([row.line for row in savings()], today=TODAY, overlaps_removed=overlaps_removed)


def savings() -> list[SavingRow]:
    """All savings, as somebody who sees money."""
    return saving_rows(viewer_by_key("finance_validator"))


def days(of: Totals, provenance: Provenance) -> list[dict[str, str]]:
    return ordered(
        {
            "class": row.bucket.klass.value,
            "recurrence": row.bucket.recurrence.value,
            "grade": row.bucket.grade.value,
            "days": str(half_up(row.value, 4)),
        }
        for row in of.rows
        if (row.bucket.provenance, row.bucket.measure) == (provenance, Measure.DAYS)
    )


def ordered(rows: Any) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: sorted(row.items()))


@pytest.mark.parametrize(
    ("check", "provenance", "overlaps_removed"),
    [
        ("days_fictional_before_overlap", Provenance.FICTIONAL, False),
        ("days_fictional_after_overlap", Provenance.FICTIONAL, True),
        ("days_sourced", Provenance.SOURCED, True),
    ],
)
def test_the_days_hold(loaded: Flask, check: str, provenance: Provenance, overlaps_removed: bool) -> None:
    assert days(found(overlaps_removed=overlaps_removed), provenance) == ordered(CHECK[check])


def test_the_lines_of_money_hold(loaded: Flask) -> None:
    lines = [row.line for row in savings() if row.line.measure is Measure.POUNDS]
    shown = ordered(
        {
            "class": line.klass.value,
            "recurrence": line.recurrence.value,
            "grade": line.grade.value,
            "amount_gbp": str(line.gross.quantize(Decimal("0.01"))),
        }
        for line in lines
    )
    assert shown == ordered(CHECK["money_lines"])

"""A report made in the way the application makes it, for tests."""

from datetime import date
from functools import cache
from typing import Any

from app.models import Review
from app.reports import pdf
from app.reports.content import Report, content
from app.reports.dataset import dataset
from app.reports.edition import Edition, fullest_edition, standing
from app.reports.page import html_of
from app.reports.rendering import order_of

DAY = date(2026, 5, 1)


def told(review: Review, edition: Edition | None = None) -> dict[str, Any]:
    """The dataset of a review's report, in its fullest edition unless told otherwise."""
    return dataset(review, edition or fullest_edition(standing(review)), DAY)


def report(review: Review, edition: Edition | None = None) -> Report:
    """The report."""
    return content(told(review, edition))


def html(review: Review, edition: Edition | None = None) -> str:
    """The report's HTML."""
    return html_of(report(review, edition))


def made(review: Review, edition: Edition | None = None) -> pdf.Rendered:
    """The report's PDF, rendered here; the same order is rendered once."""
    return _rendered(order_of(report(review, edition)))


@cache
def _rendered(order: pdf.Order) -> pdf.Rendered:
    return pdf.render(order)

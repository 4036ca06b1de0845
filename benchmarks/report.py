"""The bounds of a report: putting it together, and rendering it against bare WeasyPrint on the same document.

    script/setup --test && .venv/bin/python -m benchmarks.report

Prints every figure beside its bound and exits 1 where one falls short. Times are those of the processor and medians of
runs that take turns, so that what else the machine does counts little; the first run of all is given as well.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from weasyprint import HTML

from app.clock import today
from app.extensions import db
from app.models import Review
from app.reports import pdf
from app.reports.content import content
from app.reports.dataset import dataset
from app.reports.edition import fullest_edition, standing
from app.reports.page import html_of
from app.reports.rendering import in_a_process, order_of
from benchmarks.web import Figure, example

TOLD_SECONDS, TIMES_BARE = 0.2, 1.1
RUNS = 7


def told(review: Review) -> str:
    """The report of a review as HTML, from the database on."""
    return html_of(content(dataset(review, fullest_edition(standing(review)), today())))


def seconds_of(act: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = time.process_time()
    act()
    return time.process_time() - began


def telling(review: Review) -> list[Figure]:
    """Dataset, content and template of one review."""
    said = dataset(review, fullest_edition(standing(review)), today())
    again = statistics.median(seconds_of(lambda: html_of(content(said))) for _ in range(RUNS))
    whole = statistics.median(seconds_of(lambda: told(review)) for _ in range(RUNS))
    name = review.reference
    return [
        Figure(f"{name}: dataset, content and template (median of {RUNS})", whole, TOLD_SECONDS, "s"),
        Figure(f"{name}: content and template (median of {RUNS})", again, TOLD_SECONDS, "s"),
    ]


def rendering(order: pdf.Order, name: str) -> list[Figure]:
    """Our rendering beside bare WeasyPrint's, of the same document in the same variant, taking turns."""

    def bare() -> object:
        return HTML(string=order.html, base_url=f"{order.static}/").write_pdf(pdf_variant=pdf.VARIANT)

    bare()
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(seconds_of(lambda: pdf.render(order)))
        theirs.append(seconds_of(bare))
    mine, plain = statistics.median(ours), statistics.median(theirs)
    print(f"     {name}: rendered in {mine:.2f} s, by bare WeasyPrint in {plain:.2f} s")
    return [Figure(f"{name}: rendering, as times bare WeasyPrint", mine / plain, TIMES_BARE, "x")]


def main() -> int:
    """Measure everything, print it, and return the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    try:
        app = example(folder)
        with app.app_context():
            reviews = db.session.scalars(select(Review)).all()
            cold = seconds_of(lambda: told(reviews[0]))
            largest = max(reviews, key=lambda review: len(told(review)))
            figures = [Figure("the first report of a process, its templates read", cold, TOLD_SECONDS, "s")]
            figures += telling(largest)
            report = content(dataset(largest, fullest_edition(standing(largest)), today()))
            order = order_of(report)
            figures += rendering(order, largest.reference)
            began = time.monotonic()
            pages = in_a_process(order).pages
            print(
                f"     {largest.reference}: {pages} pages in a process of their own in {time.monotonic() - began:.2f} s"
            )
            db.session.remove()
            db.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for figure in figures:
        print(figure)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

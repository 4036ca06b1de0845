"""The two tables that travel with a report as CSV files. A cell that a spreadsheet would take for a formula is text."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from app.reports.content import Report
from app.reports.recommendation_part import Recommended
from app.reports.saving_part import Worked

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Table:
    """A CSV file: its name, what it holds in words, and its bytes (UTF-8 with a mark, as spreadsheets want it)."""

    name: str
    words: str
    data: bytes


def tables_of(report: Report) -> tuple[Table, ...]:
    """The recommendations and the savings of a report."""
    return (
        Table("recommendations.csv", f"Recommendations of {report.reference}", _recommendations(report)),
        Table("savings.csv", f"Savings of {report.reference}", _savings(report)),
    )


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would read it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


_OF_RECOMMENDATION: tuple[tuple[str, Callable[[Recommended], str]], ...] = (
    ("Reference", lambda one: one.reference),
    ("Recommendation", lambda one: one.words),
    ("Owner", lambda one: one.owner),
    ("Priority", lambda one: one.priority),
    ("Impact", lambda one: one.impact.replace("–", "")),
    ("Effort", lambda one: one.effort.replace("–", "")),
    ("Findings", lambda one: one.findings),
    ("Response", lambda one: one.response),
    ("Reason", lambda one: one.reason),
    ("Where it stands", lambda one: one.stands),
    ("More", lambda one: one.aside),
    ("Original date", lambda one: one.original_date),
    ("Current date", lambda one: one.original_date if one.current_date == "the same" else one.current_date),
    ("RAG", lambda one: one.rag.label if one.rag else ""),
    ("Why", lambda one: one.rag.reason if one.rag else ""),
)
_OF_SAVING: tuple[tuple[str, Callable[[Worked], str]], ...] = (
    ("Reference", lambda one: one.reference),
    ("Change", lambda one: one.title),
    ("Since", lambda one: one.since),
    ("Class", lambda one: one.klass),
    ("Every year or once", lambda one: one.recurrence),
    ("Before and after", lambda one: one.minutes),
    ("Times", lambda one: one.times),
    ("Grade of evidence", lambda one: one.grade),
    ("Measured by", lambda one: one.measured),
)


def _recommendations(report: Report) -> bytes:
    items = report.recommendations.items
    rows = [tuple(harmless(cell(one)) for _, cell in _OF_RECOMMENDATION) for one in items]
    return _csv(tuple(name for name, _ in _OF_RECOMMENDATION), rows)


def _savings(report: Report) -> bytes:
    rows = []
    for one in report.savings.worked:
        # A number of ours and not somebody's text: a minus sign before it is one.
        days = one.figure.replace("−", "-").replace("–", "").replace(",", "")
        rows.append((*(harmless(cell(one)) for _, cell in _OF_SAVING), days))
    return _csv((*(name for name, _ in _OF_SAVING), "Days"), rows)

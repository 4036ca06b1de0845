"""The two tables that travel with a report as CSV files. A cell that a spreadsheet would take for a formula is text."""

import csv
import io
from dataclasses import dataclass

from app.reports.content import Report

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


def _recommendations(report: Report) -> bytes:
    head = (
        "Reference",
        "Recommendation",
        "Owner",
        "Priority",
        "Impact",
        "Effort",
        "Findings",
        "Response",
        "Reason",
        "Where it stands",
        "More",
        "Original date",
        "Current date",
        "RAG",
        "Why",
    )
    rows = [
        tuple(
            harmless(text)
            for text in (
                one.reference,
                one.words,
                one.owner,
                one.priority,
                one.impact.replace("–", ""),
                one.effort.replace("–", ""),
                one.findings,
                one.response,
                one.reason,
                one.stands,
                one.aside,
                one.original_date,
                one.original_date if one.current_date == "the same" else one.current_date,
                one.rag.label if one.rag else "",
                one.rag.reason if one.rag else "",
            )
        )
        for one in report.recommendations.items
    ]
    return _csv(head, rows)


def _savings(report: Report) -> bytes:
    head = (
        "Reference",
        "Change",
        "Since",
        "Class",
        "Every year or once",
        "Before and after",
        "Times",
        "Days",
        "Grade of evidence",
        "Measured by",
    )
    rows = [
        (
            *(
                harmless(text)
                for text in (one.reference, one.title, one.since, one.klass, one.recurrence, one.minutes, one.times)
            ),
            # A number of ours, not somebody's text: a minus sign before it is one.
            one.figure.replace("−", "-").replace("–", "").replace(",", ""),
            harmless(one.grade),
            harmless(one.measured),
        )
        for one in report.savings.worked
    ]
    return _csv(head, rows)

"""The HTML of a report: what the page shows, and what the PDF is made from."""

from flask import render_template

from app.reports.content import Report

STYLESHEET = "paper.css"


def html_of(report: Report, *, stylesheet: str = STYLESHEET, ways: tuple[tuple[str, str], ...] = ()) -> str:
    """The whole document.

    Args:
        stylesheet: where paper.css is; as it stands it is found beside the static files, which is what the PDF needs.
        ways: links for the bar of the page, each with its label; none in a PDF.
    """
    return render_template("reports/report.html", report=report, stylesheet=stylesheet, ways=ways)

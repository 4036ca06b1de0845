"""The command line makes the same report as the web."""

from pathlib import Path

from flask import Flask

from app.extensions import db
from app.models import Paper
from app.reports.actions import ask_for_paper
from app.reports.rendering import render_paper
from tests.app.reports.making import told
from tests.factories import NOW
from tests.factories_reports import make_told_review


def test_the_command_line_writes_the_bytes_that_the_web_keeps(plain_app: Flask, tmp_path: Path) -> None:
    cast = make_told_review()
    paper = ask_for_paper(cast.review.id, told(cast.review), asked_by_id=None, at=NOW)
    db.session.commit()
    render_paper(paper.id)
    out = tmp_path / "report.pdf"
    done = plain_app.test_cli_runner().invoke(args=["report", "review", "sr-2025-008", "--out", str(out)])
    assert done.exit_code == 0, done.output
    kept = db.session.query(Paper).one()
    assert kept.file is not None
    folder = Path(plain_app.config["FILES_FOLDER"])
    assert out.read_bytes() == next(folder.rglob(kept.file.sha256)).read_bytes()
    assert f"{kept.pages} pages." in done.output
    assert "May be read by: Everyone." in done.output


def test_a_draft_is_said_to_be_one(plain_app: Flask, tmp_path: Path) -> None:
    make_told_review(decided=False, published=False)
    out = tmp_path / "report.pdf"
    done = plain_app.test_cli_runner().invoke(args=["report", "review", "SR-2025-008", "--out", str(out)])
    assert "pages, DRAFT." in done.output
    assert "Please do not pass it on." in done.output


def test_reviews_are_listed_and_an_unknown_one_leads_to_the_list(plain_app: Flask, tmp_path: Path) -> None:
    runner = plain_app.test_cli_runner()
    assert runner.invoke(args=["reviews", "list"]).output == "There are no reviews yet.\n"
    make_told_review()
    listed = runner.invoke(args=["reviews", "list"]).output
    assert listed == "SR-2025-008  Implementation   Purchasing and invoice queries\n"
    refused = runner.invoke(args=["report", "review", "SR-9", "--out", str(tmp_path / "x.pdf")])
    assert refused.exit_code == 1
    assert "There is no review SR-9. `script/flask reviews list` shows them." in refused.output


def test_a_file_that_cannot_be_written_is_said(plain_app: Flask, tmp_path: Path) -> None:
    make_told_review()
    out = tmp_path / "nowhere" / "x.pdf"
    refused = plain_app.test_cli_runner().invoke(args=["report", "review", "SR-2025-008", "--out", str(out)])
    assert refused.exit_code == 1
    assert f"{out} could not be written: No such file or directory." in refused.output

"""The PDF: conforming, complete, the same each time, and harmless whatever somebody wrote."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from pdfua import Severity, validate

from app.config import ROOT
from app.extensions import db
from app.models import Review
from app.reports import pdf
from app.reports.edition import Edition
from app.reports.rendering import in_a_process, order_of
from tests.app.reports.making import html, made, report
from tests.factories import saying
from tests.factories_findings import make_evidence, make_finding
from tests.factories_reports import make_told_review
from tests.pdf_reading import attachments_of, bookmarks_of, lines_of, opened, text_of, written


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Flask:
    """On one engine only: what is drawn is the same, and was read on both."""
    return request.getfixturevalue("plain_app")  # type: ignore[no-any-return]


@pytest.fixture
def review(app: Flask) -> Review:
    """A decided and published review with everything."""
    return make_told_review().review


def checked(data: bytes, folder: Path) -> None:
    """What every paper must pass: the machine rules of PDF/UA-1, and a file that is not broken."""
    path = written(data, folder)
    wrong = [f"{one.rule_id}: {one.message}" for one in validate(path).findings if one.severity is Severity.ERROR]
    assert not wrong, "\n".join(wrong)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_passes_the_machine_rules_of_pdf_ua(review: Review, tmp_path: Path) -> None:
    checked(made(review).data, tmp_path)


def test_it_is_tagged_named_and_in_english(review: Review) -> None:
    with opened(made(review).data) as paper:
        assert bool(paper.Root.MarkInfo.Marked)
        assert str(paper.Root.Lang) == "en-GB"
        assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
        with paper.open_metadata() as meta:
            assert meta["dc:title"] == "Purchasing and invoice queries: review report (SR-2025-008)"
            assert meta["pdfuaid:part"] == "1"
        assert str(paper.docinfo["/CreationDate"]).startswith("D:20260501000000")
        assert str(paper.docinfo["/ModDate"]).startswith("D:20260501000000")
        for page in paper.pages:
            assert page.obj.Tabs == pikepdf.Name.S
            assert "/StructParents" in page.obj


def test_its_fonts_are_embedded_and_can_be_read_back(review: Review) -> None:
    seen = set()
    with opened(made(review).data) as paper:
        for one in paper.objects:
            if (
                isinstance(one, pikepdf.Dictionary)
                and one.get("/Type") == pikepdf.Name.Font
                and "/DescendantFonts" in one
            ):
                assert "/ToUnicode" in one
                descriptor = one.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                seen.add(str(one.BaseFont).split("+")[-1])
    assert seen and all(name.startswith("Inter") for name in seen), seen


def test_it_carries_its_tables_as_files_that_say_what_they_are(review: Review) -> None:
    data = made(review).data
    files = attachments_of(data)
    assert sorted(files) == ["recommendations.csv", "savings.csv"]
    assert "Send invoice queries to a single contact with a reference number." in files["recommendations.csv"]
    assert files["savings.csv"].count("\r\n") == 6
    with opened(data) as paper:
        for name in files:
            described = paper.attachments[name].obj
            assert described.AFRelationship == pikepdf.Name.Data
            assert str(described.EF.F.Params.ModDate).startswith("D:20260501000000")


def test_its_bookmarks_are_its_headings(review: Review) -> None:
    assert bookmarks_of(made(review).data) == [
        "Purchasing and invoice queries",
        "Contents",
        "In short",
        "What was looked at, and how",
        "In scope",
        "Out of scope",
        "Objectives",
        "Terms of reference",
        "How it was done",
        "What was found",
        "Finding 1",
        "Finding 2",
        "Finding 3",
        "What was recommended",
        "What has been done",
        "What it saved",
        "What was decided",
        "Days in each phase",
        "Appendix: the evidence",
    ]


def test_each_page_says_which_it_is_and_as_at_when(review: Review) -> None:
    paper = made(review)
    for number in range(1, paper.pages + 1):
        words = text_of(paper.data, number, number)
        assert f"Page {number} of {paper.pages}" in words
        assert "As at 1 May 2026 · example report" in words
    assert "SR-2025-008 · Open · Version 1" in text_of(paper.data, 2, 2)
    assert "SR-2025-008 · Open · Version 1" not in text_of(paper.data, 1, 1)


def test_its_contents_lead_to_the_pages_they_name(review: Review) -> None:
    paper = made(review)
    contents = text_of(paper.data, 2, 2)
    for heading in ("What was found", "What it saved", "Appendix: the evidence"):
        found = re.search(rf"{heading} (\d+)", contents)
        assert found, contents
        assert heading in text_of(paper.data, int(found[1]), int(found[1]))


def test_the_pdf_says_word_for_word_what_the_page_says(review: Review) -> None:
    soup = BeautifulSoup(html(review), "html.parser")
    words = text_of(made(review).data).replace("- ", "-").replace(" ", "")
    for one in soup.select("p.para, caption, .said, .beside__answer p, figcaption, .meta td, h2, h3"):
        said = "".join(one.get_text().split())
        assert said.replace("-", "") in words.replace("-", ""), one.get_text()


def test_a_draft_says_so_on_every_page_and_in_its_name_and_a_decided_report_nowhere(app: Flask) -> None:
    cast = make_told_review(decided=False, published=False)
    draft = made(cast.review, Edition.TEAM_DRAFT)
    with opened(draft.data) as paper, paper.open_metadata() as meta:
        assert str(meta["dc:title"]).startswith("DRAFT. ")
    for number in range(1, draft.pages + 1):
        assert "D R A F T" in text_of(draft.data, number, number)
        assert number == 1 or "SR-2025-008 · DRAFT" in text_of(draft.data, number, number)
    decided = made(make_decided(cast.review))
    assert "DRAFT" not in text_of(decided.data).replace(" ", "")


def make_decided(review: Review) -> Review:
    """The same review, taken over in implementation."""
    saying()
    review.phase = review.phase.IMPLEMENTATION
    db.session.flush()
    return review


def test_an_equal_dataset_gives_equal_bytes_here_and_in_another_process(review: Review) -> None:
    order = order_of(report(review))
    first = pdf.render(order)
    assert pdf.render(order) == first
    assert in_a_process(order) == first
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-P", str(pdf.__file__), "120", str(2 * 1024**3)],
        input=order.as_json().encode(),
        capture_output=True,
        env=environment,
        check=True,
    )
    assert done.stdout.partition(b"\n")[2] == first.data


HOSTILE = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png"><style>@page{size:1mm}</style>&lt;b&gt; {{ 7*7 }}',
    '=HYPERLINK("http://127.0.0.1:9","x")',
    "\u202eright to left\u202c and עברית and العربية",
    "😀 emoji 👩🏽‍🔬, e\u0301 combining, \x07 a bell, a zero-width\u200bspace",
    "A" * 3000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_wrote_is_shown_as_given_and_harms_nothing(review: Review, tmp_path: Path, text: str) -> None:
    saying()
    review.title, review.summary = text[:200], text
    evidence = make_evidence(review, 9, title=text[:300])
    make_finding(review, 4, evidence, text=text, detail=text)
    db.session.flush()
    paper = made(review, Edition.TEAM_DRAFT)
    checked(paper.data, tmp_path)
    page = BeautifulSoup(html(review, Edition.TEAM_DRAFT), "html.parser")
    assert not page.find_all(["script", "style", "img", "b"])
    assert text.replace("\x07", "␇") in page.get_text()
    assert b"/URI" not in paper.data
    if "HYPERLINK" in text:
        assert not re.search(r'(^|,)"?=', attachments_of(paper.data)["recommendations.csv"])


def test_a_megabyte_of_text_stays_a_paper_of_some_pages(review: Review) -> None:
    saying()
    review.summary = "A word and then another word. " * 35_000
    review.method = "\n\n".join(["One line."] * 50_000)
    db.session.flush()
    paper = in_a_process(order_of(report(review)))
    assert paper.pages < 40
    assert "characters more.)" in text_of(paper.data)


@pytest.mark.parametrize(
    "element",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        f'<img src="file://{ROOT}/setup.cfg" alt="x">',
        '<img src="../../setup.cfg" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
    ],
)
def test_a_document_can_fetch_nothing_but_our_own_static_files(element: str) -> None:
    order = pdf.Order(f'<html lang="en"><title>x</title>{element}</html>', str(ROOT / "app/static"), "2026-05-01")
    with pytest.raises(BaseException, match="a paper may not read"):
        pdf.render(order)


def test_no_heading_or_caption_stands_alone_at_the_foot_of_a_page(review: Review) -> None:
    for number in range(5, 30):
        text = f"Rooms of kind {number} stand empty. " * (number % 4 + 1)
        make_finding(review, number, make_evidence(review, number + 20), text=text, detail=text * (number % 5 * 9))
    db.session.flush()
    paper = made(review, Edition.TEAM_DRAFT)
    assert paper.pages > 10
    headings = {one for one in bookmarks_of(paper.data)} | {"What follows from it", "The service’s answer"}
    for number in range(2, paper.pages + 1):
        *body, foot = lines_of(paper.data, number)
        assert foot.startswith("As at 1 May 2026")
        assert body[-1] not in headings, (number, body[-3:])
        assert not re.match(r"Table \d+\.", body[-1]), (number, body[-3:])
        assert not re.match(r"Finding \d+ +The service", body[-1]), (number, body[-3:])

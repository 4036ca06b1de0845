"""What a report says, in words, numbers and pictures, made from its dataset alone. Nothing is asked of the database.

The page and the PDF are the same content in the same template.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.reports import life_part, method_part, recommendation_part, saving_part
from app.reports.cover_part import Cover, cover, runs
from app.reports.edition import Edition
from app.reports.finding_part import Found, Piece, found, pieces
from app.reports.numbering import Numbering, Paragraph
from app.reports.recommendation_part import Recommended, progress_words, recommended
from workflows.rag import Rag
from workflows.wording import in_words, sentence_case

Json = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """One line from a finding to what came of it."""

    finding: str
    recommendation: str
    stands: str
    aside: str
    late: bool
    rag: Rag | None


@dataclass(frozen=True)
class Report:
    """A whole report. `created` is the day of its values, for the marks inside the file."""

    reference: str
    title: str
    name: str
    team: str
    draft: bool
    created: date
    run_left: str
    run_right: str
    run_foot: str
    cover: Cover
    short: tuple[Paragraph, ...]
    chain_name: str
    chain: tuple[Chain, ...]
    method: method_part.Chapter
    findings: tuple[Found, ...]
    no_findings: tuple[Paragraph, ...]
    recommendations: recommendation_part.Chapter
    savings: saving_part.Chapter
    life: life_part.Life
    pieces_name: str
    pieces: tuple[Piece, ...]
    last: tuple[Paragraph, ...]


def content(dataset: Json) -> Report:
    """The report of a dataset. The numbers are given in the order of reading."""
    numbering = Numbering()
    edition, as_at = Edition(dataset["edition"]), date.fromisoformat(dataset["as_at"])
    review = dataset["review"]
    items = recommended(dataset["recommendations"], as_at)
    short = _short(dataset, items, numbering)
    chain_name = numbering.table() if dataset["findings"] or items else ""
    method = method_part.chapter(dataset, numbering)
    findings = found(dataset, items, numbering)
    no_findings = () if findings else (_no_findings(edition, numbering),)
    recommendations = recommendation_part.chapter(items, numbering)
    savings = saving_part.chapter(dataset["savings"], as_at, numbering)
    life = life_part.life(dataset, numbering)
    evidence = pieces(dataset["findings"])
    return Report(
        reference=review["reference"],
        title=review["title"],
        name=f"{'DRAFT. ' if edition.draft else ''}{review['title']}: review report ({review['reference']})",
        team=dataset["names"]["team"],
        draft=edition.draft,
        created=as_at,
        **runs(dataset, edition, as_at),
        cover=cover(dataset, edition, as_at),
        short=short,
        chain_name=chain_name,
        chain=_chain(findings, items),
        method=method,
        findings=findings,
        no_findings=no_findings,
        recommendations=recommendations,
        savings=savings,
        life=life,
        pieces_name=numbering.table() if evidence else "",
        pieces=evidence,
        last=_last(evidence, numbering),
    )


def _short(dataset: Json, items: tuple[Recommended, ...], numbering: Numbering) -> tuple[Paragraph, ...]:
    said = list(numbering.paragraphs(dataset["review"]["summary"]))
    if not said:
        text = "It is written by the review’s lead, and stands here from then on."
        said.append(numbering.paragraph(text, "The summary is not written yet."))
    many = len(dataset["findings"])
    if many or items:
        led = f"{sentence_case(counted_words(many, 'finding'))} led to {counted_words(len(items), 'recommendation')}."
        said.append(numbering.paragraph(led))
    if any(one.to_be_done for one in items):
        said.append(numbering.paragraph(progress_words(tuple(one for one in items if one.to_be_done))))
    return tuple(said)


def counted_words(number: int, noun: str) -> str:
    """The number in words with its noun: "three findings"."""
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"


def _chain(findings: tuple[Found, ...], items: tuple[Recommended, ...]) -> tuple[Chain, ...]:
    rows = []
    for finding in findings:
        name = f"{finding.number}. {finding.brief}"
        behind = [item for item in items if finding.number in item.rests_on]
        for place, item in enumerate(behind):
            rows.append(_link(name if place == 0 else f"{finding.number}. The same", item))
        if not behind:
            rows.append(Chain(name, "None yet", "–", "", False, None))
    rows.extend(_link("None in this report", item) for item in items if not item.rests_on)
    return tuple(rows)


def _link(finding: str, item: Recommended) -> Chain:
    return Chain(finding, f"{item.number}. {item.brief}", item.stands, item.aside, item.late, item.rag)


def _no_findings(edition: Edition, numbering: Numbering) -> Paragraph:
    text = "Findings stand here once they are recorded with the evidence they rest on."
    if edition is Edition.SHARED_DRAFT:
        text = "Findings stand here once they are shared with the service for factual accuracy."
    return numbering.paragraph(text, "No findings are in this report.")


def _last(evidence: tuple[Piece, ...], numbering: Numbering) -> tuple[Paragraph, ...]:
    listed = "" if evidence else "No open evidence is cited. "
    return (
        numbering.paragraph(
            f"{listed}Interviews, and evidence held in confidence by the review’s team, are never listed."
        ),
        numbering.paragraph(
            "The PDF of this report carries two tables as files, for use in a spreadsheet: recommendations.csv and "
            "savings.csv."
        ),
    )

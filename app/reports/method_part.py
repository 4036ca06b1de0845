"""What a review looked at and how: its scope, method, people (by role) and baseline."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Side
from app.reports.cover_part import Row
from app.reports.numbering import Numbering, Paragraph, brief, sentence
from workflows.dates import format_day
from workflows.roles import ROLE_LABELS, Role

Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """Paragraphs under one heading."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Taking:
    """Who took part: role, role title, unit."""

    role: str
    title: str
    unit: str


@dataclass(frozen=True)
class Chapter:
    """What was looked at, and how."""

    scope: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    people_name: str
    people: tuple[Taking, ...]
    baseline_name: str
    baseline: tuple[Row, ...]


def chapter(dataset: Json, numbering: Numbering) -> Chapter:
    """The chapter on scope, method, people and baseline."""
    people = _people(dataset["people"])
    return Chapter(
        scope=_scope(dataset["scope"], numbering),
        paragraphs=_method(dataset, numbering),
        people_name=numbering.table() if people else "",
        people=people,
        baseline_name=numbering.table(),
        baseline=_baseline(dataset["review"]),
    )


def _scope(scope: Json | None, numbering: Numbering) -> tuple[Part, ...]:
    """The current version of the scope, in its parts."""
    if scope is None:
        text = "What is in and out of the review is agreed in scoping, and stands here from then on."
        return (Part("", (numbering.paragraph(text, "No scope is recorded."),)),)
    agreed = (
        f", agreed on {format_day(date.fromisoformat(scope['agreed_on']))}"
        if scope["agreed_on"]
        else ", not agreed yet"
    )
    by = f" by {scope['agreed_by_title']}" if scope["agreed_on"] and scope["agreed_by_title"] else ""
    parts = [Part("", (numbering.paragraph(f"This is version {scope['number']} of the scope{agreed}{by}."),))]
    for heading, name in (
        ("In scope", "in_scope"),
        ("Out of scope", "out_of_scope"),
        ("Objectives", "objectives"),
        ("Terms of reference", "terms_of_reference"),
    ):
        if scope[name].strip():
            parts.append(Part(heading, numbering.paragraphs(scope[name])))
    return tuple(parts)


def _method(dataset: Json, numbering: Numbering) -> tuple[Paragraph, ...]:
    """Why and how the review was done, as paragraphs."""
    review = dataset["review"]
    said = [numbering.paragraph(sentence(block.text), block.lead) for block in _problem(review)]
    said.extend(numbering.paragraphs(review["method"]))
    if not review["method"].strip():
        said.append(numbering.paragraph("How the review was carried out is not described yet."))
    if review["guide_choice"]:
        said.append(numbering.paragraph(sentence(review["guide_choice"]), "Self-assessment guide."))
    elif review["no_guide_reason"]:
        said.append(numbering.paragraph(sentence(review["no_guide_reason"]), "No self-assessment guide was used."))
    return tuple(said)


def _problem(review: Json) -> list[Paragraph]:
    given = (("Why there was a review.", review["problem"]), ("Users of the service.", review["users"]))
    return [Paragraph(0, brief(text, 4000), lead) for lead, text in given if text.strip()]


def _people(rows: list[Json]) -> tuple[Taking, ...]:
    """Who took part, by role: the sponsor first."""
    sides = {Side.SERVICE.value: ", from the service", Side.DIVISION.value: ", from a division"}
    order = [role.value for role in (Role.SPONSOR, Role.REVIEW_LEAD, Role.REVIEW_TEAM_MEMBER, Role.CO_CHAIR)]
    ranked = sorted(rows, key=lambda row: order.index(row["role"]) if row["role"] in order else len(order))
    return tuple(
        Taking(f"{ROLE_LABELS[Role(row['role'])]}{sides.get(row['side'] or '', '')}", row["title"], row["unit"])
        for row in ranked
    )


def _baseline(review: Json) -> tuple[Row, ...]:
    """The value the review is measured against, or the reason for none."""
    if not review["baseline"].strip():
        reason = sentence(brief(review["no_baseline_reason"], 2000)) or "Not recorded yet."
        return (Row("Baseline", reason),)
    return (
        Row("Baseline", brief(review["baseline"], 2000)),
        Row("As at", review["baseline_on"] or "no date"),
        Row("Measured by", brief(review["baseline_method"], 2000) or "not said"),
    )

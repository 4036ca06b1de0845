"""The findings of a report: what was found, what it rests on, what the service answered, and what follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.findings import EVIDENCE_KIND_LABELS, VERDICT_LABELS, EvidenceKind, Verdict
from app.reports.numbering import Numbering, Paragraph, brief, clause, sentence, shortened
from app.reports.recommendation_part import Recommended
from workflows.accuracy import AccuracyState, accuracy_state
from workflows.dates import format_day, format_weekday
from workflows.wording import in_words, sentence_case

Json = dict[str, Any]

_LONGEST_LEFT, _LONGEST_RIGHT = 1300, 850  # letters that fill about two thirds of a page in their columns
_MOST_BREAKS, _MOST_ANSWERS = 10, 3

IN_CONFIDENCE = "Evidence held in confidence by the review’s team."


@dataclass(frozen=True)
class Answer:
    """What stands beside a finding: the service's words, or a sentence on why there are none."""

    verdict: str
    quote: str
    sentence: str
    small: str
    our_response: str
    worded: str


@dataclass(frozen=True)
class Found:
    """One finding as the report tells it. `beside`: it and its answers are short enough to stand side by side."""

    number: int
    reference: str
    said: str
    brief: str
    beside: bool
    paragraphs: tuple[Paragraph, ...]
    answers: tuple[Answer, ...]
    table_name: str
    evidence: tuple[str, ...]
    theme: str
    follows: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Piece:
    """One piece of open evidence in the appendix."""

    reference: str
    title: str
    kind: str
    gathered: str
    findings: str


def found(dataset: Json, items: tuple[Recommended, ...], numbering: Numbering) -> tuple[Found, ...]:
    """Each finding of the dataset, in order. A recommendation is told in full where it comes first."""
    told: dict[int, int] = {}
    days, as_at = dataset["names"]["accuracy_days"], date.fromisoformat(dataset["as_at"])
    found = []
    for row in dataset["findings"]:
        paragraphs = numbering.paragraphs(row["detail"])
        answers = _answers(row, days, as_at)
        found.append(
            Found(
                number=row["number"],
                reference=row["reference"],
                said=shortened(row["text"]),
                brief=brief(row["text"], 90),
                beside=_fit_beside(row, answers),
                paragraphs=paragraphs,
                answers=answers,
                table_name=numbering.table(),
                evidence=_evidence(row),
                theme=f"{row['theme'].capitalize()}, {row['severity']}",
                follows=_follows(row["number"], items, told, numbering),
            )
        )
    return tuple(found)


def _fit_beside(row: Json, answers: tuple[Answer, ...]) -> bool:
    """Whether both columns stay well under a page: side by side they cannot be divided between two."""
    left = row["text"] + row["detail"]
    right = "".join(f"{one.worded}{one.sentence}{one.quote}{one.small}{one.our_response}" for one in answers)
    few_lines = max(left.count("\n"), right.count("\n")) <= _MOST_BREAKS and len(answers) <= _MOST_ANSWERS
    return len(left) <= _LONGEST_LEFT and len(right) <= _LONGEST_RIGHT and few_lines


def _follows(
    finding: int, items: tuple[Recommended, ...], told: dict[int, int], numbering: Numbering
) -> tuple[Paragraph, ...]:
    paragraphs = []
    for item in items:
        if finding not in item.rests_on:
            continue
        lead = f"Recommendation {item.number}: {clause(item.words)}."
        if item.number in told:
            paragraphs.append(numbering.paragraph(f"See paragraph {told[item.number]}.", lead))
            continue
        paragraph = numbering.paragraph(item.told, lead)
        told[item.number] = paragraph.number
        paragraphs.append(paragraph)
    return tuple(paragraphs)


def _evidence(row: Json) -> tuple[str, ...]:
    """The open pieces by title, kind and date. Of what is confidential: that there is some, and no more."""
    said = []
    for piece in row["evidence"]:
        when = f", {piece['gathered_label']}" if piece["gathered_label"] else ""
        kind = EVIDENCE_KIND_LABELS[EvidenceKind(piece["kind"])].lower()
        said.append(f"{clause(piece['title'])} ({piece['reference']}, {kind}{when}).")
    if row["in_confidence"]:
        said.append(IN_CONFIDENCE)
    return tuple(said) or ("No evidence is recorded.",)


def _answers(row: Json, days: int, as_at: date) -> tuple[Answer, ...]:
    if not row["answers"]:
        return (_none("Not sent to the service for factual accuracy, as far as is recorded here."),)
    return tuple(_answer(one, row["text"], days, as_at) for one in row["answers"])


def _none(words: str, small: str = "", worded: str = "") -> Answer:
    return Answer("", "", words, small, "", worded)


def _answer(row: Json, text: str, days: int, as_at: date) -> Answer:
    sent, due = date.fromisoformat(row["sent_on"]), date.fromisoformat(row["due_on"])
    answered = date.fromisoformat(row["answered_on"]) if row["answered_on"] else None
    state = accuracy_state(sent, due, answered, as_at)
    worded = shortened(row["finding_text"]) if row["finding_text"].strip() != text.strip() else ""
    if state is AccuracyState.WAITING:
        return _none(f"Sent on {format_day(sent)}. The service has until {format_weekday(due)} to answer.", "", worded)
    if answered is None:
        working = f"{in_words(days)} working day{'' if days == 1 else 's'}"
        small = f"Sent on {format_day(sent)}; the last day was {format_day(due)}."
        return _none(f"No answer was given by the service within {working}.", small, worded)
    return Answer(
        verdict=VERDICT_LABELS[Verdict(row["verdict"])] if row["verdict"] else "",
        quote=shortened(row["answer"]),
        sentence="",
        small=_by_line(row, answered, due, days, in_time=state is AccuracyState.ANSWERED),
        our_response=sentence(shortened(row["our_response"])),
        worded=worded,
    )


def _by_line(row: Json, answered: date, due: date, days: int, *, in_time: bool) -> str:
    who = ", ".join(part for part in (row["answered_by"], row["answered_for"]) if part) or "The service"
    working = f"the {in_words(days)} working days"
    how = (
        f"in time, within {working} to {format_day(due)}" if in_time else f"late: {working} ended on {format_day(due)}"
    )
    return f"{who}, {format_day(answered)}: {how}."


def accuracy_words(rows: list[Json], as_at: date) -> str:
    """How the whole of it went, for the cover: "Three findings shared ... Two answered, one left unanswered."""
    last = [row["answers"][-1] for row in rows if row["answers"]]
    if not last:
        return "No finding was sent to the service for factual accuracy, as far as is recorded here."
    days = sorted({one["sent_on"] for one in last})
    when = format_day(date.fromisoformat(days[0]))
    if len(days) > 1:
        when = f"{when} and later, up to {format_day(date.fromisoformat(days[-1]))}"
    answered = sum(one["answered_on"] is not None for one in last)
    waiting = sum(one["answered_on"] is None and as_at <= date.fromisoformat(one["due_on"]) for one in last)
    parts = [
        (answered, "answered"),
        (waiting, "still with the service"),
        (len(last) - answered - waiting, "left unanswered"),
    ]
    said = ", ".join(f"{in_words(number)} {words}" for number, words in parts if number)
    many = f"{sentence_case(in_words(len(last)))} finding{'' if len(last) == 1 else 's'}"
    return f"{many} shared with the service on {when}. {sentence_case(said)}."


def pieces(rows: list[Json]) -> tuple[Piece, ...]:
    """The open evidence that the findings rest on, each piece once, in order of its number."""
    known: dict[str, Json] = {}
    cited: dict[str, list[str]] = {}
    for row in rows:
        for piece in row["evidence"]:
            known[piece["reference"]] = piece
            cited.setdefault(piece["reference"], []).append(str(row["number"]))
    ordered = sorted(known.values(), key=lambda piece: piece["number"])
    return tuple(
        Piece(
            piece["reference"],
            brief(piece["title"], 300),
            EVIDENCE_KIND_LABELS[EvidenceKind(piece["kind"])],
            piece["gathered_label"] or "no date",
            ", ".join(cited[piece["reference"]]),
        )
        for piece in ordered
    )

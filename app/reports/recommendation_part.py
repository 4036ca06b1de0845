"""The recommendations of a report: what was recommended, the response, and how far the doing of it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from app.charts import grid
from app.recommendation_rag import Standing, standing_of
from app.reports.numbering import Numbering, Paragraph, brief, clause, sentence, shortened
from workflows.dates import Precision, format_day
from workflows.rag import RAG_LABELS, Rag, RagColour
from workflows.recommendation import (
    CLOSURE_LABELS,
    PRIORITY_LABELS,
    PROGRESS_LABELS,
    RAG_RULE,
    RESPONSE_LABELS,
    TO_BE_DONE,
    Closure,
    Priority,
    Progress,
    Response,
)
from workflows.wording import counted, in_words, joined, sentence_case

Json = dict[str, Any]
_DAYS = ("completed_on", "current_last", "original_last")
_CHOICES = {"response": Response, "progress": Progress, "closure": Closure}


@dataclass(frozen=True)
class Recommended:
    """One recommendation as the report shows it. `stands` is its place in a word, `aside` what is added small."""

    number: int
    reference: str
    words: str
    brief: str
    owner: str
    priority: str
    impact: str
    effort: str
    findings: str
    rests_on: tuple[int, ...]
    response: str
    reason: str
    stands: str
    aside: str
    late: bool
    original_date: str
    original_aside: str
    current_date: str
    current_aside: str
    rag: Rag | None
    to_be_done: bool
    standing: Standing
    progress: Progress
    closure: Closure | None
    told: str


@dataclass(frozen=True)
class Chapter:
    """Recommendations and their progress."""

    paragraphs: tuple[Paragraph, ...]
    items: tuple[Recommended, ...]
    picture: grid.Grid | None
    picture_name: str
    table_name: str
    progress: tuple[Paragraph, ...]
    progress_name: str
    followed: tuple[Recommended, ...]
    rule: str


def recommended(rows: list[Json], as_at: date) -> tuple[Recommended, ...]:
    """Each recommendation of the dataset, as it stands on `as_at`."""
    return tuple(_recommended(row, as_at) for row in rows)


def _recommended(row: Json, as_at: date) -> Recommended:
    standing = standing_of(SimpleNamespace(**_typed(row)), as_at)
    response, progress = Response(row["response"]), Progress(row["progress"])
    closure = Closure(row["closure"]) if row["closure"] else None
    stands, aside = _stands(row, response, progress, closure, standing)
    same = row["current_label"] == row["original_label"]
    return Recommended(
        number=row["number"],
        reference=row["reference"],
        words=shortened(row["text"]),
        brief=brief(row["text"]),
        owner=row["owner"] or "No owner yet",
        priority=PRIORITY_LABELS[Priority(row["priority"])] if row["priority"] else "Not settled",
        impact=str(row["impact"] or "–"),
        effort=str(row["effort"] or "–"),
        findings=joined([str(number) for number in row["findings"]]) if row["findings"] else "none",
        rests_on=tuple(row["findings"]),
        response=RESPONSE_LABELS[response],
        reason=shortened(row["response_reason"]),
        stands=stands,
        aside=aside,
        late=standing.overdue > 0,
        original_date=_date(row, "original"),
        original_aside=_over(standing.overdue_original) if not same else "",
        current_date="the same" if same and row["original_label"] else _date(row, "current"),
        current_aside=_over(standing.overdue),
        rag=standing.rag,
        to_be_done=response in TO_BE_DONE,
        standing=standing,
        progress=progress,
        closure=closure,
        told=_told(row, response, stands, aside),
    )


def _typed(row: Json) -> Json:
    """The row's values as the rule of the RAG takes them."""
    found = dict(row)
    for name in _DAYS:
        found[name] = date.fromisoformat(row[name]) if row[name] else None
    for name, kind in _CHOICES.items():
        found[name] = kind(row[name]) if row[name] else None
    return found


def _date(row: Json, which: str) -> str:
    """A date as narrow columns have it: "30 Sep 2025"; as it was given where it is less exact than a day."""
    label: str = row[f"{which}_label"] or "no date"
    if row[f"{which}_precision"] != Precision.DAY:
        return label
    day, month, year = label.split()
    return f"{day} {month[:3]} {year}"


def _over(days: int) -> str:
    return f"{counted(days, 'day')} over" if days else ""


def _stands(
    row: Json, response: Response, progress: Progress, closure: Closure | None, standing: Standing
) -> tuple[str, str]:
    """Where a recommendation stands, in a word or two, and what is added to it."""
    if response is Response.AWAITING:
        return "No response yet", ""
    if response is Response.NOT_ACCEPTED:
        return "Not accepted", ""
    if closure is not None:
        return "Closed", _closed(row, closure)
    if progress is Progress.DONE_AWAITING_VERIFICATION:
        return "Done", f"{counted(standing.waiting or 0, 'day')} waiting to be verified"
    if standing.overdue:
        return PROGRESS_LABELS[progress], _over(standing.overdue)
    if standing.milestones:
        return PROGRESS_LABELS[progress], f"{standing.milestones_done} of {counted(standing.milestones, 'milestone')}"
    return PROGRESS_LABELS[progress], ""


def _closed(row: Json, closure: Closure) -> str:
    if closure is Closure.VERIFIED and row["verified_on"]:
        return f"verified {format_day(date.fromisoformat(row['verified_on']))}"
    if closure is Closure.HANDED_OVER and row["handed_over_to"]:
        return f"handed over to {row['handed_over_to']}, which reports back"
    if closure is Closure.SUPERSEDED and row["superseded_by"]:
        return f"superseded by {row['superseded_by']}"
    return CLOSURE_LABELS[closure].lower()


def _told(row: Json, response: Response, stands: str, aside: str) -> str:
    """What is said of it where the finding is told that it follows from."""
    said = []
    if row["impact"] and row["effort"]:
        said.append(f"Impact {row['impact']}, effort {row['effort']}.")
    if row["owner"]:
        said.append(f"Owner: {row['owner']}.")
    if response is Response.NOT_ACCEPTED:
        reason = f": “{clause(shortened(row['response_reason']))}.”" if row["response_reason"] else "."
        return " ".join([*said, f"Not accepted{reason} It counts in no figure of progress."])
    if response is Response.AWAITING:
        return " ".join([*said, "It has had no response yet."])
    said.append(f"{RESPONSE_LABELS[response]}.")
    if row["response_reason"]:
        said.append(sentence(shortened(row["response_reason"])))
    due = f", due {row['current_label']}" if row["current_label"] and row["closure"] is None else ""
    by = f" by {row['verified_by']}" if row["closure"] == Closure.VERIFIED and row["verified_by"] else ""
    said.append(f"{sentence_case(stands)}{f': {aside}' if aside else ''}{by}{due}.")
    if row["text_version"] > 1:
        said.append(f"The wording is version {row['text_version']}, amended since it was first published.")
    return " ".join(said)


def chapter(items: tuple[Recommended, ...], numbering: Numbering) -> Chapter:
    """The chapters on recommendations and on progress."""
    followed = tuple(one for one in items if one.to_be_done)
    paragraphs = (numbering.paragraph(_responses(items), _how_many(items)),)
    placed = [
        grid.Item(str(one.number), one.brief, _figure(one.impact), _figure(one.effort))
        for one in items
        if one.impact != "–" and one.effort != "–"
    ]
    title = f"Impact and effort of {counted(len(placed), 'recommendation')}"
    return Chapter(
        paragraphs=paragraphs,
        items=items,
        picture=grid.grid(placed, key="effort", title=title) if placed else None,
        picture_name=numbering.figure() if placed else "",
        table_name=numbering.table() if items else "",
        progress=(numbering.paragraph(progress_words(followed), ""), *_rag_paragraph(followed, numbering)),
        progress_name=numbering.table() if followed else "",
        followed=followed,
        rule=rule_words(),
    )


def _figure(text: str) -> int:
    return int(text)


def _how_many(items: tuple[Recommended, ...]) -> str:
    if not items:
        return "No recommendations are in this report."
    are = "is" if len(items) == 1 else "are"
    return f"There {are} {in_words(len(items))} recommendation{'' if len(items) == 1 else 's'}."


def _responses(items: tuple[Recommended, ...]) -> str:
    if not items:
        return "They are written once there are findings to rest on, and stand here from the day they are published."
    found = Counter(one.response for one in items)
    said = [
        f"{in_words(found[label])} {_was(label, found[label])}" for label in RESPONSE_LABELS.values() if found[label]
    ]
    return (
        f"{sentence_case(joined(said))}. Impact and effort are the review’s own judgement, from 1 (small) to 5 (large)."
    )


def _was(label: str, count: int) -> str:
    if label == RESPONSE_LABELS[Response.AWAITING]:
        return "awaits a response" if count == 1 else "await a response"
    return f"{'was' if count == 1 else 'were'} {label.lower()}"


def progress_words(followed: tuple[Recommended, ...]) -> str:
    """How far the accepted ones are, each number with what it is out of."""
    if not followed:
        return "None is accepted or partially accepted so far, so there is nothing to follow."
    said = [f"{in_words(number)} {words}" for number, words in _states(followed) if number]
    late = sum(one.standing.overdue > 0 for one in followed)
    late_original = sum(one.standing.overdue_original > 0 for one in followed)
    whole = in_words(len(followed))
    return (
        f"Of {whole} accepted or partially accepted: {joined(said)}. Overdue against the current date: "
        f"{in_words(late)} of {whole}. Overdue against the original date: {in_words(late_original)} of {whole}."
    )


def _states(followed: tuple[Recommended, ...]) -> list[tuple[int, str]]:
    closed = [one for one in followed if one.closure is not None]
    verified = sum(one.closure is Closure.VERIFIED for one in closed)
    progress = Counter(one.progress for one in followed)
    done = progress[Progress.DONE_AWAITING_VERIFICATION]
    return [
        (verified, "closed and verified"),
        (len(closed) - verified, "closed in another way"),
        (done, "done and awaiting verification"),
        (progress[Progress.IN_PROGRESS], "in progress"),
        (progress[Progress.NOT_STARTED], "not started"),
    ]


def _rag_paragraph(followed: tuple[Recommended, ...], numbering: Numbering) -> tuple[Paragraph, ...]:
    colours = Counter(one.rag.colour for one in followed if one.rag)
    if not colours:
        return ()
    said = [f"{in_words(colours[colour])} {RAG_LABELS[colour].lower()}" for colour in RagColour if colours[colour]]
    without = len(followed) - sum(colours.values())
    rest = f"; {in_words(without)} {'has' if without == 1 else 'have'} none, being done and not yet verified"
    return (
        numbering.paragraph(
            f"By the rule below the table: {joined(said)}{rest if without else ''}.", "Red, amber, green."
        ),
    )


def rule_words() -> str:
    """The rule of the colours, as it stands below the table."""
    rules = " ".join(f"{RAG_LABELS[colour]}: {words}." for colour, words in RAG_RULE)
    return f"{rules} The first that applies; none while done and awaiting verification."

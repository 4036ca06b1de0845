"""How late a recommendation is, and its red, amber or green: by rule, with the reason in words."""

from dataclasses import dataclass
from datetime import date

from workflows.rag import Rag, RagColour
from workflows.recommendation_states import CLOSURE_LABELS, TO_BE_DONE, Closure, Progress, Response
from workflows.wording import counted

LATE_DAYS = 30
"""Days overdue beyond which a recommendation is red."""

SOON_DAYS = 30
"""Days before its date within which a recommendation is due soon."""

RAG_RULE: tuple[tuple[RagColour, str], ...] = (
    (RagColour.BLUE, "closed and verified"),
    (RagColour.RED, f"blocked, revised twice or more, or overdue by more than {LATE_DAYS} days"),
    (
        RagColour.AMBER,
        f"revised once, overdue by up to {LATE_DAYS} days, or due within {SOON_DAYS} days "
        "with under half of its milestones done",
    ),
    (RagColour.GREY, f"not started and not due within {SOON_DAYS} days"),
    (RagColour.GREEN, "otherwise"),
)
"""The whole rule in words: the first that applies."""


@dataclass(frozen=True, kw_only=True)
class RecommendationRagFacts:
    """What the RAG needs. ``due`` is the last day of the current date; ``revisions`` how often the date was
    revised.
    """

    today: date
    response: Response
    progress: Progress
    closure: Closure | None = None
    due: date | None = None
    revisions: int = 0
    blocked: bool = False
    milestones: int = 0
    milestones_done: int = 0


def days_overdue(*, response: Response, progress: Progress, due: date | None, today: date) -> int:
    """Return by how many days a recommendation is overdue; 0 when it is not.

    Overdue is one accepted or partially accepted, neither done nor closed, whose ``due`` (the last day of its
    date, current or original) is before ``today``.
    """
    still_to_do = progress in (Progress.NOT_STARTED, Progress.IN_PROGRESS)
    if due is None or response not in TO_BE_DONE or not still_to_do:
        return 0
    return max((today - due).days, 0)


def is_overdue(*, response: Response, progress: Progress, due: date | None, today: date) -> bool:
    """Say whether a recommendation is overdue on ``today`` against the date whose last day is ``due``."""
    return days_overdue(response=response, progress=progress, due=due, today=today) > 0


def recommendation_rag(facts: RecommendationRagFacts) -> Rag | None:
    """Return the first colour of ``RAG_RULE`` that applies, with why.

    None for a recommendation that was not accepted or has no response, and for one that is done and awaits
    verification: that one shows its days of waiting instead.
    """
    if not _has_colour(facts):
        return None
    if facts.progress is Progress.CLOSED and facts.closure is Closure.VERIFIED:
        return Rag(RagColour.BLUE, "it is closed and verified")
    if reason := _red(facts):
        return Rag(RagColour.RED, reason)
    if reason := _amber(facts):
        return Rag(RagColour.AMBER, reason)
    if facts.progress is Progress.NOT_STARTED and not _due_soon(facts):
        return Rag(RagColour.GREY, f"it is not started and not due within {SOON_DAYS} days")
    return Rag(RagColour.GREEN, _green(facts))


def _has_colour(facts: RecommendationRagFacts) -> bool:
    return facts.response in TO_BE_DONE and facts.progress is not Progress.DONE_AWAITING_VERIFICATION


def _late(facts: RecommendationRagFacts) -> int:
    return days_overdue(response=facts.response, progress=facts.progress, due=facts.due, today=facts.today)


def _due_soon(facts: RecommendationRagFacts) -> bool:
    """Say whether an open recommendation is due today or within the next ``SOON_DAYS`` days."""
    if facts.due is None or facts.progress is Progress.CLOSED:
        return False
    return 0 <= (facts.due - facts.today).days <= SOON_DAYS


def _under_half_done(facts: RecommendationRagFacts) -> bool:
    return facts.milestones == 0 or 2 * facts.milestones_done < facts.milestones


def _red(facts: RecommendationRagFacts) -> str:
    if facts.blocked:
        return "it is blocked"
    if facts.revisions >= 2:
        return "its date was revised " + ("twice" if facts.revisions == 2 else f"{facts.revisions} times")
    late = _late(facts)
    return f"it is overdue by {counted(late, 'day')}" if late > LATE_DAYS else ""


def _amber(facts: RecommendationRagFacts) -> str:
    if facts.revisions == 1:
        return "its date was revised once"
    if late := _late(facts):
        return f"it is overdue by {counted(late, 'day')}"
    if _due_soon(facts) and _under_half_done(facts):
        return f"it is due {_in_days(facts)} {_milestones(facts)}"
    return ""


def _green(facts: RecommendationRagFacts) -> str:
    if facts.progress is Progress.CLOSED:
        how = f", {CLOSURE_LABELS[facts.closure].lower()}" if facts.closure else ""
        return f"it is closed{how}"
    if _due_soon(facts):
        return f"it is on course: due {_in_days(facts)} {_milestones(facts)}"
    return "it is on course"


def _in_days(facts: RecommendationRagFacts) -> str:
    days = (facts.due - facts.today).days if facts.due else 0
    return f"in {counted(days, 'day')}" if days else "today"


def _milestones(facts: RecommendationRagFacts) -> str:
    if facts.milestones == 0:
        return "with no milestones set"
    return f"with {facts.milestones_done} of {counted(facts.milestones, 'milestone')} done"

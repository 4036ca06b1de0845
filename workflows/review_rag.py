"""The red, amber or green of a review: by rule, with the reason in words."""

from workflows.phases import PHASE_LABELS, Phase
from workflows.rag import Rag, RagColour
from workflows.review_facts import ReviewRagFacts
from workflows.wording import counted

LATE_DAYS = 30
"""Days past the planned end of a phase beyond which a review is red."""

SLOW_TENTHS = 15
"""Tenths of the planned days beyond which a phase is slow: 1.5 times the plan."""

REVIEW_RAG_RULE: tuple[tuple[RagColour, str], ...] = (
    (
        RagColour.RED,
        f"paused with no date to resume, or the planned end of its phase passed by more than {LATE_DAYS} days",
    ),
    (
        RagColour.AMBER,
        f"the planned end passed by up to {LATE_DAYS} days or moved, "
        "or more than 1.5 times the planned days in the phase",
    ),
    (RagColour.GREY, "no plan yet"),
    (RagColour.GREEN, "otherwise"),
)
"""The whole rule in words: the first that applies."""


def review_rag(facts: ReviewRagFacts) -> Rag | None:
    """Return the first colour of ``REVIEW_RAG_RULE`` that applies, with why; None once completed or
    withdrawn.
    """
    if facts.phase in (Phase.COMPLETED, Phase.WITHDRAWN):
        return None
    for colour, reason in ((RagColour.RED, _red(facts)), (RagColour.AMBER, _amber(facts))):
        if reason:
            return Rag(colour, reason)
    if facts.planned_end is None:
        return Rag(RagColour.GREY, "there is no plan yet")
    return Rag(RagColour.GREEN, f"it is on course: {_phase_of(facts)} is planned to end {facts.planned_end.label}")


def _phase_of(facts: ReviewRagFacts) -> str:
    """Return the phase that the plan is about: that from which a paused review was paused."""
    phase = facts.paused_from or facts.phase if facts.phase is Phase.PAUSED else facts.phase
    return PHASE_LABELS[phase].lower()


def _days_past(facts: ReviewRagFacts) -> int:
    return (facts.today - facts.planned_end.last_day).days if facts.planned_end else 0


def _red(facts: ReviewRagFacts) -> str:
    if facts.phase is Phase.PAUSED and facts.resume_on is None:
        return "it is paused with no date to resume"
    return _passed(facts) if _days_past(facts) > LATE_DAYS else ""


def _passed(facts: ReviewRagFacts) -> str:
    ago = counted(_days_past(facts), "day")
    return f"the planned end of {_phase_of(facts)} passed {ago} ago"


def _amber(facts: ReviewRagFacts) -> str:
    if _days_past(facts) > 0:
        return _passed(facts)
    if facts.times_moved:
        return _moved(facts)
    if facts.planned_days and 10 * facts.days_in_phase > SLOW_TENTHS * facts.planned_days:
        return (
            f"it has been in {_phase_of(facts)} for {counted(facts.days_in_phase, 'day')}, "
            f"more than 1.5 times the {facts.planned_days} planned"
        )
    return ""


def _moved(facts: ReviewRagFacts) -> str:
    times = {1: "once", 2: "twice"}.get(facts.times_moved, f"{facts.times_moved} times")
    between = ""
    if facts.first_planned_end and facts.planned_end:
        between = f", from {facts.first_planned_end.label} to {facts.planned_end.label}"
    return f"the planned end of {_phase_of(facts)} was moved {times}{between}"

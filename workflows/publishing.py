"""When a recommendation may be put forward: from then everybody reads it, and its text is fixed."""

from dataclasses import dataclass

from workflows.engine import Condition
from workflows.phases import PHASE_LABELS, Phase

OPEN: tuple[Phase, ...] = (Phase.RECOMMENDATIONS, Phase.IMPLEMENTATION)
"""The phases in which any recommendation may be put forward; a quick win may be in discovery too."""


@dataclass(frozen=True, kw_only=True)
class DraftFacts:
    """What putting a draft forward needs. `findings` is how many findings it rests on."""

    review_phase: Phase
    interim: bool = False
    findings: int = 0


def may_be_put_forward(facts: DraftFacts) -> tuple[Condition, ...]:
    """What stands in the way of putting a draft forward, and what does not."""
    return (_late_enough(facts), _rests_on_a_finding(facts))


def _late_enough(facts: DraftFacts) -> Condition:
    if facts.review_phase in OPEN or (facts.interim and facts.review_phase is Phase.DISCOVERY):
        return Condition(True, f"The review is in {PHASE_LABELS[facts.review_phase].lower()}.", "phase")
    if facts.review_phase is Phase.DISCOVERY:
        sentence = "The review is still in discovery, where only a quick win can be put forward."
    else:
        where = PHASE_LABELS[facts.review_phase].lower()
        sentence = f"The review is {'in ' if facts.review_phase is Phase.SCOPING else ''}{where}."
    return Condition(False, sentence, "phase", "See where the review is")


def _rests_on_a_finding(facts: DraftFacts) -> Condition:
    if facts.findings:
        return Condition(True, "It rests on a finding.", "findings")
    return Condition(False, "It rests on no finding.", "findings", "Say which finding it rests on")

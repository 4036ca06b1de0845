"""The phases, method profiles and steps of a review: "phase" is the state of its life, "step" one of the
seven in it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Phase(StrEnum):
    """The state of a review's life. The value is what is stored."""

    PROPOSED = "proposed"
    SCOPING = "scoping"
    DISCOVERY = "discovery"
    RECOMMENDATIONS = "recommendations"
    IMPLEMENTATION = "implementation"
    COMPLETED = "completed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


PHASE_LABELS: Mapping[Phase, str] = MappingProxyType({phase: phase.value.capitalize() for phase in Phase})

PATH: tuple[Phase, ...] = (
    Phase.PROPOSED,
    Phase.SCOPING,
    Phase.DISCOVERY,
    Phase.RECOMMENDATIONS,
    Phase.IMPLEMENTATION,
    Phase.COMPLETED,
)
"""The way of a review from proposal to completion; paused and withdrawn lie beside it."""

UNDER_WAY: tuple[Phase, ...] = PATH[1:5]
"""The four phases between proposal and completion; only these can be paused."""

IN_PROGRESS: tuple[Phase, ...] = PATH[1:4]
"""The phases that the limit of reviews in progress counts."""


class Profile(StrEnum):
    """A method profile: who commissions the review, and so which rules it meets."""

    UNIVERSITY_WIDE = "university_wide"
    LOCAL = "local"


PROFILE_LABELS: Mapping[Profile, str] = MappingProxyType(
    {Profile.UNIVERSITY_WIDE: "University-wide review", Profile.LOCAL: "Local review"}
)


class Step(StrEnum):
    """One of the seven steps of the Focus Service Review Guide, which live inside the phases."""

    IDEA = "idea"
    SCOPE = "scope"
    ENGAGE = "engage"
    DIAGNOSE = "diagnose"
    DESIGN_AND_TEST = "design_and_test"
    IMPLEMENT = "implement"
    SUSTAIN = "sustain"


STEP_LABELS: Mapping[Step, str] = MappingProxyType(
    {
        Step.IDEA: "Idea",
        Step.SCOPE: "Scope",
        Step.ENGAGE: "Engage",
        Step.DIAGNOSE: "Diagnose",
        Step.DESIGN_AND_TEST: "Design and test",
        Step.IMPLEMENT: "Implement",
        Step.SUSTAIN: "Sustain",
    }
)

STEP_HINTS: Mapping[Step, str] = MappingProxyType(
    {
        Step.IDEA: "The problem, its users, and why a review",
        Step.SCOPE: "What is in and out, who takes part, and by when",
        Step.ENGAGE: "Ask the users and the team that runs the service",
        Step.DIAGNOSE: "Findings with their evidence, and a baseline",
        Step.DESIGN_AND_TEST: "Recommendations, tried out where that is possible",
        Step.IMPLEMENT: "Do what was decided, and check that it is done",
        Step.SUSTAIN: "Check the benefits, note the lessons, hand over to the service",
    }
)

STEP_PHASES: Mapping[Step, Phase] = MappingProxyType(
    {
        Step.IDEA: Phase.SCOPING,
        Step.SCOPE: Phase.SCOPING,
        Step.ENGAGE: Phase.DISCOVERY,
        Step.DIAGNOSE: Phase.DISCOVERY,
        Step.DESIGN_AND_TEST: Phase.RECOMMENDATIONS,
        Step.IMPLEMENT: Phase.IMPLEMENTATION,
        Step.SUSTAIN: Phase.IMPLEMENTATION,
    }
)
"""The phase each step lives in. The idea is worked on while the review is proposed, and settled when scoping
begins.
"""

_FIRST_STEP: Mapping[Phase, Step] = MappingProxyType(
    {
        Phase.PROPOSED: Step.IDEA,
        Phase.SCOPING: Step.SCOPE,
        Phase.DISCOVERY: Step.ENGAGE,
        Phase.RECOMMENDATIONS: Step.DESIGN_AND_TEST,
        Phase.IMPLEMENTATION: Step.IMPLEMENT,
        Phase.COMPLETED: Step.SUSTAIN,
    }
)


def first_step(phase: Phase) -> Step | None:
    """Return the step a review stands at when it enters ``phase``; None for paused and withdrawn, which
    change no step.
    """
    return _FIRST_STEP.get(phase)

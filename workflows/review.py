"""The life of a review: two method profiles, each a table of moves. A review stays on the version it began
with.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workflows import decision_rules, finding_rules, scope_rules
from workflows.engine import Kind, Move, Rule, Workflow
from workflows.phases import (
    IN_PROGRESS,
    PATH,
    PHASE_LABELS,
    PROFILE_LABELS,
    STEP_HINTS,
    STEP_LABELS,
    STEP_PHASES,
    UNDER_WAY,
    Phase,
    Profile,
    Step,
    first_step,
)
from workflows.review_facts import (
    DecisionFacts,
    FindingFacts,
    GateRecommendation,
    ReviewFacts,
    ReviewRagFacts,
)
from workflows.review_rag import REVIEW_RAG_RULE, review_rag
from workflows.roles import Role
from workflows.wording import in_words

__all__ = [
    "CURRENT_VERSION",
    "IN_PROGRESS",
    "PATH",
    "PHASE_LABELS",
    "PROFILE_LABELS",
    "REVIEW_RAG_RULE",
    "STEP_HINTS",
    "STEP_LABELS",
    "STEP_PHASES",
    "UNDER_WAY",
    "DecisionFacts",
    "FindingFacts",
    "GateRecommendation",
    "Phase",
    "Profile",
    "ReviewFacts",
    "ReviewMove",
    "ReviewRagFacts",
    "ReviewWorkflow",
    "Step",
    "first_step",
    "in_progress_limit_warning",
    "review_rag",
    "workflow_for",
]

ReviewMove = Move[Phase, ReviewFacts]
ReviewWorkflow = Workflow[Phase, ReviewFacts]
ReviewRule = Rule[ReviewFacts]

CURRENT_VERSION = 1
"""The version of either profile that a new review begins on."""

RECORDERS: frozenset[Role] = frozenset({Role.REVIEW_LEAD, Role.FOCUS_REVIEWER, Role.COMMITTEE_SECRETARY})
"""Who may record a move that somebody else decided. Who decides a gate may record it as well."""

_SPONSOR = RECORDERS | {Role.SPONSOR}

_PROPOSAL: tuple[ReviewRule, ...] = (
    scope_rules.problem_stated,
    scope_rules.users_stated,
    scope_rules.sponsor_named,
    scope_rules.right_tool_answered,
)
_SCOPE: tuple[ReviewRule, ...] = (scope_rules.scope_stated, scope_rules.terms_of_reference_written)
_PLAN: tuple[ReviewRule, ...] = (
    scope_rules.lead_named,
    scope_rules.planned_dates_set,
    scope_rules.screening_done,
    scope_rules.guide_chosen,
)
_FINDINGS: tuple[ReviewRule, ...] = (
    finding_rules.baseline_recorded,
    finding_rules.accuracy_answered_or_time_passed,
    finding_rules.findings_recorded,
    finding_rules.findings_evidenced,
    finding_rules.findings_shared,
)
_DECISION: tuple[ReviewRule, ...] = (
    decision_rules.recommendations_recorded,
    decision_rules.recommendations_rest_on_findings,
    decision_rules.recommendations_complete,
    decision_rules.recommendations_answered,
    decision_rules.decision_recorded,
    decision_rules.decision_still_current,
)
_COMPLETION: tuple[ReviewRule, ...] = (
    decision_rules.recommendations_closed,
    decision_rules.benefits_checked,
    decision_rules.lessons_noted,
    decision_rules.service_owner_took_over,
)


def _gate(
    name: str,
    label: str,
    source: Phase,
    by: frozenset[Role],
    needs: tuple[ReviewRule, ...],
    decided_by: str,
    *,
    needs_decision: bool = True,
) -> ReviewMove:
    """Return the move from ``source`` to the next phase of the path."""
    target = PATH[PATH.index(source) + 1]
    return Move(
        name=name,
        label=label,
        sources=(source,),
        target=target,
        by=by,
        rules=needs,
        needs_decision=needs_decision,
        decided_by=decided_by,
    )


def _university_wide_gates() -> tuple[ReviewMove, ...]:
    steering = _SPONSOR | {Role.STEERING_GROUP_MEMBER}
    team = (*_SCOPE, scope_rules.co_chairs_from_service_and_division, *_PLAN)
    return (
        _gate(
            "begin_scoping",
            "Begin scoping",
            Phase.PROPOSED,
            RECORDERS,
            _PROPOSAL,
            "the committee",
        ),
        _gate("begin_discovery", "Begin discovery", Phase.SCOPING, _SPONSOR, team, "the sponsor"),
        _recommend(steering, "the steering group"),
        _implement("the committee or the sponsor"),
        _complete("the sponsor, noted by the committee"),
    )


def _local_gates() -> tuple[ReviewMove, ...]:
    head = RECORDERS | {Role.DEPARTMENT_LEAD}
    return (
        _gate("begin_scoping", "Begin scoping", Phase.PROPOSED, head, _PROPOSAL, "the head of department"),
        _gate("begin_discovery", "Begin discovery", Phase.SCOPING, _SPONSOR, (*_SCOPE, *_PLAN), "the sponsor"),
        _recommend(_SPONSOR, "the review lead"),
        _implement("the sponsor or the committee"),
        _complete("the sponsor, noted by the committee"),
    )


def _recommend(by: frozenset[Role], decided_by: str) -> ReviewMove:
    return _gate("move_to_recommendations", "Move to recommendations", Phase.DISCOVERY, by, _FINDINGS, decided_by)


def _implement(decided_by: str) -> ReviewMove:
    """The decision itself is recorded before, on the document read, and is one of the rules: it is not asked
    for again.
    """
    source = Phase.RECOMMENDATIONS
    return _gate(
        "begin_implementation",
        "Begin implementation",
        source,
        _SPONSOR,
        _DECISION,
        decided_by,
        needs_decision=False,
    )


def _complete(decided_by: str) -> ReviewMove:
    return _gate("complete", "Complete the review", Phase.IMPLEMENTATION, _SPONSOR, _COMPLETION, decided_by)


def _with_reason(
    name: str,
    label: str,
    sources: tuple[Phase, ...],
    target: Phase,
    *,
    kind: Kind = "backward",
    decided_by: str = "the sponsor",
) -> ReviewMove:
    return Move(
        name=name,
        label=label,
        sources=sources,
        target=target,
        by=_SPONSOR,
        needs_reason=True,
        needs_decision=True,
        decided_by=decided_by,
        kind=kind,
    )


def _ways_back() -> tuple[ReviewMove, ...]:
    """Return a move back to each phase from every later one. To "proposed" only scoping goes back: later it
    is withdrawn.
    """
    back = [_with_reason("back_to_proposed", "Take it back to proposed", (Phase.SCOPING,), Phase.PROPOSED)]
    for position, phase in enumerate(UNDER_WAY[:-1], 1):
        label = f"Take it back to {PHASE_LABELS[phase].lower()}"
        back.append(_with_reason(f"back_to_{phase.value}", label, UNDER_WAY[position:], phase))
    return tuple(back)


def _ways_aside() -> tuple[ReviewMove, ...]:
    withdrawable = (Phase.PROPOSED, *UNDER_WAY, Phase.PAUSED)
    return (
        _with_reason("pause", "Pause this review", UNDER_WAY, Phase.PAUSED, kind="side"),
        Move(
            name="resume",
            label="Resume this review",
            sources=(Phase.PAUSED,),
            target=None,
            targets=UNDER_WAY,
            goes_to=lambda facts: facts.paused_from,
            by=_SPONSOR,
            rules=(scope_rules.place_to_resume_known,),
            needs_decision=True,
            decided_by="the sponsor",
            kind="side",
        ),
        _with_reason("withdraw", "Withdraw this review", withdrawable, Phase.WITHDRAWN, kind="side"),
        _with_reason("reopen", "Reopen this review", (Phase.COMPLETED,), Phase.IMPLEMENTATION),
        _with_reason("reopen", "Propose this review again", (Phase.WITHDRAWN,), Phase.PROPOSED),
    )


def _review(profile: Profile, gates: tuple[ReviewMove, ...]) -> ReviewWorkflow:
    name = f"{PROFILE_LABELS[profile]}, version 1"
    return Workflow(name, PHASE_LABELS, Phase.PROPOSED, (*gates, *_ways_back(), *_ways_aside()))


WORKFLOWS: Mapping[tuple[Profile, int], ReviewWorkflow] = MappingProxyType(
    {
        (Profile.UNIVERSITY_WIDE, 1): _review(Profile.UNIVERSITY_WIDE, _university_wide_gates()),
        (Profile.LOCAL, 1): _review(Profile.LOCAL, _local_gates()),
    }
)
"""Every version of every profile. A version that a review ever began on is never changed or taken out."""


def workflow_for(profile: Profile, version: int = CURRENT_VERSION) -> ReviewWorkflow:
    """Return the life of a review on this version of its profile; raise ``LookupError`` when there is no such
    version.
    """
    try:
        return WORKFLOWS[profile, version]
    except KeyError:
        raise LookupError(f"there is no version {version} of the profile {profile!r}") from None


def in_progress_limit_warning(count: int, limit: int, committee: str) -> str | None:
    """Return a warning when ``count`` university-wide reviews in progress, this one included, are over
    ``limit``, the number that ``committee`` (its name, without "the") usually has.

    In progress are those in ``IN_PROGRESS``. It warns and does not refuse.
    """
    if count <= limit:
        return None
    are = "review is" if count == 1 else "reviews are"
    return (
        f"{in_words(count).capitalize()} university-wide {are} then in progress. "
        f"The {committee} usually has no more than {in_words(limit)} at a time."
    )

"""Facts with good defaults: of a review that may make any move, a recommendation that may be closed, and so on."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.decision import Outcome
from workflows.improvement import ImprovementFacts, SavingClass
from workflows.recommendation import Progress, RecommendationFacts, Response
from workflows.review import DecisionFacts, FindingFacts, GateRecommendation, Phase, ReviewFacts
from workflows.saving import SavingFacts

TODAY = date(2026, 5, 1)


def a_finding(number: int = 1, **changes: Any) -> FindingFacts:
    """A finding with evidence, sent to the service and answered in time."""
    finding = FindingFacts(
        number,
        pieces_of_evidence=1,
        sent_on=date(2026, 4, 1),
        answer_due=date(2026, 4, 17),
        answered_on=date(2026, 4, 10),
    )
    return replace(finding, **changes)


def a_gate_recommendation(number: int = 1, **changes: Any) -> GateRecommendation:
    """A complete recommendation, accepted and closed."""
    recommendation = GateRecommendation(
        number,
        findings=1,
        has_priority=True,
        has_impact=True,
        has_effort=True,
        has_owner=True,
        has_date=True,
        response=Response.ACCEPTED,
        progress=Progress.CLOSED,
    )
    return replace(recommendation, **changes)


def a_review(**changes: Any) -> ReviewFacts:
    """A review in which nothing stands in the way of any move."""
    facts = ReviewFacts(
        today=TODAY,
        paused_from=Phase.DISCOVERY,
        problem_stated=True,
        users_stated=True,
        sponsor_named=True,
        right_tool_answered=True,
        in_scope_stated=True,
        out_of_scope_stated=True,
        terms_of_reference=True,
        lead_named=True,
        co_chairs_from_service=1,
        co_chairs_from_division=1,
        planned_dates_set=True,
        data_protection_screened=True,
        equality_screened=True,
        guide_chosen=True,
        findings=(a_finding(),),
        baseline_recorded=True,
        recommendations=(a_gate_recommendation(),),
        decision=DecisionFacts(Outcome.APPROVED, date(2026, 3, 2)),
        benefits_checked_on=date(2026, 4, 20),
        lessons_noted=2,
        service_owner_took_over_on=date(2026, 4, 24),
    )
    return replace(facts, **changes)


def a_recommendation(**changes: Any) -> RecommendationFacts:
    """An accepted recommendation in implementation, with evidence that it is done."""
    facts = RecommendationFacts(
        review_phase=Phase.IMPLEMENTATION,
        response=Response.ACCEPTED,
        progress=Progress.IN_PROGRESS,
        pieces_of_evidence=1,
        handed_over_to="Digital Transformation, phase two",
        superseded_by="SR-99-R01",
    )
    return replace(facts, **changes)


def an_improvement(**changes: Any) -> ImprovementFacts:
    """An improvement that can be adopted."""
    return replace(ImprovementFacts(change_described=True, savings=1), **changes)


def a_saving(**changes: Any) -> SavingFacts:
    """Staff time, measured well, checked again after a year, by somebody other than its claimant."""
    facts = SavingFacts(
        today=TODAY,
        klass=SavingClass.NON_CASH_RELEASING,
        method_stated=True,
        sample_size=40,
        dates_stated=True,
        like_for_like_scope_stated=True,
        measured_on=date(2025, 3, 3),
        checked_on=date(2026, 3, 3),
        actor_validates_finance=True,
    )
    return replace(facts, **changes)

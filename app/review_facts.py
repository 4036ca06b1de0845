"""What the rules of a review must know, filled from its records.

`records_of` asks four bounded questions once; everything else here is worked out from them. A page that has the records
already hands them over, so that nothing is asked twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from app.models import Review, RightTool, Screening, Side
from app.review_parts import (
    FindingRow,
    RecommendationRow,
    findings_of,
    findings_of_each,
    recommendations_of,
    recommendations_of_each,
)
from app.review_records import Outline, outline_of, outlines_of
from app.review_single import Single, single_of, singles_of
from app.review_standing import Standing, rag_facts_from, standing_from
from workflows.decision import DecidedContent, DecidedRecommendation, decided_content, what_changed
from workflows.phases import UNDER_WAY
from workflows.review_facts import DecisionFacts, FindingFacts, GateRecommendation, ReviewFacts, ReviewRagFacts
from workflows.roles import Role


@dataclass(frozen=True)
class ReviewRecords:
    """The records of one review that its facts rest on."""

    outline: Outline
    single: Single
    findings: tuple[FindingRow, ...]
    recommendations: tuple[RecommendationRow, ...]


def records_of(review: Review) -> ReviewRecords:
    """The records of a review. Four queries, whatever it holds."""
    return ReviewRecords(
        outline_of(review.id), single_of(review.id), findings_of(review.id), recommendations_of(review.id)
    )


def records_of_each(review_ids: Sequence[int]) -> dict[int, ReviewRecords]:
    """The records of many reviews, by id. Four queries, however many there are."""
    outlines, singles = outlines_of(review_ids), singles_of(review_ids)
    findings, recommendations = findings_of_each(review_ids), recommendations_of_each(review_ids)
    return {
        number: ReviewRecords(outlines[number], singles[number], findings[number], recommendations[number])
        for number in review_ids
    }


def review_facts(review: Review, today: date, records: ReviewRecords | None = None) -> ReviewFacts:
    """Everything the gates of `review` need, as it stands on `today`. Four queries where `records` are not given."""
    records = records or records_of(review)
    outline, single = records.outline, records.single
    chairs = [one.side for one in outline.roles if one.role is Role.CO_CHAIR]
    return ReviewFacts(
        today=today,
        paused_from=review.paused_from,
        problem_stated=bool(review.problem),
        users_stated=bool(review.users),
        sponsor_named=bool(review.sponsor_title or outline.titles(Role.SPONSOR)),
        right_tool_answered=review.right_tool is RightTool.REVIEW,
        in_scope_stated=single.in_scope,
        out_of_scope_stated=single.out_of_scope,
        terms_of_reference=single.terms_of_reference,
        lead_named=bool(outline.titles(Role.REVIEW_LEAD)),
        co_chairs_from_service=chairs.count(Side.SERVICE),
        co_chairs_from_division=chairs.count(Side.DIVISION),
        planned_dates_set=any(row.current and row.phase in UNDER_WAY[1:] for row in outline.planned),
        data_protection_screened=review.data_protection is not Screening.NOT_DONE,
        equality_screened=review.equality is not Screening.NOT_DONE,
        guide_chosen=bool(review.guide_choice),
        reason_for_no_guide=bool(review.no_guide_reason),
        findings=tuple(_finding_facts(row) for row in records.findings),
        baseline_recorded=bool(review.baseline and review.baseline_on and review.baseline_method),
        reason_for_no_baseline=bool(review.no_baseline_reason),
        recommendations=tuple(_gate_recommendation(row) for row in records.recommendations),
        decision=latest_decision_facts(review, records),
        benefits_checked_on=review.benefits_checked_on,
        lessons_noted=single.lessons,
        service_owner_took_over_on=review.service_owner_on,
    )


def _finding_facts(row: FindingRow) -> FindingFacts:
    return FindingFacts(row.number, len(row.evidence), row.sent_on, row.answer_due, row.answered_on)


def _gate_recommendation(row: RecommendationRow) -> GateRecommendation:
    return GateRecommendation(
        number=row.number,
        findings=len(row.findings),
        has_priority=row.priority is not None,
        has_impact=row.impact is not None,
        has_effort=row.effort is not None,
        has_owner=row.owner is not None,
        has_date=bool(row.original or row.current),
        response=row.standing.response,
        progress=row.standing.progress,
    )


def rag_facts(review: Review, today: date, records: ReviewRecords | None = None) -> ReviewRagFacts:
    """What the RAG of `review` needs. One query where `records` are not given."""
    outline = records.outline if records else outline_of(review.id)
    return rag_facts_from(
        phase=review.phase,
        paused_from=review.paused_from,
        resume=review.resume,
        entries=outline.entries,
        planned=outline.planned,
        today=today,
    )


def standing_of(review: Review, today: date, records: ReviewRecords) -> Standing:
    """How `review` stands on `today`: RAG, days in its phase, planned end. No query."""
    outline = records.outline
    return standing_from(review.phase, review.paused_from, review.resume, outline.entries, outline.planned, today)


def current_decided_content(review: Review, records: ReviewRecords | None = None) -> DecidedContent:
    """What a decision taken now would decide: drafts are not part of it. Two queries where `records` are not given.

    An owner is shown as role title and unit, and told apart by the key: two people may bear the same title, and a
    change from one to the other is a change of what was decided; another name of the same one is not.
    """
    recommendations = records.recommendations if records else recommendations_of(review.id)
    single = records.single if records else single_of(review.id)
    return decided_content(
        (
            DecidedRecommendation(
                key=row.reference,
                number=row.number,
                text_version=row.text_version,
                findings=row.findings,
                priority=row.priority,
                impact=row.impact,
                effort=row.effort,
                owner=row.owner,
                owner_key=row.owner_key,
                original_date=row.original,
            )
            for row in recommendations
            if row.published_on is not None
        ),
        single.scope_version,
    )


def latest_decision_facts(review: Review, records: ReviewRecords | None = None) -> DecisionFacts | None:
    """The last decision on the report (or its amendment), and what changed in its content since; None without one."""
    single = records.single if records else single_of(review.id)
    decision = single.decision
    if decision is None:
        return None
    now = current_decided_content(review, records)
    changes = what_changed(cast(DecidedContent, decision.decided_content), now)
    return DecisionFacts(decision.outcome, decision.decided_on, changes)

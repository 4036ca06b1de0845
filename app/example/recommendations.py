"""The example's recommendations with their responses, dates and milestones, and the decisions they rest on."""

from datetime import date
from typing import Any

from app.example.portfolio import exact_day
from app.example.records import Records, number_of
from app.extensions import db
from app.models import (
    DateRevision,
    Decision,
    DecisionKind,
    Milestone,
    Person,
    Recommendation,
    RecommendationFinding,
    RecommendationText,
    Review,
    RevisionState,
)
from app.models.people import Provenance
from workflows.decision import DecidedContent, DecidedRecommendation, Outcome, decided_content
from workflows.recommendation import Closure, Priority, Progress, Response
from workflows.review import Phase

NO_SCOPE = 0
"""The scope version that is decided on where no scope is recorded."""


def add_recommendations(records: Records) -> None:
    """The decisions, then the recommendations that they answer: a decision never changes once it is there."""
    decisions = {
        row["id"]: _decision(records, records.reviews[row["id"]], row["decision"])
        for row in records.portfolio.rows("reviews")
        if "decision" in row
    }
    for row in records.portfolio.rows("recommendations"):
        recommendation = _recommendation(records, row)
        if recommendation.response is not Response.AWAITING:
            recommendation.decision = decisions.get(row["review"])
        _add_parts(records, recommendation, row)
        records.recommendations[row["id"]] = recommendation
    db.session.add_all([*decisions.values(), *records.recommendations.values()])
    db.session.flush()


def _decision(records: Records, review: Review, given: dict[str, Any]) -> Decision:
    return Decision(
        review=review,
        kind=DecisionKind.REPORT,
        outcome=Outcome(given["outcome"]),
        decided_by_title=given["by_role"],
        decided_on=exact_day(given["on"]),
        minute_reference=given["minute_reference"],
        decided_content=_decided(records, review),
        recorded_at=records.moment,
    )


def _decided(records: Records, review: Review) -> DecidedContent:
    rows = [row for row in records.portfolio.rows("recommendations") if row["review"] == review.reference]
    return decided_content(
        (
            DecidedRecommendation(
                key=row["id"],
                number=number_of(row["id"]),
                text_version=1,
                findings=tuple(row["findings"]),
                priority=row["priority"],
                impact=row["impact"],
                effort=row["effort"],
                owner=_title_and_unit(records.people[row["owner"]]),
                owner_key=records.people[row["owner"]].key,
                original_date=records.date(row["original_date"]),
            )
            for row in rows
        ),
        NO_SCOPE,
    )


def _title_and_unit(person: Person) -> str:
    """An owner as `app.review_facts.current_decided_content` names one: several people may bear one title."""
    return f"{person.role_title}, {person.unit.name}"


def _recommendation(records: Records, row: dict[str, Any]) -> Recommendation:
    verified_on = exact_day(row["verified_on"])
    verifier = records.people[row["verifier"]]
    return Recommendation(
        review=records.reviews[row["review"]],
        number=number_of(row["id"]),
        reference=row["id"],
        text=row["text"],
        priority=Priority(row["priority"]),
        impact=row["impact"],
        effort=row["effort"],
        owner=records.people[row["owner"]],
        verifier=verifier,
        interim=row.get("interim", False),
        published_on=published_on(records.reviews[row["review"]]),
        response=Response(row["response"]),
        response_reason=row.get("response_reason", ""),
        progress=Progress(row["progress"]),
        closure=Closure(row["closure"]) if "closure" in row else None,
        original_date=records.date(row["original_date"]),
        current_date=records.date(row["current_date"]),
        completed_on=exact_day(row["completed_on"]),
        verified_on=verified_on,
        verified_by=verifier if verified_on else None,
        provenance=Provenance(row["provenance"]),
    )


def published_on(review: Review) -> date:
    """The day the recommendations of a review became readable by all staff.

    That of its report; before there is one, the day it entered recommendations; and of quick wins, which may be
    answered from discovery on, the day discovery began: the file has no later day for them.

    Raises:
        ValueError: the review has none of these days.
    """
    if review.published_on:
        return review.published_on
    entered = {entry.phase: entry.entered.last_day for entry in review.entries}
    for phase in (Phase.RECOMMENDATIONS, Phase.DISCOVERY):
        if phase in entered:
            return entered[phase]
    raise ValueError(f"{review.reference} has recommendations and was never in discovery")


def _add_parts(records: Records, recommendation: Recommendation, row: dict[str, Any]) -> None:
    recommendation.texts.append(
        RecommendationText(number=1, text=recommendation.text, written_on=recommendation.published_on)
    )
    for key in row["findings"]:
        recommendation.finding_links.append(RecommendationFinding(finding=records.findings[key]))
    for given in row["revisions"]:
        recommendation.revisions.append(
            DateRevision(
                was=records.date(given["from"]),
                becomes=records.given(given, "to"),
                reason=given["reason"],
                state=RevisionState.APPROVED,
                decided_by_title=given["approved_by_role"],
            )
        )
    for given in row.get("milestones", ()):
        recommendation.milestones.append(Milestone(text=given["text"], done=given["done"]))

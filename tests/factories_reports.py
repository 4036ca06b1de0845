"""A review with everything a report can tell, for tests of reports."""

from datetime import UTC, date, datetime
from decimal import Decimal

from app.extensions import db
from app.models import (
    Decision,
    DecisionCondition,
    DecisionKind,
    EvidenceKind,
    Recommendation,
    RecommendationFinding,
    RecommendationText,
    ScopeVersion,
    Severity,
    Side,
    Theme,
    Verdict,
)
from tests.factories import NOW, give, keep, make_person
from tests.factories_findings import Cast, make_cast, make_evidence, make_finding, share
from tests.factories_improvements import make_improvement, make_saving, make_time_saving
from tests.factories_reviews import enter
from workflows.dates import PreciseDate
from workflows.decision import Outcome
from workflows.improvement import Grade, SavingClass, SavingForm
from workflows.recommendation import Closure, Priority, Progress, Response
from workflows.review import Phase
from workflows.roles import Role

SECRET_TITLE = "Interview with the whistle-blower of bay seven"
SECRET_NOTES = "They asked that nobody be told of the locked cupboard."
SECRET_DATA = "Salaries of named colleagues"
AMOUNT = "48271"


def day(text: str) -> PreciseDate:
    """A precise date of an ISO day."""
    return PreciseDate.day(date.fromisoformat(text))


def make_told_review(*, decided: bool = True, published: bool = True, reference: str = "SR-2025-008") -> Cast:
    """A review with scope, people, findings (answered, silent, resting on confidence), recommendations in every state,
    savings of each form, decisions and days. Committed.
    """
    cast = make_cast(reference)
    review = cast.review
    review.title, review.sponsor_title = "Purchasing and invoice queries", "Departmental Administrator"
    review.problem = "Suppliers chase invoices that nobody can find; small orders need two approvals."
    review.users = "Forty requesters, their suppliers, and the finance office."
    review.summary = (
        "Suppliers chased invoices that nobody could find, and small orders needed two approvals.\n\n"
        "The review looked at forty requesters, two years of approvals and every order that came back."
    )
    review.method = "A survey, two years of approval records, and every order returned in a quarter."
    review.baseline, review.baseline_on = "9.7 working days to answer a query", day("2025-05-01")
    review.baseline_method = "System timestamps over thirteen months"
    _scope_and_people(cast)
    for phase, entered in (
        (Phase.PROPOSED, "2025-02-10"),
        (Phase.SCOPING, "2025-03-03"),
        (Phase.DISCOVERY, "2025-03-31"),
        (Phase.RECOMMENDATIONS, "2025-06-02"),
    ):
        enter(review, phase, day(entered), recorded_by_id=cast.lead.id)
    review.phase = Phase.RECOMMENDATIONS
    _findings_and_recommendations(cast, published=decided)
    _savings(cast)
    if decided:
        _decide(cast)
    if published:
        review.published_on = date(2025, 7, 11)
    db.session.commit()
    return cast


def _scope_and_people(cast: Cast) -> None:
    review = cast.review
    keep(
        ScopeVersion(
            review_id=review.id,
            number=2,
            in_scope="Queries about invoices.\n\nApproval of small orders.",
            out_of_scope="The choice of suppliers.",
            objectives="An answer within five working days.",
            terms_of_reference="Agreed with the department.",
            written_at=NOW,
            agreed_on=date(2025, 3, 28),
            agreed_by_title="Departmental Administrator",
        )
    )
    chair = make_person("Finance manager", cast.unit)
    give(chair, Role.CO_CHAIR, review, side=Side.SERVICE)


def _findings_and_recommendations(cast: Cast, *, published: bool) -> None:
    review = cast.review
    survey = make_evidence(
        review, 1, kind=EvidenceKind.SURVEY, title="Survey of forty requesters", gathered=PreciseDate.month(2025, 4)
    )
    log = make_evidence(review, 2, title="Query log, finance system")
    secret = make_evidence(review, 3, kind=EvidenceKind.INTERVIEW, title=SECRET_TITLE, notes=SECRET_NOTES)
    hidden = make_evidence(review, 4, title=SECRET_DATA, confidential=True)
    first = make_finding(
        review,
        1,
        survey,
        log,
        secret,
        text="Invoice queries go to whoever the supplier knows.",
        detail="No query has a number.\n\nOf 40 requesters asked, 26 had answered an invoice query in the last month.",
        theme=Theme.COLLABORATION,
        severity=Severity.HIGH,
    )
    second = make_finding(review, 2, hidden, text="Second approvals have rejected nothing in two years.")
    third = make_finding(review, 3, log, text="Orders come back because something is missing.")
    share(
        first,
        sent_on=date(2025, 5, 19),
        due_on=date(2025, 6, 3),
        verdict=Verdict.CORRECT_WITH_COMMENT,
        answer="In August 2024 the finance system was also closed for five days.",
        answered_on=date(2025, 5, 28),
        answered_by_id=cast.department_lead.id,
        our_response="The closure is added to the evidence",
    )
    share(second, third, sent_on=date(2025, 5, 19), due_on=date(2025, 6, 3))
    verified = {"progress": Progress.CLOSED, "closure": Closure.VERIFIED, "verified_on": date(2025, 11, 3)}
    waiting = {"progress": Progress.DONE_AWAITING_VERIFICATION, "completed_on": date(2025, 12, 11)}
    refused = {"response": Response.NOT_ACCEPTED, "response_reason": "It would be harder to see who spent what."}
    late = {"progress": Progress.IN_PROGRESS, "current_date": day("2026-03-31")}
    for number, finding, text, more in (
        (1, first, "Send invoice queries to a single contact with a reference number.", verified),
        (2, second, "Stop second approval for orders under £250.", waiting),
        (3, third, "Give requesters a checklist before they raise an order.", late),
        (4, first, "Hold purchasing cards in research groups.", refused),
    ):
        made = Recommendation(
            **{
                "review_id": review.id,
                "number": number,
                "reference": f"{review.reference}-R{number:02}",
                "text": text,
                "priority": Priority.HIGH,
                "impact": 6 - number,
                "effort": number,
                "owner_id": cast.member.id,
                "original_date": day("2025-12-19"),
                "current_date": day("2025-12-19"),
                "response": Response.ACCEPTED if published else Response.AWAITING,
                "published_on": date(2025, 7, 11) if published else None,
                **(more if published else {}),
            }
        )
        keep(made)
        keep(RecommendationFinding(recommendation_id=made.id, finding_id=finding.id))
        if published:
            keep(RecommendationText(recommendation_id=made.id, number=1, text=text, written_on=date(2025, 7, 11)))


def _savings(cast: Cast) -> None:
    contact = make_improvement("CI-2025-001", cast.unit, title="Single invoice query contact", review=cast.review)
    make_time_saving(
        contact,
        grade=Grade.VALIDATED,
        method="system timestamps",
        sample_size=90,
        start=day("2025-09-16"),
        last_checked=date(2026, 3, 16),
        released_to="answering queries",
    )
    checklist = make_improvement("CI-2025-002", cast.unit, title="Requester checklist", review=cast.review)
    make_time_saving(checklist, times=10, before=5, after=3, klass=SavingClass.USER_TIME)
    cards = make_improvement("CI-2025-003", cast.unit, title="Fewer rush orders", review=cast.review)
    make_saving(cards, SavingForm.MONEY, AMOUNT, grade=Grade.VALIDATED)
    make_saving(cards, SavingForm.NARRATIVE, narrative="Colleagues say it is calmer.", grade=Grade.MEASURED)
    moved = make_improvement("CI-2025-004", cast.unit, title="One move of the archive", review=cast.review)
    make_saving(moved, SavingForm.NATIVE_DAYS, Decimal("-3.5"), grade=Grade.MEASURED, last_checked=date(2026, 1, 5))


def _decide(cast: Cast) -> None:
    review = cast.review
    enter(
        review,
        Phase.IMPLEMENTATION,
        day("2025-07-25"),
        decided_by_title="Departmental Administrator",
        decided_on=date(2025, 7, 25),
        decision_reference="EXAMPLE/2025/08",
        outcome=Outcome.APPROVED,
        recorded_by_id=cast.lead.id,
    )
    review.phase = Phase.IMPLEMENTATION
    decision = keep(
        Decision(
            review_id=review.id,
            kind=DecisionKind.REPORT,
            outcome=Outcome.APPROVED_WITH_CONDITIONS,
            decided_by_title="Departmental Administrator",
            decided_on=date(2025, 7, 25),
            minute_reference="EXAMPLE/2025/08",
            decided_content={},
            recorded_by_id=cast.lead.id,
            recorded_at=datetime(2025, 7, 26, 9, 30, tzinfo=UTC),
        )
    )
    keep(DecisionCondition(decision_id=decision.id, text="Report back after six months", met_on=date(2026, 1, 30)))

"""For each rule: facts that it refuses, the words it refuses them with, and facts that it lets pass."""

from datetime import date
from typing import Any, NamedTuple

from tests.workflows.facts import a_finding, a_gate_recommendation, a_recommendation, a_review, a_saving, an_improvement
from workflows import decision_rules, finding_rules, improvement, recommendation, saving, scope_rules
from workflows.decision import Outcome
from workflows.engine import Rule
from workflows.improvement import SavingClass
from workflows.recommendation import Progress, Response
from workflows.review import DecisionFacts, Phase


class Case(NamedTuple):
    """One rule, refused once and passed once."""

    rule: Rule[Any]
    refused: Any
    words: str
    passed: Any


APPROVED = DecisionFacts(Outcome.APPROVED_WITH_CONDITIONS, date(2026, 3, 2))
STALE = DecisionFacts(Outcome.APPROVED, date(2026, 3, 2), stale_because=("Recommendation 2: the wording changed.",))

CASES: tuple[Case, ...] = (
    Case(scope_rules.problem_stated, a_review(problem_stated=False), "The problem is not stated.", a_review()),
    Case(scope_rules.users_stated, a_review(users_stated=False), "It is not said who uses the service.", a_review()),
    Case(scope_rules.sponsor_named, a_review(sponsor_named=False), "There is no sponsor.", a_review()),
    Case(
        scope_rules.right_tool_answered,
        a_review(right_tool_answered=False),
        "It is not said whether a review is the right tool.",
        a_review(),
    ),
    Case(
        scope_rules.scope_stated,
        a_review(out_of_scope_stated=False),
        "The scope does not say what is out of it.",
        a_review(),
    ),
    Case(
        scope_rules.terms_of_reference_written,
        a_review(terms_of_reference=False),
        "There are no terms of reference.",
        a_review(),
    ),
    Case(
        scope_rules.co_chairs_from_service_and_division,
        a_review(co_chairs_from_service=2, co_chairs_from_division=0),
        "There is no co-chair from a division.",
        a_review(),
    ),
    Case(scope_rules.lead_named, a_review(lead_named=False), "There is no review lead.", a_review()),
    Case(scope_rules.planned_dates_set, a_review(planned_dates_set=False), "There are no planned dates.", a_review()),
    Case(
        scope_rules.screening_done,
        a_review(equality_screened=False),
        "The screening for equality is not done.",
        a_review(),
    ),
    Case(
        scope_rules.guide_chosen,
        a_review(guide_chosen=False),
        "No self-assessment guide is chosen, and there is no reason for none.",
        a_review(guide_chosen=False, reason_for_no_guide=True),
    ),
    Case(
        scope_rules.place_to_resume_known,
        a_review(paused_from=None),
        "It is not known where the review was paused.",
        a_review(),
    ),
    Case(finding_rules.findings_recorded, a_review(findings=()), "There is no finding.", a_review()),
    Case(
        finding_rules.findings_evidenced,
        a_review(findings=(a_finding(1), a_finding(2, pieces_of_evidence=0))),
        "Finding 2 has no evidence.",
        a_review(),
    ),
    Case(
        finding_rules.baseline_recorded,
        a_review(baseline_recorded=False),
        "There is no baseline, and no reason for having none.",
        a_review(baseline_recorded=False, reason_for_no_baseline=True),
    ),
    Case(
        finding_rules.findings_shared,
        a_review(findings=(a_finding(1, sent_on=None), a_finding(2, sent_on=None))),
        "Findings 1 and 2 have not been sent to the service for factual accuracy.",
        a_review(),
    ),
    Case(
        finding_rules.accuracy_answered_or_time_passed,
        a_review(findings=(a_finding(1), a_finding(2, answered_on=None, answer_due=date(2026, 5, 7)))),
        "The service has until Thursday 7 May 2026 to answer for the accuracy of finding 2.",
        a_review(findings=(a_finding(1, answered_on=None),)),
    ),
    Case(
        decision_rules.recommendations_recorded,
        a_review(recommendations=()),
        "There is no recommendation.",
        a_review(),
    ),
    Case(
        decision_rules.recommendations_rest_on_findings,
        a_review(recommendations=(a_gate_recommendation(3, findings=0),)),
        "Recommendation 3 rests on no finding.",
        a_review(),
    ),
    Case(
        decision_rules.recommendations_complete,
        a_review(recommendations=(a_gate_recommendation(1, has_priority=False, has_date=False),)),
        "Recommendation 1 has no priority and no date.",
        a_review(recommendations=(a_gate_recommendation(1, has_date=False, response=Response.NOT_ACCEPTED),)),
    ),
    Case(
        decision_rules.recommendations_answered,
        a_review(recommendations=(a_gate_recommendation(1, response=Response.AWAITING),)),
        "Recommendation 1 has no response.",
        a_review(),
    ),
    Case(
        decision_rules.decision_recorded,
        a_review(decision=DecisionFacts(Outcome.DEFERRED, date(2026, 3, 2))),
        "The decision of 2 March 2026 is “deferred”, which does not let the review go ahead.",
        a_review(decision=APPROVED),
    ),
    Case(
        decision_rules.decision_still_current,
        a_review(decision=STALE),
        "What was decided on 2 March 2026 has changed since. Recommendation 2: the wording changed.",
        a_review(),
    ),
    Case(
        decision_rules.recommendations_closed,
        a_review(recommendations=(a_gate_recommendation(4, progress=Progress.IN_PROGRESS),)),
        "Recommendation 4 is not closed.",
        a_review(),
    ),
    Case(
        decision_rules.benefits_checked,
        a_review(benefits_checked_on=None),
        "The benefits have not been checked.",
        a_review(),
    ),
    Case(decision_rules.lessons_noted, a_review(lessons_noted=0), "No lesson is noted.", a_review()),
    Case(
        decision_rules.service_owner_took_over,
        a_review(service_owner_took_over_on=None),
        "The service owner has not taken over.",
        a_review(),
    ),
    Case(
        recommendation.open_for_a_response,
        a_recommendation(review_phase=Phase.DISCOVERY),
        "The review is still in discovery, where only a quick win can be answered.",
        a_recommendation(review_phase=Phase.DISCOVERY, interim=True),
    ),
    Case(
        recommendation.response_given,
        a_recommendation(response=Response.NOT_ACCEPTED),
        "It was not accepted, so there is nothing to do.",
        a_recommendation(response=Response.PARTIALLY_ACCEPTED),
    ),
    Case(
        recommendation.evidence_of_doing,
        a_recommendation(pieces_of_evidence=0),
        "There is no evidence that it is done.",
        a_recommendation(),
    ),
    Case(
        recommendation.closed_by_another_than_its_owner,
        a_recommendation(owner_is_actor=True),
        "You own this recommendation, so somebody else must close it.",
        a_recommendation(),
    ),
    Case(
        recommendation.receiver_named,
        a_recommendation(handed_over_to=""),
        "It is not said which programme takes it over.",
        a_recommendation(),
    ),
    Case(
        recommendation.successor_named,
        a_recommendation(superseded_by=""),
        "It is not said what takes its place.",
        a_recommendation(),
    ),
    Case(
        improvement.change_described,
        an_improvement(change_described=False),
        "It is not said what was before and what is different now.",
        an_improvement(),
    ),
    Case(
        improvement.saving_recorded,
        an_improvement(savings=0),
        "It is not said what it saves, in time, in money or in words.",
        an_improvement(),
    ),
    Case(saving.method_stated, a_saving(method_stated=False), "It is not said how it was measured.", a_saving()),
    Case(saving.sample_counted, a_saving(sample_size=0), "It is not said how many were measured.", a_saving()),
    Case(
        saving.measurement_dated,
        a_saving(dates_stated=False),
        "It is not said when before and after were measured.",
        a_saving(),
    ),
    Case(
        saving.scope_like_for_like,
        a_saving(like_for_like_scope_stated=False),
        "It is not said what was compared, like for like.",
        a_saving(),
    ),
    Case(
        saving.validated_by_another,
        a_saving(actor_is_claimant=True),
        "You claimed this saving, so somebody else must validate it.",
        a_saving(),
    ),
    Case(
        saving.cash_validated_by_finance,
        a_saving(klass=SavingClass.CASH_RELEASING, actor_validates_finance=False),
        "Cash released can be validated by a finance validator only.",
        a_saving(klass=SavingClass.CASH_RELEASING),
    ),
    Case(
        saving.rechecked_after_a_year,
        a_saving(checked_on=date(2026, 3, 2)),
        "It was last checked on 2 March 2026, less than a year after it was measured.",
        a_saving(),
    ),
)

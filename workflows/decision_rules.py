"""What must be true of a review before it is implemented, and before it is completed."""

from workflows.dates import format_day
from workflows.decision import GOES_AHEAD, OUTCOME_LABELS
from workflows.engine import Condition
from workflows.recommendation_states import TO_BE_DONE, Progress, Response
from workflows.review_facts import GateRecommendation, ReviewFacts
from workflows.wording import in_words, numbered, sentence_case

# From recommendations to implementation


def recommendations_recorded(facts: ReviewFacts) -> Condition:
    """There is at least one recommendation."""
    number = len(facts.recommendations)
    if not number:
        return Condition(False, "There is no recommendation.", "new recommendation", "Write a recommendation")
    are = "is" if number == 1 else "are"
    sentence = f"There is at least one recommendation: {in_words(number)} {are} recorded."
    return Condition(True, sentence, "recommendations")


def recommendations_rest_on_findings(facts: ReviewFacts) -> Condition:
    """Every recommendation rests on a finding."""
    loose = [item.number for item in facts.recommendations if not item.findings]
    if loose:
        rest = "rests" if len(loose) == 1 else "rest"
        sentence = f"{sentence_case(numbered('recommendation', loose))} {rest} on no finding."
        return Condition(False, sentence, "recommendations", "Link it to a finding")
    return Condition(True, "Every recommendation rests on a finding.", "recommendations")


def _missing(item: GateRecommendation) -> list[str]:
    """Return what a recommendation lacks. One that was not accepted needs no date: nothing is done by then."""
    has_date = item.has_date or item.response is Response.NOT_ACCEPTED
    needs = (
        ("priority", item.has_priority),
        ("impact", item.has_impact),
        ("effort", item.has_effort),
        ("proposed owner", item.has_owner),
        ("date", has_date),
    )
    return [words for words, there in needs if not there]


def recommendations_complete(facts: ReviewFacts) -> Condition:
    """Every recommendation has priority, impact, effort, proposed owner and date."""
    lacking = [
        f"recommendation {item.number} has no {' and no '.join(_missing(item))}"
        for item in facts.recommendations
        if _missing(item)
    ]
    if lacking:
        sentence = f"{sentence_case('; '.join(lacking))}."
        return Condition(False, sentence, "recommendations", "Complete the recommendations")
    sentence = "Every recommendation has a priority, impact, effort, proposed owner and date."
    return Condition(True, sentence, "recommendations")


def recommendations_answered(facts: ReviewFacts) -> Condition:
    """Every recommendation has a response."""
    waiting = [item.number for item in facts.recommendations if item.response is Response.AWAITING]
    if waiting:
        have = "has" if len(waiting) == 1 else "have"
        sentence = f"{sentence_case(numbered('recommendation', waiting))} {have} no response."
        # The decision on the report brings the responses; what it left open is answered one by one.
        place = "single responses" if facts.decision else "responses"
        return Condition(False, sentence, place, "Record the response")
    return Condition(True, "Every recommendation has a response.", "responses")


def decision_recorded(facts: ReviewFacts) -> Condition:
    """A decision that lets the review go ahead is recorded, on the exact document that was read."""
    decision = facts.decision
    if decision is None:
        return Condition(False, "There is no decision on the report.", "decision", "Record the decision")
    outcome = OUTCOME_LABELS[decision.outcome].lower()
    if decision.outcome not in GOES_AHEAD:
        of = f"The decision of {format_day(decision.decided_on)}"
        sentence = f"{of} is “{outcome}”, which does not let the review go ahead."
        return Condition(False, sentence, "decision", "Record a new decision")
    return Condition(True, f"The report was {outcome} on {format_day(decision.decided_on)}.", "decision")


def decision_still_current(facts: ReviewFacts) -> Condition:
    """Nothing that was decided has changed since."""
    decision = facts.decision
    if decision is None:
        return Condition(False, "There is no decision that could be current.", "decision", "Record the decision")
    if decision.stale_because:
        changes = " ".join(decision.stale_because)
        sentence = f"What was decided on {format_day(decision.decided_on)} has changed since. {changes}"
        return Condition(False, sentence, "decision", "Ask for a new decision")
    return Condition(True, "Nothing that was decided has changed since.", "decision")


# From implementation to completed


def recommendations_closed(facts: ReviewFacts) -> Condition:
    """Every accepted or partially accepted recommendation is closed."""
    to_do = [item for item in facts.recommendations if item.response in TO_BE_DONE]
    still_open = [item.number for item in to_do if item.progress is not Progress.CLOSED]
    if still_open:
        are = "is" if len(still_open) == 1 else "are"
        sentence = f"{sentence_case(numbered('recommendation', still_open))} {are} not closed."
        return Condition(False, sentence, "recommendations", "See what is open")
    if not to_do:
        return Condition(True, "No recommendation was accepted, so none is open.", "recommendations")
    sentence = f"Every accepted or partially accepted recommendation is closed: {len(to_do)} of {len(to_do)}."
    return Condition(True, sentence, "recommendations")


def benefits_checked(facts: ReviewFacts) -> Condition:
    """Somebody checked whether what was hoped for came."""
    if facts.benefits_checked_on:
        sentence = f"The benefits were checked on {format_day(facts.benefits_checked_on)}."
        return Condition(True, sentence, "benefits")
    return Condition(False, "The benefits have not been checked.", "benefits", "Check the benefits")


def lessons_noted(facts: ReviewFacts) -> Condition:
    """There is at least one lesson for the next review."""
    if facts.lessons_noted:
        are = "is" if facts.lessons_noted == 1 else "are"
        return Condition(True, f"The lessons are noted: {in_words(facts.lessons_noted)} {are} recorded.", "lessons")
    return Condition(False, "No lesson is noted.", "lessons", "Note a lesson")


def service_owner_took_over(facts: ReviewFacts) -> Condition:
    """The owner of the service has taken over what remains."""
    if facts.service_owner_took_over_on:
        sentence = f"The service owner took over on {format_day(facts.service_owner_took_over_on)}."
        return Condition(True, sentence, "handover")
    return Condition(False, "The service owner has not taken over.", "handover", "Record the hand-over")

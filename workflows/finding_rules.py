"""What must be true of a review's findings before it turns to recommendations."""

from workflows.accuracy import LETS_PROCEED, AccuracyState, accuracy_state
from workflows.dates import format_day, format_weekday
from workflows.engine import Condition
from workflows.review_facts import FindingFacts, ReviewFacts
from workflows.wording import in_words, joined, numbered, sentence_case


def findings_recorded(facts: ReviewFacts) -> Condition:
    """There is at least one finding."""
    number = len(facts.findings)
    if not number:
        return Condition(False, "There is no finding.", "findings", "Record a finding")
    are = "is" if number == 1 else "are"
    return Condition(True, f"There is at least one finding: {in_words(number)} {are} recorded.", "findings")


def findings_evidenced(facts: ReviewFacts) -> Condition:
    """Every finding has evidence."""
    bare = [finding.number for finding in facts.findings if not finding.pieces_of_evidence]
    if bare:
        have = "has" if len(bare) == 1 else "have"
        sentence = f"{sentence_case(numbered('finding', bare))} {have} no evidence."
        return Condition(False, sentence, "findings", "Add evidence")
    if not facts.findings:
        return Condition(
            False, "There is no finding to rest on evidence yet.", "findings", "Record a finding"
        )
    return Condition(True, "Every finding has evidence.", "findings")


def baseline_recorded(facts: ReviewFacts) -> Condition:
    """There is a baseline (value, date, method in words), or a reason for having none."""
    if facts.baseline_recorded:
        return Condition(True, "There is a baseline.", "baseline")
    if facts.reason_for_no_baseline:
        return Condition(True, "There is a reason for having no baseline.", "baseline")
    sentence = "There is no baseline, and no reason for having none."
    return Condition(False, sentence, "baseline", "Add a baseline")


def findings_shared(facts: ReviewFacts) -> Condition:
    """Every finding was sent to the service for factual accuracy."""
    unsent = [finding.number for finding in facts.findings if finding.sent_on is None]
    if unsent:
        have = "has" if len(unsent) == 1 else "have"
        which = sentence_case(numbered("finding", unsent))
        sentence = f"{which} {have} not been sent to the service for factual accuracy."
        return Condition(False, sentence, "accuracy", "Send findings to the service")
    days = sorted({finding.sent_on for finding in facts.findings if finding.sent_on})
    if not days:
        return Condition(
            False, "There is no finding to share with the service yet.", "findings", "Record a finding"
        )
    when = joined([format_day(day) for day in days])
    return Condition(True, f"The findings were shared with the service on {when}.", "accuracy")


def _state(finding: FindingFacts, facts: ReviewFacts) -> AccuracyState:
    return accuracy_state(finding.sent_on, finding.answer_due, finding.answered_on, facts.today)


def accuracy_answered_or_time_passed(facts: ReviewFacts) -> Condition:
    """The service answered for each finding sent to it, or had its ten working days."""
    waiting = [finding for finding in facts.findings if _state(finding, facts) is AccuracyState.WAITING]
    if waiting:
        days = sorted({finding.answer_due for finding in waiting if finding.answer_due})
        until = [
            f"until {format_weekday(day)} to answer for the accuracy of "
            + numbered("finding", [finding.number for finding in waiting if finding.answer_due == day])
            for day in days
        ]
        return Condition(False, f"The service has {joined(until)}.", "accuracy", "See what was sent")
    if not any(_state(finding, facts) in LETS_PROCEED for finding in facts.findings):
        return Condition(
            False, "The service was not asked for the accuracy of any finding.", "accuracy", "Ask it"
        )
    silent = [finding.number for finding in facts.findings if _state(finding, facts) is AccuracyState.SILENT]
    if silent:
        of = numbered("finding", silent)
        sentence = f"The time to answer for the accuracy of {of} has passed, without an answer."
        return Condition(True, sentence, "accuracy")
    return Condition(True, "The service answered for the accuracy of what was sent to it.", "accuracy")

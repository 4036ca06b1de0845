"""What must be true of a review's findings before it turns to recommendations."""

from datetime import date

from workflows.accuracy import LETS_PROCEED, AccuracyState, accuracy_state
from workflows.dates import format_day, format_weekday
from workflows.engine import Condition
from workflows.review_facts import FindingFacts, ReviewFacts
from workflows.wording import in_words, joined, numbered, sentence_case


def findings_recorded(facts: ReviewFacts) -> Condition:
    """There is at least one finding."""
    number = len(facts.findings)
    if not number:
        return Condition(False, "There is no finding.", "new finding", "Record a finding")
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
        return Condition(False, "There is no finding to rest on evidence yet.", "new finding", "Record a finding")
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
        which, have = sentence_case(numbered("finding", unsent)), "has" if len(unsent) == 1 else "have"
        sentence = f"{which} {have} not been sent to the service for factual accuracy."
        return Condition(False, sentence, "sending", "Send findings to the service")
    days = sorted({finding.sent_on for finding in facts.findings if finding.sent_on})
    if not days:
        return Condition(False, "There is no finding to share with the service yet.", "new finding", "Record a finding")
    return Condition(
        True, f"The findings were shared with the service on {joined(list(map(format_day, days)))}.", "accuracy"
    )


def accuracy_answered_or_time_passed(facts: ReviewFacts) -> Condition:
    """The service answered for each finding sent to it, or had its ten working days."""
    states = {state: _in_state(state, facts) for state in AccuracyState}
    if waiting := states[AccuracyState.WAITING]:
        return Condition(False, f"The service has {_time_left(waiting)}.", "accuracy", "See what was sent")
    if not any(states[state] for state in LETS_PROCEED):
        return Condition(False, "The service was not asked for the accuracy of any finding.", "sending", "Ask it")
    if silent := states[AccuracyState.SILENT]:
        of = numbered("finding", [finding.number for finding in silent])
        sentence = f"The time to answer for the accuracy of {of} has passed, without an answer."
        return Condition(True, sentence, "accuracy")
    return Condition(True, "The service answered for the accuracy of what was sent to it.", "accuracy")


def _in_state(state: AccuracyState, facts: ReviewFacts) -> list[FindingFacts]:
    return [
        finding
        for finding in facts.findings
        if accuracy_state(finding.sent_on, finding.answer_due, finding.answered_on, facts.today) is state
    ]


def _time_left(waiting: list[FindingFacts]) -> str:
    """Return "until (a day) to answer for the accuracy of (findings)", for each day that ends the time of some."""
    numbers: dict[date, list[int]] = {}
    for finding in waiting:
        if finding.answer_due:
            numbers.setdefault(finding.answer_due, []).append(finding.number)
    return joined(
        [
            f"until {format_weekday(day)} to answer for the accuracy of {numbered('finding', of)}"
            for day, of in sorted(numbers.items())
        ]
    )

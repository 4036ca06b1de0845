"""The shape of what is typed about findings and their factual accuracy."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired

from app.findings.labels import SEVERITY_LABELS, THEME_LABELS
from app.forms import TrackerForm, area, choices_of, one_of
from app.models import Verdict
from app.models.findings import VERDICT_LABELS

WHAT_WE_DID = "Say what you changed and why: it is shown beside the service’s answer"
NEEDS_WORDS = {
    Verdict.CORRECT_WITH_COMMENT: "Enter your comment, or answer “It is correct”",
    Verdict.NOT_CORRECT: "Say what is not correct",
}


def _is_id(text: str) -> bool:
    """Whether it is a number that a record may have: what comes back in a hidden field need not be one."""
    return text.isascii() and text.isdigit() and len(text) < 10


class FindingForm(TrackerForm):
    """A finding and what it rests on.

    `evidence_before` keeps which evidence was ticked when the form was opened, so that only what this person ticked or
    unticked is changed and nobody else's ticks are overwritten.
    """

    text = area("What was found", needed="Enter what was found", hint="One sentence that can be checked.", rows=3)
    detail = area(
        "How it was counted",
        hint="Numbers with their dates and how many were asked or counted. Use role titles, not names.",
    )
    theme = one_of("Theme", THEME_LABELS.items(), needed="Choose a theme")
    severity = one_of("Severity", SEVERITY_LABELS.items(), needed="Choose how severe it is")
    evidence = SelectMultipleField("Evidence it rests on", coerce=int, choices=[])
    evidence_before = HiddenField()

    def offer_evidence(self, entries: Iterable[tuple[int, str]]) -> None:
        """Fill in the ticks: id and label."""
        self.evidence.choices = choices_of(entries)

    def start_with(self, ticked: Iterable[int]) -> None:
        """Tick these, and remember that they were ticked."""
        self.evidence.data = sorted(ticked)
        self.evidence_before.data = ",".join(str(one) for one in self.evidence.data)

    def ticks(self) -> tuple[set[int], set[int]]:
        """Evidence that was newly ticked, and evidence whose tick was taken away."""
        before = {int(one) for one in (self.evidence_before.data or "").split(",") if _is_id(one)}
        now = set(self.evidence.data or ())
        return now - before, before - now


class SharedFindingForm(FindingForm):
    """A finding that the service has been sent: changing its words asks what was done and why."""

    what_we_did = area(
        "What did you change, and why?", hint="Needed when the words change. Shown beside the service’s answer.", rows=3
    )

    def __init__(self, *args: Any, sent_text: str, sent_detail: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self._as_it_stands = (sent_text, sent_detail)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words about the change where the finding's own words change."""
        valid = super().validate(extra_validators)
        if (self.text.data, self.detail.data) != self._as_it_stands and not self.what_we_did.data:
            self.what_we_did.errors = [WHAT_WE_DID]
            return False
        return valid


class WithdrawForm(TrackerForm):
    """Why a finding no longer counts."""

    reason = area("Why is it withdrawn?", needed="Say why it is withdrawn", rows=3)


class SendForm(TrackerForm):
    """Which findings are sent to the service, and what is said to it."""

    findings = SelectMultipleField(
        "Which findings?", coerce=int, choices=[], validators=[DataRequired("Tick at least one finding")]
    )
    message = area("Message to the service", hint="What you would like it to look at. You may leave this empty.")


class AnswerForm(TrackerForm):
    """The service's answer on one finding."""

    verdict = one_of("Is it factually correct?", VERDICT_LABELS.items(), needed="Choose whether it is correct")
    answer = area(
        "Your comment, or what is not correct",
        hint="Printed beside the finding in the report. Needed unless it is simply correct. "
        "What you write here may be disclosed under information law.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words where the answer is not simply that it is correct."""
        valid = super().validate(extra_validators)
        missing = NEEDS_WORDS.get(Verdict(self.verdict.data)) if valid else None
        if missing and not self.answer.data:
            self.answer.errors = [missing]
            return False
        return valid


class ResponseForm(TrackerForm):
    """What the review's team did with the service's answer."""

    our_response = area(
        "What did you do with the answer?",
        needed="Say what you did with the answer",
        hint="Printed beside it in the report, for example “The closure is added. The wording of the finding stays.”",
    )

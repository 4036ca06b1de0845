"""What is asked when a decision is recorded."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import Optional

from app.forms import DayField, PreciseDateField, TrackerForm, area, choices_of, needed, one_of, pick, text
from app.models import DecisionKind
from workflows.decision import GOES_AHEAD, OUTCOME_LABELS, Outcome

CONDITIONS = 6
"""Rows for conditions on the form; the first two are open."""

KIND_LABELS = {
    DecisionKind.REPORT: "The report, with its recommendations",
    DecisionKind.QUICK_WINS: "Quick wins only",
    DecisionKind.AMENDMENT: "An amendment of what was decided before",
    DecisionKind.RESPONSE: "One recommendation",
}
ANSWERS = (
    ("", "No answer yet"),
    ("accept", "Accepted"),
    ("accept_in_part", "Partially accepted"),
    ("not_accept", "Not accepted"),
)
DAY_HINT = "For example 29 May 2026"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def refuse_future(field: Any, today: date) -> bool:
    """Whether the day has come; the message is at the field otherwise."""
    if field.data and field.data > today:
        field.errors = [*field.errors, "That day has not come yet"]
        return False
    return True


class DeciderForm(TrackerForm):
    """Who decided, when, and where it is written down."""

    decided_by_title = text(
        "Who decided it?",
        needed="Say who decided it",
        hint="A role or a body, not a name: for example Registrar",
        longest=160,
    )
    decided_on = DayField(
        "When was it decided?", validators=[needed("Give the day it was decided")], description=DAY_HINT
    )
    minute_reference = text("Minute or letter", hint="Its reference, if there is one", longest=120)


class DecisionForm(DeciderForm):
    """A decision on a document. Fields for conditions and for each recommendation are added by `decision_form`."""

    kind = one_of("What was decided?", [], needed="Say what was decided")
    outcome = one_of("What is the outcome?", list(OUTCOME_LABELS.items()), needed="Choose the outcome")
    paper_id = pick("A paper made here")
    file = FileField(
        "The file that was read", validators=[Optional()], description="It is not kept: only its SHA-256 is."
    )
    document_sha256 = text("Its SHA-256", hint="64 digits and letters from a to f, if you have it already", longest=80)
    document_name = text("What is the document called?", longest=255, hint="As it was called when it was read")
    no_document_reason = area("Quick wins only: why was there no document?", rows=2)
    note = area("A note on it", hint="Everybody who can read this review's decisions reads it.", rows=3)

    def offer_kinds(self, kinds: Sequence[DecisionKind]) -> None:
        """The kinds of decision that can be taken in the phase the review is in; where there is one, it is chosen."""
        self.kind.choices = choices_of([(kind, KIND_LABELS[kind]) for kind in kinds])
        if len(kinds) == 1 and not self.is_submitted():
            self.kind.data = kinds[0]

    def given_conditions(self) -> list[tuple[str, Any]]:
        """The conditions that were filled in: text and date."""
        rows = ((self[f"condition_{row}"].data, self[f"condition_due_{row}"].data) for row in range(1, CONDITIONS + 1))
        return [(words, due) for words, due in rows if words]

    def given_answers(self) -> list[tuple[int, str, str]]:
        """What was answered to recommendations: id, move and reason."""
        found = []
        for field in self:
            if field.short_name.startswith("answer_") and field.data:
                number = int(field.short_name.removeprefix("answer_"))
                found.append((number, str(field.data), self[f"reason_{number}"].data or ""))
        return found

    def check(self, today: date, quick_wins: frozenset[int]) -> bool:
        """Whether the fields agree with each other; messages are at the fields otherwise."""
        refuse_future(self.decided_on, today)
        self._check_document()
        self._check_conditions()
        self._check_answers(quick_wins)
        return not any(field.errors for field in self)

    def _check_document(self) -> None:
        given = [one for one in (self.paper_id, self.file, self.document_sha256, self.no_document_reason) if one.data]
        if not given:
            _say(self.paper_id, "Say which document was read: choose a paper, give the file, or its SHA-256")
        elif len(given) > 1:
            _say(given[1], "Give the document in one way only: a paper, a file, a SHA-256, or why there was none")
        elif self.no_document_reason.data and self.kind.data != DecisionKind.QUICK_WINS:
            _say(self.no_document_reason, "Only quick wins can be decided without a document")
        if self.document_sha256.data and not _SHA256.fullmatch(self.document_sha256.data):
            _say(self.document_sha256, "A SHA-256 has 64 characters: digits, and letters from a to f")

    def _check_conditions(self) -> None:
        with_conditions = self.outcome.data == Outcome.APPROVED_WITH_CONDITIONS
        if with_conditions and not self.given_conditions():
            _say(self["condition_1"], "Give the conditions, at least one")
        if self.given_conditions() and not with_conditions:
            _say(self.outcome, "There are conditions below: choose “Approved with conditions”, or take them out")
        for row in range(1, CONDITIONS + 1):
            if self[f"condition_due_{row}"].data and not self[f"condition_{row}"].data:
                _say(self[f"condition_{row}"], "There is a date and no condition: say what is asked for")

    def _check_answers(self, quick_wins: frozenset[int]) -> None:
        if self.kind.data == DecisionKind.QUICK_WINS and not self.given_answers():
            _say(self.kind, "Say below which quick wins are answered, and how")
        for number, move, reason in self.given_answers():
            if move != "accept" and not reason:
                _say(self[f"reason_{number}"], "Say why it is not accepted, or only in part")
            if self.kind.data == DecisionKind.QUICK_WINS and number not in quick_wins:
                _say(self[f"answer_{number}"], "Only quick wins are answered by a decision on quick wins")
            if not _agrees(self.outcome.data, move):
                _say(self[f"answer_{number}"], "This answer does not agree with the outcome above")


def _agrees(outcome: str | None, move: str) -> bool:
    """A report that goes ahead answers as it likes; a rejected one accepts nothing; the others answer nothing."""
    if outcome in GOES_AHEAD or not outcome:
        return True
    return outcome == Outcome.REJECTED and move == "not_accept"


def _say(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]


def decision_form(recommendations: Sequence[tuple[int, str]]) -> DecisionForm:
    """The form with rows for conditions, and a question for each of `recommendations` (id and reference)."""
    fields: dict[str, Any] = {}
    for row in range(1, CONDITIONS + 1):
        fields[f"condition_{row}"] = area(f"Condition {row}", rows=2)
        fields[f"condition_due_{row}"] = PreciseDateField(
            f"Condition {row}: by when?", validators=[Optional()], description=DAY_HINT
        )
    for number, reference in recommendations:
        fields[f"answer_{number}"] = RadioField(
            f"Response to {reference}", choices=choices_of(ANSWERS), validators=[Optional()], default=""
        )
        fields[f"reason_{number}"] = area(f"Reason for the response to {reference}", rows=2)
    made: DecisionForm = type("DecisionFormOfReview", (DecisionForm,), fields)()
    return made


class ResponseForm(DeciderForm):
    """The response to one recommendation by itself."""

    answer = one_of("What is the response?", ANSWERS[1:], needed="Choose the response")
    reason = area(
        "Reason", hint="Needed unless it is accepted. Everybody who can read the recommendation reads it.", rows=3
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything but "accepted" has a reason."""
        valid = bool(super().validate(extra_validators))
        if self.answer.data in ("accept_in_part", "not_accept") and not self.reason.data:
            _say(self.reason, "Say why it is not accepted, or only in part")
            return False
        return valid


class TakeBackForm(TrackerForm):
    """Taking back a response that was recorded in error."""

    reason = area("Why is it taken back?", needed="Say why it is taken back", rows=3)


class MetForm(TrackerForm):
    """A condition is met."""

    met_on = DayField("When was it met?", validators=[needed("Give the day it was met")], description=DAY_HINT)
    met_note = area("How was it met?", needed="Say how it was met", rows=3)

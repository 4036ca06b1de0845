"""The shape of what is typed about a scope and the planned ends of the phases."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional

from app.forms import DayField, PreciseDateField, TrackerForm, area, needed, text
from app.plans.forms import add_error, not_in_future
from app.plans.scope_actions import END_FIELDS, ScopeWords
from workflows.dates import PreciseDate
from workflows.phases import PHASE_LABELS, Phase

AS_EXACT = "As exact as you know it: 29 May 2026, May 2026, Trinity term 2026 or 2025/26"


def _end(phase: Phase, hint: str = "") -> PreciseDateField:
    return PreciseDateField(f"End of {phase.value}", validators=[Optional(strip_whitespace=True)], description=hint)


class EndsForm(TrackerForm):
    """Planned ends of the four phases. `standing` is what the plan says now; the view fills it in."""

    standing: Mapping[Phase, PreciseDate] = MappingProxyType({})

    def ends(self) -> dict[Phase, PreciseDate | None]:
        """The dates as typed, by phase."""
        return {phase: self[name].data for name, phase in END_FIELDS.items()}

    def moved(self) -> list[Phase]:
        """The phases whose planned end was set before and is now another."""
        return [phase for phase, end in self.ends().items() if phase in self.standing and end != self.standing[phase]]

    def check_ends(self) -> None:
        """Add messages: a date that was set can be moved, not taken out; and the phases follow each other."""
        before: tuple[Phase, PreciseDate] | None = None
        for name, phase in END_FIELDS.items():
            field = self[name]
            if field.errors:
                continue
            if field.data is None and phase in self.standing:
                label = self.standing[phase].label
                add_error(field, f"Give a date: it is planned for {label}, and can be moved but not taken out")
            if field.data is None:
                continue
            if before is not None and field.data.last_day < before[1].first_day:
                add_error(field, f"{PHASE_LABELS[phase]} cannot end before {before[0].value} does ({before[1].label})")
            before = (phase, field.data)


class ScopeForm(EndsForm):
    """A version of the scope. `opened_number` is the version that the form was opened to write or change."""

    opened_number = HiddenField()
    in_scope = area("In scope", needed="Say what is in scope", hint="What the review looks at", rows=6)
    out_of_scope = area("Out of scope", hint="What it leaves alone, so that nobody is surprised later", rows=5)
    objectives = area("Objectives", hint="What shall be better at the end, and for whom", rows=4)
    terms_of_reference = area("Terms of reference", hint="Who commissions it, who decides, how it reports", rows=8)
    scoping_end = _end(Phase.SCOPING, AS_EXACT)
    discovery_end = _end(Phase.DISCOVERY)
    recommendations_end = _end(Phase.RECOMMENDATIONS)
    implementation_end = _end(Phase.IMPLEMENTATION)
    change_note = area(
        "What changes, and why", hint="Shown with this version, and as the reason where a planned date moves", rows=3
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The dates follow each other; a version after the first says what changes."""
        super().validate(extra_validators)
        self.check_ends()
        if self.opened_number.data not in ("", "1") and not self.change_note.data:
            add_error(self.change_note, "Say what changes in this version, and why")
        return not self.errors

    def scope_words(self) -> ScopeWords:
        """What was typed, for the action."""
        return ScopeWords(
            in_scope=self.in_scope.data or "",
            out_of_scope=self.out_of_scope.data or "",
            objectives=self.objectives.data or "",
            terms_of_reference=self.terms_of_reference.data or "",
            change_note=self.change_note.data or "",
            ends=self.ends(),
        )


class DatesForm(EndsForm):
    """The plan. `opened` is the newest planned end that stood when the form was opened (0: none)."""

    opened = HiddenField()
    scoping_end = _end(Phase.SCOPING, AS_EXACT)
    discovery_end = _end(Phase.DISCOVERY)
    recommendations_end = _end(Phase.RECOMMENDATIONS)
    implementation_end = _end(Phase.IMPLEMENTATION)
    reason = area("Why a date moves", hint="Needed where a date that was set becomes another", rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        """The dates follow each other, and a move has a reason."""
        super().validate(extra_validators)
        self.check_ends()
        if self.moved() and not self.reason.data and not self.errors:
            phases = " and ".join(phase.value for phase in self.moved())
            add_error(self.reason, f"Say why the planned end of {phases} moves")
        return not self.errors


class AgreedForm(TrackerForm):
    """By whom and when a version of the scope was agreed."""

    agreed_by_title = text(
        "Agreed by", needed="Say who agreed it, by role title", hint="The role, usually the sponsor", longest=160
    )
    agreed_on = DayField(
        "Agreed on",
        validators=[needed("Give the day on which it was agreed"), not_in_future("Give a day that is not after today")],
        description="For example 29 April 2026",
    )

"""Forms of improvements: logging one, changing it, its savings with their measurements and claims, and its moves."""

from typing import Any, TypeVar

from wtforms import BooleanField, HiddenField, SelectMultipleField

from app.forms import (
    DayField,
    DecimalTextField,
    PreciseDateField,
    TrackerForm,
    area,
    at_least,
    choices_of,
    needed,
    offer,
    one_of,
    pick,
    text,
)
from app.improvements.sums import hours_choices, name, per_choices
from workflows.arithmetic import Per, SumSettings
from workflows.improvement import RECURRENCE_LABELS, Life, Recurrence, SavingClass, SavingForm

MOST_STEPS = 12
WHOSE_TIME = (
    (SavingClass.NON_CASH_RELEASING, "Staff who run the service"),
    (SavingClass.USER_TIME, "People who use it (academics, students, other staff)"),
)
WHICH_MONEY = (
    (SavingClass.CASH_RELEASING, "Money no longer spent. It counts once finance has validated it"),
    (SavingClass.COST_AVOIDANCE, "Money that would have been spent and was not"),
)
_HOW_FAR = (
    (Life.ADOPTED, "In use now"),
    (Life.TESTING, "Being tested"),
    (Life.IDEA, "An idea so far"),
)
Base = TypeVar("Base", bound=TrackerForm)


class WholeNumberField(DecimalTextField):
    """A count of at least one."""

    def understood(self, typed: str) -> Any:
        """Read a whole number from 1 to a thousand million."""
        number = super().understood(typed)
        if number != int(number) or not 1 <= number <= 1_000_000_000:
            raise ValueError("Enter a whole number from 1, for example 40")
        return int(number)


class ImprovementFields(TrackerForm):
    """What was improved, where, and where the idea came from."""

    title = text("What did you improve?", needed="Say in a few words what you improved")
    unit_id = pick("Unit", needed="Choose the unit")
    other_unit_ids = SelectMultipleField("Shared with other units", choices=[])
    before = area("Before: what was the nuisance?", needed="Say what was wrong before", rows=2)
    after = area("After: what is different now?", needed="Say what is different now", rows=2)
    comes_from = text(
        "Does it come from a review?",
        hint="The reference of a review or of a recommendation, for example SR-07 or SR-07-R02. You may leave it empty.",
        longest=40,
    )


class LogForm(ImprovementFields):
    """Two minutes: an improvement with its first saving."""

    life = one_of("How far is it?", _HOW_FAR, needed="Choose how far it is")
    kind = HiddenField()
    adopted_from = HiddenField()


class EditImprovementForm(ImprovementFields):
    """What may be put right of an improvement later."""

    tools_used = text("Methods or tools used", hint="For example process mapping, waste walk. Separate them by commas.")
    benefit_owner_id = pick("Benefit owner", hint="Who sees to it that what was saved stays saved.")
    note = area("Note", rows=3)


class MoveForm(TrackerForm):
    """A move with its reason or note."""

    reason = area("Note", rows=3)


class SavingDetails(TrackerForm):
    """What belongs to a saving beside its figures."""

    kind = HiddenField()
    rows = HiddenField()
    share_percent = DecimalTextField(
        "Share credited to this improvement, in per cent",
        description="100 where nothing else contributed. Empty while it is not settled: it then counts in full and says so.",
    )
    attribution_reason = area("Why that share?", hint="Needed below 100 per cent: what else contributes.", rows=2)
    start = PreciseDateField("Since when", description="A day, a month, a term or a year, as exact as it is known.")
    end = PreciseDateField("Until when", description="Empty while it goes on.")
    released_to = area("What was the time or money used for?", rows=2)
    note = area("Note on this saving", rows=2)


class MeasurementForm(TrackerForm):
    """What was compared with what, how, and what came of it."""

    method = area("How was it measured?", needed="Say how it was measured", rows=2)
    sample_size = WholeNumberField(
        "How many were measured?",
        validators=[needed("Enter how many cases were measured, for example 40")],
        description="Cases, orders, returns: the number before and after together.",
    )
    baseline_period = text(
        "Period before", needed="Say which period is before", hint="For example 2022/23 return.", longest=160
    )
    follow_up_period = text(
        "Period after", needed="Say which period is after", hint="For example 2023/24 return.", longest=160
    )
    measured_from = DayField("First day of what was measured", validators=[needed("Enter the first day")])
    measured_to = DayField("Last day of what was measured", validators=[needed("Enter the last day")])
    scope = area(
        "What was compared, like for like?",
        needed="Say what was compared with what",
        hint="For example: only stages with time recorded in both years.",
        rows=2,
    )
    days_less = DecimalTextField("Days less", description="Where the source gives days.")
    percent_less = DecimalTextField(
        "Per cent less",
        description="Of what was compared.",
        validators=[at_least(-1000, "Enter a percentage above −1,000")],
    )
    whole_percent_less = DecimalTextField("Per cent less of the whole", description="Where only a part was compared.")
    other_causes = area("What else contributed?", hint="One cause a line.", rows=2)
    source = area("Source", hint="Where the figures can be looked up.", rows=2)


class ClaimForm(TrackerForm):
    """What was said of a saving in public."""

    text = area("The claim, word for word", needed="Enter the words of the claim", rows=3)
    source = area("Where was it said, and by whom?", needed="Say where it was said", rows=2)
    as_at = PreciseDateField("When", description="A day, a month, a term or a year.")


class StillTrueForm(TrackerForm):
    """Is a saving still true?"""

    answer = one_of(
        "Is it still true?",
        [("true", "Yes, it is still true"), ("lapsed", "No, let it lapse")],
        needed="Choose whether it is still true",
    )
    note = area(
        "How do you know?",
        needed="Say how you know",
        hint="For example: twenty claims looked at, 10 minutes each.",
        rows=3,
    )


class OverlapForm(TrackerForm):
    """Two savings about the same minutes."""

    other = text(
        "The other saving",
        needed="Enter the reference of the other improvement",
        hint="The reference of its improvement, for example CI-2026-004; with /2 for its second saving.",
        longest=40,
    )
    which = one_of("Which of the two counts?", [("this", "This one"), ("other", "The other one")], needed="Choose one")
    reason = area("Why?", needed="Say why they are about the same minutes, and why that one counts", rows=2)


def saving_form(base: type[Base], kind: SavingForm, rows: int = 1, kept: SumSettings | None = None) -> type[Base]:
    """`base` with the fields of this form of saving; time steps with `rows` steps."""
    return type(base.__name__, (base,), _FIELDS[kind](rows, kept))


def _time_fields(rows: int, kept: SumSettings | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in range(1, rows + 1):
        found[name("step_title", row)] = text("Step", longest=200)
        found[name("times", row)] = DecimalTextField("Times")
        found[name("per", row)] = pick("Each")
        found[name("minutes_before", row)] = DecimalTextField("Before")
        found[name("minutes_after", row)] = DecimalTextField("After")
        found[name("people", row)] = DecimalTextField("People each time")
    found["klass"] = one_of("Whose time is it?", WHOSE_TIME, needed="Choose whose time it is")
    found["grades"] = one_of("Hours a day of", hours_choices(kept), needed="Choose whose hours a day")
    return found


def _recurrence() -> Any:
    labels = [(one, RECURRENCE_LABELS[one]) for one in Recurrence]
    return one_of("How often is that saved?", labels, needed="Choose every year or once only")


def _days_fields(rows: int, kept: SumSettings | None) -> dict[str, Any]:
    return {
        "native_days": DecimalTextField(
            "Working days", description="As they were given to you: they are kept as days and never converted."
        ),
        "costs": BooleanField("It takes this time instead of saving it"),
        "recurrence": _recurrence(),
        "klass": one_of("Whose time is it?", WHOSE_TIME, needed="Choose whose time it is"),
    }


def _money_fields(rows: int, kept: SumSettings | None) -> dict[str, Any]:
    return {
        "amount_gbp": DecimalTextField("Amount in pounds"),
        "costs": BooleanField("It costs this instead of saving it"),
        "recurrence": _recurrence(),
        "klass": one_of("What kind of money?", WHICH_MONEY, needed="Choose what kind of money"),
    }


def _words_fields(rows: int, kept: SumSettings | None) -> dict[str, Any]:
    return {"narrative": area("What is better, and for whom?", hint="Quality, wellbeing, risk: told, not counted.")}


_FIELDS = {
    SavingForm.TIME_STEPS: _time_fields,
    SavingForm.NATIVE_DAYS: _days_fields,
    SavingForm.MONEY: _money_fields,
    SavingForm.NARRATIVE: _words_fields,
}


def offer_steps(form: Any, rows: int) -> None:
    """Fill the lists of the time steps."""
    for row in range(1, rows + 1):
        offer(form[name("per", row)], per_choices(), empty=None)


def usual_steps(form: Any, first: int, last: int) -> None:
    """What an empty step says."""
    for row in range(first, last + 1):
        form[name("per", row)].data = Per.WEEK_CALENDAR.value
        form[name("people", row)].data = 1


def usual_figures(form: Any, kind: SavingForm, *, kept: bool = False) -> None:
    """What is chosen before anybody chooses."""
    if kind is SavingForm.TIME_STEPS:
        usual_steps(form, 1, 1)
        form["grades"].data = "kept" if kept else "1_5"
    if kind in (SavingForm.TIME_STEPS, SavingForm.NATIVE_DAYS):
        form["klass"].data = SavingClass.NON_CASH_RELEASING.value
    if kind in (SavingForm.NATIVE_DAYS, SavingForm.MONEY):
        form["recurrence"].data = Recurrence.RECURRING.value


def offer_units(form: ImprovementFields, units: list[tuple[int, str]]) -> None:
    """Fill the lists of units."""
    offer(form.unit_id, units)
    form.other_unit_ids.choices = choices_of(units)

"""The base of all forms, and the fields that are ours: dates of any precision, days, decimals, and lists of choices."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation
from wtforms.widgets import TextInput

from app.calendar import term_dates
from app.submissions import new_key
from workflows.dates import DateNotUnderstood, PreciseDate, format_day, parse

LONGEST_TEXT = 2_000_000
LONG = 200


def tidy(value: str | None) -> str | None:
    """Line ends as one character, and no spaces round the text."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class TrackerForm(FlaskForm):
    """A form with a one-time key (sent twice, acts once) and, where it edits something, the version it was opened on.

    `base_version` is the version first opened, where a clash of two people's changes is being settled.
    """

    form_key = HiddenField(default=new_key)
    version = HiddenField()
    base_version = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; text that cannot be stored is refused where it stands."""
        valid = super().validate(extra_validators)
        # Kept for a program that asks for JSON: app/errors.py tells it what is wrong, field by field.
        g.form = self
        for field in self:
            if isinstance(field.data, str) and "\x00" in field.data:
                field.errors = [*field.errors, "Remove the invisible character that cannot be stored (U+0000)"]
                valid = False
        return valid

    def words(self) -> dict[str, Any]:
        """The values of the form's own fields, by name."""
        own = {"csrf_token", "form_key", "version", "base_version"}
        return {field.short_name: field.data for field in self if field.short_name not in own}


def text(label: str, *, needed: str = "", hint: str = "", longest: int = LONG, width: str = "") -> StringField:
    """One line of text. `needed` is the message when it is empty; without one it may be left empty."""
    return StringField(
        label,
        validators=[
            *_presence(needed),
            Length(max=longest, message=f"Shorten this to {longest:,} characters or fewer"),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"class_": width} if width else None,
    )


def area(label: str, *, needed: str = "", hint: str = "", rows: int = 4) -> TextAreaField:
    """Several lines of text, up to two million characters."""
    message = f"Shorten this to {LONGEST_TEXT:,} characters or fewer"
    return TextAreaField(
        label,
        validators=[*_presence(needed), Length(max=LONGEST_TEXT, message=message)],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


def choices_of(labels: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Choices for a radio or select field from (value, label) pairs."""
    return [
        SelectChoice(value=value.value if isinstance(value, StrEnum) else str(value), label=label)
        for value, label in labels
    ]


def one_of(label: str, labels: Iterable[tuple[Any, str]], *, needed: str = "", hint: str = "") -> RadioField:
    """One choice as radio buttons. The message `needed` is shown when nothing is chosen."""
    return RadioField(
        label,
        choices=choices_of(labels),
        validators=[*_presence(needed)],
        description=hint,
        validate_choice=True,
    )


def pick(label: str, *, needed: str = "", hint: str = "") -> SelectField:
    """One choice from a list whose entries the view fills in with `offer`."""
    return SelectField(label, choices=[], validators=[*_presence(needed)], description=hint)


def offer(
    field: SelectField | RadioField, entries: Sequence[tuple[Any, str]], *, empty: str | None = "Choose one"
) -> None:
    """Fill a select field: (value, label) pairs after an empty entry (none when `empty` is None)."""
    first = [SelectChoice(value="", label=empty)] if empty is not None else []
    field.choices = [*first, *choices_of(entries)]


def chosen_id(field: Field) -> int | None:
    """The chosen entry of a select field as a record's id."""
    return int(field.data) if field.data else None


def _presence(needed: str) -> list[Any]:
    # Spaces alone are no answer, so what is left of the text counts, not what was typed.
    return [DataRequired(needed)] if needed else [Optional(strip_whitespace=True)]


class _Parsed(Field):
    """A text field whose text is turned into a value; what was typed is kept when that fails."""

    widget = TextInput()
    raw_text = ""

    def _value(self) -> str:
        if self.raw_text:
            return self.raw_text
        return self.as_text(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Turn what was typed into a value; an empty text is no value."""
        self.raw_text = (valuelist[0] if valuelist else "").strip()
        self.data = self.understood(self.raw_text) if self.raw_text else None

    def as_text(self, value: Any) -> str:
        """The value as it is shown in the field."""
        return str(value)

    def understood(self, typed: str) -> Any:
        """The value of what was typed.

        Raises:
            ValueError: its message is shown at the field.
        """
        raise NotImplementedError


class PreciseDateField(_Parsed):
    """A date as exact as it is known: a day, a month, a term or a year."""

    def as_text(self, value: PreciseDate) -> str:
        """As it was given."""
        return value.label

    def understood(self, typed: str) -> PreciseDate:
        """Read a day, month, term or year."""
        try:
            return parse(typed, term_dates())
        except DateNotUnderstood as problem:
            raise ValueError(str(problem)) from None


class DayField(PreciseDateField):
    """One day."""

    data: Any

    def as_text(self, value: Any) -> str:
        """For example 29 May 2026."""
        return format_day(value) if isinstance(value, date) else value.label

    def understood(self, typed: str) -> Any:
        """Read a day, and nothing less exact."""
        found = super().understood(typed)
        if found.first_day != found.last_day:
            raise ValueError(f'Give the day too, for example 29 May 2026: "{typed}" is not one day')
        return found.first_day


class DecimalTextField(_Parsed):
    """A decimal number, with or without commas between the thousands."""

    def as_text(self, value: Any) -> str:
        """Without needless noughts."""
        return format(Decimal(value).normalize(), "f")

    def understood(self, typed: str) -> Decimal:
        """Read a number of at most 12 digits before and 4 after the point."""
        try:
            number = Decimal(typed.replace(",", "").replace("£", "").replace(" ", ""))
        except InvalidOperation:
            raise ValueError(f'Enter a number, for example 12 or 3.5: "{typed[:40]}" is not one') from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or number != round(number, 4):
            raise ValueError("Enter a number below a million million, with at most four decimal places")
        return number


def needed(message: str) -> InputRequired:
    """The validator of a field that may not be empty."""
    return InputRequired(message)


def at_least(least: Decimal | int, message: str) -> Any:
    """A validator: the number is not below `least`."""

    def check(_form: Any, field: Field) -> None:
        if field.data is not None and field.data < least:
            raise StopValidation(message)

    return check

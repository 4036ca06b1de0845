"""A refusal that belongs to one field of a form: actions raise it, views show it where the field stands."""

from app.extensions import db
from app.forms import TrackerForm


class FieldRefused(Exception):
    """What was entered in a field cannot be done: `sentence` says why, `field` names the field (none: the form)."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def show_refusal(form: TrackerForm, refusal: FieldRefused) -> None:
    """Take back what the refused action had begun, and put the refusal into the form, at its field where it has that."""
    db.session.rollback()
    if refusal.field in form._fields:
        field = form._fields[refusal.field]
        field.errors = [*field.errors, refusal.sentence]
    else:
        form.form_errors.append(refusal.sentence)

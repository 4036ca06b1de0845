"""Pages that are one form: show it, refuse in words at the field, settle a clash, act once, and lead on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.access import Viewer
from app.conflict import stale
from app.extensions import db
from app.forms import TrackerForm
from app.models import Tracked
from app.refusals import FieldRefused, show_refusal
from app.submissions import finish, sent_before


@dataclass(frozen=True)
class EditPage:
    """The words round a form.

    `obstacles` are what stands in the way: with any the form is not offered, only they and the way back.
    `thing` is what the conflict page calls it ("This unit"), `back` the address of the thing as it stands, `done` what is
    said when it was saved.
    """

    title: str
    button: str
    back: str
    done: str = ""
    caption: str = ""
    lead: str = ""
    obstacles: Sequence[str] = ()
    crumbs: Sequence[tuple[str, str]] = ()
    thing: str = "It"


def settle(
    form: TrackerForm, page: EditPage, act: Callable[[], str | None], who: Viewer, *, record: Tracked | None = None
) -> ResponseReturnValue:
    """Answer a page that is one form.

    Args:
        act: does what was asked, without committing; gives the address to lead on to, None for `page.back`.
        record: what is edited; a form opened on an older version of it is answered with the conflict page.
    """
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if record is not None and not form.is_submitted():
        form.version.data = str(record.version)
    if form.validate_on_submit():
        if record is not None and (clash := stale(form, record, title=page.thing, back=page.back)):
            return clash
        try:
            onward = act()
        except FieldRefused as refusal:
            show_refusal(form, refusal)
        else:
            if page.done:
                flash(page.done)
            return finish(onward or page.back, who.person_id)
    return render_template("edit.html", form=form, about=page), 422 if form.errors else 200


def press(act: Callable[[], None], onward: str, done: str, who: Viewer) -> ResponseReturnValue:
    """Answer a button that is a form of its own: act once, say what was done, and lead on."""
    if again := sent_before(who.person_id):
        return again
    try:
        act()
    except FieldRefused as refusal:
        db.session.rollback()
        done = refusal.sentence
    flash(done)
    return finish(onward, who.person_id)

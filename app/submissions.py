"""A form that is sent twice acts once.

Each form carries a one-time key. The first sending writes the key in the same transaction as what it does; a second
one (a double click, a reload, a lost answer sent again) finds it there and is led to where the first one led.
"""

import secrets

from flask import flash, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.clock import real_now
from app.extensions import db
from app.models import Submission

FIELD = "form_key"


def new_key() -> str:
    """A key for one showing of a form."""
    return secrets.token_urlsafe(24)


def sent_before(person_id: int | None) -> Response | None:
    """Where the same form led when it was sent before by this person; None when this is the first time."""
    key = request.form.get(FIELD, "")
    if not key:
        return None
    found = db.session.execute(
        select(Submission.location, Submission.person_id).where(Submission.key == key[:64])
    ).first()
    if found is None or found.person_id != person_id:
        return None
    return redirect(found.location, 303)


def finish(location: str, person_id: int | None, said: str = "") -> Response:
    """Commit what was done, with the form's key, and lead on to `location` (an address on this site).

    `said` is a sentence on what was done; the next page says it at its head.

    Raises:
        IntegrityError: the same key was committed a moment ago by the other half of a double click.
    """
    key = request.form.get(FIELD, "")
    if key:
        db.session.add(Submission(key=key[:64], person_id=person_id, sent_at=real_now(), location=location))
    db.session.commit()
    if said:
        flash(said)
    return redirect(location, 303)

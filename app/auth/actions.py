"""Begin a sign-in, end one, and use up a one-time link."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from app.auth.queries import digest
from app.extensions import db
from app.models import Person, SignIn, Submission
from app.sign_in_links import LinkRefused, read_token

HOURS_SIGNED_IN = 12


def begin_sign_in(person_id: int, browser: str, *, moment: datetime) -> str:
    """Sign somebody in and return the token that their session keeps. `moment` is by the wall clock."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_sha256=digest(token),
            person_id=person_id,
            started_at=moment,
            expires_at=moment + timedelta(hours=HOURS_SIGNED_IN),
            browser=browser[:200],
        )
    )
    return token


def end_sign_in(token: str, *, moment: datetime) -> None:
    """End the sign-in that keeps this token; it is refused from its next request on."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_sha256 == digest(token)))
    if found is not None and found.ended_at is None:
        found.ended_at = moment


def end_one(person_id: int, sign_in_id: int, *, moment: datetime) -> bool:
    """End one of the person's own sign-ins; False when there is no such."""
    found = db.session.get(SignIn, sign_in_id)
    if found is None or found.person_id != person_id:
        return False
    found.ended_at = found.ended_at or moment
    return True


def redeem_token(secret: str, token: str, *, moment: datetime) -> int:
    """Use up a one-time token and return whom it signs in.

    Raises:
        LinkRefused: the token is wrong, too old or used, or the person may no longer sign in.
    """
    person_id, key = read_token(secret, token)
    if db.session.get(Submission, key) is not None:
        raise LinkRefused("This link has been used. It signs in once.")
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise LinkRefused("The person this link was made for can no longer sign in.")
    db.session.add(Submission(key=key, person_id=person.id, sent_at=moment, location="/"))
    return person.id

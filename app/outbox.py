"""Mail that is asked for: a row in the transaction of what it tells of, so that neither exists without the other.

A job sends the rows over SMTP where that is configured; until then, and without SMTP, an administrator reads them on
the outbox page. A mail says what is asked and leads to the page with one link: nothing confidential is written into it.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.models import OutboxMail, Person

LONGEST_SUBJECT = 200
LONGEST_KEY = 200


def link_to(path: str) -> str:
    """The full address of a page, from its path ("/reviews/SR-07"), for use outside the site.

    Raises:
        ValueError: `path` is not a path of this site.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"not a path of this site: {path!r}")
    return f"{current_app.config['PUBLIC_URL']}{path}"


def ask_mail(key: str, person_id: int, subject: str, body: str, *, at: datetime) -> None:
    """Ask for a mail to a person, in the current transaction; asking with the same key again changes nothing.

    Args:
        key: what the mail is about, at most 200 characters, for example "accuracy-asked-17-person-4".
        person_id: whom it is for. Somebody without an address gets a row that is only read on the outbox page.
        subject: one line; longer than 200 characters is cut.
        body: plain text with at most one link, made by `link_to`.
        at: the moment of asking, in UTC.

    Raises:
        ValueError: the key is empty or longer than 200 characters.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"a mail needs a key of 1 to {LONGEST_KEY} characters: {key!r}")
    if db.session.scalar(select(OutboxMail.id).where(OutboxMail.key == key)) is not None:
        return
    address = db.session.scalar(select(Person.email).where(Person.id == person_id, Person.active))
    # A line break in a subject could begin another header of the mail.
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    db.session.add(
        OutboxMail(key=key, person_id=person_id, address=address, subject=line, body=body.strip(), asked_at=at)
    )

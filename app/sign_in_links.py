"""Links that sign somebody in once: how the first people come in, and whoever has no other way."""

import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer

LINK_MINUTES = 30
_SALT = "one-time sign-in link"


class LinkRefused(Exception):
    """A one-time link that does not sign in: its message says why."""


def one_time_token(secret: str, person_id: int) -> str:
    """The token of a link that signs `person_id` in once, within LINK_MINUTES."""
    return URLSafeTimedSerializer(secret, salt=_SALT).dumps([person_id, secrets.token_hex(8)])


def one_time_path(secret: str, person_id: int) -> str:
    """The path of the page on which such a link ends; `app.outbox.link_to` makes the full address of it."""
    return f"/sign-in/once/{one_time_token(secret, person_id)}"


def read_token(secret: str, token: str) -> tuple[int, str]:
    """Whom a token signs in, and the word by which its use is remembered.

    Raises:
        LinkRefused: it was not made here, was changed on the way, or is older than LINK_MINUTES.
    """
    try:
        person_id, nonce = URLSafeTimedSerializer(secret, salt=_SALT).loads(token, max_age=LINK_MINUTES * 60)
    except BadSignature:
        raise LinkRefused(f"This link is not right, or older than {LINK_MINUTES} minutes.") from None
    return int(person_id), f"link-{nonce}"

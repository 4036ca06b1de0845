"""Sending the mails that wait in the outbox, over SMTP, where SMTP_URL is set.

    smtp://host:25                      as it is, for a server on the same machine or network; never with a password
    smtp+starttls://user:secret@host:587    encrypted before anything is said; refused where the server cannot
    smtps://user:secret@host:465            encrypted from the first byte

A mail is taken by one worker before it is sent, so that two do not send it. Between the server's "accepted" and our own
commit lies a moment in which a crash sends it again: both copies carry the same Message-ID, made from the mail's key.
"""

import hashlib
import logging
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from sqlalchemy import select, update

from app.clock import real_now
from app.extensions import db
from app.models import OutboxMail

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
"""How long is waited after each attempt that failed; after the last one the mail stays as it is, with its failure."""

TIMEOUT = 20.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LOG = logging.getLogger(__name__)


class NotSent(Exception):
    """A mail could not be sent; the text says why, for the administrator."""


def mails_waiting() -> list[str]:
    """The mails whose time has come, oldest first, as "<id>-<attempt>"; none where no server is configured."""
    if not current_app.config["SMTP_URL"]:
        return []
    moment = real_now()
    rows = db.session.execute(
        select(OutboxMail.id, OutboxMail.attempts, OutboxMail.tried_at)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.address.is_not(None), OutboxMail.attempts <= len(PAUSES))
        .order_by(OutboxMail.attempts, OutboxMail.id)
        .limit(100)
    ).all()
    return [f"{row.id}-{row.attempts}" for row in rows if _is_due(row.attempts, row.tried_at, moment)]


def _is_due(attempts: int, tried_at: datetime | None, moment: datetime) -> bool:
    if attempts > len(PAUSES):
        return False
    return tried_at is None or attempts == 0 or tried_at + PAUSES[attempts - 1] <= moment


def send_waiting_mail(mail_id: int) -> None:
    """Send one mail if it is still to be sent; what goes wrong is written on it. Commits."""
    mail = _take(mail_id)
    if mail is None:
        return
    try:
        send(message_of(mail))
        failure = None
    except (NotSent, OSError, smtplib.SMTPException, ValueError) as problem:
        _LOG.warning("mail %s was not sent: %s", mail_id, problem)
        failure = _in_words(problem)
    mail.failure = failure
    if failure is None:
        mail.sent_at = real_now()
    db.session.commit()


def _take(mail_id: int) -> OutboxMail | None:
    """Count the attempt and commit it; None where the mail is not due, or another worker was quicker."""
    mail = db.session.get(OutboxMail, mail_id, populate_existing=True)
    if mail is None or mail.sent_at is not None or not mail.address:
        return None
    moment, before = real_now(), mail.attempts
    if not _is_due(before, mail.tried_at, moment):
        return None
    taken = db.session.connection().execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.attempts == before, OutboxMail.sent_at.is_(None))
        .values(attempts=before + 1, tried_at=moment)
    )
    db.session.commit()
    if taken.rowcount != 1:
        return None
    db.session.refresh(mail)
    return mail


def message_of(mail: OutboxMail) -> EmailMessage:
    """The mail as it goes over the wire."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"] or f"tracker@{host}"
    message["To"] = str(mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.asked_at)
    message["Message-ID"] = f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@{host}>"
    # Answers of machines ("out of office") are not wanted for what a machine wrote.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{mail.body}\n", cte="quoted-printable")
    return message


def send(message: EmailMessage) -> None:
    """Hand a message to the server of SMTP_URL.

    Raises:
        NotSent: SMTP_URL is not usable as it stands.
        OSError, smtplib.SMTPException: the server is away, or refused.
    """
    address = urlsplit(current_app.config["SMTP_URL"])
    with _connected(address) as server:
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)


def _connected(address: SplitResult) -> smtplib.SMTP:
    host = address.hostname
    if not host or address.scheme not in ("smtp", "smtp+starttls", "smtps"):
        raise NotSent("SMTP_URL is not an address such as smtp+starttls://user:password@host:587.")
    if address.scheme == "smtps":
        return smtplib.SMTP_SSL(host, address.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    if address.scheme == "smtp" and address.username and host not in _LOOPBACK:
        raise NotSent("SMTP_URL has a password and no encryption: use smtp+starttls:// or smtps://.")
    server = smtplib.SMTP(host, address.port or (25 if address.scheme == "smtp" else 587), timeout=TIMEOUT)
    if address.scheme == "smtp+starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _in_words(problem: Exception) -> str:
    """Why it was not sent, in a line for the outbox page; never the address of the server with its password."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"The mail server answered {problem.smtp_code}: {_text(problem.smtp_error)}"[:500]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        refusals = ", ".join(f"{code} {_text(said)}" for code, said in problem.recipients.values())
        return f"The mail server refused the address ({refusals})"[:500]
    if isinstance(problem, OSError):
        return f"The mail server could not be reached: {problem}"[:500]
    return str(problem)[:500]


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said

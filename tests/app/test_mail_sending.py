"""Mails against a real server on this machine: sent once, tried again when it is away, and never with a bare password."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from app.clock import real_now
from app.extensions import db
from app.mail_sending import PAUSES, mails_waiting, send_waiting_mail
from app.models import OutboxMail
from app.outbox import ask_mail
from tests.factories import NOW, make_person


class Postbox:
    """What a server took, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = "250 OK"
        self.auth: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take a mail, or refuse it."""
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
        return self.answer

    def check(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        """Let anybody in, and remember who."""
        self.auth.append(given)
        return AuthResult(success=True)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class WithoutTrial(Controller):
    """A server that does not try itself when it starts: its own trial would not know our certificate."""

    def _trigger_server(self) -> None:
        self.smtpd = self.factory()
        self._factory_invoked.set()


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """A server on this machine that the application is configured to use."""
    box = Postbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    app.config.update(SMTP_URL=f"smtp://127.0.0.1:{port}", MAIL_FROM="tracker@reviews.example.ac.uk")
    yield box
    server.stop()


def asked(key: str = "asked-1", **more: str) -> OutboxMail:
    """A mail in the outbox, committed."""
    person = make_person("Head of administration", email=more.get("email", "head@example.ac.uk"), key=f"person-{key}")
    subject, body = more.get("subject", "You are asked to answer"), more.get("body", "Please see the page.")
    ask_mail(key, person.id, subject, body, at=NOW)
    db.session.commit()
    return db.session.query(OutboxMail).filter_by(key=key).one()


def test_a_mail_is_sent_once_as_it_was_asked_for(app: Flask, postbox: Postbox) -> None:
    mail = asked(subject="Façade: 10 % of “rooms”", body="Ten working days.\n\nhttp://localhost/reviews/SR-07")
    assert mails_waiting() == [f"{mail.id}-0"]
    send_waiting_mail(mail.id)
    send_waiting_mail(mail.id)
    (taken,) = postbox.taken
    assert taken["To"] == "head@example.ac.uk"
    assert taken["From"] == "tracker@reviews.example.ac.uk"
    assert taken["Subject"] == "Façade: 10 % of “rooms”"
    assert taken.get_content().split() == "Ten working days. http://localhost/reviews/SR-07".split()
    assert taken["Auto-Submitted"] == "auto-generated"
    assert str(taken["Date"]).startswith("Fri, 01 May 2026 09:00:00")
    assert (mail.attempts, mail.failure) == (1, None)
    assert mail.sent_at is not None
    assert mails_waiting() == []


def test_a_mail_the_server_refuses_is_tried_again_later_and_says_why(app: Flask, postbox: Postbox) -> None:
    mail = asked()
    postbox.answer = "451 The disk is full"
    send_waiting_mail(mail.id)
    assert mail.failure == "The mail server answered 451: The disk is full"
    assert mail.sent_at is None
    assert mails_waiting() == []
    send_waiting_mail(mail.id)
    assert mail.attempts == 1
    postbox.answer = "250 OK"
    mail.tried_at = real_now() - PAUSES[0]
    db.session.commit()
    assert mails_waiting() == [f"{mail.id}-1"]
    send_waiting_mail(mail.id)
    assert (mail.attempts, mail.failure, len(postbox.taken)) == (2, None, 1)


def test_a_server_that_is_away_loses_no_mail(app: Flask) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    mail = asked()
    send_waiting_mail(mail.id)
    assert mail.failure is not None and mail.failure.startswith("The mail server could not be reached")
    assert mail.sent_at is None


def test_a_mail_is_given_up_after_the_last_pause_and_keeps_its_failure(app: Flask, postbox: Postbox) -> None:
    mail = asked()
    postbox.answer = "550 Nobody here"
    for attempt in range(len(PAUSES) + 1):
        mail.tried_at = real_now() - timedelta(days=2) if attempt else None
        db.session.commit()
        assert mails_waiting() == [f"{mail.id}-{attempt}"]
        send_waiting_mail(mail.id)
    mail.tried_at = real_now() - timedelta(days=9)
    db.session.commit()
    assert mails_waiting() == []
    send_waiting_mail(mail.id)
    assert mail.attempts == len(PAUSES) + 1
    assert mail.failure == "The mail server answered 550: Nobody here"


def test_two_workers_send_a_mail_once(app: Flask, postbox: Postbox) -> None:
    mails = [asked(f"asked-{number}", email=f"person{number}@example.ac.uk").id for number in range(5)]
    together = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            together.wait()
            for number in mails:
                send_waiting_mail(number)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(str(one["To"]) for one in postbox.taken) == [f"person{number}@example.ac.uk" for number in range(5)]


def test_the_same_mail_bears_the_same_mark_if_a_crash_sends_it_again(app: Flask, postbox: Postbox) -> None:
    mail = asked()
    send_waiting_mail(mail.id)
    mail.sent_at, mail.tried_at = None, real_now() - timedelta(days=1)
    db.session.commit()
    send_waiting_mail(mail.id)
    first, second = postbox.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@localhost>")


def test_without_a_server_or_an_address_nothing_is_tried(app: Flask, postbox: Postbox) -> None:
    mail = asked()
    mail.address = None
    db.session.commit()
    assert mails_waiting() == []
    send_waiting_mail(mail.id)
    mail.address = "head@example.ac.uk"
    db.session.commit()
    app.config["SMTP_URL"] = ""
    assert mails_waiting() == []
    assert mail.attempts == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://user:very-secret@mail.example.ac.uk", "SMTP_URL has a password and no encryption"),
        ("http://127.0.0.1", "SMTP_URL is not an address such as"),
        ("smtp+starttls://user:very-secret@127.0.0.1:{port}", "STARTTLS"),
    ],
)
def test_a_password_is_never_said_in_the_open_nor_written_down(
    app: Flask, postbox: Postbox, url: str, words: str
) -> None:
    port = app.config["SMTP_URL"].rsplit(":", 1)[1]
    app.config["SMTP_URL"] = url.format(port=port)
    mail = asked()
    send_waiting_mail(mail.id)
    assert mail.failure is not None
    assert words in mail.failure
    assert "very-secret" not in mail.failure
    assert not postbox.auth


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost and its key."""
    made, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
        + ["-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_an_encrypted_server_is_told_the_password_and_an_unknown_one_is_not(
    app: Flask, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    box = Postbox()
    wrapped = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
    port = free_port()
    server = WithoutTrial(
        box, hostname="127.0.0.1", port=port, authenticator=box.check, auth_require_tls=scheme != "smtps", **wrapped
    )
    server.start()
    try:
        app.config["SMTP_URL"] = f"{scheme}://tracker:very%20secret@localhost:{port}"
        mail = asked()
        send_waiting_mail(mail.id)
        assert mail.failure is not None and "certificate" in mail.failure.lower()
        assert not box.auth
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        mail.tried_at = real_now() - timedelta(days=1)
        db.session.commit()
        send_waiting_mail(mail.id)
        assert mail.failure is None
        assert box.auth[0].password == b"very secret"
        assert len(box.taken) == 1
    finally:
        server.stop()

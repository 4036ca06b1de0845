"""The worker: a process beside the web that renders papers and sends mails. `script/flask worker` starts one.

Any number may run; a paper is rendered by one of them, and a mail sent by one.
"""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.jobs import Job, Worker
from app.mail_sending import mails_waiting, send_waiting_mail
from app.reports.rendering import papers_abandoned, papers_waiting, render_paper

RENDERERS = 2
"""Papers that one worker renders side by side."""


def _none() -> list[str]:
    """A mail is taken for one attempt and tried again when its time has come: none is ever left behind."""
    return []


JOBS = (
    Job("papers", papers_waiting, papers_abandoned, render_paper, RENDERERS),
    Job("mails", mails_waiting, _none, send_waiting_mail),
)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Render papers and send mails until told to stop (Ctrl-C or SIGTERM)."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the application behind its proxy
    run(app, lambda: click.echo("The worker is ready."))


def run(app: Flask, ready: Callable[[], None]) -> None:
    """Work until a signal comes; what runs then is finished first.

    Args:
        ready: called once everything is up.
    """
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    working = Worker(app, JOBS)
    working.start()
    ready()
    while not stopping.wait(1.0):
        continue
    working.stop()

"""Making the papers that were asked for: each by one worker at a time, in a process of its own that may die."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.clock import now
from app.config import ROOT
from app.exclusive import alone, is_free
from app.extensions import db
from app.file_store import store_bytes
from app.models import Paper, PaperStatus
from app.reports import pdf
from app.reports.content import Report, content
from app.reports.key import content_key
from app.reports.page import html_of
from app.reports.tables import tables_of

SECONDS = 180
"""The longest a paper may take (RENDER_SECONDS in the configuration overrules it)."""

MEMORY = 2 * 1024**3
"""The most memory a renderer may ask for, in bytes (RENDER_MEMORY overrules it)."""

MOST_INTERRUPTIONS = 3
"""How often the worker may die over one paper before the paper counts as failed."""

_GRACE = 5  # seconds for the renderer to end by its own alarm before it is killed from here
_LOG = logging.getLogger(__name__)


class RenderingFailed(Exception):
    """A paper could not be made. `sentence` says why, for the person who asked for it."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


def order_of(report: Report) -> pdf.Order:
    """What the renderer is told to make of a report."""
    return pdf.Order(
        html=html_of(report),
        static=str(ROOT / "app" / "static"),
        created=report.created.isoformat(),
        enclosed=tuple(pdf.Enclosed.of(one.name, one.words, one.data) for one in tables_of(report)),
    )


def papers_waiting() -> list[str]:
    """What is to be rendered, oldest first: the paper and its attempt, as "17-0"."""
    return _named(PaperStatus.WAITING)


def papers_abandoned() -> list[str]:
    """Papers that say they are being rendered while no process renders them: their worker died."""
    found = []
    for paper in db.session.execute(_of_status(PaperStatus.RENDERING)):
        if is_free(_lock(paper.id)):
            found.append(f"{paper.id}-{paper.attempts}")
    return found


def _named(status: PaperStatus) -> list[str]:
    return [f"{paper.id}-{paper.attempts}" for paper in db.session.execute(_of_status(status))]


def _of_status(status: PaperStatus) -> Any:
    return select(Paper.id, Paper.attempts).where(Paper.status == status).order_by(Paper.id).limit(100)


def _lock(paper_id: int) -> str:
    return f"paper {paper_id}"


def render_paper(paper_id: int) -> None:
    """Render one paper and keep its bytes; what goes wrong is written on it. Commits.

    Does nothing where another process is at it, or where it is ready or has failed: doing it twice is harmless.
    """
    with alone(_lock(paper_id)) as got:
        if got:
            _render_alone(paper_id)


def _render_alone(paper_id: int) -> None:
    paper = db.session.get(Paper, paper_id, populate_existing=True)
    if paper is None or paper.status not in (PaperStatus.WAITING, PaperStatus.RENDERING):
        return
    interrupted = paper.status is PaperStatus.RENDERING and paper.attempts >= MOST_INTERRUPTIONS
    paper.status, paper.started_at = PaperStatus.RENDERING, now()
    paper.attempts += 1
    db.session.commit()
    try:
        if interrupted:
            raise RenderingFailed(f"The worker was interrupted {MOST_INTERRUPTIONS} times while making it.")
        _take_over(paper)
        made = in_a_process(order_of(content(paper.dataset)))
    except RenderingFailed as problem:
        _LOG.error("paper %s failed: %s %s", paper_id, problem.sentence, problem.details)
        _fail(paper, problem.sentence)
    except Exception:
        _LOG.exception("paper %s failed", paper_id)
        _fail(paper, "What it should say could not be put together. The log of the worker has the details.")
    else:
        _keep(paper, made)


def _take_over(paper: Paper) -> None:
    """Give a paper that an earlier version of the program was asked for the key of what is rendered now.

    Raises:
        RenderingFailed: there is such a paper already.
    """
    key = content_key(paper.dataset)
    if key == paper.key:
        return
    if db.session.scalar(select(Paper.id).where(Paper.key == key)) is not None:
        raise RenderingFailed("The tracker was renewed after this was asked for, and a newer PDF says the same.")
    paper.key = key
    db.session.commit()


def _keep(paper: Paper, made: pdf.Rendered) -> None:
    moment = now()
    paper.file = store_bytes(made.data, "application/pdf", moment=moment)
    paper.status, paper.pages, paper.finished_at, paper.failure = PaperStatus.READY, made.pages, moment, ""
    db.session.commit()


def _fail(paper: Paper, sentence: str) -> None:
    db.session.rollback()
    paper.status, paper.finished_at, paper.failure = PaperStatus.FAILED, now(), sentence
    db.session.commit()


def command() -> Sequence[str]:
    """How the renderer is started."""
    seconds = current_app.config.get("RENDER_SECONDS", SECONDS)
    memory = current_app.config.get("RENDER_MEMORY", MEMORY)
    return (sys.executable, "-P", str(pdf.__file__), str(seconds), str(memory))


def in_a_process(order: pdf.Order) -> pdf.Rendered:
    """Render in a process of its own, which is bounded in time and memory.

    Raises:
        RenderingFailed: it took too long, died, or raised; the worker itself lives on.
    """
    seconds = int(current_app.config.get("RENDER_SECONDS", SECONDS))
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    try:
        done = subprocess.run(
            command(),
            input=order.as_json().encode(),
            capture_output=True,
            timeout=seconds + _GRACE,
            env={**environment, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            # A key pressed in the terminal of the worker is for the worker, which ends in good order.
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderingFailed(_too_long(seconds)) from None
    if done.returncode != 0:
        raise RenderingFailed(_why(done.returncode, seconds), done.stderr.decode(errors="replace")[-2000:])
    pages, _, data = done.stdout.partition(b"\n")
    return pdf.Rendered(data, int(pages))


def _too_long(seconds: int) -> str:
    return f"It took longer than {seconds} seconds."


def _why(code: int, seconds: int) -> str:
    if code == -signal.SIGALRM:
        return _too_long(seconds)
    if code < 0:
        return f"The renderer was stopped from outside ({signal.Signals(-code).name})."
    return "The renderer met something it could not draw. The log of the worker has the details."

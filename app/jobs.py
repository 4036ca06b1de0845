"""What runs in the background: durable queues and a schedule of DBOS, which nothing else in the application knows.

The rows of the application are the truth: a paper that is asked for, a mail to be sent. A job only says which rows are
to be done and how one of them is done, and doing one twice must be harmless. This module notices what is to be done,
puts each into a queue once, and lets it run in the worker's process; what a crash left half done is queued again. The
queue has a database of its own, which may be deleted while nothing runs.

DBOS is imported where a worker starts, and never by a web process.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import make_url

NAME = "service-review-tracker"
VERSION = "1"
"""Fixed, so that what an earlier version of the program queued is found by a later one."""

EXECUTOR = "worker"
NOTICE_SECONDS = 0.5
GRACE = 8
"""Seconds that what runs may take to finish when the worker is told to stop; the rest is taken up at the next start."""

SWEEP = "*/10 * * * * *"
_KEPT = timedelta(hours=1)
_CLEAR_SECONDS = 300.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One kind of work. `waiting` and `abandoned` name what is to be done, as "<id>-<attempt>"; `run` does one id.

    What is abandoned was begun by a worker that is gone. `at_once` is how many run side by side in one worker.
    """

    name: str
    waiting: Callable[[], Sequence[str]]
    abandoned: Callable[[], Sequence[str]]
    run: Callable[[int], None]
    at_once: int = 1


def queue_url(app: Flask) -> str:
    """Where the queue is kept: JOBS_DATABASE_URL, else beside the database, or in it where that is PostgreSQL."""
    given: str = app.config["JOBS_DATABASE_URL"]
    if given:
        return given
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database:
        return url.set(drivername="postgresql").render_as_string(hide_password=False)
    path = Path(url.database)
    return f"sqlite:///{path.with_name(f'jobs-{path.stem}.sqlite')}"


class Worker:
    """The queues and the schedule of one process, from `start` to `stop`."""

    def __init__(self, app: Flask, jobs: Sequence[Job], *, sweep: str = SWEEP) -> None:
        self._app = app
        self._sweep_at = sweep
        self._jobs = {job.name: job for job in jobs}
        self._stopping = threading.Event()
        self._noticing = threading.Thread(target=self._notice, name="notice", daemon=True)
        self._perform: Any = None
        self._waited: dict[str, set[str]] = {job.name: set() for job in jobs}

    def start(self) -> None:
        """Take up what was left, and begin to notice what is asked for. Returns at once."""
        from dbos import DBOS

        _quiet()
        DBOS(
            config={
                "name": NAME,
                "system_database_url": queue_url(self._app),
                "application_version": VERSION,
                "executor_id": EXECUTOR,
                "log_level": "ERROR",
                "enable_otlp": False,
                "dbos_system_schema": "dbos",
            }
        )

        # Functions, because a method cannot be marked; they are found by these names after a restart.
        def perform(job_name: str, number: int) -> None:
            self._run(job_name, number)

        def sweep(at: datetime, _context: Any) -> None:
            self._sweep(at)

        self._perform = DBOS.workflow(name="perform")(perform)
        swept = DBOS.workflow(name="sweep")(sweep)
        DBOS.launch()
        for job in self._jobs.values():
            DBOS.register_queue(job.name, worker_concurrency=job.at_once, polling_interval_sec=NOTICE_SECONDS)
        DBOS.apply_schedules(
            [{"schedule_name": "sweep", "workflow_fn": swept, "schedule": self._sweep_at, "context": None}]
        )
        self._noticing.start()

    def stop(self, seconds: int = GRACE) -> None:
        """End in good order: nothing new is begun, and what runs has `seconds` to finish."""
        from dbos import DBOS

        self._stopping.set()
        self._noticing.join(timeout=5)
        DBOS.destroy(workflow_completion_timeout_sec=seconds, destroy_registry=True)

    def _notice(self) -> None:
        """Queue what is waiting, twice a second: one question for each kind of work."""
        clear_at = 0.0
        while not self._stopping.wait(NOTICE_SECONDS):
            try:
                with self._app.app_context():
                    for job in self._jobs.values():
                        for name in job.waiting():
                            self._queue(job, name, "")
                if time.monotonic() >= clear_at:
                    _clear(datetime.now(UTC) - _KEPT)
                    clear_at = time.monotonic() + _CLEAR_SECONDS
            except Exception:
                # The database may be away for a moment; whoever asked still waits, so it is tried again.
                _LOG.exception("could not look for work")
                self._stopping.wait(5)

    def _queue(self, job: Job, name: str, again: str) -> None:
        """Queue one piece of work. The same name is queued once, however often it is noticed."""
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(f"{job.name}-{name}{again}"):
            DBOS.enqueue_workflow(job.name, self._perform, job.name, int(name.partition("-")[0]))

    def _run(self, job_name: str, number: int) -> None:
        """Do one piece of work, in the worker."""
        with self._app.app_context():
            try:
                self._jobs[job_name].run(number)
            except Exception:
                # The row still says what is to be done: the sweep queues it again.
                _LOG.exception("%s %s failed", job_name, number)

    def _sweep(self, at: datetime) -> None:
        """Queue again what a crash left behind, and what was waiting at the sweep before and waits still."""
        minute = int(at.timestamp()) // 60
        with self._app.app_context():
            for job in self._jobs.values():
                waiting = set(job.waiting())
                for name in sorted(waiting & self._waited[job.name]):
                    self._queue(job, name, f"-again-{minute}")
                for name in job.abandoned():
                    self._queue(job, name, f"-abandoned-{minute}")
                self._waited[job.name] = waiting


def _clear(before: datetime) -> None:
    """Forget the queue's own records of what was finished before this moment."""
    from dbos import DBOS

    done = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
        completed_before=before.isoformat(),
        limit=1000,
        load_input=False,
        load_output=False,
    )
    if done:
        DBOS.delete_workflows([one.workflow_id for one in done])


def _quiet() -> None:
    """Leave the console to our own words: DBOS has lines of its own there, with an address of its makers."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.ERROR)

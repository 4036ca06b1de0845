"""The worker as a process of its own: what is asked for is done, once, whatever is killed; and the web knows none of it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import ROOT
from app.extensions import db
from app.jobs import Job, Worker, queue_url
from app.models import Paper, PaperStatus
from app.reports.actions import ask_for_paper
from tests.app.reports.making import told
from tests.conftest import Databases, configuration
from tests.factories import NOW, saying
from tests.factories_findings import Cast
from tests.factories_reports import make_told_review

PAPERS = 4


def eventually(holds: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until it holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


def ask(cast: Cast, many: int) -> list[int]:
    """Ask for so many different papers."""
    found = []
    for number in range(many):
        saying()
        cast.review.summary = f"Summary number {number}."
        found.append(ask_for_paper(cast.review.id, told(cast.review), asked_by_id=None, at=NOW).id)
    db.session.commit()
    return found


def papers() -> list[Paper]:
    """All papers as the database has them."""
    db.session.rollback()
    return db.session.query(Paper).order_by(Paper.id).populate_existing().all()


PROGRAM = """
import json, sys
from app import create_app
from app.config import Installation
from app.worker import run
given = json.loads(sys.argv[1])
app = create_app({**given, "INSTALLATION": Installation(given["INSTALLATION"])})
run(app, lambda: print("The worker is ready.", flush=True))
"""


@contextmanager
def worker(app: Flask) -> Iterator["subprocess.Popen[str]"]:
    """What `script/flask worker` runs, on the database of the test, until the block ends."""
    given = {
        name: app.config[name]
        for name in ("SQLALCHEMY_DATABASE_URI", "FILES_FOLDER", "JOBS_DATABASE_URL", "EXAMPLE_TODAY", "SECRET_KEY")
    }
    made = json.dumps({**given, "INSTALLATION": "example", "PUBLIC_URL": "http://localhost", "SMTP_URL": ""})
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, made],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "The worker is ready.\n"
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_what_is_asked_for_is_rendered_and_a_killed_worker_loses_nothing_and_does_nothing_twice(
    app: Flask,
) -> None:
    cast = make_told_review()
    with worker(app) as first:
        ask(cast, PAPERS)
        eventually(lambda: any(one.status is PaperStatus.READY for one in papers()))
        first.send_signal(signal.SIGKILL)
        first.wait()
    left = [one.status for one in papers()]
    assert left.count(PaperStatus.READY) < PAPERS
    with worker(app), worker(app):
        eventually(lambda: all(one.status is PaperStatus.READY for one in papers()))
    interrupted = left.count(PaperStatus.RENDERING)
    assert sum(one.attempts for one in papers()) == PAPERS + interrupted
    assert len({one.file_id for one in papers()}) == PAPERS


def test_a_worker_that_is_told_to_stop_stops_in_good_order(plain_app: Flask) -> None:
    app = plain_app
    cast = make_told_review()
    with worker(app) as process:
        ask(cast, 1)
        eventually(lambda: papers()[0].status is not PaperStatus.WAITING)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert papers()[0].status is PaperStatus.READY


def test_a_web_process_loads_nothing_that_draws_queues_or_renders() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom app import create_app\n"
            "create_app({'SQLALCHEMY_DATABASE_URI': 'sqlite://', 'SECRET_KEY': 'x', 'INSTALLATION': 'real'})\n"
            "print([name for name in ('dbos', 'weasyprint', 'pikepdf', 'PIL') if name in sys.modules])",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"


def test_the_queue_is_kept_beside_the_database_or_in_it() -> None:
    def url(database: str, jobs: str = "") -> str:
        app = Flask("x")
        app.config.update(SQLALCHEMY_DATABASE_URI=database, JOBS_DATABASE_URL=jobs)
        return queue_url(app)

    assert url("sqlite:////srv/instance/example.sqlite") == "sqlite:////srv/instance/jobs-example.sqlite"
    assert url("postgresql+psycopg://u:p@h/tracker") == "postgresql://u:p@h/tracker"
    assert url("sqlite:///x.sqlite", "sqlite:////var/q.sqlite") == "sqlite:////var/q.sqlite"


class Counted:
    """A worker in this process, with a job that writes down what it did, and lists of what is to be done."""

    def __init__(self, app: Flask, sweep: str) -> None:
        self.done: list[int] = []
        self.waiting: list[str] = []
        self.abandoned: list[str] = []
        job = Job("counting", lambda: list(self.waiting), lambda: list(self.abandoned), self._run)
        self.worker = Worker(app, [job], sweep=sweep)

    def _run(self, number: int) -> None:
        self.done.append(number)
        if number == 13:
            raise RuntimeError("thirteen never works")


@contextmanager
def counted(app: Flask, sweep: str) -> Iterator[Counted]:
    """Such a worker, running until the block ends."""
    made = Counted(app, sweep)
    made.worker.start()
    try:
        yield made
    finally:
        made.worker.stop(seconds=1)


def test_a_job_runs_once_however_often_it_is_noticed(plain_app: Flask) -> None:
    with counted(plain_app, "0 0 1 1 *") as work:
        work.waiting = ["7-0", "8-0"]
        eventually(lambda: sorted(work.done) == [7, 8])
        time.sleep(1.5)
        assert sorted(work.done) == [7, 8]
        work.waiting = ["7-1"]
        eventually(lambda: sorted(work.done) == [7, 7, 8])


def test_what_was_abandoned_and_what_still_waits_is_queued_again(plain_app: Flask) -> None:
    with counted(plain_app, "* * * * * *") as work:
        work.waiting, work.abandoned = ["13-0"], ["21-1"]
        eventually(lambda: 13 in work.done)
        eventually(lambda: 21 in work.done)
        eventually(lambda: work.done.count(13) > 1)


def test_on_postgresql_the_queue_lives_in_a_schema_of_its_own(
    postgres_databases: Databases, postgres_template: str, tmp_path: Path
) -> None:
    url = postgres_databases.create("queue", postgres_template)
    app = create_app(configuration(url, tmp_path, JOBS_DATABASE_URL=""))
    with app.app_context():
        with counted(app, "0 0 1 1 *") as work:
            work.waiting = ["7-0"]
            eventually(lambda: work.done == [7])
        found = db.session.scalars(sa.text("SELECT schemaname FROM pg_tables WHERE tablename LIKE 'workflow%'"))
        assert set(found) == {"dbos"}
        db.session.remove()
        db.engine.dispose()


def test_configuration_of_a_test_has_a_queue_of_its_own(tmp_path: Path) -> None:
    app = create_app(configuration("sqlite://", tmp_path))
    assert queue_url(app) == f"sqlite:///{tmp_path / 'jobs.sqlite'}"

"""The bounds of the web process: start, memory, the time of each kind of page, and of saving a form.

    script/setup --test && .venv/bin/python -m benchmarks.web

Prints every figure beside its bound and exits 1 where one falls short. Machines are noisy: each time is the median of
several runs in one go, in the application's own process, without the network.
"""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import Installation
from app.example.renewal import load_example
from app.extensions import db
from tests.client import Browser
from tests.conftest import configuration, migrated
from tests.example import person_of
from tests.journeys.crawl import page_kinds

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS, MEMORY_MB, PAGE_MS, SAVE_MS = 4.0, 150.0, 100.0, 15.0
RUNS = 7


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its bound (the figure must not be above it)."""

    name: str
    measured: float
    bound: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.measured <= self.bound

    def __str__(self) -> str:
        mark = "ok  " if self.holds else "MISS"
        return f"{mark} {self.name:<58} {self.measured:9.2f} {self.unit:<3} (at most {self.bound:g})"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start_and_memory(folder: Path) -> list[Figure]:
    """Start `script/server` when all is set up: seconds to Ready, and the web process's memory after some pages."""
    environment = {**os.environ, "INSTANCE_FOLDER": str(folder), "PORT": str(free_port())}
    environment.pop("DATABASE_URL", None)
    seconds: list[float] = []
    memory = 0.0
    for attempt in range(4):
        began = time.monotonic()
        with subprocess.Popen(
            [str(ROOT / "script" / "server")],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Ready on "):
                    break
            else:
                sys.exit("script/server ended before it was ready")
            if attempt:
                seconds.append(time.monotonic() - began)
            memory = max(memory, memory_after_pages(process.pid, int(environment["PORT"])))
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    return [
        Figure("start to Ready when set up (median of 3)", statistics.median(seconds), START_SECONDS, "s"),
        Figure("memory of the web process after 50 pages", memory, MEMORY_MB, "MB"),
    ]


def memory_after_pages(pid: int, port: int) -> float:
    """Resident memory of the web process in MB, after it has answered some pages."""
    for _ in range(50):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as answer:
            answer.read()
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def example(folder: Path) -> Flask:
    """An application with the example portfolio in a file."""
    made = migrated(f"sqlite:///{folder / 'example.sqlite'}", folder)
    with made.app_context():
        load_example()
        db.session.remove()
    return create_app(
        configuration(f"sqlite:///{folder / 'example.sqlite'}", folder, INSTALLATION=Installation.EXAMPLE)
    )


def timed(times: int, act: object) -> float:
    """Median milliseconds of calling `act`."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()  # type: ignore[operator]
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def page_times(app: Flask) -> list[Figure]:
    """Server time of each kind of page, as the person who reached it."""
    figures = []
    clients = {}
    for endpoint, (key, address) in sorted(page_kinds(app).items()):
        if key not in clients:
            clients[key] = Browser(app).sign_in(person_of(key)).client
        client = clients[key]
        if client.get(address, follow_redirects=True).status_code != 200:
            sys.exit(f"{address} did not answer 200 to {key}")
        figures.append(
            Figure(
                f"page {endpoint}",
                timed(RUNS, lambda c=client, a=address: c.get(a, follow_redirects=True)),
                PAGE_MS,
                "ms",
            )
        )
    return figures


def save_time(app: Flask) -> list[Figure]:
    """Server time of saving a form (the baseline of a review), history and commit included."""
    browser = Browser(app).sign_in(person_of("focus_reviewer"))
    address = "/reviews/SR-07/plan/baseline"
    taken = []
    for number in range(RUNS * 3):
        page = browser.get(address)
        form = page.form("Save")
        typed = {"baseline": f"9.{number} days", "baseline_on": "April 2026", "baseline_method": "System timestamps"}
        data = page.fields(form) | typed
        began = time.perf_counter()
        answer = browser.client.post(address, data=data)
        taken.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 303:
            sys.exit(f"saving the baseline answered {answer.status_code}")
    return [Figure("saving a form (median)", statistics.median(taken), SAVE_MS, "ms")]


def main() -> int:
    """Measure everything, print it, and return the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    try:
        figures = start_and_memory(folder / "server")
        app = example(folder)
        with app.app_context():
            figures += page_times(app) + save_time(app)
            db.session.remove()
            db.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for figure in figures:
        print(figure)
    missed = [figure for figure in figures if not figure.holds]
    print(f"{len(figures) - len(missed)} of {len(figures)} bounds hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

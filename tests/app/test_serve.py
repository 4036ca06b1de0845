"""script/server as people meet it: a process on a port, with a folder of its own for its database and files."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.config import NotConfigured, for_production
from app.serve import listen, port_from

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A bare environment: nothing of this machine's settings reaches the process."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "INSTANCE_FOLDER": str(folder), "PYTHONPATH": str(ROOT), **more}


@dataclass
class Serving:
    """A server that was started."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def lines(self) -> list[str]:
        """What it has printed so far, to its output and its error output."""
        return self.log.read_text(encoding="utf-8").splitlines()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_for(self, beginning: str) -> str:
        """The first line that begins so, once it is printed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ended = self.process.poll() is not None
            for line in self.lines:
                if line.startswith(beginning):
                    return line
            if ended:
                break
            time.sleep(0.02)
        raise AssertionError(f"no line “{beginning}…”: {self.lines}")

    def read(self, path: str, **headers: str) -> str:
        request = urllib.request.Request(
            self.address + path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def children(self) -> list[int]:
        """The processes that it started."""
        path = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for task in path.iterdir() for pid in (task / "children").read_text().split()]

    def seconds_worked(self) -> float:
        """Seconds the web process itself has worked: the machine may be busy with other tests."""
        user, system = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


Start = Callable[..., Serving]


@contextmanager
def starting(folder: Path) -> Iterator[Start]:
    """Start servers in `folder`, each on a free port. What still runs at the end is killed."""
    started: list[Serving] = []

    def begin(*arguments: str, port: int = 0, **more: str) -> Serving:
        port = port or free_port()
        log = folder / f"log-{len(started)}"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "app.serve", *arguments],
                env=environment(folder / "instance", PORT=str(port), **more),
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        serving = Serving(process, port, log)
        started.append(serving)
        return serving

    try:
        yield begin
    finally:
        for one in started:
            if one.process.poll() is None:
                one.process.kill()
                one.process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server of this test's own: `start("--real")`."""
    with starting(tmp_path) as begin:
        yield begin


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server with the example, ready; tests only read from it."""
    with starting(tmp_path_factory.mktemp("serving")) as begin:
        one = begin()
        one.wait_for("Ready")
        yield one
        assert one.end() == 0


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the project that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=environment(folder, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def gone(pid: int) -> bool:
    """Whether a process has ended, within a while."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_one_command_serves_the_example(serving: Serving) -> None:
    assert serving.wait_for("Ready") == f"Ready on http://127.0.0.1:{serving.port}"
    assert json.loads(serving.read("/readyz")) == {"status": "ok"}
    page = serving.read("/sign-in")
    assert "as at 1 May 2026" in page
    assert "Focus reviewer" in page
    assert {one.name for one in (serving.log.parent / "instance").glob("*.sqlite")} >= {"example.sqlite"}
    assert not (serving.log.parent / "instance" / "tracker.sqlite").exists()


def test_the_example_s_sign_in_is_refused_behind_a_proxy(serving: Serving) -> None:
    for header in ("X_Forwarded_For", "X_Forwarded_Proto", "Forwarded", "Via"):
        assert "Focus reviewer" not in serving.read("/sign-in", **{header: "for=10.0.0.1"})


def test_the_web_stays_small(serving: Serving) -> None:
    for _ in range(20):
        serving.read("/sign-in")
    status = Path(f"/proc/{serving.process.pid}/status").read_text()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    assert kilobytes < 150 * 1024


def test_ctrl_c_ends_both(start: Start) -> None:
    one = start()
    one.wait_for("Ready")
    (worker,) = one.children()
    assert one.end(signal.SIGINT) == 0
    assert gone(worker)
    assert "Traceback" not in "".join(one.lines)


def test_a_worker_that_dies_is_started_again_and_ends_with_the_web(start: Start) -> None:
    one = start()
    one.wait_for("Ready")
    (worker,) = one.children()
    os.kill(worker, signal.SIGKILL)
    one.wait_for("The worker ended (code -9); it starts again in")
    until = time.monotonic() + 20
    while not one.children() and time.monotonic() < until:
        time.sleep(0.05)
    (second,) = one.children()
    assert second != worker
    assert one.end() == 0
    assert gone(second)


def test_kill_9_leaves_a_sound_database_and_no_worker_and_a_second_start_is_quick(start: Start, tmp_path: Path) -> None:
    one = start()
    one.wait_for("Ready")
    (worker,) = one.children()
    one.end(signal.SIGKILL)
    assert gone(worker)
    with closing(sqlite3.connect(tmp_path / "instance" / "example.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM review").fetchone() == (16,)
    again = start(port=one.port)
    assert again.wait_for("Ready").endswith(str(one.port))
    assert again.seconds_worked() < 4


def test_a_start_that_is_killed_half_way_does_not_stop_the_next(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    for sign in ("example.sqlite.making-*", "example.sqlite"):
        one = start()
        until = time.monotonic() + PATIENCE
        while not list(folder.glob(sign)) and time.monotonic() < until:
            time.sleep(0.001)
        one.end(signal.SIGKILL)
    start().wait_for("Ready")
    with closing(sqlite3.connect(folder / "example.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM review").fetchone() == (16,)


def test_a_taken_port_is_one_clear_sentence(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        one = start(port=taken.getsockname()[1])
        assert one.process.wait(PATIENCE) == 1
    (line,) = one.lines
    assert line.startswith("Not started: port")
    assert "cannot be used (Address already in use). End what uses it, or choose another: PORT=" in line


@pytest.mark.parametrize("given", ["http", "0", "65536", "-1", "８０００", "8000 "])
def test_a_port_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(NotConfigured, match="Set it to a number from 1 to 65535"):
        port_from(given)


def test_the_usual_port_is_8000() -> None:
    assert port_from("") == 8000


def test_a_port_is_ours_from_the_moment_it_is_taken() -> None:
    with closing(listen(free_port())) as first:
        with pytest.raises(NotConfigured, match="cannot be used"):
            listen(first.getsockname()[1])


def test_a_real_installation_begins_empty_with_a_link_that_signs_in(start: Start, tmp_path: Path) -> None:
    one = start("--real")
    said = one.wait_for("Sign in as the first administrator within 30 minutes, once: ")
    one.wait_for("Ready")
    link = said.rsplit(" ", 1)[1]
    assert link.startswith(f"{one.address}/sign-in/once/")
    assert "Example portfolio" not in one.read(link.removeprefix(one.address))
    assert "Focus reviewer" not in one.read("/sign-in")
    with closing(sqlite3.connect(tmp_path / "instance" / "tracker.sqlite")) as database:
        assert database.execute("SELECT kind FROM installation").fetchone() == ("real",)
        assert database.execute("SELECT count(*) FROM review").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM term").fetchone()[0] > 10
    assert not (tmp_path / "instance" / "example.sqlite").exists()


def test_the_command_line_acts_on_the_same_database(tmp_path: Path) -> None:
    loaded = run(tmp_path, "app.cli", "example", "load")
    assert (loaded.returncode, loaded.stdout) == (0, "The example portfolio is loaded, as at 1 May 2026.\n")
    assert (tmp_path / "example.sqlite").exists()
    asked = run(tmp_path, "app.cli", "--real", "reviews", "list")
    assert (asked.returncode, asked.stderr.strip()) == (
        1,
        "The database is not ready for this version: run script/flask --real set-up first.",
    )
    assert not (tmp_path / "tracker.sqlite").exists()


def test_production_refuses_to_start_without_its_two_settings_and_names_them(tmp_path: Path) -> None:
    asked = run(tmp_path, "wsgi")
    assert asked.returncode == 1
    assert asked.stderr.startswith("Not started: set SECRET_KEY and PUBLIC_URL in the environment.")


@pytest.mark.parametrize("given", ["SECRET_KEY", "PUBLIC_URL"])
def test_production_names_the_one_setting_that_is_missing(given: str) -> None:
    missing = ({"SECRET_KEY", "PUBLIC_URL"} - {given}).pop()
    with pytest.raises(NotConfigured, match=f"^Not started: set {missing} in the environment"):
        for_production({given: "https://reviews.example.ac.uk"})


HEAVY = ("weasyprint", "dbos", "pikepdf", "fontTools", "pydyf", "openpyxl", "matplotlib", "PIL", "numpy")


def test_nothing_that_draws_or_renders_is_imported_by_the_web(tmp_path: Path) -> None:
    program = (
        "import sys, app.serve; from app import create_app; create_app(); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    asked = subprocess.run(
        [sys.executable, "-c", program], env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == "[]"

"""The worker beside the web: a process of its own that is started again when it dies, and ends when the web ends.

python -m app.beside        (started by app/serve.py; reads its standard input until the web is gone)
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from app import cli

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before the worker is started again, the last one from then on."""

SETTLED = 60.0
"""Seconds of life after which a worker that dies counts as the first to die."""

GRACE = 10.0
"""Seconds in which a worker ends by itself when it is asked to."""


class Beside:
    """Keeps one worker running from `start` to `stop`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep_running, name="worker", daemon=True)

    def start(self) -> None:
        """Start the worker, and watch over it."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker: it may finish what it does for GRACE seconds. Asking twice does no harm."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _keep_running(self) -> None:
        failures = 0
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = process = self._begin()
            began = time.monotonic()
            code = process.wait()
            if self._stopping.is_set():
                return
            failures = 1 if time.monotonic() - began > SETTLED else failures + 1
            pause = PAUSES[min(failures, len(PAUSES)) - 1]
            print(f"The worker ended (code {code}); it starts again in {pause:g} s.", file=sys.stderr, flush=True)
            self._stopping.wait(pause)

    def _begin(self) -> "subprocess.Popen[bytes]":
        # Its standard input is a pipe that nothing is written to: however the web ends, even by kill -9, the pipe
        # closes and the worker knows. In a session of its own, Ctrl-C reaches it through us alone.
        return subprocess.Popen(
            [sys.executable, "-m", "app.beside"],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
        )


def end_with_the_web() -> None:
    """Wait until standard input closes, then end this process: politely, then for certain."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_the_web, name="end with the web", daemon=True).start()
    sys.argv = ["script/flask", "worker"]
    cli.main()

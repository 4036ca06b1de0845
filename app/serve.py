"""What script/server runs: make the database ready, then the web pages on this machine, with the worker beside them.

python -m app.serve [--real]
"""

import argparse
import http.client
import os
import signal
import socket
import sys
import threading
import time
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

from app import create_app
from app.beside import Beside
from app.config import Installation, NotConfigured, from_environment, instance_folder
from app.set_up import in_words, set_up

HOST = "127.0.0.1"
USUAL_PORT = 8000
THREADS = 6
PATIENCE = 60.0
"""Seconds within which /readyz must say that all is well."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until somebody ends it; returns the exit code."""
    asked = _parsed(arguments)
    if asked.real:
        os.environ["INSTALLATION"] = Installation.REAL
    signal.signal(signal.SIGTERM, _end)
    try:
        port = port_from(os.environ.get("PORT", ""))
        listening = listen(port)
        app = prepared(port)
    except NotConfigured as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    serve(app, listening, port)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Serve the tracker on this machine.")
    parser.add_argument("--real", action="store_true", help="an installation for real work, not the example")
    return parser.parse_args(arguments)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def port_from(given: str) -> int:
    """The port to answer on.

    Raises:
        NotConfigured: `given` is not a port.
    """
    if not given:
        return USUAL_PORT
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise NotConfigured(f'Not started: PORT is "{given}". Set it to a number from 1 to 65535, or leave it unset.')
    return int(given)


def listen(port: int) -> socket.socket:
    """Take the port before anything else is done.

    Raises:
        NotConfigured: it is taken, or not ours to take.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        # From here on the port is ours; who connects meanwhile waits until the pages are there.
        listening.listen(128)
    except OSError as problem:
        listening.close()
        raise NotConfigured(
            f"Not started: port {port} of {HOST} cannot be used ({problem.strerror}). End what uses it, or choose "
            f"another: PORT={port + 1 if port < 65535 else USUAL_PORT} script/server"
        ) from None
    return listening


def prepared(port: int) -> Flask:
    """The application on a database that is ready.

    Raises:
        NotConfigured: its database is not one for this kind of installation.
    """
    os.environ["PORT"] = str(port)
    instance_folder().mkdir(parents=True, exist_ok=True)
    configuration = from_environment()
    is_example = configuration["INSTALLATION"] is Installation.EXAMPLE
    app = create_app({**configuration, "EXAMPLE_SIGN_IN": is_example})
    with app.app_context():
        link = set_up()
    if link is not None:
        print(in_words(link), flush=True)
    return app


def serve(app: Flask, listening: socket.socket, port: int) -> None:
    """Answer until a signal ends it, with the worker beside."""
    # waitress would take forwarding headers away unseen: the example's sign-in must see them to refuse.
    server: Any = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        clear_untrusted_proxy_headers=False,
        ident="",
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
    )
    worker = Beside(os.environ)
    try:
        worker.start()
        threading.Thread(target=say_when_ready, args=(port,), name="ready", daemon=True).start()
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        worker.stop()


def say_when_ready(port: int) -> None:
    """Print the one line that says where, as soon as /readyz answers that all is well."""
    until = time.monotonic() + PATIENCE
    answer = ""
    while time.monotonic() < until:
        status, answer = _readyz(port)
        if status == http.client.OK:
            print(f"Ready on http://{HOST}:{port}", flush=True)
            return
        time.sleep(0.05)
    print(f"Not ready after {PATIENCE:g} s: {answer}", file=sys.stderr, flush=True)


def _readyz(port: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    except OSError as problem:
        return 0, str(problem)
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())

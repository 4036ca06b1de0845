"""Small things read from the database at every request and changed a few times a year: kept for some seconds.

Another process sees a change after at most `SECONDS`; the process that made it sees it at once, through `forget`.
"""

import time
from collections.abc import Callable
from typing import Any

from flask import current_app

SECONDS = 5.0


def remembered(key: str, load: Callable[[], Any]) -> Any:
    """What `load` gives, at most SECONDS old."""
    kept = current_app.extensions.setdefault("remembered", {})
    found = kept.get(key)
    if found is None or found[0] < time.monotonic():
        found = (time.monotonic() + SECONDS, load())
        kept[key] = found
    return found[1]


def forget(key: str) -> None:
    """Load it again at its next use."""
    current_app.extensions.setdefault("remembered", {}).pop(key, None)

"""The key of a paper: one hash over everything that its bytes depend on. What has a key is never rendered twice."""

import ctypes
import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from app.config import ROOT

_SOURCES = (
    "app/reports/*.py",
    "app/charts/*.py",
    "app/filters.py",
    "app/recommendation_rag.py",
    "app/models/findings.py",
    "workflows/*.py",
    "templates/reports/*",
    "templates/charts/*",
    "app/static/paper.css",
    "app/static/draft.svg",
    "app/static/fonts/*.woff2",
)
_RENDERERS = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "fonttools", "pyphen", "pillow", "brotli")


def content_key(dataset: dict[str, Any]) -> str:
    """SHA-256 (hex) of the dataset, the text of the program that tells it, the renderer, and the platform."""
    depends_on = [dataset, _program(), _renderer()]
    text = json.dumps(depends_on, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _program() -> str:
    """One hash over the words, templates, styles and fonts."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _renderer() -> list[str]:
    """Versions of what draws, and what it draws on. Nothing of it is imported here."""
    python = f"{platform.python_implementation()} {'.'.join(platform.python_version_tuple()[:2])}"
    found = [python, platform.system(), platform.machine(), f"pango {_pango()}"]
    return found + [f"{name} {_version(name)}" for name in _RENDERERS]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _pango() -> str:
    """The version of the library that lays out text; "none" where it is not installed."""
    try:
        library = ctypes.CDLL("libpango-1.0.so.0")
    except OSError:
        return "none"
    library.pango_version_string.restype = ctypes.c_char_p
    return str(library.pango_version_string().decode())

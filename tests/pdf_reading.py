"""Reading a PDF back in tests: its words, pages, bookmarks and what it carries."""

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf


def opened(data: bytes) -> pikepdf.Pdf:
    """The PDF."""
    return pikepdf.open(BytesIO(data))


def text_of(data: bytes, first: int = 1, last: int = 0) -> str:
    """The words of its pages with single spaces, in the order in which they stand on the page."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        limits = ["-f", str(first)] + (["-l", str(last)] if last else [])
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", *limits, file.name, "-"], capture_output=True, check=True
        )
    return " ".join(done.stdout.decode().split())


def lines_of(data: bytes, page: int) -> list[str]:
    """The lines of one page from top to bottom, without empty ones."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        limits = ["-f", str(page), "-l", str(page)]
        done = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", *limits, file.name, "-"], capture_output=True, check=True
        )
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]


def attachments_of(data: bytes) -> dict[str, str]:
    """The files it carries, by name, as text."""
    with opened(data) as pdf:
        return {name: one.get_file().read_bytes().decode("utf-8-sig") for name, one in pdf.attachments.items()}


def bookmarks_of(data: bytes) -> list[str]:
    """The titles of its bookmarks, in order."""
    with opened(data) as pdf, pdf.open_outline() as outline:
        found: list[str] = []
        waiting: list[Any] = list(reversed(outline.root))
        while waiting:
            one = waiting.pop()
            found.append(one.title)
            waiting.extend(reversed(one.children))
        return found


def written(data: bytes, folder: Path, name: str = "paper.pdf") -> Path:
    """The PDF as a file."""
    path = folder / name
    path.write_bytes(data)
    return path

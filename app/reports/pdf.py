"""HTML to PDF: the one module that knows WeasyPrint, and only while it renders.

Run as a program (`python -P app/reports/pdf.py`) it is the renderer: a process of its own for one paper, that knows
nothing of the application, so that it starts quickly, has limits of its own, and can die without harm. It reads an
`Order` as JSON from its input, and writes the number of pages, a line break, and the PDF.
"""

import base64
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

VARIANT = "pdf/ua-1"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


@dataclass(frozen=True)
class Enclosed:
    """A file enclosed in the PDF; `data` is base64."""

    name: str
    words: str
    data: str

    @classmethod
    def of(cls, name: str, words: str, data: bytes) -> "Enclosed":
        """A file of these bytes."""
        return cls(name, words, base64.b64encode(data).decode("ascii"))


@dataclass(frozen=True)
class Order:
    """What to render: the document, the folder that its addresses are relative to, what is enclosed, and its day.

    `created` (ISO) is given to the enclosed files; the document's own day stands in its HTML.
    """

    html: str
    static: str
    created: str
    enclosed: tuple[Enclosed, ...] = ()

    def as_json(self) -> str:
        """The order as the renderer reads it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """The order of a JSON text."""
        given = json.loads(text)
        given["enclosed"] = tuple(Enclosed(**one) for one in given["enclosed"])
        return cls(**given)


@dataclass(frozen=True)
class Rendered:
    """A finished PDF, and how many pages it has."""

    data: bytes
    pages: int


def render(order: Order) -> Rendered:
    """Make the PDF. The same order gives the same bytes on the same platform.

    Raises:
        weasyprint.urls.FatalURLFetchingError: the document asks for something outside the static folder.
    """
    from weasyprint import HTML, Attachment

    fetcher = _fetcher(Path(order.static))
    moment = datetime.combine(date.fromisoformat(order.created), time(), UTC)
    enclosed = [
        Attachment(
            string=base64.b64decode(one.data),
            name=one.name,
            description=one.words,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for one in order.enclosed
    ]
    options: dict[str, Any] = {"pdf_variant": VARIANT, "attachments": enclosed}
    with _clock_of_fonts(moment):
        document = HTML(string=order.html, base_url=f"{order.static}/", url_fetcher=fetcher).render(**options)
        return Rendered(document.write_pdf(finisher=_say_what_is_enclosed, **options), len(document.pages))


def _say_what_is_enclosed(_document: Any, paper: Any) -> None:
    """Mark each enclosed file as the data of this document: WeasyPrint does so for other variants only."""
    found = [one for one in paper.objects if getattr(one, "get", None) and one.get("Type") == "/Filespec"]
    for one in found:
        one["AFRelationship"] = "/Data"
    if found:
        paper.catalog["AF"] = f"[{' '.join(one.reference.decode() for one in found)}]"


@contextmanager
def _clock_of_fonts(moment: datetime) -> Iterator[None]:
    """Fonts that are unpacked on the way get a time of making; let it be the document's own, not the wall clock's."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _fetcher(folder: Path) -> Any:
    """What fetches the stylesheet, the fonts and the mark of a draft, and nothing from anywhere else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fetcher: Any = URLFetcher(allowed_protocols=("file",))
    fetch_file, allowed = fetcher.fetch, folder.resolve()

    def fetch(url: str, headers: Any = None) -> Any:
        path = _path_of(url)
        # Nobody's text is ever markup, so an address from elsewhere means that something is badly wrong.
        if path is None or not path.is_relative_to(allowed):
            raise FatalURLFetchingError(f"a paper may not read {url[:200]}")
        return fetch_file(url, headers)

    fetcher.fetch = fetch
    return fetcher


def _path_of(url: str) -> Path | None:
    """The file that an address names; None for any other kind of address."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return None
    return Path(unquote(parts.path)).resolve()


def limit(seconds: int, memory: int) -> None:
    """Bound this process: it ends by itself after `seconds`, above `memory` bytes, and with whoever started it."""
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def main(arguments: Iterable[str]) -> None:
    """Render one order; the arguments are the seconds and the bytes of memory it may take."""
    seconds, memory = (int(one) for one in arguments)
    limit(seconds, memory)
    made = render(Order.from_json(sys.stdin.read()))
    sys.stdout.buffer.write(f"{made.pages}\n".encode() + made.data)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a file really is, by its content. Its name is believed only when the content agrees."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

from app.file_refusal import FileRefused
from app.office_files import OLE_MAGIC, kind_of_zip, refuse_old_office

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_BLOCK = 256 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its content type, its name in a sentence, and the endings it may have."""

    content_type: str
    words: str
    endings: tuple[str, ...]


PLAIN_TEXT = Kind("text/plain", "a text file", (".txt", ".text", ".log", ".md"))
CSV = Kind("text/csv", "a CSV file", (".csv", ".tsv"))
KINDS = {
    kind.content_type: kind
    for kind in (
        Kind("application/pdf", "a PDF", (".pdf",)),
        Kind(f"{_OPEN_XML}.wordprocessingml.document", "a Word file", (".docx",)),
        Kind(f"{_OPEN_XML}.spreadsheetml.sheet", "an Excel file", (".xlsx",)),
        Kind(f"{_OPEN_XML}.presentationml.presentation", "a PowerPoint file", (".pptx",)),
        Kind(f"{_OPEN_DOCUMENT}.text", "an OpenDocument text", (".odt",)),
        Kind(f"{_OPEN_DOCUMENT}.spreadsheet", "an OpenDocument spreadsheet", (".ods",)),
        Kind(f"{_OPEN_DOCUMENT}.presentation", "an OpenDocument presentation", (".odp",)),
        Kind("image/png", "a PNG picture", (".png",)),
        Kind("image/jpeg", "a JPEG picture", (".jpg", ".jpeg")),
        Kind("image/gif", "a GIF picture", (".gif",)),
        Kind("image/webp", "a WebP picture", (".webp",)),
        CSV,
        PLAIN_TEXT,
    )
}
TAKEN = "PDF, Office files without macros, pictures (PNG, JPEG, GIF, WebP), CSV and plain text, up to 20 MB"

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_EMPTY = "This file is empty. Check that it was saved before you chose it, then attach it again."
_OTHER = f"This kind of file is not taken. You can attach {TAKEN}."
_MARKUP = "This is a web page or another file of tags, which can carry scripts. Save it as a PDF and attach that."
_SVG = "This is an SVG picture, which can carry scripts. Save it as a PNG or a PDF and attach that."
_RTF = "This is a rich text file (RTF). Save it as .docx, .odt or as a PDF and attach that."
_CUT_OFF = "This PDF is not whole: its end is missing. Save it again and attach the new file."
_NOT_TEXT = f"The content of this file is not text, and no other kind that is taken. You can attach {TAKEN}."

_TAGS = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype|\?xml|html|head|body|script|iframe|svg|style|table|div|title|meta|a\s|p>|h1)",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(stream: BinaryIO, filename: str) -> Kind:
    """What the file is, by its content, where its name does not say otherwise.

    Args:
        stream: the whole file, seekable; read in blocks, and left anywhere.
        filename: the name it was given, of which only the ending matters.

    Raises:
        FileRefused: it is empty, of a kind that is not taken, dangerous, damaged, or named as what it is not.
    """
    stream.seek(0)
    head = stream.read(4096)
    if not head:
        raise FileRefused(_EMPTY)
    ending = PurePosixPath(filename.lower()).suffix
    kind = _by_content(stream, head, ending)
    if ending not in kind.endings:
        raise FileRefused(_misnamed(kind, ending))
    return kind


def in_words(content_type: str, size: int) -> str:
    """A file's kind and size for a list: "PDF, 1.2 MB". `size` is in bytes."""
    kind = KINDS.get(content_type)
    name = kind.words.split(" ", 1)[1] if kind else "file"
    return f"{name[:1].upper()}{name[1:]}, {_size(size)}"


def _size(size: int) -> str:
    for unit, bytes_in_it in (("MB", 1024 * 1024), ("kB", 1024)):
        if size >= bytes_in_it:
            return f"{size / bytes_in_it:.1f} {unit}".replace(".0 ", " ")
    return "1 byte" if size == 1 else f"{size} bytes"


def _misnamed(kind: Kind, ending: str) -> str:
    right = " or ".join(kind.endings[:2])
    if not ending:
        return f"This is {kind.words} whose name has no ending. Let its name end in {right}, and attach it again."
    if kind in (PLAIN_TEXT, CSV):
        named = next((one for one in KINDS.values() if ending in one.endings), None)
        if named is not None:
            return f"This is named {ending} but is not {named.words}: it holds plain text. Check that it is the right file."
        return f"Plain text is taken with the endings .txt and .csv, not {ending[:20]}. Rename it and attach it again."
    return f"This is {kind.words} named {ending[:20]}. Give it its own ending, {right}, and attach it again."


def _by_content(stream: BinaryIO, head: bytes, ending: str) -> Kind:
    if head.startswith(b"%PDF-"):
        return _pdf(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return KINDS[kind_of_zip(stream)]
    if head.startswith(OLE_MAGIC):
        raise refuse_old_office(stream)
    picture = filetype.guess_mime(head)
    # Three letters alone make a GIF for the package: a table whose first heading is "GIFTS" is not a picture.
    if picture in _PICTURES and (picture != "image/gif" or head[:6] in (b"GIF87a", b"GIF89a")):
        return KINDS[picture]
    _check_text(stream, head)
    return CSV if ending in CSV.endings else PLAIN_TEXT


def _pdf(stream: BinaryIO) -> Kind:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 4096))
    if b"%%EOF" not in stream.read():
        raise FileRefused(_CUT_OFF)
    return KINDS["application/pdf"]


def _check_text(stream: BinaryIO, head: bytes) -> None:
    """Refuse what is not text in UTF-8, UTF-16 or Windows-1252, and what is text to a person but code to a browser."""
    if head.startswith(b"{\\rtf"):
        raise FileRefused(_RTF)
    encoding = next((one for one in _encodings(head) if _decodes(stream, one)), None)
    if encoding is None:
        raise FileRefused(_other(head))
    start = head.decode(encoding, "ignore").lstrip("\ufeff").encode()
    if _TAGS.match(start):
        raise FileRefused(_SVG if b"<svg" in start.lower() else _MARKUP)


def _other(head: bytes) -> str:
    found = filetype.guess(head)
    if found is None:
        return _NOT_TEXT
    if found.mime.startswith("image/"):
        return f"This picture is of the kind {found.extension.upper()}. Save it as PNG or JPEG and attach that."
    return _OTHER


def _encodings(head: bytes) -> tuple[str, ...]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(stream):
            if _CONTROLS.search(decoder.decode(block)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while block := stream.read(_BLOCK):
        yield block

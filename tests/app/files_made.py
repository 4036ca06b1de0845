"""Little files of every kind, made for the tests of what is taken and what is refused."""

import io
import struct
import zipfile
import zlib

import pikepdf
from openpyxl import Workbook

OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
WORD_MAIN = f"{OPEN_XML}.wordprocessingml.document.main+xml"


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def word(main: str = WORD_MAIN, **more: bytes) -> bytes:
    """A Word file, or another of the same build whose main part has the content type `main`."""
    types = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>", **more})


def powerpoint() -> bytes:
    """A PowerPoint file, as far as its directory says."""
    return word(f"{OPEN_XML}.presentationml.presentation.main+xml")


def excel() -> bytes:
    """A real workbook of one cell."""
    book = Workbook()
    book.active["A1"] = "Rooms"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def open_document(kind: str = "text", **more: bytes) -> bytes:
    """An OpenDocument file."""
    return zipped({"mimetype": f"{OPEN_DOCUMENT}.{kind}".encode(), "content.xml": b"<office/>", **more})


def pdf() -> bytes:
    """A PDF of one empty page."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()


def png() -> bytes:
    """A picture of one grey point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def compound(*entries: str) -> bytes:
    """An old compound file whose directory has these entries."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(f"{one}\0".encode("utf-16-le") for one in entries)
    )


def bomb() -> bytes:
    """A Word file that says it would unpack to more than 500 MB."""
    data = bytearray(word(**{"word/big.xml": b"x"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 600 * 1024 * 1024)
    return bytes(data)


def many_parts() -> bytes:
    """An archive of more parts than any document has."""
    return zipped({f"{number}": b"" for number in range(10_001)})

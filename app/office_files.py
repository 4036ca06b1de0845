"""Office files looked into as far as is needed to accept or refuse them: never unpacked, every read bounded."""

import html
import re
import struct
import zipfile
from typing import BinaryIO

from app.file_refusal import FileRefused

MOST_PARTS = 10_000
LARGEST_DIRECTORY = 4 * 1024 * 1024
LARGEST_UNPACKED = 500 * 1024 * 1024
LARGEST_READ = 1024 * 1024

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    f"{_OPEN_XML}wordprocessingml.document.main+xml": f"{_OPEN_XML}wordprocessingml.document",
    f"{_OPEN_XML}spreadsheetml.sheet.main+xml": f"{_OPEN_XML}spreadsheetml.sheet",
    f"{_OPEN_XML}presentationml.presentation.main+xml": f"{_OPEN_XML}presentationml.presentation",
}
_OPEN_DOCUMENT = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
_CONTENT_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']+)["']""")
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/.*)$|^(basic|scripts)/.", re.IGNORECASE)
_MACRO_TYPES = re.compile(r"macroenabled|vbaproject|macrosheet", re.IGNORECASE)

MACROS = (
    "This file holds macros, which can carry a virus, so it was not taken. In your Office program, save it again "
    "without macros (as .docx, .xlsx or .pptx) or as a PDF, and attach that."
)
PASSWORD = (
    "This file is protected with a password, so nobody else could read it. Remove the password, then attach it again."
)
DAMAGED = (
    "This file is damaged or cut off, and cannot be opened. Save it again in the program it came from and attach that."
)
BOMB = "This file would unpack to far more than it seems to hold, so it was not taken. Attach the documents one by one."
ARCHIVE = "This is a ZIP archive. Attach the files in it one by one."
OTHER_OFFICE = (
    "This kind of Office file is not taken. Save it as a document, a workbook or a presentation without macros "
    "(.docx, .xlsx, .pptx, .odt, .ods or .odp) or as a PDF, and attach that."
)

_OLD_OFFICE = (
    ("WordDocument", "an old Word file (.doc)", ".docx"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", ".pptx"),
    ("Workbook", "an old Excel file (.xls)", ".xlsx"),
    ("Book", "an old Excel file (.xls)", ".xlsx"),
)


def kind_of_zip(stream: BinaryIO) -> str:
    """The content type of an Office file that is a ZIP inside.

    Reads the directory of the archive and two or three small parts, at most 1 MB of each.

    Raises:
        FileRefused: it holds macros, is protected, damaged, a bomb, or no Office file of a kind that is taken.
    """
    _check_directory(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _kind_of_archive(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, KeyError):
        raise FileRefused(DAMAGED) from None


def refuse_old_office(stream: BinaryIO) -> FileRefused:
    """The refusal for a compound file: an Office file of before 2007, or one that is protected with a password."""
    if _holds(stream, "EncryptedPackage"):
        return FileRefused(PASSWORD)
    for entry, words, ending in _OLD_OFFICE:
        if _holds(stream, entry):
            return FileRefused(
                f"This is {words}, a kind that can hide macros. Open it, save it as {ending} or a PDF, and attach that."
            )
    return FileRefused(OTHER_OFFICE)


def _check_directory(stream: BinaryIO) -> None:
    """Refuse an archive whose directory alone would fill the memory, before anything reads it."""
    size = stream.seek(0, 2)
    start = max(0, size - 22 - 65_535)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise FileRefused(DAMAGED)
    parts, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    # A locator before the end names another, larger directory, which would be read in place of this one.
    has_larger = tail[max(0, at - 20) : at].startswith(b"PK\x06\x07")
    if parts > MOST_PARTS or directory > LARGEST_DIRECTORY or has_larger:
        raise FileRefused(BOMB)
    stream.seek(0)


def _kind_of_archive(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused(BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(PASSWORD)
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        raise FileRefused(ARCHIVE)
    if any(_MACRO_PARTS.search(name) for name in names):
        raise FileRefused(MACROS)
    return _open_xml(archive) if "[Content_Types].xml" in names else _open_document(archive, names)


def _open_xml(archive: zipfile.ZipFile) -> str:
    types = _CONTENT_TYPE.findall(_text(archive, "[Content_Types].xml"))
    # A type may be written with character references: read as a program that opens the file would read it.
    plain = [html.unescape(one) for one in types]
    if any(_MACRO_TYPES.search(one) for one in plain):
        raise FileRefused(MACROS)
    found = [_MAIN_PARTS[one] for one in plain if one in _MAIN_PARTS]
    if len(found) != 1:
        raise FileRefused(OTHER_OFFICE)
    return found[0]


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    kind = _text(archive, "mimetype").strip()
    if kind not in _OPEN_DOCUMENT:
        raise FileRefused(OTHER_OFFICE)
    if "META-INF/manifest.xml" in names and "encryption-data" in _text(archive, "META-INF/manifest.xml"):
        raise FileRefused(PASSWORD)
    return kind


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        data = part.read(LARGEST_READ + 1)
    if len(data) > LARGEST_READ:
        raise FileRefused(BOMB)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding)


def _holds(stream: BinaryIO, entry: str) -> bool:
    """Whether a compound file has an entry of this name (names are UTF-16 in its directory)."""
    wanted = entry.encode("utf-16-le") + b"\x00\x00"
    stream.seek(0)
    before = b""
    while block := stream.read(LARGEST_READ):
        if wanted in before + block:
            return True
        before = block[-len(wanted) :]
    return False

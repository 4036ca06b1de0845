"""Files are known by their content, kept once, never half written, and sent as nothing but attachments."""

import hashlib
import io
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import file_store
from app.config import UPLOAD_LIMIT
from app.extensions import db
from app.file_kinds import in_words, kind_of
from app.file_refusal import FileRefused
from app.models import StoredFile
from tests.app import files_made as made
from tests.factories import NOW


def kind(data: bytes, name: str) -> str:
    return kind_of(io.BytesIO(data), name).content_type


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as refused:
        kind_of(io.BytesIO(data), name)
    return refused.value.sentence


def kept(app: Flask) -> list[Path]:
    return [one for one in Path(app.config["FILES_FOLDER"]).rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (made.pdf(), "a.pdf", "application/pdf"),
        (made.pdf(), "A.PDF", "application/pdf"),
        (made.word(), "a.docx", f"{made.OPEN_XML}.wordprocessingml.document"),
        (made.excel(), "a.xlsx", f"{made.OPEN_XML}.spreadsheetml.sheet"),
        (made.powerpoint(), "a.pptx", f"{made.OPEN_XML}.presentationml.presentation"),
        (made.open_document("text"), "a.odt", f"{made.OPEN_DOCUMENT}.text"),
        (made.open_document("spreadsheet"), "a.ods", f"{made.OPEN_DOCUMENT}.spreadsheet"),
        (made.open_document("presentation"), "a.odp", f"{made.OPEN_DOCUMENT}.presentation"),
        (made.png(), "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(300), "a.jpeg", "image/jpeg"),
        (b"GIF89a\x01\x00\x01\x00", "a.gif", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(300), "a.webp", "image/webp"),
        (b"room,seats\r\n4,12\r\n", "a.csv", "text/csv"),
        (b"GIFTS,BMX\r\n", "gifts.csv", "text/csv"),
        (b"BM is how the column begins", "a.txt", "text/plain"),
        ("Caf\u00e9 \U0001f642".encode(), "a.txt", "text/plain"),
        ("Caf\u00e9 \u20ac".encode("cp1252"), "a.txt", "text/plain"),
        ("Caf\u00e9".encode("utf-16"), "a.txt", "text/plain"),
        (b"5 < 6 and 7 > 2", "a.txt", "text/plain"),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, name: str, content_type: str) -> None:
    assert kind(data, name) == content_type


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "This file is empty."),
        (made.word(), "report.pdf", "This is a Word file named .pdf. Give it its own ending, .docx"),
        (made.pdf(), "report.docx", "This is a PDF named .docx."),
        (made.pdf(), "report", "This is a PDF whose name has no ending. Let its name end in .pdf"),
        (b"not a pdf", "report.pdf", "is not a PDF: it holds plain text"),
        (b"print(1)", "run.py", "Plain text is taken with the endings .txt and .csv, not .py."),
        (made.pdf()[:200], "a.pdf", "its end is missing"),
        (made.word(**{"word/vbaProject.bin": b"x"}), "a.docx", "holds macros"),
        (made.word(**{"xl/macrosheets/sheet1.xml": b"x"}), "a.xlsx", "holds macros"),
        (made.word("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "holds macros"),
        (made.word("application/vnd.ms-word.document.macro&#69;nabled.main+xml"), "a.docx", "holds macros"),
        (made.open_document(**{"Basic/Standard/Module1.xml": b"x"}), "a.odt", "holds macros"),
        (made.word(f"{made.OPEN_XML}.wordprocessingml.template.main+xml"), "a.docx", "This kind of Office file"),
        (made.open_document("graphics"), "a.odg", "This kind of Office file"),
        (
            made.open_document(**{"META-INF/manifest.xml": b"<m:encryption-data/>"}),
            "a.odt",
            "protected with a password",
        ),
        (made.compound("EncryptedPackage"), "a.docx", "protected with a password"),
        (made.compound("WordDocument"), "a.doc", "an old Word file (.doc)"),
        (made.compound("Workbook"), "a.xls", "save it as .xlsx or a PDF"),
        (made.compound("PowerPoint Document"), "a.ppt", "an old PowerPoint file"),
        (made.compound("Anything"), "a.msg", "This kind of Office file"),
        (made.zipped({"a.txt": b"x"}), "a.zip", "This is a ZIP archive."),
        (made.word()[:-30], "a.docx", "damaged or cut off"),
        (made.bomb(), "a.docx", "unpack to far more"),
        (made.many_parts(), "a.docx", "unpack to far more"),
        (made.word(**{"mimetype": b"x"})[:-22] + b"PK\x06\x07" + bytes(16) + made.word()[-22:], "a.docx", "unpack to"),
        (made.zipped({"[Content_Types].xml": bytes(2 * 1024 * 1024)}), "a.docx", "unpack to far more"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt", "a web page"),
        (b"  <!-- hello -->\n<HTML>", "a.csv", "a web page"),
        ("<script>1</script>".encode("utf-16"), "a.txt", "a web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "an SVG picture"),
        (b'<?xml version="1.0"?><svg/>', "a.png", "an SVG picture"),
        (b"{\\rtf1 Hello}", "a.rtf", "a rich text file"),
        (b"text with a \x00 in it", "a.txt", "is not text"),
        (b"MZ\x90\x00\x03" + bytes(300), "setup.txt", "This kind of file is not taken."),
        (b"BM\x00\x00\x01\x02" + bytes(300), "a.bmp", "This picture is of the kind BMP"),
    ],
)
def test_what_is_not_taken_says_what_is_wrong(data: bytes, name: str, words: str) -> None:
    assert words in refusal(data, name)


def test_a_file_is_kept_whole_under_its_digest_in_two_levels_of_folders(app: Flask) -> None:
    data = made.pdf()
    stored = file_store.store(io.BytesIO(data), "report.pdf", moment=NOW)
    digest = hashlib.sha256(data).hexdigest()
    assert (stored.sha256, stored.size, stored.stored_at) == (digest, len(data), NOW)
    assert kept(app) == [Path(app.config["FILES_FOLDER"]) / digest[:2] / digest[2:4] / digest]
    with file_store.open_file(digest) as opened:
        assert opened.read() == data


def test_the_same_bytes_are_kept_once(app: Flask) -> None:
    first = file_store.store(io.BytesIO(b"same"), "a.txt", moment=NOW)
    second = file_store.store(io.BytesIO(b"same"), "another.txt", moment=NOW)
    assert first.id == second.id
    assert len(kept(app)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 1


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not(app: Flask) -> None:
    just = b"a" * UPLOAD_LIMIT
    assert file_store.store(io.BytesIO(just), "a.txt", moment=NOW).size == UPLOAD_LIMIT
    with pytest.raises(FileRefused, match="larger than 20 MB"):
        file_store.store(io.BytesIO(just + b"b"), "a.txt", moment=NOW)
    assert len(kept(app)) == 1


def test_a_refused_file_leaves_nothing_behind(app: Flask) -> None:
    with pytest.raises(FileRefused):
        file_store.store(io.BytesIO(made.word()), "a.pdf", moment=NOW)
    assert kept(app) == []


def test_a_write_that_breaks_off_leaves_nothing_under_a_digest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        file_store.store(io.BytesIO(b"text"), "a.txt", moment=NOW)
    assert kept(app) == []


def test_bytes_of_our_own_are_kept_under_the_type_that_is_said(app: Flask) -> None:
    stored = file_store.store_bytes(b"%PDF-1.7 ...", "application/pdf", moment=NOW)
    assert stored.content_type == "application/pdf"
    with pytest.raises(ValueError, match="never stored"):
        file_store.store_bytes(b"<p>", "text/html", moment=NOW)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "/"])
def test_no_path_leads_out_of_the_store(app: Flask, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        file_store.path_of(digest)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fakepath\\notes.txt", "notes.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
        ("\u202efdp.exe.txt", "fdp.exe.txt"),
        ("\u05d3\u05d5\u05d7 \U0001f642.pdf", "\u05d3\u05d5\u05d7 \U0001f642.pdf"),
        ("Cafe\u0301.pdf", "Caf\u00e9.pdf"),
        ("", "file"),
        (None, "file"),
        ("...", "file"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
        ("lone \ud800 half.txt", "lone  half.txt"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_could_deceive(given: str | None, clean: str) -> None:
    assert file_store.clean_name(given) == clean


@pytest.mark.parametrize(
    "name", ["notes.txt", 'a"b;c.txt', "\u05d3\u05d5\u05d7 \U0001f642.txt", "x\r\nX-Evil: 1.txt", "%41 100%.txt"]
)
def test_a_file_is_sent_as_an_attachment_that_can_do_nothing(app: Flask, name: str) -> None:
    stored = file_store.store(io.BytesIO(b"hello"), "notes.txt", moment=NOW)
    with app.test_request_context():
        response = file_store.send(stored, name)
        response.direct_passthrough = False
        assert response.get_data() == b"hello"
        response.close()
    headers = response.headers
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "X-Evil" not in headers
    assert "\n" not in headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content_type", "size", "words"),
    [
        ("application/pdf", 1_258_291, "PDF, 1.2 MB"),
        ("text/plain", 1, "Text file, 1 byte"),
        ("text/csv", 900, "CSV file, 900 bytes"),
        ("image/png", 24 * 1024, "PNG picture, 24 kB"),
    ],
)
def test_a_list_names_the_kind_and_size_of_a_file(content_type: str, size: int, words: str) -> None:
    assert in_words(content_type, size) == words

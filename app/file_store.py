"""Files, each kept once under the SHA-256 of its bytes. Rows say who may read them; the store knows only bytes.

    stored = file_store.store(upload.stream, upload.filename, moment=viewer.now)      # FileRefused: a sentence
    evidence.files.append(EvidenceFile(file_id=stored.id, filename=file_store.clean_name(upload.filename), ...))
    ...
    return file_store.send(stored, filename)                                          # after checking permission

The file is on the disk before its row is committed, so a crash leaves at most a file that nothing refers to.
"""

import hashlib
import os
import re
import secrets
import unicodedata
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from flask import Response, current_app, send_file
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.config import UPLOAD_LIMIT
from app.extensions import db
from app.file_kinds import KINDS, TAKEN, kind_of
from app.file_refusal import FileRefused
from app.models import StoredFile

__all__ = ["FileRefused", "TAKEN", "clean_name", "open_file", "path_of", "send", "store", "store_bytes"]

LONGEST_NAME = 200
POLICY = "sandbox; default-src 'none'"

_BLOCK = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Control characters, and those that turn the direction of writing: "fdp.exe" must not look like "exe.pdf".
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_TOO_LARGE = "This file is larger than 20 MB, the most that is taken. Make it smaller, or give a link to it instead."


def path_of(sha256: str) -> Path:
    """Where the file with this SHA-256 (64 small hexadecimal digits) is kept.

    Raises:
        ValueError: it is no such digest, so that no path can lead out of the store.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return Path(current_app.config["FILES_FOLDER"]) / sha256[:2] / sha256[2:4] / sha256


def open_file(sha256: str) -> BinaryIO:
    """The file's bytes, open for reading.

    Raises:
        FileNotFoundError: the store has lost it.
    """
    return path_of(sha256).open("rb")


def store(stream: BinaryIO, filename: str | None, *, moment: datetime) -> StoredFile:
    """Keep an uploaded file, and give its row, flushed into the running transaction.

    Args:
        stream: read once from where it stands, in blocks.
        filename: the name it was given; its ending must agree with the content.
        moment: UTC.

    Raises:
        FileRefused: too large, empty, dangerous, or of a kind that is not taken; its sentence says so.
    """
    fresh, sha256, size = _write(stream, UPLOAD_LIMIT)
    try:
        with fresh.open("rb") as written:
            kind = kind_of(written, clean_name(filename))
        _keep(fresh, sha256)
    finally:
        fresh.unlink(missing_ok=True)
    return _row(sha256, size, kind.content_type, moment)


def store_bytes(data: bytes, content_type: str, *, moment: datetime) -> StoredFile:
    """Keep bytes that the application made itself (a PDF), and give their row, flushed.

    Raises:
        ValueError: the content type is not among those that are taken.
    """
    if content_type not in KINDS:
        raise ValueError(f"{content_type} is never stored")
    fresh, sha256, size = _write(BytesIO(data), len(data))
    try:
        _keep(fresh, sha256)
    finally:
        fresh.unlink(missing_ok=True)
    return _row(sha256, size, content_type, moment)


def send(stored: StoredFile, filename: str) -> Response:
    """The file as an attachment, to be saved and never shown inside the site. Check permission first, each time.

    Raises:
        FileNotFoundError: the store has lost it.
    """
    response = send_file(
        path_of(stored.sha256),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=clean_name(filename),
        conditional=False,
        etag=False,
    )
    # Without a charset: a text file is in the encoding it came in.
    response.headers["Content-Type"] = stored.content_type
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("Last-Modified", None)
    return response


def clean_name(filename: str | None) -> str:
    """A file name as it may be kept and sent: no folders, control or direction characters; letters of any script stay.

    A longer name is shortened to 200 characters with its ending kept; an empty one becomes "file".
    """
    last = re.split(r"[/\\]", filename or "")[-1]
    name = _NOT_IN_NAMES.sub("", unicodedata.normalize("NFC", last)).encode("utf-8", "ignore").decode()
    name = name.strip().strip(".") or "file"
    if len(name) <= LONGEST_NAME:
        return name
    ending = PurePosixPath(name).suffix[:20]
    return name[: LONGEST_NAME - len(ending)] + ending


def _write(stream: BinaryIO, limit: int) -> tuple[Path, str, int]:
    """Copy the stream into a file of its own beside the store, and give its path, digest and size."""
    folder = Path(current_app.config["FILES_FOLDER"]) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    try:
        with fresh.open("xb") as target:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > limit:
                    raise FileRefused(_TOO_LARGE)
                digest.update(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh, digest.hexdigest(), size


def _keep(fresh: Path, sha256: str) -> None:
    """Move a finished file to its place; the folders are synced too, so that its name outlives a power cut."""
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fresh, path)
    for folder in path.parents[:3]:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _row(sha256: str, size: int, content_type: str, moment: datetime) -> StoredFile:
    insert: Any = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    values = {"sha256": sha256, "size": size, "content_type": content_type, "stored_at": moment}
    # Two people may bring the same file at the same moment: whoever comes second uses the first one's row.
    db.session.execute(insert(StoredFile).values(**values).on_conflict_do_nothing(index_elements=["sha256"]))
    return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256)).one()

"""What the machine decides: read from the environment once, at start. What people decide is in app/settings.py."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
UPLOAD_LIMIT = 20 * 1024 * 1024


class Installation(StrEnum):
    """What a database holds. It is written into the database, and the two kinds never share one."""

    EXAMPLE = "example"
    REAL = "real"


class NotConfigured(Exception):
    """The application must not start: the message names what is missing and how to set it."""


def instance_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where this machine's database, files and secrets are (INSTANCE_FOLDER, else instance/ of the checkout)."""
    return Path(environ.get("INSTANCE_FOLDER") or ROOT / "instance").resolve()


def installation(environ: Mapping[str, str] = os.environ) -> Installation:
    """Which kind of installation this environment means: INSTALLATION, `example` when unset."""
    wanted = environ.get("INSTALLATION") or Installation.EXAMPLE
    try:
        return Installation(wanted)
    except ValueError:
        raise NotConfigured(f'INSTALLATION is "{wanted}": set it to "example" or "real".') from None


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """DATABASE_URL, else the SQLite file of this kind of installation in the instance folder."""
    given = environ.get("DATABASE_URL", "")
    if given.startswith("postgres://"):
        given = "postgresql://" + given.removeprefix("postgres://")
    if given.startswith("postgresql://"):
        return "postgresql+psycopg://" + given.removeprefix("postgresql://")
    if given:
        return given
    name = "example" if installation(environ) is Installation.EXAMPLE else "tracker"
    return f"sqlite:///{instance_folder(environ) / f'{name}.sqlite'}"


def secret_key(environ: Mapping[str, str] = os.environ) -> str:
    """SECRET_KEY, else a random one kept in the instance folder, readable by its owner alone."""
    if environ.get("SECRET_KEY"):
        return environ["SECRET_KEY"]
    folder = instance_folder(environ)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"secret-key-{installation(environ)}"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        # Linking fails where another process was first: whoever comes second reads the first one's key.
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()


def from_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The Flask configuration for this machine."""
    folder = instance_folder(environ)
    kind = installation(environ)
    public_url = environ.get("PUBLIC_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}").rstrip("/")
    return {
        "INSTALLATION": kind,
        "SQLALCHEMY_DATABASE_URI": database_url(environ),
        "SECRET_KEY": secret_key(environ),
        "PUBLIC_URL": public_url,
        "FILES_FOLDER": str(Path(environ.get("FILES_FOLDER") or folder / f"files-{kind}")),
        "JOBS_DATABASE_URL": environ.get("JOBS_DATABASE_URL", ""),
        "EXAMPLE_TODAY": environ.get("EXAMPLE_TODAY", ""),
        "SMTP_URL": environ.get("SMTP_URL", ""),
        "MAIL_FROM": environ.get("MAIL_FROM", ""),
        "SESSION_COOKIE_SECURE": public_url.startswith("https://"),
        "TRUSTED_PROXIES": int(environ.get("TRUSTED_PROXIES") or 0),
    }


def defaults() -> dict[str, Any]:
    """What is the same everywhere: limits, and how cookies are kept."""
    return {
        "EXAMPLE_SIGN_IN": False,
        "TRUSTED_PROXIES": 0,
        "MAX_CONTENT_LENGTH": UPLOAD_LIMIT + 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "tracker",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "WTF_CSRF_TIME_LIMIT": None,
        "SQLALCHEMY_ENGINE_OPTIONS": {},
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "JSON_SORT_KEYS": False,
    }


def for_production(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The configuration for wsgi.py.

    Raises:
        NotConfigured: SECRET_KEY or PUBLIC_URL is missing; the message names each that is.
    """
    missing = [name for name in ("SECRET_KEY", "PUBLIC_URL") if not environ.get(name)]
    if missing:
        raise NotConfigured(
            f"Not started: set {' and '.join(missing)} in the environment. SECRET_KEY is a long random text that stays "
            "the same; PUBLIC_URL is the address people type, for example https://reviews.example.ac.uk."
        )
    configuration = from_environment({"INSTALLATION": Installation.REAL, **environ})
    # Whoever asks under another name is refused, so that no link is ever built from a forged one.
    configuration["TRUSTED_HOSTS"] = [urlsplit(configuration["PUBLIC_URL"]).hostname, "localhost", "127.0.0.1"]
    return configuration

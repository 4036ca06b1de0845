"""The file of the example portfolio: where it is, what it holds, and how its values are read."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from workflows.dates import PreciseDate, TermDates, parse

FILE = Path(__file__).parent.parent / "data" / "demo_portfolio.yaml"


@dataclass(frozen=True)
class Portfolio:
    """One version of the file, read when its content is first asked for."""

    data: bytes

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the file holds."""
        # The loader written in C is ten times as fast, and the wheels bring it.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        content: dict[str, Any] = yaml.load(self.data, loader)
        return content

    @property
    def sha256(self) -> str:
        """The mark of this version, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def as_at(self) -> date:
        """The day whose state the portfolio shows."""
        return date.fromisoformat(self.content["example"]["as_at"])

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of one of the file's lists."""
        rows: list[dict[str, Any]] = self.content[name]
        return rows


def shipped() -> Portfolio:
    """The portfolio that ships with the project."""
    return Portfolio(FILE.read_bytes())


def precise(given: dict[str, str] | None, terms: TermDates) -> PreciseDate | None:
    """A date of the file, no more exact than it states.

    Raises:
        ValueError: its value is of another precision than it says.
    """
    if given is None:
        return None
    found = parse(str(given["value"]), terms)
    if found.precision != given["precision"]:
        raise ValueError(f"{given['value']!r} is a {found.precision}, not a {given['precision']}")
    return found


def exact_day(given: dict[str, str] | None) -> date | None:
    """A date of the file that must be a single day.

    Raises:
        ValueError: it is less exact than a day.
    """
    if given is None:
        return None
    if given["precision"] != "day":
        raise ValueError(f"{given['value']!r} is not a day")
    return date.fromisoformat(given["value"])


def decimal(given: object) -> Decimal | None:
    """A number of the file as it is written there, without a binary fraction's tail."""
    return None if given is None else Decimal(str(given))

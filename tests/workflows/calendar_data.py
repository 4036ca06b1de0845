"""The terms and closed days that ship with the project."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from workflows.dates import TermDates

DATA = Path(__file__).parents[2] / "app" / "data"


def shipped(name: str) -> Any:
    """Return what a shipped data file holds."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


TERMS = TermDates.from_rows(shipped("terms.yaml")["full_terms"])
_CLOSED = shipped("closed_days.yaml")
BANK_HOLIDAYS: dict[date, str] = {date.fromisoformat(row["day"]): row["name"] for row in _CLOSED["bank_holidays"]}
CLOSURE_DAYS: dict[date, bool] = {date.fromisoformat(row["day"]): row["verified"] for row in _CLOSED["closure_days"]}

"""Paragraphs, tables and figures that are numbered through a report, and text brought to a length that fits one."""

import re
from dataclasses import dataclass

LONGEST = 20_000
MOST_LINES = 300
BRIEF = 160


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph. `lead` comes first, in bold."""

    number: int
    text: str
    lead: str = ""


class Numbering:
    """Hands out the numbers, in the order in which the report is read."""

    def __init__(self) -> None:
        self._paragraphs = 0
        self._tables = 0
        self._figures = 0

    def paragraph(self, text: str, lead: str = "") -> Paragraph:
        """The next paragraph."""
        self._paragraphs += 1
        return Paragraph(self._paragraphs, text, lead)

    def paragraphs(self, text: str) -> tuple[Paragraph, ...]:
        """What somebody wrote, each block of it a numbered paragraph."""
        return tuple(self.paragraph(block) for block in blocks(text))

    def table(self) -> str:
        """The next table's name: "Table 3"."""
        self._tables += 1
        return f"Table {self._tables}"

    def figure(self) -> str:
        """The next figure's name."""
        self._figures += 1
        return f"Figure {self._figures}"


def blocks(text: str) -> list[str]:
    """The text's paragraphs, as it divides them by empty lines; a very long text is cut, and says so."""
    return [block for block in re.split(r"\n\s*\n", shortened(text)) if block.strip()]


def shortened(text: str) -> str:
    """The text without outer spaces, at most LONGEST characters and MOST_LINES lines of it.

    A report must stay of a size that can be printed: what is longer is read where it was written.
    """
    whole = text.strip()
    kept = "\n".join(whole.split("\n")[:MOST_LINES])[:LONGEST].rstrip()
    if kept == whole:
        return whole
    left = len(whole) - len(kept)
    return f"{kept} … (Cut here: the record itself has {left:,} characters more.)"


def brief(text: str, most: int = BRIEF) -> str:
    """The text in one line, cut after a word where it is longer than `most` characters."""
    line = " ".join(text[: most * 8].split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[most // 2 :] else cut} …"


def clause(text: str) -> str:
    """The text without its full stop, to stand inside a sentence."""
    return text.strip().rstrip(".")


def sentence(text: str) -> str:
    """The text, its first letter large, with a full stop where it has no ending of its own."""
    whole = text.strip()
    whole = whole[:1].upper() + whole[1:]
    return whole if not whole or whole[-1] in ".!?…”)" else f"{whole}."

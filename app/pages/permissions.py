"""The permission table in words: for each thing who may read it and who may change it, from the table that is applied."""

from dataclasses import dataclass

from app.access import TABLE, Permission, Viewer
from workflows.roles import ROLE_LABELS, Role


@dataclass(frozen=True)
class Open:
    """Something that is open to the roles of a permission. `does`: what they do, where there is more than one thing."""

    permission: Permission
    does: str = ""


@dataclass(frozen=True)
class Thing:
    """One row: what it is, to whom it is open for reading and for changing, and what else must be said."""

    name: str
    read: tuple[Open | str, ...]
    change: tuple[Open | str, ...]


EVERYBODY = "Everybody who is signed in"
NOBODY = "Nobody"

THINGS = (
    Thing(
        "A review’s title, units, phase and dates; its published report",
        (EVERYBODY,),
        (Open(Permission.EDIT_REVIEW), Open(Permission.PUBLISH, "publish")),
    ),
    Thing("Scope, plan, team and task list", (Open(Permission.READ_SCOPE),), (Open(Permission.EDIT_REVIEW),)),
    Thing(
        "Open evidence, and findings once they were sent to the service",
        (Open(Permission.READ_FINDINGS),),
        (Open(Permission.WORK_REVIEW), Open(Permission.ANSWER_ACCURACY, "answer for accuracy")),
    ),
    Thing(
        "Confidential evidence and interview notes",
        (
            Open(Permission.READ_CONFIDENTIAL),
            "Nobody else: not the rest of Focus, not administrators. Each reading is logged.",
        ),
        (Open(Permission.WORK_REVIEW),),
    ),
    Thing("Findings and recommendations in draft", (Open(Permission.READ_DRAFTS),), (Open(Permission.WORK_REVIEW),)),
    Thing(
        "Recommendations once published, and their progress",
        (EVERYBODY,),
        (
            "The text: nobody. The review lead amends it as a new version, which is decided again.",
            "Progress and evidence: the owner. Dates: the owner asks, the review lead approves.",
            "Closing: a verifier, never the owner.",
        ),
    ),
    Thing("Decisions", (EVERYBODY,), (Open(Permission.RECORD_DECISION, "record what was decided"),)),
    Thing(
        "Improvements and what they save",
        (EVERYBODY + ", once adopted", Open(Permission.READ_UNADOPTED, "read them before"), "The author’s unit, too"),
        (
            "The author and the benefit owner",
            Open(Permission.VALIDATE_SAVING, "validate another person’s saving"),
            Open(Permission.VALIDATE_CASH, "validate cash"),
        ),
    ),
    Thing("Money and rates", (Open(Permission.READ_MONEY),), (Open(Permission.VALIDATE_CASH),)),
    Thing(
        "The register of services",
        (EVERYBODY,),
        (Open(Permission.EDIT_SERVICES), Open(Permission.DESCRIBE_SERVICE, "describe the services of the unit")),
    ),
    Thing("Units", (EVERYBODY,), (Open(Permission.MANAGE_UNITS),)),
    Thing(
        "People and roles",
        (EVERYBODY + ": role titles and units", "Roles and addresses: the person, and administrators"),
        (Open(Permission.MANAGE_PEOPLE), "Never their own roles"),
    ),
    Thing(
        "Settings, terms, closed days and mail",
        (Open(Permission.MANAGE_SETTINGS),),
        (Open(Permission.MANAGE_SETTINGS),),
    ),
    Thing("The history of a thing", ("Whoever may read the thing",), (NOBODY,)),
)


@dataclass(frozen=True)
class Word:
    """A role in a cell, and whether the reader holds it somewhere."""

    label: str
    mine: bool


@dataclass(frozen=True)
class Line:
    """One line of a cell: roles, what they do, and where the role must be held; or a plain sentence."""

    words: tuple[Word, ...] = ()
    does: str = ""
    where: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class RowInWords:
    """A row as the page shows it."""

    name: str
    read: tuple[Line, ...]
    change: tuple[Line, ...]


def table_for(viewer: Viewer) -> tuple[RowInWords, ...]:
    """The table, with the roles that this person holds marked."""
    return tuple(RowInWords(thing.name, _lines(thing.read, viewer), _lines(thing.change, viewer)) for thing in THINGS)


def _lines(parts: tuple[Open | str, ...], viewer: Viewer) -> tuple[Line, ...]:
    return tuple(Line(sentence=part) if isinstance(part, str) else _line(part, viewer) for part in parts)


def _line(part: Open, viewer: Viewer) -> Line:
    allowed = TABLE[part.permission]
    words = tuple(
        Word(ROLE_LABELS[role], any(grant.role is role for grant in viewer.grants))
        for role in Role
        if role in allowed.roles
    )
    return Line(words, part.does, "of that review" if allowed.in_review_only else "")

"""Where each condition of a review's moves is resolved: straight to the form for who may do it, else where it is read."""

from dataclasses import dataclass

from flask import url_for

from app.access import Permission, Place, Viewer


@dataclass(frozen=True)
class Resolved:
    """Where a condition is resolved: the page of the act, the page (and its section) where others read how it stands.

    `by` is the permission that resolves it, `read` the one that opens the page; `decides`: it waits for the sponsor.
    """

    act: str
    page: str
    section: str | None
    by: Permission
    read: Permission = Permission.SIGNED_IN
    decides: bool = False


def _plan(act: str, section: str) -> Resolved:
    return Resolved(f"plans.{act}", "plans.index", section, Permission.EDIT_REVIEW, Permission.READ_SCOPE)


def _finding(act: str, page: str) -> Resolved:
    return Resolved(act, page, None, Permission.WORK_REVIEW, Permission.READ_FINDINGS)


def _recommendation(act: str) -> Resolved:
    return Resolved(act, "recommendations.of_review", None, Permission.WORK_REVIEW)


def _decision() -> Resolved:
    return Resolved("decisions.record", "decisions.of_review", None, Permission.RECORD_DECISION, decides=True)


RESOLVED: dict[str, Resolved] = {
    "proposal": Resolved("reviews.edit_proposal", "reviews.show", None, Permission.EDIT_REVIEW),
    "sponsor": Resolved("reviews.edit_proposal", "reviews.show", None, Permission.EDIT_REVIEW),
    "scope": Resolved("plans.edit_scope", "plans.scope", None, Permission.EDIT_REVIEW, Permission.READ_SCOPE),
    "team": _plan("edit_team", "team"),
    "plan": _plan("edit_dates", "planned-dates"),
    "screening": _plan("edit_screening", "screening"),
    "guide": _plan("edit_guide", "guide"),
    "baseline": _plan("edit_baseline", "baseline"),
    "new finding": _finding("findings.new", "findings.index"),
    "findings": _finding("findings.index", "findings.index"),
    "sending": _finding("accuracy.send", "accuracy.index"),
    "accuracy": _finding("accuracy.index", "accuracy.index"),
    "new recommendation": _recommendation("recommendations.drafts.new"),
    "recommendations": _recommendation("recommendations.of_review"),
    "responses": _decision(),
    "single responses": Resolved(
        "recommendations.of_review", "recommendations.of_review", None, Permission.RECORD_DECISION, decides=True
    ),
    "decision": _decision(),
    "benefits": _plan("edit_completion", "completion"),
    "handover": _plan("edit_completion", "completion"),
    "lessons": _plan("add_lesson", "lessons"),
    "history": Resolved("reviews.history", "reviews.history", None, Permission.SIGNED_IN),
}
"""Each place that a rule of a move names."""

OF_DRAFTS = frozenset(
    {"new finding", "findings", "sending", "accuracy", "new recommendation", "recommendations"}
    | {"responses", "single responses"}
)
"""Places whose conditions tell of findings and recommendations that are still drafts."""


def address_of(where: str, reference: str, place: Place, viewer: Viewer) -> str:
    """The address of the place `where` for this person: the act, else the page; empty where neither is open."""
    found = RESOLVED[where]
    if viewer.can(found.by, place):
        return url_for(found.act, reference=reference)
    if viewer.can(found.read, place):
        return url_for(found.page, reference=reference, _anchor=found.section)
    return ""

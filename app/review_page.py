"""The frame of a review's pages: its tabs with their counts, only of what this person may see."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select

from app.access import Permission, Place, Viewer
from app.extensions import db
from app.models import Evidence, Finding, Improvement, Recommendation, Review, Task
from app.open_findings import is_open
from workflows.improvement import Life
from workflows.phases import PROFILE_LABELS


@dataclass(frozen=True)
class Tab:
    """One tab: its label, address, count (None: no count is shown), and whether it is the page itself."""

    label: str
    address: str
    count: int | None
    here: bool


@dataclass(frozen=True)
class Frame:
    """What the head of each page of a review shows."""

    review: Review
    place: Place
    caption: str
    tabs: tuple[Tab, ...]


def frame(review: Review, place: Place, viewer: Viewer, here: str) -> Frame:
    """The frame for the page whose endpoint is `here`. One query."""
    counts = _counts(review, place, viewer)
    tabs: list[Tab] = []
    for label, endpoint, permission in _TABS:
        if viewer.can(permission, place):
            address = url_for(endpoint, reference=review.reference)
            tabs.append(Tab(label, address, counts.get(label), endpoint == here))
    units = ", ".join(link.unit.name for link in review.unit_links)
    caption = f"{review.reference} · {PROFILE_LABELS[review.profile]} · {units}"
    return Frame(review, place, caption, tuple(tabs))


_TABS = (
    ("Overview", "reviews.show", Permission.SIGNED_IN),
    ("Scope", "plans.scope", Permission.READ_SCOPE),
    ("Plan and team", "plans.index", Permission.READ_SCOPE),
    ("Evidence", "evidence.index", Permission.READ_FINDINGS),
    ("Findings", "findings.index", Permission.READ_FINDINGS),
    ("Recommendations", "recommendations.of_review", Permission.SIGNED_IN),
    ("Decisions", "decisions.of_review", Permission.SIGNED_IN),
    ("Savings", "improvements.of_review", Permission.SIGNED_IN),
    ("Report", "reports.of_review", Permission.SIGNED_IN),
    ("History", "reviews.history", Permission.SIGNED_IN),
)


def _counts(review: Review, place: Place, viewer: Viewer) -> dict[str, int]:
    drafts = viewer.can(Permission.READ_DRAFTS, place)
    evidence = select(func.count()).where(Evidence.review_id == review.id, Evidence.withdrawn_reason.is_(None))
    if not viewer.can(Permission.READ_CONFIDENTIAL, place):
        evidence = evidence.where(~Evidence.confidential)
    findings = select(func.count()).where(Finding.review_id == review.id, Finding.withdrawn_reason.is_(None))
    if not drafts:
        findings = findings.where(is_open())
    recommendations = select(func.count()).where(
        Recommendation.review_id == review.id, Recommendation.withdrawn_reason.is_(None)
    )
    if not drafts:
        recommendations = recommendations.where(Recommendation.published_on.is_not(None))
    savings = select(func.count()).where(Improvement.review_id == review.id, Improvement.life == Life.ADOPTED)
    tasks = select(func.count()).where(Task.review_id == review.id, Task.done_on.is_(None), ~Task.dropped)
    row = db.session.execute(
        select(*(one.scalar_subquery() for one in (evidence, findings, recommendations, savings, tasks)))
    ).one()
    return dict(zip(("Evidence", "Findings", "Recommendations", "Savings", "Open tasks"), row, strict=True))

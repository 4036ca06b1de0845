"""What people do with findings: record them, rest them on evidence, send them to the service, and take its answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app import outbox
from app.access import Viewer
from app.doing import doing
from app.extensions import db
from app.models import (
    AccuracyItem,
    AccuracyRequest,
    Evidence,
    Finding,
    FindingEvidence,
    Review,
    Severity,
    Theme,
    Verdict,
)
from workflows.dates import format_weekday
from workflows.wording import counted


@dataclass(frozen=True)
class FindingWords:
    """What is said in a finding."""

    text: str
    detail: str
    theme: Theme
    severity: Severity


def record_finding(review: Review, words: FindingWords, evidence_ids: Iterable[int], *, actor: Viewer) -> Finding:
    """Record a finding that rests on this evidence of its review. It is a draft until it is sent to the service."""
    doing("record_finding", actor)
    last = db.session.scalar(select(func.max(Finding.number)).where(Finding.review_id == review.id)) or 0
    finding = Finding(review_id=review.id, number=last + 1, reference=f"{review.reference}-F{last + 1:02}")
    _put(finding, words)
    db.session.add(finding)
    _link(finding, review.id, evidence_ids)
    db.session.flush()
    return finding


def edit_finding(
    finding: Finding,
    words: FindingWords,
    *,
    ticked: Iterable[int],
    unticked: Iterable[int],
    what_we_did: str = "",
    actor: Viewer,
) -> None:
    """Change a finding, and add to and take from what it rests on.

    Args:
        ticked: ids of evidence that it rests on from now on; what it rests on already is left as it is.
        unticked: ids of evidence that it no longer rests on.
        what_we_did: of a finding that the service was sent: what was changed and why; it stands beside the answer.
    """
    doing("edit_finding", actor)
    _put(finding, words)
    gone = set(unticked)
    for link in list(finding.evidence_links):
        if link.evidence_id in gone:
            finding.evidence_links.remove(link)
    _link(finding, finding.review_id, ticked)
    if what_we_did and finding.accuracy_items:
        item = finding.accuracy_items[-1]
        item.our_response = "\n\n".join(part for part in (item.our_response, what_we_did) if part)


def withdraw_finding(finding: Finding, reason: str, *, actor: Viewer) -> None:
    """Take a finding out of the review, with a reason. It is kept, with what the service said of it."""
    doing("withdraw_finding", actor, reason)
    finding.withdrawn_reason = reason


def send_findings(
    review: Review,
    findings: Sequence[Finding],
    message: str,
    *,
    due_on: date,
    to: Iterable[int],
    page: str,
    actor: Viewer,
) -> AccuracyRequest:
    """Send findings to the service for factual accuracy, each kept word for word as it is now.

    Args:
        due_on: the last day on which an answer is in time.
        to: ids of the people who are told by mail, in this same transaction.
        page: path of the page where they answer.
    """
    doing("send_findings", actor)
    request = AccuracyRequest(
        review_id=review.id, sent_on=actor.today, due_on=due_on, message=message, sent_by_id=actor.person_id
    )
    request.items = [AccuracyItem(finding=finding, finding_text=finding.text) for finding in findings]
    db.session.add(request)
    db.session.flush()
    for person_id in to:
        outbox.ask_mail(
            f"accuracy-{request.id}-person-{person_id}",
            person_id,
            f"{review.reference}: findings to check by {format_weekday(due_on)}",
            f"The review “{review.title}” ({review.reference}) asks you whether "
            f"{counted(len(findings), 'finding')} about your service {'is' if len(findings) == 1 else 'are'} factually "
            f"correct. Please answer by {format_weekday(due_on)}. If nothing comes, the review may go ahead, and its "
            f"report says that no answer was given.\n\n{outbox.link_to(page)}",
            at=actor.now,
        )
    return request


def answer_accuracy(item: AccuracyItem, verdict: Verdict, answer: str, *, actor: Viewer) -> None:
    """Keep the service's answer on one finding. One that comes after the last day is kept, and reads as late."""
    doing("answer_accuracy", actor)
    item.verdict = verdict
    item.answer = answer
    item.answered_on = actor.today
    item.answered_by_id = actor.person_id


def respond_to_answer(item: AccuracyItem, our_response: str, *, actor: Viewer) -> None:
    """Keep what the review's team did with the service's answer."""
    doing("respond_to_answer", actor)
    item.our_response = our_response


def _put(finding: Finding, words: FindingWords) -> None:
    finding.text = words.text
    finding.detail = words.detail
    finding.theme = words.theme
    finding.severity = words.severity


def _link(finding: Finding, review_id: int, evidence_ids: Iterable[int]) -> None:
    """Rest the finding on evidence of its own review; an id of another review's evidence ties nothing."""
    wanted = set(evidence_ids) - {link.evidence_id for link in finding.evidence_links}
    if not wanted:
        return
    found = db.session.scalars(
        select(Evidence)
        .where(Evidence.review_id == review_id, Evidence.id.in_(wanted), Evidence.withdrawn_reason.is_(None))
        .order_by(Evidence.number)
    )
    for evidence in found:
        finding.evidence_links.append(FindingEvidence(evidence=evidence))

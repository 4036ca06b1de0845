"""Findings: the chain from evidence to recommendation, and what the review's team does with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import NotAllowed, Permission, Place, Viewer, needs
from app.conflict import stale
from app.findings import actions, queries
from app.findings.forms import FindingForm, SharedFindingForm, WithdrawForm
from app.findings.labels import SEVERITY_LABELS, THEME_LABELS
from app.findings.rounds import Round, newest, rounds_of_findings
from app.guard import viewer
from app.models import Finding, Review, Severity, Theme
from app.models.findings import EVIDENCE_KIND_LABELS, VERDICT_LABELS
from app.paging import page_number, paged
from app.places import open_review
from app.review_page import frame
from app.submissions import finish, sent_before
from workflows.recommendation import RESPONSE_LABELS

blueprint = Blueprint("findings", __name__)

CLOSED = "The findings of this review are open to those who take part in it, and to the service once it was asked."
TEAM_ONLY = "Only the review’s own team records findings."
HERE = "findings.index"


@dataclass(frozen=True)
class Chains:
    """What stands round findings, by their ids: what they rest on, their rounds of accuracy, and what follows."""

    rests: dict[int, queries.RestsOn]
    rounds: dict[int, list[Round]]
    follows: dict[int, list[queries.Follows]]


@blueprint.context_processor
def words() -> dict[str, object]:
    """The names of themes, severities, kinds of evidence, answers and responses."""
    return {
        "THEMES": THEME_LABELS,
        "SEVERITIES": SEVERITY_LABELS,
        "EVIDENCE_KINDS": EVIDENCE_KIND_LABELS,
        "VERDICTS": VERDICT_LABELS,
        "RESPONSES": RESPONSE_LABELS,
    }


def chains(ids: Iterable[int], who: Viewer, place: Place) -> Chains:
    """What stands round the findings with these ids, as far as this person may read it. Three or four queries."""
    wanted = list(ids)
    return Chains(
        queries.rests_on(wanted, who, place),
        rounds_of_findings(wanted, who.today),
        queries.follows_from(wanted, who, place, today=who.today),
    )


@blueprint.get("/reviews/<reference>/findings")
@needs(Permission.READ_FINDINGS)
def index(reference: str) -> ResponseReturnValue:
    """The review's findings, each in its chain."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    number = page_number()
    rows = paged(queries.findings_of(review, who, place, page=number), number)
    found = chains([row.id for row in rows.rows], who, place)
    return render_template(
        "findings/index.html",
        frame=frame(review, place, who, HERE),
        rows=rows,
        chains=found,
        newest=newest(one for rounds in found.rounds.values() for one in rounds),
        withdrawn=queries.withdrawn_of(review, who, place),
        works=who.can(Permission.WORK_REVIEW, place),
        answers=who.can(Permission.ANSWER_ACCURACY, place),
    )


@blueprint.get("/reviews/<reference>/findings/<int:number>")
@needs(Permission.READ_FINDINGS)
def show(reference: str, number: int) -> ResponseReturnValue:
    """One finding: the chain, how it was counted, and each round of factual accuracy."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    finding = queries.finding_or_404(review, number, who, place)
    return render_template(
        "findings/show.html",
        frame=frame(review, place, who, HERE),
        finding=finding,
        chains=chains([finding.id], who, place),
        works=who.can(Permission.WORK_REVIEW, place),
        answers=who.can(Permission.ANSWER_ACCURACY, place),
    )


@blueprint.route("/reviews/<reference>/findings/new", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def new(reference: str) -> ResponseReturnValue:
    """Record a finding."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    form = FindingForm()
    _offer_evidence(form, review)
    if form.validate_on_submit():
        finding = actions.record_finding(review, given(form), form.evidence.data or (), actor=who)
        flash(f"Finding {finding.number} was recorded. It is a draft until it is sent to the service.")
        return finish(address(review, finding), who.person_id)
    return edited("findings/edit.html", form, review, place, who, finding=None, shared=False)


@blueprint.route("/reviews/<reference>/findings/<int:number>/edit", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def edit(reference: str, number: int) -> ResponseReturnValue:
    """Change a finding. Once the service was sent it, a change of its words says what was done and why."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    finding = counting(review, number, who, place)
    shared = bool(finding.accuracy_items)
    form = _form_of(finding, shared)
    _offer_evidence(form, review)
    if request.method == "GET":
        form.version.data = str(finding.version)
        form.start_with(link.evidence_id for link in finding.evidence_links)
    if form.validate_on_submit():
        back = address(review, finding)
        if clash := stale(form, finding, title="This finding", back=back):
            return clash
        ticked, unticked = form.ticks()
        done = form.what_we_did.data or "" if isinstance(form, SharedFindingForm) else ""
        actions.edit_finding(finding, given(form), ticked=ticked, unticked=unticked, what_we_did=done, actor=who)
        return finish(back, who.person_id, f"Finding {finding.number} is saved.")
    return edited("findings/edit.html", form, review, place, who, finding=finding, shared=shared)


@blueprint.route("/reviews/<reference>/findings/<int:number>/withdraw", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def withdraw(reference: str, number: int) -> ResponseReturnValue:
    """Withdraw a finding with a reason."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    finding = counting(review, number, who, place)
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.withdraw_finding(finding, form.reason.data or "", actor=who)
        flash(f"Finding {finding.number} was withdrawn.")
        return finish(url_for(HERE, reference=review.reference), who.person_id)
    follows = queries.follows_from([finding.id], who, place, today=who.today)[finding.id]
    return edited("findings/withdraw.html", form, review, place, who, finding=finding, follows=follows)


def counting(review: Review, number: int, who: Viewer, place: Place) -> Finding:
    """The finding of this number, if it can still be changed.

    Raises:
        NotFound: there is none.
        NotAllowed: it was withdrawn.
    """
    finding = queries.finding_or_404(review, number, who, place)
    if finding.withdrawn_reason is not None:
        raise NotAllowed("This finding was withdrawn. It is kept as it was and can no longer be changed.")
    return finding


def edited(template: str, form: Any, review: Review, place: Place, who: Viewer, **more: object) -> ResponseReturnValue:
    """The page with a form: 422 where what was sent has a fault."""
    page = render_template(template, form=form, frame=frame(review, place, who, HERE), **more)
    return page, 422 if form.errors else 200


def given(form: FindingForm) -> actions.FindingWords:
    """What the form says of the finding."""
    return actions.FindingWords(
        text=form.text.data or "",
        detail=form.detail.data or "",
        theme=Theme(form.theme.data),
        severity=Severity(form.severity.data),
    )


def address(review: Review, finding: Finding) -> str:
    """The page of a finding."""
    return url_for("findings.show", reference=review.reference, number=finding.number)


def _form_of(finding: Finding, shared: bool) -> FindingForm:
    # Given field by field: a finding has no ticks of its own that could be taken for those of the form.
    standing = {"text": finding.text, "detail": finding.detail, "theme": finding.theme, "severity": finding.severity}
    if shared:
        return SharedFindingForm(data=standing, sent_text=finding.text, sent_detail=finding.detail)
    return FindingForm(data=standing)


def _offer_evidence(form: FindingForm, review: Review) -> None:
    form.offer_evidence(
        (
            one.id,
            f"{one.title} ({EVIDENCE_KIND_LABELS[one.kind].lower()}{', confidential' if one.confidential else ''})",
        )
        for one in queries.evidence_to_offer(review)
    )

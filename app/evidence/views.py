"""Evidence and its files: the list, a piece of it, and what the review's team does with it."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import file_store
from app.access import NotAllowed, Permission, Place, Viewer, needs, writes_on_get
from app.conflict import stale
from app.evidence import actions, queries
from app.evidence.forms import EvidenceForm, FileForm, NewEvidenceForm, WithdrawForm
from app.evidence.readings import REASON, log_reading, readings_of
from app.file_kinds import in_words
from app.forms import choices_of
from app.guard import viewer
from app.models import Evidence, EvidenceKind, Review, StoredFile
from app.models.findings import EVIDENCE_KIND_LABELS
from app.paging import page_number, paged
from app.places import open_review
from app.review_page import frame
from app.submissions import finish, sent_before

blueprint = Blueprint("evidence", __name__)

CLOSED = "The evidence of this review is open to those who take part in it."
TEAM_ONLY = "Only the review’s own team adds evidence or changes it."
HERE = "evidence.index"


@blueprint.context_processor
def words() -> dict[str, object]:
    """The names of the kinds of evidence, and a file's kind and size in words."""
    return {"EVIDENCE_KINDS": EVIDENCE_KIND_LABELS, "file_in_words": in_words}


@blueprint.get("/reviews/<reference>/evidence")
@needs(Permission.READ_FINDINGS)
def index(reference: str) -> ResponseReturnValue:
    """The review's evidence, as much of it as this person may read."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    number = page_number()
    rows = paged(queries.evidence_of(review, who, place, page=number), number)
    works = who.can(Permission.WORK_REVIEW, place)
    return render_template(
        "evidence/index.html",
        frame=frame(review, place, who, HERE),
        rows=rows,
        findings=queries.findings_supported([row.id for row in rows.rows], who, place),
        withdrawn=queries.withdrawn_of(review) if works else [],
        works=works,
    )


@blueprint.get("/reviews/<reference>/evidence/<int:number>")
@needs(Permission.READ_FINDINGS)
@writes_on_get(REASON)
def show(reference: str, number: int) -> ResponseReturnValue:
    """One piece of evidence. Confidential evidence is shown only after the reading is logged."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    evidence = queries.evidence_or_404(review, number, who, place)
    log_reading(evidence, None, actor=who)
    return render_template(
        "evidence/show.html",
        frame=frame(review, place, who, HERE),
        evidence=evidence,
        findings=queries.findings_supported([evidence.id], who, place)[evidence.id],
        readings=readings_of(evidence) if evidence.confidential else [],
        works=who.can(Permission.WORK_REVIEW, place),
    )


@blueprint.get("/files/evidence/<reference>/<int:number>/<int:version>")
@needs(Permission.READ_FINDINGS)
@writes_on_get(REASON)
def download(reference: str, number: int, version: int) -> ResponseReturnValue:
    """One version of a file, as an attachment, after the same checks as its page."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    evidence = queries.evidence_or_404(review, number, who, place)
    file = queries.file_or_404(evidence, version)
    log_reading(evidence, file, actor=who)
    return file_store.send(file.file, file.filename)


@blueprint.route("/reviews/<reference>/evidence/new", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def new(reference: str) -> ResponseReturnValue:
    """Add evidence, with a file and the findings it supports where there are any."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    form = NewEvidenceForm()
    offered = queries.findings_to_support(review)
    form.findings.choices = choices_of((one.id, f"{one.number}. {one.text[:200]}") for one in offered)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if request.method == "GET":
        asked = request.args.get("finding", "")
        form.findings.data = [one.id for one in offered if str(one.number) == asked]
    if form.validate_on_submit():
        stored = taken(form, who)
        if not form.errors:
            findings = queries.findings_with_ids(review, form.findings.data or [])
            evidence = actions.add_evidence(review, given(form), findings, actor=who)
            if stored is not None:
                actions.add_evidence_file(evidence, stored, filename_of(form), "", actor=who)
            flash(f"Evidence {evidence.reference} was added.")
            return finish(address(review, evidence), who.person_id)
    return edited("evidence/edit.html", form, review, place, who, evidence=None)


@blueprint.route("/reviews/<reference>/evidence/<int:number>/edit", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
@writes_on_get(REASON)
def edit(reference: str, number: int) -> ResponseReturnValue:
    """Change what is said of evidence. Its form shows the notes, so opening it is a reading too."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    evidence = counting(review, number, who, place)
    form = EvidenceForm(obj=evidence)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    log_reading(evidence, None, actor=who)
    if request.method == "GET":
        form.version.data = str(evidence.version)
    if form.validate_on_submit():
        back = address(review, evidence)
        if clash := stale(form, evidence, title="This evidence", back=back):
            return clash
        actions.edit_evidence(evidence, given(form), actor=who)
        return finish(back, who.person_id, f"Evidence {evidence.reference} is saved.")
    return edited("evidence/edit.html", form, review, place, who, evidence=evidence)


@blueprint.route("/reviews/<reference>/evidence/<int:number>/files/new", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def add_file(reference: str, number: int) -> ResponseReturnValue:
    """Add a file to evidence, or a new version of the one it has."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    evidence = counting(review, number, who, place)
    form = FileForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    if form.validate_on_submit():
        stored = taken(form, who)
        if stored is not None:
            actions.add_evidence_file(evidence, stored, filename_of(form), form.note.data or "", actor=who)
            return finish(address(review, evidence), who.person_id, f"{filename_of(form)} is attached.")
    return edited("evidence/file.html", form, review, place, who, evidence=evidence)


@blueprint.route("/reviews/<reference>/evidence/<int:number>/withdraw", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def withdraw(reference: str, number: int) -> ResponseReturnValue:
    """Withdraw evidence with a reason."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    form = WithdrawForm()
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    evidence = counting(review, number, who, place)
    if form.validate_on_submit():
        actions.withdraw_evidence(evidence, form.reason.data or "", actor=who)
        flash(f"Evidence {evidence.reference} was withdrawn.")
        return finish(url_for(HERE, reference=review.reference), who.person_id)
    findings = queries.findings_supported([evidence.id], who, place)[evidence.id]
    return edited("evidence/withdraw.html", form, review, place, who, evidence=evidence, findings=findings)


def counting(review: Review, number: int, who: Viewer, place: Place) -> Evidence:
    """The evidence of this number, if it can still be changed.

    Raises:
        NotFound: there is none.
        NotAllowed: it was withdrawn.
    """
    evidence = queries.evidence_or_404(review, number, who, place)
    if evidence.withdrawn_reason is not None:
        raise NotAllowed("This evidence was withdrawn. It is kept as it was and can no longer be changed.")
    return evidence


def edited(
    template: str,
    form: EvidenceForm | FileForm | WithdrawForm,
    review: Review,
    place: Place,
    who: Viewer,
    **more: object,
) -> ResponseReturnValue:
    """The page with a form: 422 where what was sent has a fault."""
    page = render_template(template, form=form, frame=frame(review, place, who, HERE), **more)
    return page, 422 if form.errors else 200


def taken(form: NewEvidenceForm | FileForm, who: Viewer) -> StoredFile | None:
    """The file that was sent, in the store; None where there is none or it was refused, with the reason at the field."""
    upload = form.file.data
    if upload is None:
        return None
    try:
        return file_store.store(upload.stream, upload.filename, moment=who.now)
    except file_store.FileRefused as refused:
        form.file.errors = [refused.sentence]
        return None


def filename_of(form: NewEvidenceForm | FileForm) -> str:
    """The name of the file that was sent, as it may be kept."""
    return file_store.clean_name(form.file.data.filename)


def given(form: EvidenceForm) -> actions.EvidenceWords:
    """What the form says of the evidence."""
    return actions.EvidenceWords(
        kind=EvidenceKind(form.kind.data),
        title=form.title.data or "",
        notes=form.notes.data or "",
        url=form.url.data or "",
        gathered=form.gathered.data,
        confidential=bool(form.confidential.data),
    )


def address(review: Review, evidence: Evidence) -> str:
    """The page of a piece of evidence."""
    return url_for("evidence.show", reference=review.reference, number=evidence.number)

"""Factual accuracy: findings go to the service, its answers come back, and the team says what it did with them."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import errors, settings
from app.access import Permission, needs
from app.calendar import closed_days
from app.conflict import stale
from app.findings import actions, queries
from app.findings.forms import AnswerForm, ResponseForm, SendForm
from app.findings.rounds import MOST_REQUESTS, Round, newest, requests_of, rounds_of_findings, why_closed
from app.forms import choices_of
from app.guard import viewer
from app.models import AccuracyItem, Verdict
from app.models.findings import VERDICT_LABELS
from app.places import open_review
from app.review_page import frame
from app.submissions import finish, sent_before
from workflows.accuracy import answer_due

blueprint = Blueprint("accuracy", __name__)

CLOSED = "What was sent to the service of this review is open to those who take part in it."
TEAM_ONLY = "Only the review’s own team sends findings to the service and says what it did with the answers."
SERVICE_ONLY = "The heads of the departments under review answer for factual accuracy, nobody else."
HERE = "findings.index"


@blueprint.context_processor
def words() -> dict[str, object]:
    """The names of the answers."""
    return {"VERDICTS": VERDICT_LABELS}


@blueprint.get("/reviews/<reference>/accuracy")
@needs(Permission.READ_FINDINGS)
def index(reference: str) -> ResponseReturnValue:
    """What was sent to the service and what it answered; for its lead, what still waits for an answer."""
    who = viewer()
    review, place = open_review(reference, who, Permission.READ_FINDINGS, CLOSED)
    requests = requests_of(review, who.today)
    last = newest(one for sent in requests for one in sent.rounds)
    answers = who.can(Permission.ANSWER_ACCURACY, place)
    return render_template(
        "findings/accuracy.html",
        frame=frame(review, place, who, HERE),
        requests=requests,
        last=last,
        can_answer={one.id for one in last.values() if answers and not why_closed(one, one.id)},
        answers=answers,
        works=who.can(Permission.WORK_REVIEW, place),
        most=MOST_REQUESTS,
    )


@blueprint.route("/reviews/<reference>/accuracy/new", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def send(reference: str) -> ResponseReturnValue:
    """Send findings to the service. Those never sent, and those reworded since, are ticked to begin with."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    form = SendForm()
    offered = queries.findings_of(review, who, place, page=1)
    last = newest(
        one for rounds in rounds_of_findings([row.id for row in offered], who.today).values() for one in rounds
    )
    form.findings.choices = choices_of((row.id, f"{row.number}. {row.text[:300]}") for row in offered)
    due_on = answer_due(who.today, closed_days(), settings.value("accuracy_days"))
    to = queries.who_answers(place)
    if request.method == "GET":
        form.findings.data = [row.id for row in offered if row.id not in last or last[row.id].reworded]
    if form.validate_on_submit():
        back = url_for("accuracy.index", reference=review.reference)
        actions.send_findings(
            review,
            queries.findings_with_ids(review, form.findings.data or ()),
            form.message.data or "",
            due_on=due_on,
            to=[one.id for one in to],
            page=back,
            actor=who,
        )
        flash("The findings were sent to the service.")
        return finish(back, who.person_id)
    page = render_template(
        "findings/send.html",
        frame=frame(review, place, who, HERE),
        form=form,
        hints={str(row.id): last[row.id].sentence for row in offered if row.id in last},
        due_on=due_on,
        days=settings.value("accuracy_days"),
        to=to,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/reviews/<reference>/accuracy/<int:item_id>/answer", methods=["GET", "POST"])
@needs(Permission.ANSWER_ACCURACY)
def answer(reference: str, item_id: int) -> ResponseReturnValue:
    """The service's answer on one finding."""
    who = viewer()
    review, place = open_review(reference, who, Permission.ANSWER_ACCURACY, SERVICE_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    item = queries.item_or_404(review, item_id)
    back = url_for("accuracy.index", reference=review.reference)
    rounds = rounds_of_findings([item.finding_id], who.today)[item.finding_id]
    asked = _round(rounds, item)
    if closed := why_closed(asked, rounds[-1].id):
        return errors.page(409, "This cannot be answered any more", closed, links=(("What was sent", back),))
    form = AnswerForm(obj=item)
    if request.method == "GET":
        form.version.data = str(item.version)
    if form.validate_on_submit():
        if clash := stale(form, item, title="This answer", back=back):
            return clash
        actions.answer_accuracy(item, Verdict(form.verdict.data), form.answer.data or "", actor=who)
        flash(f"Your answer on finding {asked.number} was sent to the review’s team.")
        return finish(back, who.person_id)
    here = frame(review, place, who, HERE)
    page = render_template("findings/answer.html", frame=here, form=form, asked=asked, finding=item.finding)
    return page, 422 if form.errors else 200


@blueprint.route("/reviews/<reference>/accuracy/<int:item_id>/response", methods=["GET", "POST"])
@needs(Permission.WORK_REVIEW)
def respond(reference: str, item_id: int) -> ResponseReturnValue:
    """What the team did with the service's answer."""
    who = viewer()
    review, place = open_review(reference, who, Permission.WORK_REVIEW, TEAM_ONLY)
    if request.method == "POST" and (again := sent_before(who.person_id)):
        return again
    item = queries.item_or_404(review, item_id)
    if item.verdict is None:
        raise NotFound
    back = url_for("accuracy.index", reference=review.reference)
    form = ResponseForm(obj=item)
    if request.method == "GET":
        form.version.data = str(item.version)
    if form.validate_on_submit():
        if clash := stale(form, item, title="What you did with the answer", back=back):
            return clash
        actions.respond_to_answer(item, form.our_response.data or "", actor=who)
        return finish(back, who.person_id, "What you did with the answer is saved.")
    asked = _round(rounds_of_findings([item.finding_id], who.today)[item.finding_id], item)
    page = render_template("findings/respond.html", frame=frame(review, place, who, HERE), form=form, asked=asked)
    return page, 422 if form.errors else 200


def _round(rounds: list[Round], item: AccuracyItem) -> Round:
    return next(one for one in rounds if one.id == item.id)

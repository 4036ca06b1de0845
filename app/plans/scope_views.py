"""The scope of a review: its versions, what changed between them, writing one, and recording that it was agreed."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.access import Permission, needs
from app.conflict import stale
from app.models import ScopeVersion
from app.plans import queries, scope_actions, scope_queries
from app.plans.date_views import fill_ends, standing_ends
from app.plans.door import Opened, blueprint, open_to_change, open_to_read
from app.plans.scope_forms import AgreedForm, ScopeForm
from app.submissions import finish, sent_before
from workflows import scope_rules
from workflows.engine import Condition
from workflows.phases import PHASE_LABELS
from workflows.review_facts import ReviewFacts


@blueprint.get("/reviews/<reference>/scope")
@needs(Permission.SIGNED_IN)
def scope(reference: str) -> ResponseReturnValue:
    """The scope as it stands, whole, with its earlier versions."""
    opened = open_to_read(reference)
    return _version_page(opened, scope_queries.newest_version(opened.review.id))


@blueprint.get("/reviews/<reference>/scope/<int(max=2147483647):number>")
@needs(Permission.SIGNED_IN)
def scope_version(reference: str, number: int) -> ResponseReturnValue:
    """One version of the scope, whole."""
    opened = open_to_read(reference)
    version = scope_queries.version_in(opened.review.id, number)
    if version is None:
        raise NotFound
    return _version_page(opened, version)


def _version_page(opened: Opened, version: ScopeVersion | None) -> ResponseReturnValue:
    review = opened.review
    versions = scope_queries.versions_of(review.id)
    newest = versions[0].number if versions else 0
    return render_template(
        "plans/scope.html",
        frame=opened.frame("plans.scope"),
        opened=opened,
        review=review,
        version=version,
        versions=versions,
        is_newest=version is None or version.number == newest,
        newest=newest,
        texts=scope_queries.TEXTS,
        ends=scope_queries.ends_in(version) if version else [],
        standing=standing_ends(queries.planned_ends_of(review.id)),
        missing=_missing(version, opened) if version else [],
        decided_on=queries.report_decided_on(review),
        phases=PHASE_LABELS,
    )


def _missing(version: ScopeVersion, opened: Opened) -> list[Condition]:
    """What the scope still needs before it can be agreed, as the gate to discovery says it."""
    facts = ReviewFacts(
        today=opened.who.today,
        in_scope_stated=bool(version.in_scope),
        out_of_scope_stated=bool(version.out_of_scope),
        terms_of_reference=bool(version.terms_of_reference),
    )
    needed = (scope_rules.scope_stated(facts), scope_rules.terms_of_reference_written(facts))
    return [one for one in needed if not one.met]


@blueprint.get("/reviews/<reference>/scope/changes")
@needs(Permission.SIGNED_IN)
def scope_changes(reference: str) -> ResponseReturnValue:
    """What changed between two versions, word by word: `from` and `to`, else the last two."""
    opened = open_to_read(reference)
    versions = scope_queries.versions_of(opened.review.id)
    found = scope_queries.pair((request.args.get("from", ""), request.args.get("to", "")), versions)
    older = scope_queries.version_in(opened.review.id, found[0]) if found else None
    newer = scope_queries.version_in(opened.review.id, found[1]) if found else None
    changed, same = scope_queries.differences(older, newer) if older and newer else ([], [])
    return render_template(
        "plans/changes.html",
        frame=opened.frame("plans.scope"),
        review=opened.review,
        versions=versions,
        older=older,
        newer=newer,
        changed=changed,
        same=same,
    )


@blueprint.route("/reviews/<reference>/scope/edit", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def edit_scope(reference: str) -> ResponseReturnValue:
    """Write the first or a new version of the scope, or change the one that is not agreed yet."""
    opened = open_to_change(reference)
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    newest = scope_queries.newest_version(opened.review.id)
    draft = newest if newest is not None and newest.agreed_on is None else None
    number = (newest.number if newest else 0) + (0 if draft else 1)
    form = ScopeForm(obj=newest) if request.method == "GET" else ScopeForm()
    fill_ends(form, queries.planned_ends_of(opened.review.id))
    if request.method == "GET":
        _begin(form, draft, number)
    elif form.validate():
        if form.opened_number.data != str(number):
            # The version it was opened on was agreed meanwhile. What was typed becomes the next version.
            form.form_errors.append(_agreed_meanwhile(number))
            form.version.data = form.base_version.data = ""
        elif draft is not None:
            return _change(opened, draft, form)
        else:
            scope_actions.write_scope(opened.review, number, form.scope_words(), actor=opened.who)
            return finish(_here(opened), opened.who.person_id, f"Version {number} of the scope is saved.")
    status = 409 if form.form_errors else 422 if form.errors else 200
    form.opened_number.data = str(number)
    page = render_template(
        "plans/scope_edit.html",
        form=form,
        frame=opened.frame("plans.scope"),
        opened=opened,
        review=opened.review,
        number=number,
        draft=draft,
        decided_on=queries.report_decided_on(opened.review),
        back=_here(opened),
    )
    return page, status


def _begin(form: ScopeForm, draft: ScopeVersion | None, number: int) -> None:
    """A form that is opened: a new version begins with the words of the last one, and says anew what changes."""
    form.opened_number.data = str(number)
    form.version.data = str(draft.version) if draft else ""
    if draft is None:
        form.change_note.data = ""


def _change(opened: Opened, draft: ScopeVersion, form: ScopeForm) -> ResponseReturnValue:
    if clash := stale(form, draft, title="The scope", back=_here(opened)):
        return clash
    scope_actions.edit_scope(draft, form.scope_words(), actor=opened.who)
    return finish(_here(opened), opened.who.person_id, f"Version {draft.number} of the scope is saved.")


def _agreed_meanwhile(number: int) -> str:
    return (
        f"Version {number - 1} was agreed while you were writing, and an agreed version is never changed. What you "
        f"typed is below: say what changes and why, and save it as version {number}"
    )


def _here(opened: Opened) -> str:
    return url_for("plans.scope", reference=opened.review.reference)


@blueprint.route("/reviews/<reference>/scope/<int(max=2147483647):number>/agreed", methods=["GET", "POST"])
@needs(Permission.EDIT_REVIEW)
def agree_scope(reference: str, number: int) -> ResponseReturnValue:
    """Record by whom and when a version was agreed."""
    opened = open_to_change(reference)
    version = scope_queries.version_in(opened.review.id, number)
    if version is None:
        raise NotFound
    if request.method == "POST" and (again := sent_before(opened.who.person_id)):
        return again
    form = AgreedForm()
    closed = _why_not_agreed(version, opened)
    if request.method == "GET":
        form.agreed_by_title.data, form.version.data = opened.review.sponsor_title, str(version.version)
    elif form.validate():
        if not closed and form.version.data != str(version.version):
            form.form_errors.append("The scope was changed since you opened this page: read it again before you save")
        if not closed and not form.form_errors:
            title, day = form.agreed_by_title.data or "", form.agreed_on.data
            scope_actions.agree_scope(version, by_title=title, on=day, actor=opened.who)
            said = f"It is recorded that version {number} of the scope was agreed."
            return finish(_here(opened), opened.who.person_id, said)
    status = 409 if form.form_errors or (closed and request.method == "POST") else 422 if form.errors else 200
    form.version.data = str(version.version)
    page = render_template(
        "plans/scope_agree.html",
        form=form,
        frame=opened.frame("plans.scope"),
        opened=opened,
        review=opened.review,
        version=version,
        closed=closed,
        texts=scope_queries.TEXTS,
        ends=scope_queries.ends_in(version),
        phases=PHASE_LABELS,
        back=_here(opened),
    )
    return page, status


def _why_not_agreed(version: ScopeVersion, opened: Opened) -> list[str]:
    """Why it cannot be recorded that this version was agreed; empty when it can."""
    if version.agreed_on is not None:
        return [f"Version {version.number} was agreed already, by the {version.agreed_by_title}."]
    newest = scope_queries.newest_version(opened.review.id)
    if newest is not None and newest.number != version.number:
        return [f"Version {version.number} was replaced by version {newest.number}."]
    return [one.sentence for one in _missing(version, opened)]

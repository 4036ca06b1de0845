"""Terms and closed days: listed, added, changed, removed, and checked against what the University publishes."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app import calendar
from app.access import Permission, needs
from app.admin import actions, forms, queries
from app.edit_page import EditPage, press, settle
from app.forms import offer
from app.guard import viewer
from app.models import ClosedDayKind

blueprint = Blueprint("of_calendar", __name__)


@blueprint.after_request
def _read_again(response: Response) -> Response:
    calendar.forget()
    return response


def _terms() -> str:
    return url_for("admin.of_calendar.terms")


def _closed_days() -> str:
    return url_for("admin.of_calendar.closed_days")


@blueprint.get("/settings/terms")
@needs(Permission.MANAGE_SETTINGS)
def terms() -> ResponseReturnValue:
    """All terms."""
    return render_template("admin/terms.html", terms=queries.terms())


@blueprint.route("/settings/terms/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def add_term() -> ResponseReturnValue:
    """Add a term."""
    who, form = viewer(), forms.TermForm()
    offer(form.name, forms.TERMS)
    page = EditPage("Add a term", "Add this term", _terms(), "The term was added.", crumbs=(("Terms", _terms()),))

    def act() -> None:
        actions.add_term(form.name.data, form.year.data or "", form.first_day.data, form.last_day.data, actor=who)

    return settle(form, page, act, who)


@blueprint.route("/settings/terms/<int:term_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def change_term(term_id: int) -> ResponseReturnValue:
    """Change a term."""
    who, term, form = viewer(), queries.term_or_404(term_id), forms.TermForm()
    offer(form.name, forms.TERMS)
    if not form.is_submitted():
        form.name.data, form.year.data = term.name, str(term.year)
        form.first_day.data, form.last_day.data = term.first_day, term.last_day
    page = EditPage(
        f"Change {term.history_label()}",
        "Save",
        _terms(),
        "The term was changed.",
        lead="Dates that were given as this term keep the days they had.",
        crumbs=(("Terms", _terms()),),
        thing="This term",
    )

    def act() -> None:
        actions.change_term(
            term, form.name.data, form.year.data or "", form.first_day.data, form.last_day.data, actor=who
        )

    return settle(form, page, act, who, record=term)


@blueprint.post("/settings/terms/<int:term_id>/remove")
@needs(Permission.MANAGE_SETTINGS)
def remove_term(term_id: int) -> ResponseReturnValue:
    """Remove a term."""
    who, term = viewer(), queries.term_or_404(term_id)
    return press(lambda: actions.remove_term(term, actor=who), _terms(), f"{term.history_label()} was removed.", who)


@blueprint.post("/settings/terms/checked")
@needs(Permission.MANAGE_SETTINGS)
def check_terms() -> ResponseReturnValue:
    """Say that all terms were checked."""
    who = viewer()
    return press(lambda: actions.check_terms(actor=who), _terms(), "All terms are marked as checked.", who)


@blueprint.get("/settings/closed-days")
@needs(Permission.MANAGE_SETTINGS)
def closed_days() -> ResponseReturnValue:
    """All closed days, by year."""
    return render_template(
        "admin/closed_days.html", years=queries.closed_days_by_year(), kinds=forms.CLOSED_DAY_KIND_LABELS
    )


@blueprint.route("/settings/closed-days/add", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def add_closed_day() -> ResponseReturnValue:
    """Add a closed day."""
    who, form = viewer(), forms.ClosedDayForm()
    page = EditPage(
        "Add a closed day",
        "Add this day",
        _closed_days(),
        "The day was added.",
        lead="Working days are counted without it from now on. Dates that were worked out before stay.",
        crumbs=(("Closed days", _closed_days()),),
    )

    def act() -> None:
        actions.add_closed_day(form.day.data, ClosedDayKind(form.kind.data), form.label.data or "", actor=who)

    return settle(form, page, act, who)


@blueprint.route("/settings/closed-days/<int:day_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def change_closed_day(day_id: int) -> ResponseReturnValue:
    """Change a closed day."""
    who, closed, form = viewer(), queries.closed_day_or_404(day_id), forms.ClosedDayForm()
    if not form.is_submitted():
        form.day.data, form.kind.data, form.label.data = closed.day, closed.kind.value, closed.label
    page = EditPage(
        f"Change {closed.label}",
        "Save",
        _closed_days(),
        "The day was changed.",
        crumbs=(("Closed days", _closed_days()),),
        thing="This day",
    )

    def act() -> None:
        actions.change_closed_day(
            closed, form.day.data, ClosedDayKind(form.kind.data), form.label.data or "", actor=who
        )

    return settle(form, page, act, who, record=closed)


@blueprint.post("/settings/closed-days/<int:day_id>/remove")
@needs(Permission.MANAGE_SETTINGS)
def remove_closed_day(day_id: int) -> ResponseReturnValue:
    """Remove a closed day."""
    who, closed = viewer(), queries.closed_day_or_404(day_id)
    return press(
        lambda: actions.remove_closed_day(closed, actor=who),
        _closed_days(),
        f"{closed.label} was removed: it is a working day now.",
        who,
    )


@blueprint.post("/settings/closed-days/checked")
@needs(Permission.MANAGE_SETTINGS)
def check_closed_days() -> ResponseReturnValue:
    """Say that all closed days were checked."""
    who = viewer()
    return press(
        lambda: actions.check_closed_days(actor=who), _closed_days(), "All closed days are marked as checked.", who
    )

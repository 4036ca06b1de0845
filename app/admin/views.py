"""Settings, terms, closed days and the outbox."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import settings as shared_settings
from app.access import Permission, needs
from app.admin import actions, forms, queries
from app.admin.calendar_views import blueprint as of_calendar
from app.edit_page import EditPage, press, settle
from app.guard import viewer
from app.settings import BY_NAME

blueprint = Blueprint("admin", __name__)
blueprint.register_blueprint(of_calendar)


@blueprint.get("/settings")
@needs(Permission.MANAGE_SETTINGS)
def settings() -> ResponseReturnValue:
    """All settings under their groups, and what was changed."""
    return render_template(
        "admin/settings.html",
        groups=queries.setting_groups(),
        confirmed=queries.confirmed_on(),
        log=queries.settings_history(viewer()),
    )


@blueprint.route("/settings/<name>", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def setting(name: str) -> ResponseReturnValue:
    """Change one setting."""
    known = BY_NAME.get(name.replace("-", "_"))
    if known is None:
        raise NotFound
    who, form, row = viewer(), forms.SettingForm(), queries.setting_row(known.name)
    back = url_for("admin.settings")
    form.value.label.text = known.label
    form.value.description = " ".join(
        part for part in (f"{known.hint}." if known.hint else "", f"Usually: {known.usual}.") if part
    )
    if not form.is_submitted():
        form.value.data = row.value if row else known.usual
        form.version.data = "0"
    page = EditPage(
        known.label,
        "Save",
        back,
        f"“{known.label}” was changed.",
        caption=f"Settings, {known.group.lower()}",
        lead="It counts from now on. What was worked out before keeps the value it was worked out with.",
        crumbs=(("Settings", back),),
        thing=f"“{known.label}”",
    )

    def act() -> None:
        actions.change_setting(known.name, form.value.data or "", actor=who)

    answer = settle(form, page, act, who, record=row)
    shared_settings.forget()
    return answer


@blueprint.post("/settings/confirm")
@needs(Permission.MANAGE_SETTINGS)
def confirm() -> ResponseReturnValue:
    """Say that all settings are right."""
    who = viewer()
    return press(
        lambda: actions.confirm_settings(actor=who),
        url_for("admin.settings"),
        "Thank you. The settings are confirmed.",
        who,
    )


@blueprint.get("/outbox")
@needs(Permission.READ_OUTBOX)
def outbox() -> ResponseReturnValue:
    """Mail that failed, waits and was sent."""
    return render_template("admin/outbox.html", groups=queries.mails(), sends=bool(current_app.config["SMTP_URL"]))


@blueprint.get("/outbox/<int:mail_id>")
@needs(Permission.READ_OUTBOX)
def mail(mail_id: int) -> ResponseReturnValue:
    """One mail as it is sent."""
    found, person = queries.mail_or_404(mail_id)
    return render_template("admin/mail.html", mail=found, person=person)

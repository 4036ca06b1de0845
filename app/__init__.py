"""The Service Review Tracker. `create_app` is its table of contents."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from app import config, engines, errors, filters, furniture, guard, headers, health, history
from app.admin.views import blueprint as admin
from app.auth.views import blueprint as auth
from app.decisions.views import blueprint as decisions
from app.evidence.views import blueprint as evidence
from app.example.commands import group as example_commands
from app.extensions import csrf, db, login, migrate
from app.findings.accuracy_views import blueprint as accuracy
from app.findings.views import blueprint as findings
from app.home.views import blueprint as home
from app.improvements.views import blueprint as improvements
from app.organisation.commands import people
from app.organisation.views import blueprint as organisation
from app.pages.views import blueprint as pages
from app.plans.views import blueprint as plans
from app.recommendations.views import blueprint as recommendations
from app.reports.commands import report
from app.reports.commands import reviews as reviews_commands
from app.reports.views import blueprint as reports
from app.reviews.views import blueprint as reviews
from app.search.views import blueprint as search
from app.worker import worker

BLUEPRINTS = (
    health.blueprint,
    auth,
    home,
    pages,
    search,
    reviews,
    plans,
    evidence,
    findings,
    accuracy,
    recommendations,
    decisions,
    improvements,
    reports,
    organisation,
    admin,
)


def create_app(configuration: Mapping[str, Any] | None = None) -> Flask:
    """Make the application.

    Args:
        configuration: what the machine decides (`config.from_environment()` when None), over the defaults.
    """
    app = Flask(__name__, template_folder=str(config.ROOT / "templates"))
    app.config.from_mapping(config.defaults())
    app.config.from_mapping(config.from_environment() if configuration is None else configuration)

    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engines.options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    with app.app_context():
        engines.prepare(db.engine)
    history.listen(db.session)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login.init_app(app)
    for room in (errors, guard, headers, filters, furniture):
        room.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.cli.add_command(example_commands)
    app.cli.add_command(people)
    for command in (reviews_commands, report, worker):
        app.cli.add_command(command)
    return app

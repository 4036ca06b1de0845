"""`script/flask reviews list` and `script/flask report review REFERENCE --out FILE`."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from app.clock import today
from app.extensions import db
from app.models import Review
from app.places import review_or_404
from app.reports.content import content
from app.reports.dataset import dataset
from app.reports.edition import READERS, fullest_edition, standing
from app.reports.rendering import RenderingFailed, in_a_process, order_of
from workflows.phases import PHASE_LABELS

reviews = AppGroup("reviews", help="The reviews.")
report = AppGroup("report", help="Reports as PDF.")


@reviews.command("list")
def list_reviews() -> None:
    """All reviews: reference, phase and title."""
    rows = db.session.execute(select(Review.reference, Review.phase, Review.title).order_by(Review.reference)).all()
    if not rows:
        click.echo("There are no reviews yet.")
    for reference, phase, title in rows:
        click.echo(f"{reference:<12} {PHASE_LABELS[phase]:<16} {title}")


@report.command("review")
@click.argument("reference")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def report_review(reference: str, out: Path) -> None:
    """Write the report of the review REFERENCE as a PDF, in its fullest edition: a draft until it is decided."""
    try:
        review = review_or_404(reference)
    except NotFound:
        raise click.ClickException(f"There is no review {reference}. `script/flask reviews list` shows them.") from None
    edition = fullest_edition(standing(review))
    try:
        made = in_a_process(order_of(content(dataset(review, edition, today()))))
    except RenderingFailed as problem:
        raise click.ClickException(f"{problem.sentence} {problem.details}".strip()) from None
    try:
        out.write_bytes(made.data)
    except OSError as problem:
        raise click.ClickException(f"{out} could not be written: {problem.strerror}.") from None
    click.echo(f"{out}: {made.pages} pages{', DRAFT' if edition.draft else ''}.")
    click.echo(f"May be read by: {READERS[edition]}")

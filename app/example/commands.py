"""`script/flask example load`."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.clock import example_day
from app.config import Installation, NotConfigured
from app.example.renewal import renew
from app.filters import day

group = AppGroup("example", help="The example portfolio.")


@group.command("load")
def load() -> None:
    """Make the example anew. What was done in it is gone; a real installation is never touched."""
    if current_app.config["INSTALLATION"] is not Installation.EXAMPLE:
        raise click.ClickException("This is a real installation. The example is loaded without --real only.")
    try:
        renew()
    except NotConfigured as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"The example portfolio is loaded, as at {day(example_day())}.")

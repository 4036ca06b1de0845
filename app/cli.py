"""The command line: `script/flask ...`, on the same database as `script/server` with the same environment."""

import os
import sys

from flask import Flask
from flask.cli import FlaskGroup

from app import create_app, set_up
from app.config import Installation, NotConfigured, instance_folder

NEEDS_NO_DATA = {"db", "example", "routes", set_up.COMMAND}
"""Commands that make a database ready, or need none."""


def main() -> None:
    """Run one command. `--real` first means the real installation, as it does for script/server."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--real"]:
        os.environ["INSTALLATION"] = Installation.REAL
        arguments = arguments[1:]
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")

    def make() -> Flask:
        return create_app() if "--help" in arguments else _made_for(arguments[0] if arguments else "")

    try:
        instance_folder().mkdir(parents=True, exist_ok=True)
        group = FlaskGroup(create_app=make, add_version_option=False, load_dotenv=False)
        group.add_command(set_up.command)
        group.main(args=arguments, prog_name="script/flask")
    except NotConfigured as problem:
        sys.exit(str(problem))


def _made_for(command: str) -> Flask:
    """The application, its database ready for `command`."""
    app = create_app()
    if command and command not in NEEDS_NO_DATA:
        with app.app_context():
            set_up.require_set_up()
    return app


if __name__ == "__main__":
    main()

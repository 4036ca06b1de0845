"""The command line: `script/flask ...`, on the same database as `script/server` with the same environment."""

import os
import sys

from flask.cli import FlaskGroup

from app import create_app
from app.config import Installation, NotConfigured, instance_folder


def main() -> None:
    """Run one command. `--real` first means the real installation, as it does for script/server."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--real"]:
        os.environ["INSTALLATION"] = Installation.REAL
        arguments = arguments[1:]
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    try:
        instance_folder().mkdir(parents=True, exist_ok=True)
        group = FlaskGroup(create_app=create_app, add_version_option=False, load_dotenv=False)
        group.main(args=arguments, prog_name="script/flask")
    except NotConfigured as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()

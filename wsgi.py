"""The application for a production server: `gunicorn wsgi:application`."""

import sys

from app import create_app
from app.config import NotConfigured, for_production

try:
    application = create_app(for_production())
except NotConfigured as problem:
    sys.exit(str(problem))

"""The application for a production server: `gunicorn wsgi:application`."""

import sys

from app import create_app
from app.config import NotConfigured, for_production
from app.installing import refuse_the_other_kind

try:
    application = create_app(for_production())
    refuse_the_other_kind(application)
except NotConfigured as problem:
    sys.exit(str(problem))

"""The WSGI door that gunicorn opens. Start it with `--preload`: workers must share what is made here."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
application = get_wsgi_application()

# The desk tabs' keys live in memory that workers inherit when they are forked. Loading the doors here makes
# that memory before the first fork, and finds a faulty door at start instead of at the first request.
from portico import urls  # noqa: E402, F401
from portico.foundation import vault  # noqa: E402, F401

"""The WSGI door that gunicorn opens. Start it with `--preload`: workers must share what is made here."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
application = get_wsgi_application()


from portico.foundation.logs import SERVER_LOG, ServersOwn  # noqa: E402

logging.getLogger(SERVER_LOG).addFilter(ServersOwn())


def inspect() -> None:
    """Refuse to start a site that could hold what nobody may hold, or that has an unguarded door."""
    from django.core.checks import ERROR, run_checks

    found = [str(message) for message in run_checks() if message.level >= ERROR]
    if found:
        raise SystemExit("\n".join(found))


inspect()

# The desk tabs' keys live in memory that workers inherit when they are forked. Loading the doors here makes
# that memory before the first fork, and finds a faulty door at start instead of at the first request.
from portico import urls  # noqa: E402, F401
from portico.foundation import vault  # noqa: E402, F401

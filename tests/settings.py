"""The site's own settings in a throw-away home."""

import atexit
import os
import shutil
import tempfile

# Each worker of a parallel run has a home of its own: keys and databases are not to be made twice in one place.
os.environ["PORTICO_HOME"] = tempfile.mkdtemp(prefix="portico-tests-")
atexit.register(shutil.rmtree, os.environ["PORTICO_HOME"], ignore_errors=True)
os.environ["PORTICO_TLS"] = "0"
os.environ.setdefault("PORTICO_SECRET_KEY", "a secret for tests only " * 3)

from portico.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PORTICO_STRICT = True

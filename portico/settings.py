"""Settings of the site, read from the environment, safe when nothing is set.

| variable | meaning |
|---|---|
| PORTICO_HOME | folder of what this installation holds (database, keys, built verifier); default `var/` |
| PORTICO_CITY | folder of the city's decisions; default `cities/lantern-bay` |
| PORTICO_SECRET_KEY | signs sessions, keys the hashes of codes: never change it; else random, in PORTICO_HOME |
| DATABASE_URL | PostgreSQL for a city; without it an embedded SQLite in PORTICO_HOME |
| PORTICO_HOSTS | host names this site answers to, separated by commas |
| PORTICO_VERIFIER | address of the verifier's own origin |
| PORTICO_TLS | `0` when the site is reached over plain HTTP (a demo on this machine) |
| PORTICO_DEMO | `1` marks every page as a demonstration |
| PORTICO_DEBUG | `1` shows a developer what went wrong; never on a site that people use |
| PORTICO_KEY_PASSWORD | unlocks the private keys in PORTICO_HOME/keys |
"""

import os
import secrets
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def environment_flag(name: str, default: str) -> bool:
    """True when the variable is 1, yes, true or on."""
    return os.environ.get(name, default).strip().lower() in {"1", "yes", "true", "on"}


def kept_secret(path: Path) -> str:
    """Read the installation's secret, or make one that only its owner can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def city_time_zone(city: Path) -> str:
    """The time zone that city.toml names; UTC while the file cannot be read, which `portico check-city` explains."""
    try:
        zone = tomllib.loads((city / "city.toml").read_text(encoding="utf-8"))["time_zone"]
        return ZoneInfo(zone).key
    except (OSError, ValueError, KeyError, TypeError):  # ZoneInfoNotFoundError is a KeyError
        return "UTC"


PORTICO_HOME = Path(os.environ.get("PORTICO_HOME", BASE_DIR / "var")).resolve()
PORTICO_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
PORTICO_CITY = Path(os.environ.get("PORTICO_CITY", BASE_DIR / "cities" / "lantern-bay")).resolve()
PORTICO_DEMO = environment_flag("PORTICO_DEMO", "0")
PORTICO_VERIFIER = os.environ.get("PORTICO_VERIFIER", "http://127.0.0.1:8001")
PORTICO_KEYS = PORTICO_HOME / "keys"
PORTICO_KEY_PASSWORD = os.environ.get("PORTICO_KEY_PASSWORD") or None
PORTICO_FONTS = BASE_DIR / "node_modules" / "@expo-google-fonts"

SECRET_KEY = os.environ.get("PORTICO_SECRET_KEY") or kept_secret(PORTICO_HOME / "secret-key")
DEBUG = environment_flag("PORTICO_DEBUG", "0")
ALLOWED_HOSTS = [h for h in os.environ.get("PORTICO_HOSTS", "localhost,127.0.0.1").split(",") if h]
TLS = environment_flag("PORTICO_TLS", "1")

INSTALLED_APPS = [
    "portico.foundation",
    "portico.website",
    "portico.accounts",
    "portico.directory",
    "portico.cards",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, which the website room overrides
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portico.website.headers.PrivacyHeaders",
    "portico.website.languages.DoorLanguage",
    "django.middleware.common.CommonMiddleware",
    "portico.accounts.sessions.StaffDoorOnly",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portico.urls"
WSGI_APPLICATION = "portico.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "portico.website.context.city",
            ],
            "builtins": ["portico.website.templatetags.portico"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# One enrolment is a few statements: a write lock taken at once (IMMEDIATE) never deadlocks half-way, and
# secure_delete overwrites what is erased instead of leaving it in free pages.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
    ),
}
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{PORTICO_HOME / 'portico.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.StaffMember"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Residents' pages never see a cookie: everything that needs one lives under /staff/.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/staff/"
SESSION_COOKIE_NAME = "portico_staff"
SESSION_COOKIE_AGE = 9 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
LANGUAGE_COOKIE_NAME = "portico_language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "frame-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Uploads stay in memory, whatever their size up to the limit; nothing is ever spooled to disk (privacy.md).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = PORTICO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

USE_TZ = True
# A day at the desk is a day in the city: in the evening it is tomorrow already in UTC, and at a quarter's end
# another expiry.
TIME_ZONE = city_time_zone(PORTICO_CITY)
USE_I18N = True
LANGUAGE_CODE = "en"
# Languages that the pages are written in. Which of them a city offers is the city's decision (city.toml).
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
STAFF_LANGUAGES = ["en", "fr"]

# Counts of wrong passwords and of what verifiers sent, in each worker's memory. Large, because a full cache drops
# old entries: trying many e-mails must not make it forget how often one of them was tried.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}},
}

# Log lines name what happened and where in the program, never what a person typed: see foundation.logs. A refusal
# (status 4xx) is no line at all: with its time it would be a record of a visit to the desk.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request": {"()": "portico.foundation.logs.WithoutRequest"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_request"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

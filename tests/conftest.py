"""What every test can ask for: staff members, keys, a real browser, and the alarm on every log line."""

import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from tests import resident
from tools import browsers

# Playwright's sync API runs an event loop in this thread, and Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database, so that it runs on PostgreSQL too; browsers share one worker's process."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "/journeys/" in str(item.path):
            item.add_marker("journey")
        if ("db" in fixtures or item.get_closest_marker("django_db")) and not item.get_closest_marker("journey"):
            item.add_marker("both")


class _Alarm(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name} {record.getMessage()} {record.exc_text or ''} {record.args}"
        if found := resident.found_in(line.encode()):
            self.lines.append(f"{record.name} at {record.pathname}:{record.lineno}: {', '.join(found)}")


@pytest.fixture(autouse=True)
def no_resident_in_logs() -> Iterator[None]:
    """Fail the test in which any log line, of ours or of a library, carries the alarm resident."""
    alarm = _Alarm()
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(alarm)
    yield
    for logger in loggers:
        logger.removeHandler(alarm)
    assert not alarm.lines, "the alarm resident is in a log line: " + "; ".join(alarm.lines)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Counters in memory (wrong passwords, sent counts) begin at nothing in every test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return NOW


@pytest.fixture(scope="session")
def keys_folder() -> Path:
    """The city's keys, made once a run: a root, and an issuing key in force."""
    from portico.cards.keys import prepare

    folder = Path(settings.PORTICO_KEYS)
    prepare(folder, Path(settings.PORTICO_CITY), now=NOW - timedelta(days=60))
    return folder


@pytest.fixture
def staff(db: None) -> Callable[..., Any]:
    """Makes a staff member with roles: `staff("reviewer", "supervisor")`."""
    from portico.accounts.actions import add_staff_member
    from portico.accounts.rules import Role

    def make(*roles: str, email: str = "", password: str = "calm porch lantern") -> Any:
        return add_staff_member(
            email or f"{'-'.join(roles) or 'nobody'}@lanternbay.example",
            f"Demo {' and '.join(roles) or 'nobody'}",
            password,
            {Role(role) for role in roles},
            by="tests",
            now=NOW,
        )

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, one a worker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browsers.chromium(), args=BROWSER_ARGUMENTS)
        yield started
        started.close()


BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def page_factory(browser: Any) -> Iterator[Callable[..., Any]]:
    """Makes pages, each in a context of its own: `page_factory(viewport={...}, locale="fr-CA")`."""
    contexts = []

    def make(**options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()

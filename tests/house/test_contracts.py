"""The architecture is held by a machine: a forbidden import, planted in a copy of the code, is found by name."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"
# What is a command line reads files and the clock; everything else of the library is given both.
COMMAND_LINE = {"cli.py", "commands.py", "files.py"}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}


def copy_of_the_code(folder: Path) -> Path:
    """The packages and the contracts, without caches, somewhere a test may break them."""
    for package in ("citycard", "portico"):
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=lambda _, names: [name for name in names if name == "__pycache__" or Path(name).suffix == ".po"],
        )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    # The copy stands first on the path, so that it is read instead of the installed packages.
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "400", "NO_COLOR": "1"}
    return subprocess.run(
        [LINT, "--no-cache", "--no-logo"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_code(tmp_path_factory.mktemp("code"))


def test_the_code_as_it_is_keeps_every_contract(code):
    answer = lint(code)
    assert answer.returncode == 0, answer.stdout
    assert "0 broken" in answer.stdout


PLANTED = [
    ("portico/foundation/audit.py", "from portico.cards import queries", "Rooms stand on one another"),
    ("portico/website/dates.py", "import portico.accounts.models", "Rooms stand on one another"),
    ("portico/training/__init__.py", "", "Rooms stand on one another"),
    ("portico/cards/codes.py", "from portico.settings import SECRET_KEY", "Nobody imports the settings"),
    ("portico/directory/queries.py", "import citycard", "Only the card room knows the card library"),
    ("portico/cards/office.py", "from portico.accounts import actions", "What accounts does and shows is its own"),
    ("portico/urls/public.py", "from portico.cards import actions", "What cards does, asks and shows is its own"),
    ("portico/cards/readypage.py", "from portico.website.views import public", "What the website shows is its own"),
    ("portico/accounts/models.py", "from portico.accounts import actions", "Inside a room"),
    ("portico/cards/models.py", "from portico.cards import queries", "Inside the card room, file by file"),
    ("portico/cards/helpers.py", "", "Inside the card room, file by file"),
    ("portico/cards/drawing/code.py", "import portico.foundation.vault", "Drawing a card needs its fields"),
    ("portico/cards/rules/validity.py", "from django.utils import timezone", "are free of Django"),
    ("portico/directory/decisions.py", "import django.conf", "are free of Django"),
    ("citycard/verifying.py", "import urllib.request", "citycard has no site"),
    ("citycard/signer.py", "import portico.foundation.vault", "citycard has no site"),
    ("citycard/issuing.py", "from citycard import cli", "The card library knows nothing of its command line"),
    ("citycard/portrait.py", "import pathlib", "The card library opens no file"),
]


@pytest.mark.parametrize(("path", "line", "contract"), PLANTED, ids=[f"{p}: {line}" for p, line, _ in PLANTED])
def test_a_planted_import_breaks_its_contract(code, path, line, contract):
    file = code / path
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        answer = lint(code)
    finally:
        if before is not None:
            file.write_text(before)
        elif file.name == "__init__.py":
            shutil.rmtree(file.parent)
        else:
            file.unlink()
    assert answer.returncode == 1, answer.stdout
    broken = [said for said in answer.stdout.splitlines() if contract in said and " BROKEN" in said]
    assert broken, answer.stdout


def clock_calls(source: str) -> list[int]:
    """The lines that ask a clock for the time."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def test_a_clock_would_be_found():
    assert clock_calls("from datetime import datetime\nmoment = datetime.now()") == [2]


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (ROOT / "citycard").glob("*.py") if path.name not in COMMAND_LINE)
)
def test_the_card_library_is_told_the_time(name):
    assert clock_calls((ROOT / "citycard" / name).read_text()) == []

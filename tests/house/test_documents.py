"""The documents say what the code says: generated ones are compared, and what others name must exist."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import documents

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
NAMES = [path.relative_to(ROOT).as_posix() for path in WRITTEN]
# What a path in a document begins with when it means a file of this repository.
FOLDERS = ("bench", "citycard", "cities", "deploy", "docs", "portico", "requirements", "tests", "tools", "vectors")
FOLDERS += ("verifier",)
# Named as places where something will be, or is put by the program.
ABSENT = {"cities/NAME/", "cities/NAME", "citycard/x.py"}


def generate(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.documents", *arguments]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PORTICO_", "DJANGO_"))}
    return subprocess.run(
        command, cwd=ROOT, env={**settings, **environment}, capture_output=True, text=True, check=False
    )


def test_the_generated_documents_are_what_the_code_says():
    answer = generate("--check")
    assert answer.returncode == 0, answer.stderr


def test_they_are_the_same_on_every_machine(tmp_path):
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kolkata")):
        answer = generate(
            "--out", str(tmp_path / seed), PYTHONHASHSEED=seed, TZ=zone, LANGUAGE="fr", LANG="fr_CA.UTF-8"
        )
        assert answer.returncode == 0, answer.stderr
    for name in documents.DOCUMENTS:
        first, second = ((tmp_path / seed / name).read_text() for seed in ("1", "2"))
        assert first == second
        assert str(ROOT) not in first


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_a_document_that_differs_is_named(tmp_path, harm):
    folder = tmp_path / "generated"
    shutil.copytree(documents.OUT, folder)
    name = "routes.md"
    if harm == "changed":
        (folder / name).write_text((folder / name).read_text().replace("supervisor", "everyone"))
    elif harm == "missing":
        (folder / name).unlink()
    else:
        name = "old.md"
        (folder / name).write_text("left behind\n")
    answer = generate("--check", "--out", str(folder))
    assert answer.returncode == 1
    assert name in answer.stderr


def test_a_setting_that_nobody_explained_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "environment_variables", lambda: {"PORTICO_HOME", "PORTICO_SURPRISE"})
    with pytest.raises(documents.Incomplete, match="PORTICO_SURPRISE"):
        documents.settings()


def test_the_settings_that_are_read_are_found():
    found = documents.environment_variables()
    assert {"PORTICO_HOME", "PORTICO_TLS", "PORTICO_DEBUG", "PORTICO_VERIFIER_ROOT"} <= found
    assert "DJANGO_SETTINGS_MODULE" not in found


def test_python_and_javascript_refuse_for_the_same_reasons():
    told = {(verdict, reason) for verdict, reason, _ in documents.refusals()}
    source = (ROOT / "verifier" / "lib" / "verify.js").read_text()
    pattern = r'new Refusal\(\s*"(\w+)",\s*(?:\w+ \? "(\w+)" : )?"(\w+)"\s*\)'
    in_browser = {
        (verdict, reason) for verdict, *reasons in re.findall(pattern, source) for reason in reasons if reason
    }
    assert in_browser == told


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:", "#")):
            assert (page.parent / target.split("#")[0]).exists(), f"{name} links to {target}"


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_exists(name):
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[A-Za-z0-9_./-]*)`", (ROOT / name).read_text())
    missing = [path for path in named if path not in ABSENT and not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_is_named_exists(name):
    text = (ROOT / name).read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^\s*)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    commands = {path.stem for path in (ROOT / "portico").rglob("management/commands/*.py")}
    commands |= {
        "migrate",
        "collectstatic",
        "check",
        "dumpdata",
        "loaddata",
        "clearsessions",
        "changepassword",
        "shell",
    }
    commands |= {"makemigrations"}
    used = re.findall(r"(?:`|bin/|^\s*)portico ([a-z][a-z_-]+)", text, re.MULTILINE)
    assert {command.replace("-", "_") for command in used} <= commands


@pytest.mark.parametrize("name", NAMES)
def test_no_document_names_this_machine(name):
    text = (ROOT / name).read_text()
    assert str(ROOT) not in text
    assert not re.search(r"(?:^|[\s`(])/(?:work|root|home|tmp)/", text)

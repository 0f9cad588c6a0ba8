"""The translations' own checks can fail, and the translations pass them."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from tools import messages

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(folder: Path, body: str, language: str = "fr", room: str = "website") -> tuple[Path, str, Path]:
    path = folder / room / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD.replace("fr", language) + body, encoding="utf-8")
    return folder / room, language, path


def test_the_sites_translations_are_complete() -> None:
    assert [fault for one in messages.catalogues() for fault in messages.faults_of(*one)] == []


def test_every_room_with_words_has_every_language() -> None:
    rooms = {room.name for room, _, _ in messages.catalogues()}
    assert {"website", "cards", "directory", "accounts"} <= rooms
    assert len(list(messages.catalogues())) == len(rooms) * 3


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('msgid "Leave"\nmsgstr ""\n', "is not translated"),
        ('#, fuzzy\nmsgid "Leave"\nmsgstr "Quitter"\n', "is unsure"),
        ('#, python-format\nmsgid "Call %(phone)s"\nmsgstr "Appelez %(telephone)s"\n', "placeholders"),
        ('msgid "%s <strong>ticked</strong>"\nmsgstr "%s cochés"\n', "placeholders"),
    ],
)
def test_a_fault_in_french_is_found(tmp_path: Path, body: str, complaint: str) -> None:
    (fault,) = messages.faults_of(*catalogue(tmp_path, body))
    assert complaint in fault


@pytest.mark.parametrize(
    ("place", "faults"),
    [("templates/website/home.html", 1), ("templates/website/staff.html", 0), ("views/public.py", 1)],
)
def test_arabic_must_have_what_residents_read(tmp_path: Path, place: str, faults: int) -> None:
    one = catalogue(tmp_path, f'#: {place}\nmsgid "Leave"\nmsgstr ""\n', "ar")
    assert len(list(messages.faults_of(*one))) == faults


def test_a_missing_string_is_compiled_as_english_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = catalogue(tmp_path, 'msgid "Leave"\nmsgstr ""\n\nmsgid "Name"\nmsgstr "Nombre"\n', "es")
    monkeypatch.setattr(messages, "catalogues", lambda: iter([one]))
    messages.compile_all()
    with one[2].with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Leave") == "Leave (todavía sin traducir)"
    assert compiled.gettext("Name") == "Nombre"


def test_an_unsure_french_string_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = catalogue(tmp_path, '#, fuzzy\nmsgid "Leave"\nmsgstr "Partir"\n')
    monkeypatch.setattr(messages, "catalogues", lambda: iter([one]))
    messages.compile_all()
    with one[2].with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Leave") == "Leave"

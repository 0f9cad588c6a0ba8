"""Translations of the site: extract what is to be translated, compile what is, check that nothing is missing.

    python -m tools.messages extract   rewrite every room's .po files from its code and templates (needs GNU gettext)
    python -m tools.messages compile   write the .mo files that the site reads (needs Babel only; part of set-up)
    python -m tools.messages check     what is missing, unsure or has other placeholders than its original

French is complete, always. Spanish and Arabic are complete for what residents read; a string that is missing
there is compiled as the English one with a mark that says so in that language.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = ("fr",)
RESIDENTS_ONLY = ("es", "ar")
NOT_YET = {"es": "(todavía sin traducir)", "ar": "(لم يُترجم بعد)"}
# Where the words stand that residents read, seen from a room's folder with the room's name before it.
RESIDENTS_READ = (
    "website/*",
    "directory/*",
    "*/templates/*/public/*",
    "*/views/public.py",
    "cards/retention.py",
    "cards/readypage.py",
    "cards/deskpage.py",
    "cards/office.py",
    "cards/drawing/*",
)
STAFF_READ = ("website/templates/website/staff.html", "website/templates/403.html")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def rooms() -> list[Path]:
    """The rooms that hold words: folders of Django apps."""
    return sorted(path.parent for path in (ROOT / "portico").glob("*/apps.py"))


def catalogues() -> Iterator[tuple[Path, str, Path]]:
    """Every catalogue as (room, language, file)."""
    for room in rooms():
        for language in COMPLETE + RESIDENTS_ONLY:
            path = room / "locale" / language / "LC_MESSAGES" / "django.po"
            if path.exists():
                yield room, language, path


def load(path: Path, language: str) -> Catalog:
    """Read one .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The strings of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def residents_read(room: Path, message: Message) -> bool:
    """True when the string stands on a page or paper that residents read."""
    for name, _line in message.locations:
        place = f"{room.name}/{name.removeprefix('./')}"
        if any(fnmatch(place, pattern) for pattern in STAFF_READ):
            continue
        if any(fnmatch(place, pattern) for pattern in RESIDENTS_READ):
            return True
    return False


def extract() -> int:
    """Rewrite the .po files. Strings that are gone are dropped; similar ones are offered as fuzzy."""
    for room in rooms():
        (room / "locale").mkdir(exist_ok=True)
        languages = [f"--locale={language}" for language in COMPLETE + RESIDENTS_ONLY]
        command = [sys.executable, "-P", "-m", "django", "makemessages", *languages, "--add-location=file"]
        quiet = ["--no-obsolete", "--no-wrap", "--ignore=migrations", "--verbosity=0"]
        subprocess.run([*command, *quiet], cwd=room, check=True)
    for _, language, path in catalogues():
        _tidy(path, language)
    for room in rooms():
        if not any((room / "locale").iterdir()):
            (room / "locale").rmdir()
    return 0


def _tidy(path: Path, language: str) -> None:
    """Write a catalogue the same way whoever extracts it and whenever: no dates, no names, one order."""
    catalogue = load(path, language)
    if not any(messages(catalogue)):
        path.unlink()
        for folder in (path.parent, path.parent.parent):
            folder.rmdir()
        return
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=True, sort_output=True, ignore_obsolete=True)
    body = path.read_text(encoding="utf-8")
    path.write_text(header(language, catalogue) + body.lstrip("\n"), encoding="utf-8")


def header(language: str, catalogue: Catalog) -> str:
    """Write the head of a .po file: only what programs need to read it."""
    lines = [f"Language: {language}", "Content-Type: text/plain; charset=UTF-8"]
    lines += [f"Plural-Forms: {catalogue.plural_forms}"] if catalogue.num_plurals else []
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def compile_all() -> int:
    """Write the .mo files; say which strings residents would see untranslated."""
    for room, language, path in catalogues():
        catalogue = load(path, language)
        missing = 0
        for message in messages(catalogue):
            if language in RESIDENTS_ONLY and not _translated(message):
                missing += residents_read(room, message)
                message.string = _marked(message, language, catalogue.num_plurals)
                message.flags.discard("fuzzy")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        if missing:
            print(f"{room.name} {language}: {missing} strings for residents are not yet translated", file=sys.stderr)
    return 0


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings) and not message.fuzzy


def _marked(message: Message, language: str, plurals: int) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return f"{message.id} {NOT_YET[language]}"
    return tuple(f"{message.id[1]} {NOT_YET[language]}" for _ in range(plurals))


def check() -> int:
    """Print every fault of every catalogue; 1 when there is any."""
    faults = [fault for room, language, path in catalogues() for fault in faults_of(room, language, path)]
    faults += [f"{room.name}: has no {language} catalogue" for room, language in _lacking()]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _lacking() -> Iterator[tuple[Path, str]]:
    present = {(room, language) for room, language, _ in catalogues()}
    for room in {room for room, _ in present}:
        yield from ((room, code) for code in COMPLETE + RESIDENTS_ONLY if (room, code) not in present)


def faults_of(room: Path, language: str, path: Path) -> Iterable[str]:
    """What is wrong with one catalogue, one sentence a string."""
    for message in messages(load(path, language)):
        first = message.id if isinstance(message.id, str) else message.id[0]
        where = f"{room.name} {language}: “{first[:60]}”"
        if not _translated(message):
            if language in COMPLETE or residents_read(room, message):
                yield f"{where} is {'unsure (fuzzy)' if message.fuzzy else 'not translated'}"
        elif other := _other_placeholders(message):
            yield f"{where} has other placeholders or tags: {other}"


def _other_placeholders(message: Message) -> str:
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    wanted = sorted(PLACEHOLDER.findall(originals[-1]))
    for string in strings:
        if sorted(PLACEHOLDER.findall(string)) != wanted:
            return string[:60]
    return ""


def main() -> int:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("command", choices=["extract", "compile", "check"])
    command = parser.parse_args().command
    return {"extract": extract, "compile": compile_all, "check": check}[command]()


if __name__ == "__main__":
    sys.exit(main())

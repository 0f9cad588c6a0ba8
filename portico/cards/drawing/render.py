"""From a face to PDF bytes, in memory: only templates and fonts are read, nothing is written."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from portico.cards.drawing import fonts
from portico.cards.drawing.errors import DrawingError, MissingGlyph, NameTooLong, TextTooLong

TEMPLATES = Path(__file__).resolve().parent
HYPHENS = re.compile("[-\u2010]")
NAMES = ("name", "second_name", "guardian")

Piece = dict[str, Any]


def piece(text: str, root: Path) -> Piece:
    """Text as the templates take it: stretches of one script, each with the family that draws it."""
    return {
        "runs": [[run.text, run.family] for run in fonts.runs(text, root)],
        "rtl": fonts.is_right_to_left(text),
        "tall": fonts.is_tall(text),
    }


def name_piece(text: str, root: Path) -> Piece:
    """A name, also cut into words, so that one with a hyphen can be kept whole."""
    made = piece(text, root)
    made["words"] = [
        {"runs": [[run.text, run.family] for run in fonts.runs(word, root)], "hyphen": bool(HYPHENS.search(word))}
        for word in text.split()
    ]
    return made


def require_glyphs(texts: Iterable[tuple[str, str]], root: Path) -> None:
    """Raises MissingGlyph for the first (field, text) with a character that no packaged font draws."""
    for field, text in texts:
        missing = fonts.missing_glyphs(text, root)
        if missing:
            raise MissingGlyph(field, missing)


@lru_cache(maxsize=8)
def _template(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()


def pdf(main: str, imports: tuple[str, ...], files: Mapping[str, bytes], data: Mapping[str, Any], root: Path) -> bytes:
    """The PDF/UA-1 of a template with its data; the same input gives the same bytes.

    Raises NameTooLong, TextTooLong, MissingGlyph, FontsMissing, and DrawingError for anything else. No message
    has the text of a field, and the compiler's own, which may quote one, is not chained to it.
    """
    sources = {"main": _template(main), **{name: _template(name) for name in imports}, **files}
    sources["face.json"] = json.dumps(data, ensure_ascii=False).encode()
    available = fonts.load(root)
    failure: DrawingError
    try:
        # The file tree is the given dictionary alone; timestamp 0 keeps the time of drawing out of the file.
        return typst.compile(  # type: ignore[call-overload,no-any-return]
            sources, font_paths=available, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except typst.TypstError as error:
        failure = _explained(error.message)
    raise failure


def _explained(message: str) -> DrawingError:
    too_long = re.search(r"too-long:(\w+)", message)
    if too_long:
        field = too_long[1]
        return NameTooLong(field) if field in NAMES else TextTooLong(field)
    if "could not be displayed" in message:
        # Shaping asked for a glyph the font lacks although it has each character.
        return MissingGlyph("text", [])
    return DrawingError("the page could not be composed")

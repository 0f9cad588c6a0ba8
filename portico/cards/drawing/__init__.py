"""The drawing of the card and of the recovery slip: PDF bytes from the fields of a face, all in memory.

Knows no Django and no database, keeps nothing and writes nothing.
"""

from portico.cards.drawing.draw import draw_card, draw_slip
from portico.cards.drawing.errors import (
    DrawingError,
    FaceInvalid,
    FontsMissing,
    MissingGlyph,
    NameTooLong,
    PortraitUnusable,
    TextTooLong,
)
from portico.cards.drawing.face import Face, Layout
from portico.cards.drawing.fonts import missing_glyphs
from portico.cards.drawing.portrait import require_modest

__all__ = [
    "DrawingError",
    "Face",
    "FaceInvalid",
    "FontsMissing",
    "Layout",
    "MissingGlyph",
    "NameTooLong",
    "PortraitUnusable",
    "TextTooLong",
    "draw_card",
    "draw_slip",
    "missing_glyphs",
    "require_modest",
]

"""Why a card could not be drawn. Messages name the field, never what stands in it: they may end in a log."""


class DrawingError(Exception):
    """A card or slip cannot be drawn as asked; nothing was drawn."""


class FontsMissing(DrawingError):
    """The font packages are not installed where they were looked for."""


class MissingGlyph(DrawingError):
    """No packaged font draws these characters of this field; they would print as empty boxes."""

    def __init__(self, field: str, characters: list[str]) -> None:
        super().__init__(f"{field}: no packaged font draws every character")
        self.field = field
        self.characters = characters


class TextTooLong(DrawingError):
    """The text does not fit its place at the smallest size that is still read with ease."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field}: does not fit on the card at the smallest size")
        self.field = field


class NameTooLong(TextTooLong):
    """The name does not fit on three lines at 7 pt; only the resident may say how to shorten it."""


class PortraitUnusable(DrawingError):
    """The portrait is no picture, too large to open safely, too coarse to print, or not 26:33."""


class FaceInvalid(DrawingError):
    """A field is absent, of the wrong kind, or in a language this program has no words for."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field

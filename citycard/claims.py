"""What a card says about its holder, checked and put in one form before anything is signed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

NAME_LENGTH = 120
ADDRESS_LENGTH = 200
TEXT_LENGTH = 120
LATEST = date(9999, 12, 30)

_LANGUAGE = re.compile(r"[a-z]{3}")
# Control characters, lone surrogates, private use, unassigned, and the two separators that break lines.
_UNPRINTABLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
# Embedding, override and isolate marks can make a printed name read as another one (Unicode UAX 9).
_REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ClaimsError(ValueError):
    """A claim that cannot stand on a card.

    `field` names it; `code` is required, too_long, unprintable, not_a_date, before_birth, not_a_language or
    belongs_together. The message holds neither the claim nor any part of it.
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True)
class Claims:
    """The claims of one card. Text is trimmed and put in Unicode NFC; raises ClaimsError.

    `gender` is "M", "F", "X" or the resident's own word; `address` has lines separated by a newline;
    `second_name_language` is ISO 639-3. Lengths are counted in Unicode code points.
    """

    name: str
    birth_date: date
    expires: date
    gender: str | None = None
    address: str | None = None
    guardian: str | None = None
    second_name: str | None = None
    second_name_language: str | None = None

    def __post_init__(self) -> None:
        self._put("name", _text("name", self.name, NAME_LENGTH))
        if self.name is None:
            raise ClaimsError("name", "required")
        for field in ("gender", "guardian", "second_name", "second_name_language"):
            self._put(field, _text(field, getattr(self, field), TEXT_LENGTH))
        self._put("address", _address(self.address))
        _dates(self.birth_date, self.expires)
        if (self.second_name is None) != (self.second_name_language is None):
            missing = "second_name" if self.second_name is None else "second_name_language"
            raise ClaimsError(missing, "belongs_together")
        if self.second_name_language is not None and not _LANGUAGE.fullmatch(self.second_name_language):
            raise ClaimsError("second_name_language", "not_a_language")

    def _put(self, field: str, value: str | None) -> None:
        object.__setattr__(self, field, value)

    def __repr__(self) -> str:
        return "<Claims>"  # never a person's name in a log or a traceback


def _text(field: str, value: object, longest: int) -> str | None:
    """Return `value` trimmed and in NFC, or None when there is nothing in it."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ClaimsError(field, "unprintable")
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(char) in _UNPRINTABLE or char in _REORDERING for char in text):
        raise ClaimsError(field, "unprintable")
    if len(text) > longest:
        raise ClaimsError(field, "too_long")
    return text or None


def _address(value: object) -> str | None:
    """Return the lines of an address without blank ones, joined by newlines."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ClaimsError("address", "unprintable")
    given = value.replace("\r\n", "\n").split("\n")
    lines = [line for line in (_text("address", part, ADDRESS_LENGTH) for part in given) if line]
    address = "\n".join(lines)
    if len(address) > ADDRESS_LENGTH:
        raise ClaimsError("address", "too_long")
    return address or None


def _dates(birth_date: object, expires: object) -> None:
    for field, value in (("birth_date", birth_date), ("expires", expires)):
        if not isinstance(value, date) or isinstance(value, datetime) or value > LATEST:
            raise ClaimsError(field, "not_a_date")
    if expires <= birth_date:  # type: ignore[operator]  # both are dates, as just checked
        raise ClaimsError("expires", "before_birth")

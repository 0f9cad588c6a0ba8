"""What stands on a card, and the check that it is fit to be drawn."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portico.cards.drawing.errors import FaceInvalid


class Layout(Enum):
    """Where a card is printed: by a card printer (ISO/IEC 7810 ID-1), or on a sheet to cut and fold."""

    CR80 = "cr80"
    LETTER = "letter"
    A4 = "a4"


@dataclass(frozen=True, repr=False)
class Face:
    """The fields of a card as they are printed; it has no printable form, so that no log can show one.

    `languages` are two to four ISO 639-1 codes, the city's official ones first; `city_name`, `card_name` and
    `report_line` map each of them to a text. `portrait` is a picture of 26:33; `number` is as printed,
    "0004 2193 07"; `address_lines` is empty both for no address and for a withheld one, so that nothing tells
    the two apart.
    """

    city_name: Mapping[str, str]
    card_name: Mapping[str, str]
    report_line: Mapping[str, str]
    languages: tuple[str, ...]
    phone: str
    name: str
    birth_date: date
    expires: date
    number: str
    portrait: bytes
    code_text: str
    second_name: str | None = None
    gender: str | None = None
    guardian: str | None = None
    address_lines: tuple[str, ...] = ()

    @property
    def official(self) -> tuple[str, ...]:
        """The two languages of the labels."""
        return self.languages[:2]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each (field, text) that is printed as given."""
        for field in ("name", "second_name", "gender", "guardian", "number", "phone"):
            text = getattr(self, field)
            if text is not None:
                yield field, text
        for line in self.address_lines:
            yield "address_lines", line
        for field in ("city_name", "card_name", "report_line"):
            for language in self.languages:
                yield field, getattr(self, field)[language]

    def check(self) -> None:
        """Raises FaceInvalid for a blank field, the wrong number of languages, or one without its text."""
        if not 2 <= len(self.languages) <= 4 or len(set(self.languages)) != len(self.languages):
            raise FaceInvalid("languages", "are not two to four different ones")
        for field in ("city_name", "card_name", "report_line"):
            if any(language not in getattr(self, field) for language in self.languages):
                raise FaceInvalid(field, "lacks a language of the card")
        for field, text in self.texts():
            if not text.strip():
                raise FaceInvalid(field, "is blank")
        if not re.fullmatch(r"[0-9]+(?:[ -][0-9]+)*", self.number):
            raise FaceInvalid("number", "is not digits in groups")
        if len(self.address_lines) > 5:
            raise FaceInvalid("address_lines", "are more than five")
        if self.expires < self.birth_date:
            raise FaceInvalid("expires", "is before the birth date")

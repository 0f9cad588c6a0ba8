"""What a city says of itself, from `cities/NAME/city.toml`: names, languages, whom to call."""

import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from portico.foundation.cityfiles import (
    LANGUAGE_CODE,
    CityFileError,
    CityModel,
    FieldPath,
    Identifier,
    Languages,
    Several,
    Source,
    Text,
    check,
    read,
)

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=300)]
# What a stylesheet may take from a city; everything else of the look is the site's own.
ColourName = Literal["page", "ink", "quiet", "door", "lamp", "leaf", "brick"]


class Language(CityModel):
    """One language of the city's pages. `name` is its own name for itself; `checked` by a speaker, or not
    yet.
    """

    code: Annotated[str, Field(pattern=LANGUAGE_CODE.pattern)]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    direction: Literal["ltr", "rtl"] = "ltr"
    checked: bool
    staff_pages: bool = False


class Contact(CityModel):
    """Whom a resident can ask. `phone` as dialled in the city."""

    phone: Annotated[str, Field(pattern=r"^[0-9+() .-]{3,30}$")]
    hours: Text | None = None
    page: WebAddress | None = None


class Reference(CityModel):
    """Where a decision or fact was looked up, and when. `what` says in a few words what it was used for."""

    what: Annotated[str, Field(min_length=3, max_length=300)]
    address: WebAddress | None = None
    looked_up: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]


class City(CityModel):
    """city.toml. `slug` is the folder's name; `issuer` the address that stands in every card's signature."""

    slug: Identifier
    demonstration: bool = False
    name: Text
    issuer: Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+[a-z0-9]$", max_length=100)]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    province: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    time_zone: str
    languages: Annotated[Several[Language], Field(min_length=1)]
    card_name: Text
    contact: Contact
    colours: dict[ColourName, Colour] = {}
    sources: Several[Reference] = ()

    def text_languages(self) -> Languages:
        """Give the languages every text of this city is checked against."""
        return _languages([(language.code, language.checked) for language in self.languages])


def load(city_dir: Path) -> City:
    """Read a city's own description. Raises CityFileError with all that is wrong in city.toml."""
    source = read(city_dir / "city.toml")
    return check(source, City, _languages(_written(source)), lambda city: _oddities(city, city_dir))


def _oddities(city: City, city_dir: Path) -> Iterable[tuple[FieldPath, str]]:
    if city.slug != city_dir.resolve().name:
        yield ("slug",), f"must be the name of the folder, {city_dir.resolve().name}"
    if city.time_zone not in zoneinfo.available_timezones():
        yield ("time_zone",), "is not a time zone; write it as in America/Toronto"
    seen: set[str] = set()
    for position, language in enumerate(city.languages):
        if language.code in seen:
            yield ("languages", position, "code"), f"the language {language.code} is listed twice"
        seen.add(language.code)


def _written(source: Source) -> list[tuple[str, bool]]:
    """Read the languages before the file is checked, because its own texts are checked against them."""
    listed: Any = source.data.get("languages")
    if not isinstance(listed, list):
        return []
    tables = [entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("code"), str)]
    return [(entry["code"], entry.get("checked") is True) for entry in tables]


def _languages(pairs: list[tuple[str, bool]]) -> Languages:
    codes = tuple(dict.fromkeys(code for code, _ in pairs))
    return Languages(codes, frozenset(code for code, checked in pairs if checked))


def languages_of(city_dir: Path) -> Languages:
    """Give the languages of a city as far as its file can be read, for checking its other files."""
    try:
        return _languages(_written(read(city_dir / "city.toml")))
    except CityFileError:
        return Languages((), frozenset())

"""What every page knows of the city it belongs to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from portico.foundation.cityfiles import Text
from portico.website import queries
from portico.website.languages import FALLBACK, STAFF_DOOR, direction, offered


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switch: its own name, and the same page in it."""

    code: str
    name: str
    direction: str
    path: str
    current: bool


@dataclass(frozen=True)
class CityOnPage:
    """The city in the language of the page."""

    name: str
    card_name: str
    language: str
    direction: str
    checked: bool
    phone: str
    verifier: str
    verifier_host: str
    demo: bool
    home: str
    exit: str
    languages: tuple[LanguageLink, ...]
    staff_languages: tuple[LanguageLink, ...]


def city(request: HttpRequest | None) -> dict[str, Any]:
    """Context processor: `city`, needing neither database nor session."""
    return {"city": city_on_page(request.path if request else "/")}


def city_on_page(path: str) -> CityOnPage:
    """Describe the city for a page at this path, in the language that is active."""
    decided = queries.city()
    language = get_language() or FALLBACK
    verifier = settings.PORTICO_VERIFIER
    return CityOnPage(
        name=_said(decided.name, language),
        card_name=_said(decided.card_name, language),
        language=language,
        direction=direction(language),
        checked=language in {spoken.code for spoken in decided.languages if spoken.checked},
        phone=decided.contact.phone,
        verifier=verifier,
        verifier_host=verifier.split("://", 1)[-1].rstrip("/"),
        demo=settings.PORTICO_DEMO,
        home=f"/{language}/" if language in offered() else f"/{offered()[0]}/",
        # A place anybody might be reading, in the same language. Pages send no referrer.
        exit=f"https://{language}.wikipedia.org/",
        languages=tuple(_link(code, language, path) for code in offered()),
        staff_languages=tuple(_link(code, language, path) for code in settings.STAFF_LANGUAGES),
    )


def _said(text: Text, language: str) -> str:
    return text.in_language(language).text


def _link(code: str, current: str, path: str) -> LanguageLink:
    return LanguageLink(code, native_name(code), direction(code), in_language(path, code), code == current)


def native_name(code: str) -> str:
    """Give a language's own name: as the city writes it, or with a capital as at the start of a line."""
    for spoken in queries.city().languages:
        if spoken.code == code:
            return spoken.name
    name: str = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def in_language(path: str, code: str) -> str:
    """Give the address of the same page in another language, or that language's first page."""
    first, _, rest = path.lstrip("/").partition("/")
    if first in offered():
        return f"/{code}/{rest}"
    return path if path.startswith(STAFF_DOOR) else f"/{code}/"

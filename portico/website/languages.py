"""Which language a page is shown in: its path says so for residents, the person's choice for staff."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

from portico.website import queries

STAFF_DOOR = "/staff/"
FALLBACK = "en"


def offered() -> tuple[str, ...]:
    """Give the languages of residents' pages: those the city lists and the pages are written in."""
    written = dict(settings.LANGUAGES)
    spoken = queries.city().languages
    return tuple(language.code for language in spoken if language.code in written)


def preferred(request: HttpRequest, among: tuple[str, ...]) -> str:
    """Give the first of these languages that the browser asks for (RFC 9110, 12.5.4), else the first one."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code in (wanted, wanted.split("-")[0]):
            if code in among:
                return code
    return among[0]


def language_of(request: HttpRequest) -> str:
    """Give the language this request's page is shown in."""
    if request.path_info.startswith(STAFF_DOOR):
        among = tuple(settings.STAFF_LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        return chosen if chosen in among else preferred(request, among)
    first = request.path_info.split("/", 2)[1]
    return first if first in offered() else FALLBACK


def direction(code: str) -> str:
    """Give `rtl` or `ltr`, as the attribute `dir` takes it."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


class DoorLanguage:
    """Shows each page in the language of its door. Reads a cookie under /staff/ only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Switch the language for the time of this request."""
        code = language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", code)
        return response

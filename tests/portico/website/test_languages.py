"""Which language a page is shown in."""

import pytest
from django.test import RequestFactory

from portico.website.context import city_on_page
from portico.website.languages import language_of, offered


@pytest.mark.parametrize(
    ("path", "cookie", "accept", "language"),
    [
        ("/fr/ready/", "", "en", "fr"),
        ("/ar/", "", "", "ar"),
        ("/de/", "", "de", "en"),
        ("/lists/status.cwt", "", "fr", "en"),
        ("/fr/", "en", "en", "fr"),
        ("/staff/", "", "fr-CA", "fr"),
        ("/staff/", "en", "fr-CA", "en"),
        ("/staff/", "ar", "es,fr;q=0.5", "fr"),
        ("/staff/", "../fr", "", "en"),
        ("/staffroom/", "fr", "fr", "en"),
    ],
)
def test_language_of(path: str, cookie: str, accept: str, language: str) -> None:
    request = RequestFactory().get(path, headers={"accept-language": accept})
    if cookie:
        request.COOKIES["portico_language"] = cookie
    assert language_of(request) == language


def test_the_city_offers_its_languages_in_its_order() -> None:
    assert offered() == ("en", "fr", "es", "ar")


def test_languages_call_themselves_by_their_own_name() -> None:
    names = [language.name for language in city_on_page("/fr/card/").languages]
    assert names == ["English", "Français", "Español", "العربية"]
    assert [link.path for link in city_on_page("/nowhere").languages] == ["/en/", "/fr/", "/es/", "/ar/"]

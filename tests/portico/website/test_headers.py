"""The middleware that keeps pages to themselves."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from portico.website.headers import CookieOnPublicPage, PrivacyHeaders


def answer(path: str, *, cookie: bool = False, cache: str = "") -> HttpResponse:
    def view(_: HttpRequest) -> HttpResponse:
        response = HttpResponse("a page")
        if cookie:
            response.set_cookie("seen", "1")
        if cache:
            response.headers["Cache-Control"] = cache
        return response

    response = PrivacyHeaders(view)(RequestFactory().get(path))
    assert isinstance(response, HttpResponse)
    return response


def test_a_cookie_on_a_residents_page_is_an_error_where_programs_are_made() -> None:
    with pytest.raises(CookieOnPublicPage, match="seen"):
        answer("/en/", cookie=True)


def test_a_cookie_on_a_residents_page_is_taken_off_in_a_city(settings: Settings) -> None:
    settings.PORTICO_STRICT = False
    assert not answer("/en/", cookie=True).cookies


def test_staff_pages_may_set_cookies_and_are_never_kept() -> None:
    response = answer("/staff/", cookie=True, cache="public, max-age=60")
    assert "seen" in response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Vary"] == "Accept-Language, Cookie"


def test_staff_forms_are_sent_with_an_origin() -> None:
    assert answer("/staff/sign-in/").headers["Referrer-Policy"] == "same-origin"


def test_only_the_desk_may_use_the_camera() -> None:
    assert "camera=(self)" in answer("/staff/desk/").headers["Permissions-Policy"]
    for path in ("/staff/", "/en/", "/en/staff/desk/", "/"):
        assert "camera=()" in answer(path).headers["Permissions-Policy"]


def test_a_public_file_may_say_that_it_can_be_kept() -> None:
    assert answer("/lists/status.cwt", cache="public, max-age=60").headers["Cache-Control"] == "public, max-age=60"

"""Pages for when something went wrong: in the page's language, without database, cookie or detail."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from portico.website.views import public

EACH = [
    (public.bad_request, 400, "Votre navigateur"),
    (public.permission_denied, 403, "autre rôle"),
    (public.page_not_found, 404, "Il n’y a pas de page ici"),
]


def test_an_unknown_address_is_answered_in_its_language(client: Client) -> None:
    response = client.get("/fr/nulle-part/")
    assert response.status_code == 404
    assert 'lang="fr"' in response.content.decode()
    assert "Il n’y a pas de page ici" in response.content.decode()
    assert not response.cookies


def test_an_unknown_language_is_an_unknown_address(client: Client) -> None:
    response = client.get("/de/")
    assert response.status_code == 404
    assert 'href="/en/"' in response.content.decode()


@pytest.mark.parametrize(("view", "status", "words"), EACH)
def test_each_page(view: object, status: int, words: str) -> None:
    response = view(RequestFactory().get("/fr/"), ValueError("Quillfeather"))  # type: ignore[operator]
    assert response.status_code == status
    assert words in response.content.decode()
    assert "Quillfeather" not in response.content.decode()


def test_our_own_mistake_says_nothing_of_its_cause(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("Quillfeather")

    monkeypatch.setattr("portico.website.views.public.render", lambda *_: broken(HttpRequest()))
    client.raise_request_exception = False
    response = client.get("/ar/")
    assert response.status_code == 500
    assert "هذا خطأ من عندنا" in response.content.decode()
    assert 'dir="rtl"' in response.content.decode()


def test_a_host_that_is_not_ours_is_refused_with_a_page(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["lanternbay.example"]
    response = client.get("/fr/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "elsewhere" not in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_kindly() -> None:
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"}).post("/staff/sign-in/", {})
    assert response.status_code == 403
    assert "Ce formulaire est resté ouvert trop longtemps" in response.content.decode()

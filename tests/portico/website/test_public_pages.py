"""What must hold on every residents' page, in every language."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.portico.website.pages import LANGUAGES, PAGES


class _Seen(HTMLParser):
    """Collects what a page's source says."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest) -> str:
    path: str = request.param
    return path


def test_it_is_in_the_language_of_its_address(client: Client, address: str) -> None:
    response = client.get(address, headers={"accept-language": "ta"})
    page = _Seen(response.content.decode())
    language = address.split("/")[1]
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert page.all("html") == [{"lang": language, "dir": "rtl" if language == "ar" else "ltr"}]


def test_it_needs_no_database_session_or_cookie(client: Client, address: str) -> None:
    response = client.get(address)  # without the `db` fixture any query fails the test
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


def test_it_is_kept_in_no_cache_and_may_use_nothing(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_everything_it_loads_is_its_own(client: Client, address: str) -> None:
    page = _Seen(client.get(address).content.decode())
    loaded = [a.get("src") for tag in ("script", "img", "iframe") for a in page.all(tag)]
    loaded += [a["href"] for a in page.all("link")]
    assert all(str(source).startswith("/static/") for source in loaded if source)
    assert not [attributes for _, attributes in page.tags if "style" in attributes]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_it_links_to_itself_in_the_other_languages(client: Client, address: str) -> None:
    page = _Seen(client.get(address).content.decode())
    rest = address[3:]
    links = {a["href"]: a for a in page.all("a") if a.get("hreflang")}
    assert list(links) == [f"/{code}{rest}" for code in LANGUAGES]
    assert all(links[f"/{code}{rest}"]["lang"] == code for code in LANGUAGES)


def test_ids_are_unique_and_nothing_is_left_untranslated(client: Client, address: str) -> None:
    source = client.get(address).content.decode()
    page = _Seen(source)
    assert len(page.ids) == len(set(page.ids))
    assert "todavía sin traducir" not in source
    assert "لم يُترجم بعد" not in source
    assert "not yet translated" not in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_unchecked_translations_say_so(client: Client, language: str) -> None:
    source = client.get(f"/{language}/").content.decode()
    said = {"es": "todavía no ha sido revisada", "ar": "لم يراجع هذه الترجمة"}
    for code, words in said.items():
        assert (words in source) == (code == language)


@pytest.mark.parametrize(("demonstration", "times"), [(True, 1), (False, 0)])
def test_only_a_demonstration_is_marked(client: Client, settings: Settings, demonstration: bool, times: int) -> None:
    settings.PORTICO_DEMO = demonstration
    source = client.get("/en/").content.decode()
    assert source.count("Demonstration. Fictional city.") == times
    assert client.get("/en/about-this-demo/").status_code == (200 if demonstration else 404)


def test_the_first_page_says_where_to_go_and_whom_to_call(client: Client) -> None:
    source = client.get("/en/").content.decode()
    assert source.index("City Hall, ground floor") < source.index("Mill Street pop-up") < source.index("Lakeside")
    assert "8:30\N{NO-BREAK SPACE}a.m. to 4:30\N{NO-BREAK SPACE}p.m." in source
    assert "Closed for now" in source
    assert re.search(r"Call 311", source)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("fr-CA,fr;q=0.9,en;q=0.8", "/fr/"), ("ar", "/ar/"), ("ta,si", "/en/"), ("", "/en/"), ("xx;;q=,", "/en/")],
)
def test_the_bare_address_leads_to_the_visitors_language(client: Client, asked: str, given: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, given)
    assert response.headers["Vary"] == "Accept-Language"
    assert not response.cookies

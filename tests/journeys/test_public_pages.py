"""Residents' pages in a real browser: for every device, by keyboard, on paper, without scripts, without a trace."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.journeys.accessibility import violations

Pages = Callable[..., Any]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("public-pages")]
PATHS = ("", "ready/", "card/", "privacy/", "about-this-demo/", "no-such-page/")
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.PORTICO_DEMO = True
    settings.PORTICO_STRICT = True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_axe_finds_nothing(live_server: Any, page_factory: Pages, language: str, size: str, scheme: str) -> None:
    page = page_factory(viewport=SIZES[size], color_scheme=scheme)
    for path in PATHS:
        page.goto(f"{live_server.url}/{language}/{path}")
        assert violations(page) == [], path
        assert page.evaluate(SIDEWAYS) == 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_papers_are_ticked(live_server: Any, page_factory: Pages, scheme: str) -> None:
    page = page_factory(viewport=SIZES["phone"], color_scheme=scheme)
    page.goto(f"{live_server.url}/en/ready/")
    page.evaluate("document.querySelectorAll('.group').forEach((group) => { group.open = true; })")
    for paper in ("passport", "national-id"):
        page.check(f'[data-form="{paper}"] [data-has-forms]')
        assert violations(page) == []
    page.check('[value="attestation"]')
    page.wait_for_selector(".is-enough")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (640, "200%"), (1280, "200%")])
def test_nothing_scrolls_sideways_when_enlarged(
    live_server: Any, page_factory: Pages, language: str, width: int, text: str
) -> None:
    page = page_factory(viewport={"width": width, "height": 800})
    for path in PATHS:
        page.goto(f"{live_server.url}/{language}/{path}")
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
        assert page.evaluate(SIDEWAYS) == 0, path


def test_the_quick_exit_stands_in_the_same_corner(live_server: Any, page_factory: Pages) -> None:
    page = page_factory(viewport=SIZES["phone"])
    corners = set()
    for path in PATHS[:5]:
        page.goto(f"{live_server.url}/fr/{path}")
        box = page.locator(".exit").bounding_box()
        corners.add((round(box["x"] + box["width"]), round(box["y"])))
    assert len(corners) == 1
    page.goto(f"{live_server.url}/ar/")
    assert page.locator(".exit").bounding_box()["x"] < 40


@pytest.mark.parametrize("how", ["escape twice", "link"])
def test_the_quick_exit_leaves_and_the_way_back_is_gone(live_server: Any, page_factory: Pages, how: str) -> None:
    page = page_factory()
    page.route("https://*.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere", content_type="text/plain"))
    page.goto("about:blank")
    page.goto(f"{live_server.url}/es/card/")
    if how == "link":
        page.click(".exit")
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("https://es.wikipedia.org/")
    page.go_back()
    assert page.url == "about:blank"


def test_one_escape_stays(live_server: Any, page_factory: Pages) -> None:
    page = page_factory()
    page.goto(f"{live_server.url}/en/")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    assert page.url == f"{live_server.url}/en/"


def test_everything_can_be_read_and_followed_without_scripts(live_server: Any, page_factory: Pages) -> None:
    page = page_factory(java_script_enabled=False, viewport=SIZES["phone"])
    page.goto(f"{live_server.url}/fr/")
    page.click("a.hero__button")
    page.wait_for_load_state()  # a click returns when the page has begun; the papers come after its beginning
    assert page.url == f"{live_server.url}/fr/ready/"
    assert page.locator(".paper:visible").count() > 30
    assert page.locator("[data-script]:visible").count() == 0
    page.check('[value="attestation"]')
    page.keyboard.press("Enter")
    assert page.url == f"{live_server.url}/fr/ready/"
    page.click('[hreflang="ar"]')
    page.wait_for_load_state()
    assert page.url == f"{live_server.url}/ar/ready/"
    assert page.locator(".exit").get_attribute("href") == "https://ar.wikipedia.org/"


def test_a_visit_by_keyboard_alone(live_server: Any, page_factory: Pages) -> None:
    page = page_factory(viewport=SIZES["desk"])
    page.goto(f"{live_server.url}/en/")
    focused = "document.activeElement"

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            ring = page.evaluate(
                f"(() => {{ const label = {focused}.closest('.choice') ?? {focused};"
                f" return getComputedStyle(label).outlineStyle; }})()"
            )
            assert ring == "solid", page.evaluate(f"{focused}.outerHTML")
            if page.evaluate(f"{focused}.matches({selector!r})"):
                return
        raise AssertionError(f"Tab never reached {selector}")

    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.id") == "main"
    page.goto(f"{live_server.url}/en/")
    tab_to("a.hero__button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/ready/")
    page.wait_for_selector("#clear:visible")
    tab_to("summary")
    page.keyboard.press("Enter")
    tab_to('[value="attestation"]')
    page.keyboard.press("Space")
    page.wait_for_selector(".is-enough")
    assert "Yes, that is enough." in page.inner_text("#answer")
    tab_to("#clear")
    page.keyboard.press("Enter")
    page.wait_for_selector("body:not(.is-started)")
    assert not page.is_checked('[value="attestation"]')

"""The ready check in a real browser: it answers at once, and nothing ticked leaves it."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

Pages = Callable[..., Any]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("public-pages")]
OPEN_ALL = "document.querySelectorAll('.group').forEach((group) => { group.open = true; })"


@pytest.fixture(autouse=True)
def strict(settings: Settings) -> None:
    settings.PORTICO_STRICT = True


@pytest.fixture
def ready(live_server: Any, page_factory: Pages) -> Callable[..., Any]:
    """Opens the page in a language, its groups open."""

    def visit(language: str = "en", **options: Any) -> Any:
        page = page_factory(viewport={"width": 1280, "height": 800}, **options)
        page.goto(f"{live_server.url}/{language}/ready/")
        page.wait_for_selector("#answer:visible")
        page.evaluate(OPEN_ALL)
        return page

    return visit


def test_an_unsure_passport_counts_as_the_lesser_one(ready: Callable[..., Any]) -> None:
    page = ready()
    page.check('[data-form="passport"] [data-has-forms]')
    page.check('[value="lease"]')
    assert page.is_visible('[data-form="passport"] .picture svg')
    assert page.inner_text("#verdict") == "That is not enough yet."
    assert "not machine-readable" in page.inner_text("#told")
    page.check('input[type="radio"][value="passport-machine-readable"]')
    assert page.inner_text("#verdict") == "Yes, that is enough."


def test_it_lists_the_shortest_ways_that_would_be_enough(ready: Callable[..., Any]) -> None:
    page = ready()
    page.check('[value="student-card"]')
    told = page.inner_text("#told")
    assert told.index("More papers needed: 1") < told.index("Attestation with your name")
    assert told.index("Attestation with your name") < told.index("More papers needed: 2")
    page.uncheck('[value="student-card"]')
    page.check('[value="consular-card"]')
    told = page.inner_text("#told")
    assert "More papers needed: 1" in told
    assert "Lease or sublease" in told
    page.check('[value="lease"]')
    page.check('[value="student-card"]')
    assert page.inner_text("#verdict") == "Yes, that is enough."
    bring = page.locator("#told ul").first.inner_text()
    assert "Consular card" in bring
    assert "Student card" not in bring
    assert "Student card" in page.inner_text("#told")


def test_a_young_person_has_another_way(ready: Callable[..., Any]) -> None:
    page = ready("fr")
    for paper in ("birth-certificate", "school-record"):
        page.check(f'[data-form="{paper}"] [data-has-forms]')
    page.check('[value="lease"]')
    page.check('[data-proof="custody-order"] input, [data-proof^="custody"] input')
    assert not page.locator(".is-enough").count()
    page.check('[name="applicant"][value="young-with-caretaker"]')
    assert page.inner_text("#verdict") == "Oui, c’est suffisant."


def test_nothing_ticked_leaves_the_browser(ready: Callable[..., Any], live_server: Any) -> None:
    page = ready()
    page.evaluate("window.print = () => { window.printed = true; }")
    requests: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    address = page.url
    for box in page.locator('.ready input[type="checkbox"]').all():
        box.check()
    for radio in page.locator('.forms input[type="radio"]').all():
        radio.check()
    page.fill("#find", "passport")
    page.keyboard.press("Enter")
    page.click("#print")
    page.wait_for_timeout(800)
    assert page.evaluate("window.printed")
    assert requests == []
    assert page.url == address
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, history.length]")[:3] == [
        0,
        0,
        "",
    ]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize("how", ["reload", "away and back"])
def test_nothing_ticked_comes_back(ready: Callable[..., Any], live_server: Any, how: str) -> None:
    page = ready()
    page.check('[value="attestation"]')
    page.check('[name="applicant"][value="young-with-caretaker"]')
    if how == "reload":
        page.reload()
    else:
        page.goto(f"{live_server.url}/en/card/")
        page.go_back()
    page.wait_for_selector("#answer:visible")
    assert page.locator(".ready input[type=checkbox]:checked").count() == 0
    assert page.is_checked('[name="applicant"][value=""]')
    assert page.inner_text("#verdict") == "Tick what you have."


def test_clear_forgets_everything(ready: Callable[..., Any]) -> None:
    page = ready()
    page.check('[value="attestation"]')
    page.fill("#find", "passport")
    page.click("#clear")
    page.wait_for_selector("body:not(.is-started)")
    assert page.input_value("#find") == ""
    assert page.locator(".ready input[type=checkbox]:checked").count() == 0
    assert page.inner_text("#told") == ""


def test_the_answer_is_spoken_once_ticking_rests(ready: Callable[..., Any]) -> None:
    page = ready()
    page.check('[value="consular-card"]')
    page.wait_for_selector("#said:not(:empty)", state="attached")
    assert page.inner_text("#said") == "That is not enough yet. More papers needed: 1"
    assert page.get_attribute("#said", "role") == "status"


def test_a_word_finds_papers_whatever_its_accents(ready: Callable[..., Any]) -> None:
    page = ready("fr")
    page.fill("#find", "ecole")
    assert 0 < page.locator(".group .paper:visible").count() < 10
    page.fill("#find", "zzzz")
    assert page.is_visible(".ready__none")
    assert page.locator(".group:visible").count() == 0
    page.fill("#find", "")
    assert page.locator(".group:visible").count() > 3


def test_paper_shows_the_list_to_bring_and_nothing_of_the_screen(ready: Callable[..., Any]) -> None:
    page = ready()
    page.emulate_media(media="print")
    assert page.locator(".paper:visible").count() > 30
    assert not page.is_visible(".languages")
    assert not page.is_visible(".exit")
    page.emulate_media(media="screen")
    page.check('[value="attestation"]')
    page.emulate_media(media="print")
    assert page.locator(".paper:visible").count() == 0
    assert page.is_visible("#told")
    assert "dated" in page.inner_text("#told")
    assert not page.is_visible("#print")
    assert page.is_visible(".keeps")


def test_closed_groups_are_opened_for_paper(live_server: Any, page_factory: Pages) -> None:
    page = page_factory()
    page.goto(f"{live_server.url}/en/ready/")
    page.wait_for_selector("#answer:visible")
    assert page.locator(".paper:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".paper:visible").count() > 30

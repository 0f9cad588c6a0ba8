"""axe-core finds nothing on any screen, in English, French and Arabic, by day and by night."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.conftest import Desk
from tests.verifier.small_city import DAY, SmallCity

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()


def violations(page: Any) -> list[str]:
    """Run axe on what is shown now. Its source is evaluated, because the page's policy lets no script tag in."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_screen(
    desk_factory: Callable[..., Desk], city: SmallCity, lists: dict[str, bytes], language: str, scheme: str
) -> None:
    desk = desk_factory(color_scheme=scheme, locale=f"{language}-CA", service_workers="block")
    page = desk.page
    desk.open(offline_ready=False)
    assert page.get_attribute("html", "lang") == language
    page.click(".count summary")
    assert violations(page) == [], "start"

    desk.put_before_camera(None)
    page.click("#open-camera")
    page.wait_for_selector("#scan:not([hidden])")
    assert violations(page) == [], "scan"
    page.click("#stop")

    page.select_option("#profile", "clinic")
    desk.scan(city.card())
    assert desk.kind == "yes"
    assert violations(page) == [], "valid"
    page.click("#back")

    desk.scan("HTTPS://MENU.EXAMPLE/SOUP")
    assert desk.kind == "no"
    assert violations(page) == [], "not accepted"
    page.click("#back")

    page.clock.set_fixed_time(city.now + 3 * DAY)
    desk.scan(city.card())
    assert page.locator("#verdict .notice--lamp").count() == 1
    assert violations(page) == [], "valid by old lists"
    page.click("#back")

    page.clock.set_fixed_time(city.now + 9 * DAY)
    desk.scan(city.card())
    assert desk.kind == "unsure"
    assert violations(page) == [], "cannot say"
    page.click("#back")
    assert violations(page) == [], "start with lists too old"


def test_a_refused_camera(desk: Desk) -> None:
    desk.page.evaluate("""() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    }""")
    desk.page.click("#open-camera")
    desk.page.wait_for_selector("#trouble:not([hidden])")
    assert violations(desk.page) == []

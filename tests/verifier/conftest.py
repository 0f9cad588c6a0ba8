"""A browser with a camera of ours, a built verifier on its own port, and a desk to use it at."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error

from deploy import verifier
from tests.conftest import BROWSER_ARGUMENTS
from tests.verifier import frames
from tests.verifier.small_city import SETTINGS, Host, ListServer, SmallCity, settings_bytes
from tools.browsers import chromium

READY = "body[data-ready=yes]"


def until(page: Any, expression: str, seconds: float = 10) -> None:
    """Wait until a JavaScript expression is true; the page's policy forbids Playwright's own way of waiting."""
    end = time.monotonic() + seconds
    while not _is_true(page, expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(20)


def _is_true(page: Any, expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except Error:  # the page loads anew at this very moment
        return False


@dataclass
class Desk:
    """One service desk: a browser profile of its own, its city's site, and its camera."""

    context: Any
    page: Any
    site: ListServer
    host: Host
    video: Path
    requests: list[str] = field(default_factory=list)

    def open(self, *, offline_ready: bool = True) -> None:
        """Open the page and wait until it knows its lists and is kept on the device."""
        self.page.goto(self.host.url)
        self.page.wait_for_selector(READY)
        until(self.page, "document.getElementById('lists-outcome').textContent === ''")
        if offline_ready:
            until(self.page, "navigator.serviceWorker.controller !== null")

    def put_before_camera(self, text: str | None) -> None:
        frames.write_video(self.video, frames.frame(text))

    def scan(self, text: str) -> None:
        """Hold a code before the camera and wait for the verdict."""
        self.put_before_camera(text)
        self.page.click("#open-camera")
        self.page.wait_for_selector("#verdict:not([hidden])", timeout=10_000)

    def choose_picture(self, image: Image.Image, path: Path) -> None:
        """Choose a picture file instead of the camera."""
        image.save(path)
        self.page.set_input_files("#picture", path)
        self.page.wait_for_selector("#verdict:not([hidden])", timeout=15_000)

    @property
    def word(self) -> str:
        return str(self.page.inner_text("#verdict-word"))

    @property
    def text(self) -> str:
        return str(self.page.inner_text("#verdict-body"))

    @property
    def kind(self) -> str:
        return str(self.page.get_attribute("body", "data-kind"))

    def foreign_requests(self) -> list[str]:
        own = (self.host.url, self.site.url, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture(scope="module")
def city() -> SmallCity:
    return SmallCity()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    frames.write_video(path, frames.frame(None))
    return path


@pytest.fixture(scope="module")
def camera_browser(browser: Any, video: Path) -> Iterator[Any]:
    """A Chromium whose camera plays the file `video`, which it reads anew each time the camera opens."""
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
        # Any request that leaves this machine fails, and so does the test that sees it.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ]
    started = browser.browser_type.launch(executable_path=chromium(), args=[*BROWSER_ARGUMENTS, *camera])
    yield started
    started.close()


@pytest.fixture(scope="module")
def site(city: SmallCity) -> Iterator[ListServer]:
    server = ListServer({})
    yield server
    server.stop()


@pytest.fixture(scope="module")
def built(city: SmallCity, site: ListServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("verifier") / "out"
    verifier.build(out, site.url, city.root.public_key)
    return out


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[Host]:
    server = Host(verifier.host(built))
    yield server
    server.stop()


@pytest.fixture
def lists(city: SmallCity, site: ListServer) -> dict[str, bytes]:
    """What the city's site serves; a test may change it."""
    site.files.clear()
    site.counts.clear()
    site.files |= {
        "city.json": settings_bytes(SETTINGS),
        "trust.cwt": city.trust_list(),
        "status.cwt": city.status_list(),
    }
    return site.files


@pytest.fixture
def desk_factory(
    camera_browser: Any, site: ListServer, host: Host, video: Path, lists: dict[str, bytes]
) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(*, host: Host = host, **options: Any) -> Desk:
        options = {"viewport": {"width": 360, "height": 740}, "locale": "en-CA"} | options
        context = camera_browser.new_context(**options)
        desk = Desk(context, context.new_page(), site, host, video)
        context.on("request", lambda request: desk.requests.append(request.url))
        desk.page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.context.close()
        assert not desk.foreign_requests(), "a request left for another host"


@pytest.fixture
def desk(desk_factory: Callable[..., Desk]) -> Desk:
    """A desk that has opened the page, without the service worker, which takes a second to install."""
    made = desk_factory(service_workers="block")
    made.open(offline_ready=False)
    return made


@pytest.fixture
def kept_desk(desk_factory: Callable[..., Desk]) -> Desk:
    """A desk that has opened the page once and keeps it."""
    made = desk_factory()
    made.open()
    return made

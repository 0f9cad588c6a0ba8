"""From "am I ready?" to "valid", offline: the journey everything else in Portico stands on."""

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from citycard.base45 import decode, encode
from citycard.number import parse
from deploy import verifier
from portico.cards.office import card_office
from tests import resident
from tests.conftest import BROWSER_ARGUMENTS, NOW
from tests.journeys import visit
from tests.verifier import frames
from tests.verifier.small_city import Host
from tools.browsers import chromium

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journey")]
DPI = 300
WORDS = {
    "en": {
        "valid": "Valid", "tampered": "Not accepted", "revoked": "No longer valid",
        "old": "Cannot say", "slip": "A slip, not a card",
    },
    "fr": {
        "valid": "Valide", "tampered": "Non acceptée", "revoked": "N’est plus valide",
        "old": "Impossible à dire", "slip": "Un talon, pas une carte",
    },
}  # fmt: skip


@dataclass
class Printed:
    """What came out of the printer."""

    number: str
    card: bytes
    slip: bytes

    def page(self, pdf: bytes, number: int) -> Image.Image:
        """One page as the printer puts it on plastic or paper."""
        return pypdfium2.PdfDocument(pdf)[number].render(scale=DPI / 72).to_pil().convert("RGB")

    @property
    def back(self) -> Image.Image:
        return self.page(self.card, 1)


def before_camera(video: Path, picture: Image.Image) -> None:
    """Hold a picture at a natural angle before a 720p camera."""
    desk = Image.new("RGB", (1280, 720), (92, 78, 66))
    held = picture.rotate(3, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(92, 78, 66))
    held.thumbnail((1240, 700))
    desk.paste(held, ((1280 - held.width) // 2, (720 - held.height) // 2))
    frames.write_video(video, desk)


def code_in(picture: Image.Image) -> str:
    [found] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


def one_byte_changed(text: str) -> str:
    """The same card with one byte of its signed name changed, and everything around it in order."""
    import zlib

    token = bytearray(zlib.decompress(decode(text)))
    token[token.index(b"Quillfeather")] ^= 0x01
    return encode(zlib.compress(bytes(token), 9))


@pytest.fixture(scope="module")
def camera(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """A Chromium whose camera plays a file that tests rewrite."""
    video = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    frames.write_video(video, Image.new("RGB", (1280, 720)))
    arguments = [
        *BROWSER_ARGUMENTS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]
    started = browser.browser_type.launch(executable_path=chromium(), args=arguments)
    yield started, video
    started.close()


@pytest.fixture
def service_desk(live_server: Any, keys_folder: Path, tmp_path: Path) -> Iterator[Host]:
    """The verifier, built for this site and hosted on its own origin."""
    out = tmp_path / "verifier"
    verifier.build(out, live_server.url, card_office().keyring.root_public())
    host = Host(verifier.host(out))
    yield host
    host.stop()


def get_ready(page: Any, site: str, language: str) -> list[str]:
    """Tick papers on the residents' page until it says that they are enough; nothing may leave the browser."""
    page.goto(f"{site}/{language}/ready/")
    page.wait_for_selector("[data-script]:not([hidden])")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    group = page.locator("details.group").filter(has=page.locator("[data-proof=attestation]"))
    if group.get_attribute("open") is None:
        group.locator("summary").first.click()
    page.locator("[data-proof=attestation]").click()
    page.wait_for_selector("body.is-enough")
    assert sent == []
    assert page.context.cookies() == []
    return ["attestation"]


def come_in(page: Any, site: str, member: Any, language: str) -> None:
    """Sign in, with the staff pages in a language."""
    page.context.add_cookies([{"name": "portico_language", "value": language, "url": f"{site}/staff/"}])
    visit.sign_in(page, site, member.email)


def enrol(page: Any, site: str, shown: list[str], language: str) -> Printed:
    """Walk the desk's five steps, by webcam file, to the printed card and slip."""
    visit.open_desk(page, site)
    visit.proofs(page, *shown)
    visit.claims(page)
    visit.photo(page)
    page.select_option("#resident-language", language)
    assert resident.NAME in page.inner_text("#preview")
    page.click("#step-read [data-go=print]")
    page.check("#slip")
    with page.expect_response("**/staff/desk/issue") as waiting:
        page.click("#issue")
    said = waiting.value.json()
    page.wait_for_selector("#issued:not([hidden])")
    return Printed(said["number"], base64.b64decode(said["card"]), base64.b64decode(said["slip"]))


def scan(page: Any, video: Path, picture: Image.Image) -> str:
    """Hold a picture before the verifier's camera and return its word."""
    before_camera(video, picture)
    if page.locator("#back").is_visible():
        page.click("#back")
    page.click("#open-camera")
    page.wait_for_selector("#verdict:not([hidden])", timeout=20_000)
    return str(page.inner_text("#verdict-word"))


def drawn(text: str) -> Image.Image:
    """The code of any text: a tampered card may need one version more than a card is allowed."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options="ecLevel=M")
    grey = memoryview(code.to_image(scale=5, add_quiet_zones=True))
    return Image.frombytes("L", (grey.shape[1], grey.shape[0]), grey.tobytes()).convert("RGB")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_ready_to_valid_offline(
    language: str,
    live_server: Any,
    service_desk: Host,
    camera: tuple[Any, Path],
    page_factory: Callable[..., Any],
    staff: Callable[..., Any],
) -> None:
    words, (camera_browser, video) = WORDS[language], camera
    shown = get_ready(page_factory(locale=f"{language}-CA"), live_server.url, language)

    desk = page_factory(viewport={"width": 1280, "height": 900}, locale=f"{language}-CA")
    come_in(desk, live_server.url, staff("reviewer"), language)
    printed = enrol(desk, live_server.url, shown, language)
    text = code_in(printed.back)

    # A library's phone: opened once with a network, then without.
    context = camera_browser.new_context(locale=f"{language}-CA", viewport={"width": 360, "height": 740})
    phone = context.new_page()
    phone.goto(service_desk.url)
    phone.wait_for_selector("body[data-ready=yes]")
    _controlled(phone)
    phone.select_option("#profile", "library")
    context.set_offline(True)
    phone.reload()
    phone.wait_for_selector("body[data-ready=yes]")

    assert scan(phone, video, printed.back) == words["valid"]
    assert resident.NAME in phone.inner_text("#verdict-body")
    assert "1987" not in phone.content()
    phone.wait_for_timeout(300)
    skin, wall, shirt = phone.evaluate(frames.PHOTO_COLOURS)
    for seen, painted in ((skin, (141, 90, 59)), (wall, (217, 210, 195)), (shirt, (47, 111, 126))):
        assert all(abs(a - b) < 45 for a, b in zip(seen, painted, strict=True)), (seen, painted)

    assert scan(phone, video, drawn(one_byte_changed(text))) == words["tampered"]
    assert "Quillfeather" not in phone.content()
    assert (
        scan(phone, video, printed.page(printed.slip, 0).crop(_code_box(printed.page(printed.slip, 0))))
        == words["slip"]
    )

    # A list too old to say: the device's clock moves on, the network stays away.
    phone.click("#back")
    phone.clock.set_fixed_time(NOW + timedelta(days=60))
    assert scan(phone, video, printed.back) == words["old"]
    phone.clock.set_fixed_time(NOW + timedelta(minutes=30))

    # A supervisor ends the card by its number; the phone learns of it when it is online again.
    supervisor = page_factory(locale=f"{language}-CA")
    come_in(supervisor, live_server.url, staff("supervisor"), language)
    supervisor.goto(f"{live_server.url}/staff/cards/revoke/")
    supervisor.fill("[name=number]", printed.number)
    supervisor.check("[name=ground][value=lost-or-stolen]")
    supervisor.click("main button.button--brick")
    supervisor.wait_for_selector(".notice--leaf")
    from portico.cards.models import Slot

    assert Slot.objects.get(index=parse(printed.number)).state == "revoked"
    assert scan(phone, video, printed.back) == words["valid"]  # it is offline and cannot know
    phone.click("#back")
    context.set_offline(False)
    phone.click("#refresh")
    phone.wait_for_timeout(1500)
    context.set_offline(True)
    assert scan(phone, video, printed.back) == words["revoked"]
    context.close()


def _controlled(page: Any) -> None:
    for _ in range(200):
        if page.evaluate("navigator.serviceWorker.controller !== null"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the verifier's service worker never took over")


def _code_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the code is on a sheet, with its quiet zone."""
    [found] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    corners = [getattr(found.position, c) for c in ("top_left", "top_right", "bottom_left", "bottom_right")]
    xs, ys = [c.x for c in corners], [c.y for c in corners]
    return min(xs) - 25, min(ys) - 25, max(xs) + 25, max(ys) + 25


def test_a_photo_of_the_card_is_enough(
    live_server: Any, service_desk: Host, page_factory: Callable[..., Any], staff: Callable[..., Any]
) -> None:
    """A desk without a camera chooses a picture file of the card."""
    desk = page_factory(viewport={"width": 1280, "height": 900})
    come_in(desk, live_server.url, staff("reviewer"), "en")
    printed = enrol(desk, live_server.url, ["attestation"], "en")
    saved = io.BytesIO()
    printed.back.save(saved, "JPEG", quality=80)
    page = page_factory(service_workers="block")
    page.goto(service_desk.url)
    page.wait_for_selector("body[data-ready=yes]")
    page.set_input_files("#picture", {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": saved.getvalue()})
    page.wait_for_selector("#verdict:not([hidden])", timeout=20_000)
    assert page.inner_text("#verdict-word") == "Valid"

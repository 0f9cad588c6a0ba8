"""The enrolment desk in a real browser: every state a reviewer meets, by mouse, by keyboard, by axe."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from tests import resident
from tests.conftest import BROWSER_ARGUMENTS
from tests.faces import portrait
from tests.journeys.accessibility import violations
from tests.journeys.visit import claims, issue, open_desk, photo, proofs, sign_in, to_print
from tests.verifier import frames
from tools.browsers import chromium

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("desk")]
DESK_SCREEN = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
Pages = Callable[..., Any]


@pytest.fixture
def desk(live_server: Any, keys_folder: Any, page_factory: Pages, staff: Callable[..., Any]) -> Callable[..., Any]:
    """Signs a reviewer in and opens the desk."""

    def come_in(language: str = "en", **options: Any) -> Any:
        page = page_factory(**({"viewport": DESK_SCREEN} | options))
        cookie = {"name": "portico_language", "value": language, "url": f"{live_server.url}/staff/"}
        page.context.add_cookies([cookie])
        sign_in(page, live_server.url, staff("reviewer").email)
        open_desk(page, live_server.url)
        return page

    return come_in


@pytest.mark.parametrize("viewport", [DESK_SCREEN, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_any_step(desk: Callable[..., Any], language: str, viewport: dict[str, int]) -> None:
    page = desk(language, viewport=viewport)
    assert violations(page) == []
    page.click("#step-proofs [data-go=claims]")
    assert page.locator("#error-proofs").is_visible()
    page.click("[data-end]")
    assert violations(page) == []
    page.click("#declined-back")
    proofs(page)
    page.click("#step-claims [data-go=photo]")
    assert page.locator("#error-name").is_visible()
    assert violations(page) == []
    claims(page)
    assert violations(page) == []
    photo(page)
    for read in ("fr", "ar"):
        page.select_option("#resident-language", read)
        assert violations(page) == []
    page.click("#step-read [data-go=print]")
    issue(page)
    # The PDF viewer inside the frame is the browser's own page.
    page.evaluate("document.getElementById('card-pdf').remove()")
    assert violations(page) == []


def test_no_step_scrolls_sideways_on_a_phone(desk: Callable[..., Any]) -> None:
    page = desk("fr", viewport=PHONE)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    for step in (proofs, claims, photo):
        step(page)
        assert page.evaluate(fits), step.__name__
    page.click("#step-read [data-go=print]")
    issue(page)
    assert page.evaluate(fits)


@pytest.mark.parametrize("path", ["/staff/", "/staff/sign-in/", "/staff/cards/revoke/"])
@pytest.mark.parametrize("viewport", [DESK_SCREEN, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_staff_pages(
    live_server: Any, page_factory: Pages, staff: Callable[..., Any], path: str, viewport: dict[str, int], scheme: str
) -> None:
    page = page_factory(viewport=viewport, color_scheme=scheme)
    if "sign-in" not in path:
        sign_in(page, live_server.url, staff("supervisor").email)
    page.goto(f"{live_server.url}{path}")
    assert violations(page) == []
    if "revoke" in path:
        page.fill("[name=number]", "12")
        page.click("main .button--brick")
        assert page.locator(".errors").is_visible()
        assert page.input_value("[name=number]") == "12"
        assert violations(page) == []


def test_a_whole_visit_by_keyboard(desk: Callable[..., Any]) -> None:
    page = desk()

    def tab_to(selector: str, limit: int = 160) -> None:
        for _ in range(limit):
            if page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reached {selector}")

    tab_to("input[value=attestation]")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    tab_to("[name=name]")
    page.keyboard.type(resident.NAME)
    tab_to("[name=birth_date]")
    page.keyboard.type("04231987")
    tab_to("[name=address]")
    page.keyboard.type(resident.ADDRESS)
    page.keyboard.press("Control+Enter")
    photo_input = page.locator("#photo-file")
    photo_input.set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": portrait()})
    page.wait_for_selector("[data-photo=frame][data-state=picture]")
    before = page.evaluate("document.querySelector('[data-photo=canvas]').toDataURL()")
    page.focus("#photo-zoom")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.focus("[data-photo=canvas]")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('[data-photo=canvas]').toDataURL()") != before
    page.keyboard.press("Control+Enter")
    assert page.locator("#step-read").is_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#issued:not([hidden])")


def test_a_declined_resident_leaves_with_a_paper_in_their_language(desk: Callable[..., Any]) -> None:
    from portico.cards.models import Slot, Tally

    page = desk()
    page.check("input[name=shown][value=utility-bill]")
    page.select_option("#resident-language", "ar")
    page.click("[data-end]")
    paper = page.locator("#declined-paper")
    assert paper.get_attribute("dir") == "rtl"
    assert paper.locator("[data-list] > li").count() >= 1
    page.emulate_media(media="print")
    assert paper.is_visible()
    assert not page.locator(".desk__side").is_visible()
    assert not page.locator("#declined-close").is_visible()
    page.emulate_media(media="screen")
    page.click("#declined-close")
    page.wait_for_selector("#step-proofs:not([hidden])")
    assert page.locator("input[name=shown]:checked").count() == 0
    assert Tally.objects.get().what == "declined-proofs-not-enough"
    assert not Slot.objects.exists()


def test_a_supervisor_looks_again_on_the_spot(desk: Callable[..., Any], staff: Callable[..., Any]) -> None:
    supervisor = staff("supervisor")
    page = desk()
    page.click("#not-enough summary")
    page.fill("#second-email", supervisor.email)
    page.fill("#second-password", "not the password")
    page.click("#second-look")
    page.wait_for_selector("#error-second:not([hidden])")
    assert page.input_value("#second-email") == supervisor.email
    assert page.input_value("#second-password") == ""
    page.fill("#second-password", "calm porch lantern")
    page.click("#second-look")
    page.wait_for_selector("#proofs-looked:not([hidden])")
    page.click("#step-proofs [data-go=claims]")
    claims(page)
    photo(page)
    page.click("#step-read [data-go=print]")
    issue(page)


def test_a_lost_connection_costs_nothing(desk: Callable[..., Any]) -> None:
    from portico.cards.models import Slot

    page = desk()
    to_print(page)
    page.context.set_offline(True)
    page.click("#issue")
    page.wait_for_selector("#error-issue:not([hidden])")
    assert page.locator("#offline").is_visible()
    page.context.set_offline(False)
    issue(page)
    assert Slot.objects.count() == 1


def test_an_answer_that_is_lost_on_the_way_costs_no_second_card(desk: Callable[..., Any]) -> None:
    from portico.cards.models import Slot

    page = desk()
    to_print(page)
    # The server issues, and the connection breaks before its answer arrives.
    page.route("**/staff/desk/issue", lambda route: (route.fetch(), route.abort()))
    page.click("#issue")
    page.wait_for_selector("#error-issue:not([hidden])")
    assert Slot.objects.count() == 1
    page.unroute("**/staff/desk/issue")
    issue(page)
    assert page.locator("#issued-again").is_visible()
    assert Slot.objects.count() == 1


def test_a_name_that_cannot_be_printed_is_said_at_its_field_and_kept(desk: Callable[..., Any]) -> None:
    page = desk()
    to_print(page, name="Zoé 🎉 Example")
    page.click("#issue")
    page.wait_for_selector("#error-name:not([hidden])")
    assert "🎉" in page.inner_text("#error-name")
    assert page.input_value("[name=name]") == "Zoé 🎉 Example"
    page.fill("[name=name]", "Zoé Example")
    for step in ("claims", "photo", "read"):
        page.click(f"#step-{step} .button--main[data-go]")
    issue(page)


def test_done_forgets_everything_in_the_tab(desk: Callable[..., Any]) -> None:
    page = desk()
    to_print(page)
    issue(page)
    with page.context.expect_page() as opened:
        page.click("#card-open")
    assert opened.value.url.startswith("blob:")
    page.click("#issued [data-next-resident]")
    page.wait_for_selector("#step-proofs:not([hidden])")
    assert resident.found_in(page.content().encode()) == []
    assert page.input_value("[name=name]") == ""
    assert page.evaluate("document.getElementById('card-pdf').getAttribute('src')") is None
    assert page.context.pages == [page], "the card stays open in a tab of its own"


def test_what_the_tab_stores_is_sealed_and_a_reload_opens_it(desk: Callable[..., Any]) -> None:
    page = desk()
    proofs(page)
    claims(page)
    page.wait_for_timeout(600)
    stored = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "portico-desk" in stored
    assert resident.found_in(stored.encode()) == []
    page.reload()
    page.wait_for_selector("#restored:not([hidden])")
    assert page.input_value("[name=name]") == resident.NAME
    assert page.locator("#step-photo").is_visible()


def test_a_key_that_cannot_be_fetched_costs_nothing(desk: Callable[..., Any]) -> None:
    page = desk()
    proofs(page)
    claims(page)
    page.wait_for_timeout(600)
    before = page.evaluate("sessionStorage.getItem('portico-desk')")
    page.route("**/staff/desk/key", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("#offline:not([hidden])")
    assert not page.locator("#step-proofs").is_visible()
    assert page.evaluate("sessionStorage.getItem('portico-desk')") == before
    page.unroute("**/staff/desk/key")
    page.wait_for_selector("#restored:not([hidden])")
    assert page.input_value("[name=name]") == resident.NAME
    assert page.locator("#offline").is_hidden()


def test_starting_over_forgets_the_key(desk: Callable[..., Any]) -> None:
    page = desk()
    proofs(page)
    claims(page)
    page.wait_for_timeout(600)
    tab = page.evaluate("sessionStorage.getItem('portico-desk-tab')")
    page.reload()
    page.wait_for_selector("#restored:not([hidden])")
    with page.expect_request("**/staff/desk/forget") as asked:
        page.click("#restored [data-next-resident]")
    assert asked.value.post_data_json == {"tab": tab}
    assert page.evaluate("sessionStorage.getItem('portico-desk-tab')") != tab


def test_after_signing_out_nobody_can_open_what_the_tab_stored(desk: Callable[..., Any], live_server: Any) -> None:
    page = desk()
    proofs(page)
    claims(page)
    page.wait_for_timeout(600)
    page.click(".desk-who form:last-of-type button")
    page.wait_for_url("**/sign-in/")
    sign_in(page, live_server.url, "reviewer@lanternbay.example")
    open_desk(page, live_server.url)
    assert page.input_value("[name=name]") == ""
    assert page.evaluate("sessionStorage.getItem('portico-desk') === null") or page.locator("#restored").is_hidden()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.jpg", b"no picture at all", "not a picture"),
        ("small.png", None, "too few pixels"),
    ],
)
def test_a_file_that_is_no_portrait_is_explained(
    desk: Callable[..., Any], name: str, data: bytes | None, words: str
) -> None:
    import io

    if data is None:
        saved = io.BytesIO()
        Image.new("RGB", (100, 120), "white").save(saved, "PNG")
        data = saved.getvalue()
    page = desk()
    proofs(page)
    claims(page)
    page.set_input_files("#photo-file", {"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.wait_for_selector("#error-photo:not([hidden])")
    assert words in page.inner_text("#error-photo")


@pytest.fixture(scope="module")
def webcam(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chromium with a webcam that films a face."""
    import io

    video = tmp_path_factory.mktemp("webcam") / "face.mjpeg"
    with Image.open(io.BytesIO(portrait())) as face:
        film = Image.new("RGB", (1280, 720), "#d9d2c3")
        film.paste(face.resize((567, 720)), (356, 0))
    frames.write_video(video, film)
    arguments = [
        *BROWSER_ARGUMENTS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]  # fmt: skip
    started = browser.browser_type.launch(executable_path=chromium(), args=arguments)
    yield started
    started.close()


def test_the_webcam_takes_the_photo_and_lets_go(
    webcam: Any, live_server: Any, keys_folder: Any, staff: Callable[..., Any]
) -> None:
    context = webcam.new_context(viewport=DESK_SCREEN)
    page = context.new_page()
    sign_in(page, live_server.url, staff("reviewer").email)
    open_desk(page, live_server.url)
    proofs(page)
    claims(page)
    page.click("[data-photo=start]")
    page.wait_for_selector("[data-photo=frame][data-state=camera]")
    page.wait_for_timeout(400)
    page.click("[data-photo=take]")
    page.wait_for_selector("[data-photo=frame][data-state=picture]")
    assert page.evaluate("document.querySelector('video').srcObject === null")
    middle = "[...document.querySelector('[data-photo=canvas]').getContext('2d').getImageData(312, 420, 1, 1).data]"
    red, green, blue, _ = page.evaluate(middle)
    assert abs(red - 141) < 30
    assert abs(green - 90) < 30
    assert abs(blue - 59) < 30
    page.click("[data-photo=again]")
    assert page.locator("[data-photo=frame]").get_attribute("data-state") == "empty"
    context.close()


def test_a_refused_camera_is_explained(desk: Callable[..., Any]) -> None:
    page = desk(permissions=[])
    proofs(page)
    claims(page)
    page.click("[data-photo=start]")
    page.wait_for_selector("#error-photo:not([hidden])")
    assert "file" in page.inner_text("#error-photo")

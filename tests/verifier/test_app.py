"""The verifier in a real Chromium: from a camera picture to a verdict, with and without a network."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from citycard.payload import Kind
from citycard.signer import SoftwareSigner
from deploy import verifier
from tests import resident
from tests.verifier import frames
from tests.verifier.conftest import READY, Desk, until
from tests.verifier.small_city import DAY, INDEX, Host, ListServer, SmallCity

Lists = dict[str, bytes]


def near(found: list[int], expected: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(found, expected, strict=True))


def test_a_card_is_read_offline_with_every_server_stopped(
    desk_factory: Callable[..., Desk], built: Path, city: SmallCity
) -> None:
    own_host = Host(verifier.host(built))
    desk = desk_factory(host=own_host)
    desk.open()
    desk.context.set_offline(True)
    own_host.stop()
    desk.page.reload()
    desk.page.wait_for_selector("body[data-ready=yes]")
    desk.scan(city.card())
    assert (desk.kind, desk.word) == ("yes", "Valid")
    assert resident.NAME in desk.text
    until(desk.page, "document.querySelector('.verdict__photo img').complete")
    skin, wall, coat = desk.page.evaluate(frames.PHOTO_COLOURS)
    assert near(skin, (176, 120, 84))
    assert near(wall, (150, 184, 190))
    assert near(coat, (112, 52, 90))

    other = desk.context.new_page()
    other.goto(own_host.url)
    other.wait_for_selector("body[data-ready=yes]")
    assert other.inner_text("#start-title") == "Check a city card"


def test_the_library_sees_photo_and_name_and_nothing_else(desk: Desk, city: SmallCity) -> None:
    desk.scan(city.card())
    for hidden in ("1987", "Gullwing", "0004 2193"):
        assert hidden not in desk.page.content()
    assert "Status or nationality" in desk.text


def test_the_clinic_sees_what_its_profile_lists(desk: Desk, city: SmallCity) -> None:
    desk.page.select_option("#profile", "clinic")
    desk.scan(city.card())
    for shown in ("April 23, 1987", resident.ADDRESS, "0004 2193 07", "X"):
        assert shown in desk.text


@pytest.mark.parametrize(("years", "answer"), [(18, "Yes"), (17, "No")])
def test_an_18_or_over_desk_sees_a_photo_and_yes_or_no(desk: Desk, city: SmallCity, years: int, answer: str) -> None:
    desk.page.select_option("#profile", "evening")
    today = datetime.now().astimezone().date()
    born = date(today.year - years, 1, 1) if years > 17 else date(today.year - years, 12, 31)
    desk.scan(city.card(birth_date=born))
    assert desk.page.inner_text(".verdict__field--age_over dd") == answer
    assert desk.page.locator(".verdict__photo").count() == 1
    assert str(born.year) not in desk.page.content()
    assert "Quillfeather" not in desk.page.content()


def changed_byte(text: str) -> str:
    """The same card with one character of its code changed: the stream or its contents no longer agree."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


class SpoiledSigner:
    """Signs as the city does, then changes one bit: a card that is whole, but not what the city signed."""

    def __init__(self, signer: SoftwareSigner) -> None:
        self.signer, self.kid, self.public_key = signer, signer.kid, signer.public_key

    def sign(self, data: bytes) -> bytes:
        signature = self.signer.sign(data)
        return signature[:-1] + bytes([signature[-1] ^ 1])


@pytest.mark.parametrize(
    ("make", "kind", "word"),
    [
        (lambda city: city.card(expires=(city.now - 40 * DAY).date()), "no", "Expired"),
        (lambda city: city.card(kind=Kind.SLIP), "no", "A slip, not a card"),
        (lambda city: city.card(issuer="https://elsewhere.example"), "no", "City unknown"),
        (lambda city: city.card(signer=city.stranger), "no", "Not accepted"),
        (lambda city: city.card(signer=SpoiledSigner(city.signer)), "no", "Not accepted"),
        (lambda city: "HTTPS://MENU.EXAMPLE/SOUP", "no", "Not a city card"),
        (lambda city: changed_byte(city.card()), "unsure", "Cannot be read"),
    ],
    ids=["expired", "slip", "unknown city", "unknown key", "tampered", "foreign code", "changed byte"],
)
def test_each_refusal_has_its_own_words(
    desk: Desk, city: SmallCity, make: Callable[[SmallCity], str], kind: str, word: str
) -> None:
    desk.scan(make(city))
    assert (desk.kind, desk.word) == (kind, word)
    assert "Quillfeather" not in desk.page.content()
    assert "by eye" in desk.text


def test_a_revoked_card_is_refused_after_a_new_list(desk: Desk, city: SmallCity, lists: Lists) -> None:
    desk.scan(city.card())
    assert desk.word == "Valid"
    desk.page.click("#back")
    lists["status.cwt"] = city.status_list(age=timedelta(minutes=5), revoked=[INDEX])
    desk.page.click("#refresh")
    until(desk.page, "document.getElementById('lists-outcome').textContent === ''")
    desk.scan(city.card())
    assert (desk.kind, desk.word) == ("no", "No longer valid")


def test_old_lists_are_amber_before_they_are_red(desk: Desk, city: SmallCity) -> None:
    text = city.card()
    desk.page.clock.set_fixed_time(city.now + 3 * DAY)
    desk.page.reload()
    desk.page.wait_for_selector("#lists-fact[data-age=amber]")
    desk.scan(text)
    assert desk.word == "Valid"
    assert "Connect to the internet today" in desk.text
    desk.page.clock.set_fixed_time(city.now + 8 * DAY)
    desk.page.reload()
    desk.page.wait_for_selector("#lists-fact[data-age=red]")
    desk.scan(text)
    assert (desk.kind, desk.word) == ("unsure", "Cannot say")


def test_a_clock_before_the_lists_is_noticed(desk: Desk, city: SmallCity) -> None:
    desk.page.clock.set_fixed_time(city.now - 30 * DAY)
    desk.scan(city.card())
    assert (desk.kind, desk.word) == ("unsure", "Check the clock")


def test_without_lists_nothing_can_be_said(desk_factory: Callable[..., Desk], city: SmallCity, lists: Lists) -> None:
    lists.clear()
    desk = desk_factory()
    desk.page.goto(desk.host.url)
    desk.page.wait_for_selector("#lists-fact[data-age=none]")
    desk.scan(city.card())
    assert desk.word == "Cannot say"
    assert "no lists" in desk.text


@pytest.mark.parametrize("bad", ["another root", "older", "another signer"])
def test_a_list_that_is_wrong_or_older_changes_nothing(desk: Desk, city: SmallCity, lists: Lists, bad: str) -> None:
    if bad == "another root":
        lists["trust.cwt"] = city.trust_list(age=timedelta(), root=city.stranger)
    elif bad == "older":
        lists["status.cwt"] = city.status_list(age=timedelta(hours=2), revoked=[INDEX])
    else:
        lists["status.cwt"] = city.status_list(age=timedelta(), revoked=[INDEX], signer=SoftwareSigner.generate())
    before = desk.page.inner_text("#lists-date")
    with desk.page.expect_response("**/lists/status.cwt"):
        desk.page.click("#refresh")
    if bad != "older":
        until(desk.page, "document.getElementById('lists-outcome').textContent.includes('signature')")
    assert desk.page.inner_text("#lists-date") == before
    desk.scan(city.card())
    assert desk.word == "Valid"


def test_a_photo_of_the_card_is_read(desk: Desk, city: SmallCity, tmp_path: Path) -> None:
    """A phone's picture: twelve megapixels, the code a small part of it, turned on its side."""
    photo = Image.new("RGB", (4000, 3000), (120, 110, 96))
    drawn = frames.code(city.card(), 6).rotate(93, expand=True, fillcolor=(240, 236, 226))
    photo.paste(drawn, (1500, 1300))
    desk.choose_picture(photo, tmp_path / "photo.jpg")
    assert desk.word == "Valid"


def test_a_picture_without_a_code_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    desk.choose_picture(Image.new("RGB", (900, 600), (120, 110, 96)), tmp_path / "desk.jpg")
    assert desk.word == "No code found"
    assert "good light" in desk.text


def test_by_keyboard_alone(desk: Desk, city: SmallCity) -> None:
    desk.put_before_camera(city.card())
    keyboard = desk.page.keyboard
    assert desk.page.evaluate("document.activeElement === document.body")
    for _ in range(12):
        keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.id") == "open-camera":
            break
    keyboard.press("Enter")
    desk.page.wait_for_selector("#verdict:not([hidden])", timeout=10_000)
    assert desk.page.evaluate("document.activeElement.id") == "verdict-word"
    assert desk.page.inner_text("#announce").startswith("Valid. ")
    desk.put_before_camera(None)
    keyboard.press("Space")
    desk.page.wait_for_selector("#scan:not([hidden])")
    assert desk.page.evaluate("document.activeElement.id") == "scan-title"


def test_the_next_card_leaves_nothing_of_the_last(desk: Desk, city: SmallCity) -> None:
    desk.scan(city.card())
    desk.put_before_camera(None)
    desk.page.click("#next")
    desk.page.wait_for_selector("#scan:not([hidden])")
    assert "Quillfeather" not in desk.page.content()
    assert desk.page.locator("img").count() == 0


def test_a_verdict_is_forgotten_after_a_minute(desk: Desk, city: SmallCity) -> None:
    desk.page.clock.install()
    desk.scan(city.card())
    desk.page.clock.fast_forward(50_000)
    desk.page.keyboard.press("Shift")
    desk.page.clock.fast_forward(50_000)
    assert desk.word == "Valid"
    desk.page.clock.fast_forward(11_000)
    desk.page.wait_for_selector("#start:not([hidden])")
    assert "Quillfeather" not in desk.page.content()


def test_the_camera_stops_when_the_page_is_hidden(desk: Desk) -> None:
    desk.put_before_camera(None)
    desk.page.click("#open-camera")
    until(desk.page, "document.getElementById('video').srcObject !== null")
    desk.page.evaluate("""() => {
        window.track = document.getElementById('video').srcObject.getVideoTracks()[0];
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    assert desk.page.evaluate("window.track.readyState") == "ended"
    desk.page.evaluate("""() => {
        Object.defineProperty(document, 'hidden', { value: false, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    until(desk.page, "document.getElementById('video').srcObject !== null")


@pytest.mark.parametrize(
    ("error", "words"),
    [("NotAllowedError", "not allowed"), ("NotFoundError", "no camera"), ("NotReadableError", "does not start")],
)
def test_no_camera_says_what_to_do(desk: Desk, error: str, words: str) -> None:
    desk.page.evaluate(
        "name => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)); }", error
    )
    desk.page.click("#open-camera")
    desk.page.wait_for_selector("#trouble:not([hidden])")
    told = desk.page.inner_text("#trouble")
    assert words in told
    assert "photo of the card" in told


def test_nothing_of_a_card_is_stored(kept_desk: Desk, city: SmallCity) -> None:
    desk = kept_desk
    desk.scan(city.card())
    desk.page.click("#back")
    stored = desk.page.evaluate("""async () => {
        const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
        for (const { name } of await indexedDB.databases()) {
            const database = await new Promise((done) => {
                const request = indexedDB.open(name);
                request.onsuccess = () => done(request.result);
            });
            for (const shelf of database.objectStoreNames) {
                const values = await new Promise((done) => {
                    const request = database.transaction(shelf).objectStore(shelf).getAll();
                    request.onsuccess = () => done(request.result);
                });
                for (const value of values) {
                    const bytes = value instanceof Uint8Array;
                    parts.push(bytes ? new TextDecoder('latin1').decode(value) : JSON.stringify(value));
                }
            }
            database.close();
        }
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                const bytes = await (await cache.match(request)).arrayBuffer();
                parts.push(request.url, new TextDecoder('latin1').decode(bytes));
            }
        }
        return parts.join('\\n');
    }""")
    assert "Lantern Bay" in stored
    data = stored.encode("latin-1", "replace") + stored.encode()
    assert resident.found_in(data) == []
    assert "WEBPVP8" not in stored


def test_the_count_is_a_number_and_can_be_sent_or_switched_off(desk: Desk, city: SmallCity, site: ListServer) -> None:
    desk.scan(city.card())
    desk.page.click("#back")
    desk.page.click(".count summary")
    assert desk.page.inner_text("#count-today") == "Today: 1"
    desk.page.click("#count-send")
    until(desk.page, "document.getElementById('count-outcome').textContent.startsWith('Sent')")
    today = datetime.now().astimezone().date()
    monday = today - timedelta(days=today.weekday())
    assert site.counts == [{"profile": "library", "week": monday.isoformat(), "count": 1}]
    desk.page.click("#count-off")
    desk.scan(city.card())
    desk.page.click("#back")
    assert desk.page.evaluate("localStorage.getItem('tally')") == '{"on":false,"days":{}}'


def test_the_language_is_remembered_and_unchecked_ones_say_so(desk: Desk) -> None:
    desk.page.select_option("#language", "ar")
    desk.page.reload()
    desk.page.wait_for_selector("body[data-ready=yes]")
    assert desk.page.get_attribute("html", "dir") == "rtl"
    assert desk.page.is_visible("#unchecked")
    desk.page.select_option("#language", "fr")
    assert desk.page.inner_text("#start-title") == "Vérifier une carte de la ville"
    assert desk.page.inner_text("#city") == "Baie-des-Lanternes"
    assert not desk.page.is_visible("#unchecked")


def test_the_first_visit_transfers_at_most_one_megabyte(desk_factory: Callable[..., Desk], built: Path) -> None:
    application, sent = verifier.host(built), []

    def counting(environ: Any, start_response: Any) -> Any:
        parts: Any = application(environ, start_response)
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        sent.append(len(body))
        return [body]

    own_host = Host(counting)
    desk_factory(host=own_host).open()
    own_host.stop()
    assert 400_000 < sum(sent) <= 1_000_000, sum(sent)


def test_a_new_version_is_offered_and_taken_at_the_next_start(
    desk_factory: Callable[..., Desk], built: Path, site: ListServer, city: SmallCity, tmp_path: Path
) -> None:
    first = Host(verifier.host(built))
    desk = desk_factory(host=first)
    desk.open()
    port = first.port
    first.stop()
    newer = tmp_path / "newer"
    verifier.build(newer, site.url, city.root.public_key)
    (newer / "app" / "words" / "en.js").write_text(
        (newer / "app" / "words" / "en.js").read_text().replace("Check a city card", "Check a newer card")
    )
    verifier.seal(newer)
    second = Host(verifier.host(newer), port)
    desk.page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    desk.page.wait_for_selector("#update:not([hidden])", timeout=10_000)
    assert desk.page.inner_text("#start-title") == "Check a city card"
    # The next start: the page is closed, and opened again. (A reload brings it in too, but with a debugger attached,
    # as here, Chromium does not always let the old worker go while a page is open.)
    desk.page.close()
    for _ in range(20):
        again = desk.context.new_page()
        again.goto(second.url)
        again.wait_for_selector(READY)
        if again.inner_text("#start-title") == "Check a newer card":
            break
        again.close()
        time.sleep(0.5)
    assert again.inner_text("#start-title") == "Check a newer card"
    second.stop()


def test_expired_lists_are_told_before_anyone_scans(desk: Desk, city: SmallCity) -> None:
    desk.page.clock.set_fixed_time(datetime.now(UTC) + 200 * DAY)
    desk.page.reload()
    desk.page.wait_for_selector("#lists-fact[data-age=red]")
    assert "too old" in desk.page.inner_text("#lists-age")

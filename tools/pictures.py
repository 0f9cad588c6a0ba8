"""Draws docs/pictures/verifier.png: a card as it is issued, and a phone that has just checked it.

    .venv/bin/python -m tools.pictures

Nothing is painted: a demo of its own is started, a card issued at its desk, and the card's back given to the verifier.
"""

import base64
import io
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from deploy import demo
from tests.faces import portrait
from tools.browsers import chromium

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "verifier.png"
LARGEST = 250_000  # bytes
STONE, INK = (250, 246, 239), (29, 43, 46)
PHONE = ViewportSize(width=360, height=720)
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAME = "Wren Candlewick-Okafor"  # nobody


@contextmanager
def demo_city(home: Path) -> Iterator[tuple[str, str, str]]:
    """The demo's two servers, with data of their own; yields site, verifier and the text of the sign-ins."""
    demo.HOME = home
    host = "127.0.0.1"
    site_port = demo.free_port(8460, host)
    verifier_port = demo.free_port(site_port + 1, host)
    site, verifier = f"http://{host}:{site_port}", f"http://{host}:{verifier_port}"
    environment, sign_ins = demo.prepare(site, verifier, tls=False, hosts=host)
    environment["PORTICO_VERIFIER_ROOT"] = str(home / "verifier")
    applications = [("portico.wsgi", site_port), ("deploy.verifier:application", verifier_port)]
    servers = [
        subprocess.Popen(demo.gunicorn(name, host, port, None), cwd=demo.ROOT, env=environment)
        for name, port in applications
    ]
    try:
        demo.wait_until_up(f"{site}/en/", servers[0])
        demo.wait_until_up(f"{verifier}/", servers[1])
        yield site, verifier, sign_ins
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(15)


def issued_card(browser: Browser, site: str, sign_ins: str) -> bytes:
    """Sign in at the demo's desk and issue a card; returns its PDF."""
    [password] = re.findall(r"password: (.+)\)", sign_ins)
    page = browser.new_page(locale="en-CA")
    page.goto(f"{site}/staff/sign-in/")
    page.fill("[name=username]", re.findall(r"\S+@\S+", sign_ins)[0])
    page.fill("[name=password]", password)
    page.click("main button")
    page.goto(f"{site}/staff/desk/")
    form = page.locator("#desk")
    request: dict[str, Any] = {
        "code": "".join(random.SystemRandom().choices(CODE_LETTERS, k=20)),
        "tab": "pictures",
        "site": page.locator("#site").input_value(),
        "proofs": {"shown": ["attestation"], "kinds": []},
        "claims": {"name": NAME, "birth_date": "1991-08-14", "address_mode": "none"},
        "photo": base64.b64encode(portrait()).decode(),
        "layout": "cr80",
    }
    token = form.get_attribute("data-token") or ""
    answer = page.request.post(
        f"{site}{form.get_attribute('data-issue')}",
        data=request,
        headers={"Accept": "application/json", "X-CSRFToken": token, "Origin": site},
    )
    if not answer.ok:
        raise SystemExit(f"no card was issued: {answer.status}")
    return base64.b64decode(answer.json()["card"])


def page_of(pdf: bytes, number: int, dpi: int) -> Image.Image:
    """One side of the card."""
    side: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=dpi / 72).to_pil()
    return side.convert("RGB")


def verdict(browser: Browser, verifier: str, back: Image.Image) -> Image.Image:
    """What a library's phone shows after it was given a photo of the card's back."""
    page: Page = browser.new_page(viewport=PHONE, device_scale_factor=2, locale="en-CA", service_workers="block")
    page.goto(verifier)
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector("#profile option[value=library]", state="attached")
    page.select_option("#profile", "library")
    saved = io.BytesIO()
    back.save(saved, "PNG")
    page.set_input_files("#picture", {"name": "card.png", "mimeType": "image/png", "buffer": saved.getvalue()})
    page.wait_for_selector("#verdict:not([hidden])")
    if page.inner_text("#verdict-word") != "Valid":
        raise SystemExit("the verifier did not accept the card")
    page.wait_for_timeout(500)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def rounded(picture: Image.Image, radius: int) -> Image.Image:
    """The picture with round corners, transparent outside them."""
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, picture.width - 1, picture.height - 1), radius, fill=255)
    cut = picture.convert("RGBA")
    cut.putalpha(ImageChops.multiply(cut.getchannel("A"), mask))
    return cut


def put(canvas: Image.Image, picture: Image.Image, at: tuple[int, int]) -> None:
    """Lay a picture down with a soft shadow under it."""
    shadow = Image.new("RGBA", canvas.size)
    shadow.paste((*INK, 80), (at[0], at[1] + 10), picture.getchannel("A"))
    canvas.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(14)))
    canvas.alpha_composite(picture, at)


def composed(front: Image.Image, back: Image.Image, screen: Image.Image) -> Image.Image:
    """Both sides of the card, and the phone beside them."""
    canvas = Image.new("RGBA", (1400, 900), (*STONE, 255))
    wide = 760
    high = round(wide * front.height / front.width)
    front, back = front.resize((wide, high)), back.resize((wide * 2 // 3, high * 2 // 3))
    put(canvas, rounded(back, 19), (150, 500))
    put(canvas, rounded(front, 28), (70, 70))
    screen = screen.resize((398, 796))
    phone = Image.new("RGB", (screen.width + 28, screen.height + 28), INK)
    phone.paste(rounded(screen, 30), (14, 14), rounded(screen, 30))
    put(canvas, rounded(phone, 44), (900, 38))
    return canvas.convert("RGB")


def main() -> int:
    """Write the picture; exit status 1 when it would be too large for a first page."""
    with tempfile.TemporaryDirectory(prefix="portico-pictures-") as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        with demo_city(Path(home)) as (site, verifier, sign_ins):
            card = issued_card(browser, site, sign_ins)
            screen = verdict(browser, verifier, page_of(card, 1, 300))
        browser.close()
    picture = composed(page_of(card, 0, 600), page_of(card, 1, 600), screen)
    small = io.BytesIO()
    picture.quantize(200, dither=Image.Dither.FLOYDSTEINBERG).save(small, "PNG", optimize=True)
    if small.tell() > LARGEST:
        print(f"the picture has {small.tell()} bytes, more than {LARGEST}", file=sys.stderr)
        return 1
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(small.getvalue())
    print(f"{small.tell()} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

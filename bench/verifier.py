"""From camera frame to verdict: the built verifier in headless Chromium, over cards held as people hold them.

    python -m bench.verifier [--json] [--frames 120]

Each frame is a card's code drawn into 1280x720 and then tilted, blurred, darkened and made noisy, each a little
differently. It goes through the page's own decoder worker and its own verify(). Beside it: verify() alone against the
raw ES256 verification of WebCrypto in the same browser, with the same key, message and signature.
"""

import argparse
import base64
import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import sync_playwright

from citycard import Claims, Kind, StatusReference, issue, qr, status, trust
from citycard.signer import SoftwareSigner
from deploy import verifier
from tools.browsers import chromium

ISSUER = "https://lanternbay.example"
STATUS_URI = f"{ISSUER}/lists/status.cwt"
SIZE = (1280, 720)
CARDS = 6
ROUNDS = 400
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

FRAME_TO_VERDICT = """async ({ frame }) => {
  const page = window.portico;
  const bytes = Uint8Array.from(atob(frame), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
  const start = performance.now();
  const { texts, ms } = await page.decoder.read(picture);
  if (!texts.length) return { verdict: 'none', total: performance.now() - start, decode: ms };
  const { verdict } = await page.verify(texts[0], page.context);
  return { verdict, total: performance.now() - start, decode: ms };
}"""

PREPARE = """async ({ root, trust, status, now }) => {
  const at = (path) => import(new URL(path, location.href).href);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const [{ Decoder }, lists, { verify }, cose, cbor, base45, { inflate }] = await Promise.all(
    ['app/decoder.js', 'lib/lists.js', 'lib/verify.js', 'lib/cose.js', 'lib/cbor.js', 'lib/base45.js', 'lib/inflate.js']
      .map(at));
  const trusted = await lists.readTrustList(bytes(trust), bytes(root));
  const list = await lists.readStatusList(bytes(status), trusted);
  const policy = { require_status: true, amber_after_s: 86400, red_after_s: 604800 };
  const context = { trust: trusted, status: list, now, policy };
  window.portico = { decoder: new Decoder(), verify, context, cose, cbor, base45, inflate };
}"""

VERIFY_AND_RAW = """async ({ text, rounds }) => {
  const { verify, context, cose, cbor, base45, inflate } = window.portico;
  const sign1 = cose.readSign1(await inflate(base45.decode(text), 4096));
  const signed = cbor.signatureStructure(sign1.protectedBytes, sign1.payload);
  const { key } = context.trust.cities[0].keys[0];
  const raw = () => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, sign1.signature, signed);
  const whole = async () => (await verify(text, context)).verdict === 'valid';
  const time = async (act) => {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) if (!(await act())) throw new Error('not valid');
    return (performance.now() - start) / rounds;
  };
  await time(whole); await time(raw);
  const pairs = [];
  for (let i = 0; i < 7; i++) pairs.push([await time(whole), await time(raw)]);
  return pairs;
}"""


def portrait(seed: int) -> bytes:
    """A drawn face with some texture, so that it does not compress better than a photograph."""
    noise = np.random.default_rng(seed).normal(0, 14, (330, 260, 3))
    image = Image.new("RGB", (260, 330), (150, 170, 180))
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 235, 230, 480), fill=(90 + 20 * seed, 52, 90))
    draw.ellipse((70, 50, 190, 225), fill=(150 + 10 * seed, 110, 84))
    textured = np.clip(np.asarray(image, dtype=float) + noise, 0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(textured).filter(ImageFilter.GaussianBlur(1.5)).save(out, "PNG")
    return out.getvalue()


def frames(texts: list[str], count: int) -> Iterator[bytes]:
    """`count` camera frames of the codes, each held differently, as JPEG; the same ones every time."""
    random = np.random.default_rng(20261201)
    drawn = []
    for text in texts:
        with Image.open(BytesIO(qr.png(text, 8))) as image:
            drawn.append(image.convert("L"))
    for number in range(count):
        out = BytesIO()
        camera(drawn[number % len(drawn)], random).save(out, "JPEG", quality=85)
        yield out.getvalue()


def camera(code: Image.Image, random: np.random.Generator) -> Image.Image:
    """One frame: the code in perspective on a desk, out of focus, in uneven or little light, with sensor noise."""
    side = random.uniform(400, 500)
    angle = np.deg2rad(random.uniform(-18, 18))
    corners = np.array([(-1, -1), (-1, 1), (1, 1), (1, -1)]) * side / 2
    corners *= 1 + random.uniform(-0.09, 0.09, (4, 2))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array(SIZE) / 2 + random.uniform(-15, 15, 2)
    placed = warp(code, corners @ turn + middle)
    placed = placed.filter(ImageFilter.GaussianBlur(random.uniform(0.2, 1.1)))
    light = np.linspace(random.uniform(0.35, 1), random.uniform(0.35, 1), SIZE[0]) * random.uniform(0.5, 1)
    pixels = np.asarray(placed, dtype=float) * light + random.normal(0, random.uniform(2, 12), SIZE[::-1])
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert("RGB")


def warp(code: Image.Image, corners: np.ndarray) -> Image.Image:
    """Draw a picture onto four corners (top left, bottom left, bottom right, top right) of a frame."""
    width, height = code.size
    source = [(0, 0), (0, height), (width, height), (width, 0)]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solution = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    coefficients = tuple(float(value) for value in solution)
    mask = Image.new("L", code.size, 255).transform(SIZE, Image.Transform.PERSPECTIVE, coefficients)
    seen = code.transform(SIZE, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    desk = Image.new("L", SIZE, 96)
    desk.paste(seen, (0, 0), mask)
    return desk


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(root: SoftwareSigner) -> Iterator[str]:
    """The built verifier on a local port, with a city site that does not answer."""
    nobody = ThreadingHTTPServer(("127.0.0.1", 0), None)  # type: ignore[arg-type]  # only its free port is wanted
    site = f"http://127.0.0.1:{nobody.server_port}"
    nobody.server_close()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "verifier"
        verifier.build(out, site, root.public_key)
        server = make_server("127.0.0.1", 0, verifier.host(out), handler_class=_Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        server.server_close()


def lists(root: SoftwareSigner, signer: SoftwareSigner, now: datetime) -> dict[str, str]:
    """A trust list and a status list of 131,072 cards, in base64, with the root key that signed."""
    day = timedelta(days=1)
    key = trust.Key(signer.public_key, now - 90 * day, now + 90 * day)
    city = trust.City(ISSUER, {"en": "Lantern Bay"}, STATUS_URI, (key,))
    trusted = trust.TrustList("Lantern Bay root", (city,)).sign(root, now - day, now + 30 * day)
    marked = status.sign(
        status.SMALLEST, range(0, 100, 7), uri=STATUS_URI, issuer=ISSUER, signer=signer,
        issued_at=now - timedelta(hours=1), expires_at=now + 30 * day, ttl=3600,
    )  # fmt: skip
    named = {"root": verifier.point(root.public_key), "trust": trusted, "status": marked}
    return {name: base64.b64encode(data).decode() for name, data in named.items()}


def cards(signer: SoftwareSigner) -> list[str]:
    """Cards of invented people with names of several lengths."""
    names = ["Ada Ng", "Bram Thistlewood", "Oluwaseun Lanternkeeper", "Marie-Ève Tremblay-Quaie", "Ivo", "Noor al-Mina"]
    texts = []
    for number, name in enumerate(names[:CARDS]):
        claims = Claims(name=name, birth_date=date(1980 + number, 2, 3), expires=date(2040, 12, 31))
        reference = StatusReference(1000 + number, STATUS_URI)
        texts.append(issue(claims, portrait(number), issuer=ISSUER, status=reference, signer=signer, kind=Kind.CARD))
    return texts


def measure(count: int) -> dict[str, Any]:
    """Measure everything; times in milliseconds."""
    now = datetime.now(UTC)
    root, signer = SoftwareSigner.generate(), SoftwareSigner.generate()
    texts = cards(signer)
    with served(root) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(service_workers="block")
        page.goto(url)
        page.wait_for_selector("body[data-ready=yes]")
        page.evaluate(PREPARE, {**lists(root, signer, now), "now": int(now.timestamp())})
        runs = [
            page.evaluate(FRAME_TO_VERDICT, {"frame": base64.b64encode(frame).decode()})
            for frame in frames(texts, count + CARDS)
        ][CARDS:]  # the first few warm the code up
        pairs = page.evaluate(VERIFY_AND_RAW, {"text": texts[0], "rounds": ROUNDS})
        version = browser.version
        browser.close()
    return {"chromium": version, "frames": count, **summary(runs), **ratio(pairs)}


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """How many frames were read, and how long it took."""
    valid = [run for run in runs if run["verdict"] == "valid"]
    totals = sorted(run["total"] for run in valid)
    return {
        "valid": len(valid),
        "not_read": sum(run["verdict"] == "none" for run in runs),
        "wrong": sum(run["verdict"] not in {"none", "valid"} for run in runs),
        "frame_to_verdict_median_ms": round(statistics.median(totals), 2),
        "frame_to_verdict_p95_ms": round(totals[max(0, -(-len(totals) * 95 // 100) - 1)], 2),
        "decode_median_ms": round(statistics.median(run["decode"] for run in valid), 2),
    }


def ratio(pairs: list[list[float]]) -> dict[str, Any]:
    """The whole verification beside its one signature check, taken by turns; the median of seven turns."""
    return {
        "verify_ms": round(statistics.median(whole for whole, _ in pairs), 3),
        "webcrypto_es256_ms": round(statistics.median(raw for _, raw in pairs), 3),
        "verify_over_webcrypto": round(statistics.median(whole / raw for whole, raw in pairs), 2),
    }


ROWS = (
    ("frames, each held differently", "frames", ""),
    ("  read and valid", "valid", ""),
    ("  no code found in the frame", "not_read", ""),
    ("  another verdict", "wrong", ""),
    ("frame to verdict, median", "frame_to_verdict_median_ms", "ms"),
    ("frame to verdict, 95th percentile", "frame_to_verdict_p95_ms", "ms"),
    ("  of which finding the code, median", "decode_median_ms", "ms"),
    ("verify(), text to verdict", "verify_ms", "ms"),
    ("WebCrypto ES256 verification alone", "webcrypto_es256_ms", "ms"),
    ("verify() / WebCrypto", "verify_over_webcrypto", "times"),
)


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"The verifier in Chromium {found['chromium']}"]
    lines += [f"  {label:<38} {found[key]:>8} {unit}".rstrip() for label, key, unit in ROWS]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.verifier", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--frames", type=int, default=120, help="how many frames (at least 1)")
    options = parser.parse_args(arguments)
    found = measure(max(1, options.frames))
    print(json.dumps(found, indent=2) if options.json else table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

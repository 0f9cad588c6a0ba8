"""How long it takes to draw a card: the first one of a process, and every further one.

    python -m bench.drawing [--json] [--cards N]

Every card differs in name, number and portrait, so nothing of one is left over for the next. Cold runs are processes
of their own, from the start of the import to the finished PDF. A figure counts only if the code was read back from
the raster of the page.
"""

import argparse
import dataclasses
import io
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

import pypdfium2
import zxingcpp
from PIL import Image

from portico.cards.drawing import Face, Layout, code, draw_card, draw_slip, guilloche, portrait

NAMES = ("Odalys Fernhollow", "عبد الرحمن بن يوسف", "கிருஷ்ணமூர்த்தி", "歐陽曉明", "Nguyễn Thị Phương Ngọc Ánh")
LANGUAGES = ("en", "fr", "es", "ar")
CODE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
COLD = """
import sys, time
start = time.perf_counter()
from bench.drawing import card
from portico.cards.drawing import Layout, draw_card
face = card(int(sys.argv[1]))
draw_card(face, Layout.CR80)
print(time.perf_counter() - start)
"""


def noise_portrait(seed: int) -> bytes:
    """A JPEG as heavy as a photograph: 614 x 779 pixels of smooth noise."""
    small = Image.effect_noise((77, 98), 60).convert("RGB")
    small.putpixel((seed % 77, seed % 98), (seed % 256, 0, 0))
    out = io.BytesIO()
    small.resize((614, 779), Image.Resampling.BICUBIC).save(out, "JPEG", quality=92)
    return out.getvalue()


def card(seed: int) -> Face:
    """One face of many."""
    same = dict.fromkeys(LANGUAGES, "Lantern Bay")
    return Face(
        city_name=same,
        card_name=same,
        report_line=dict.fromkeys(LANGUAGES, "Refused? Call 311."),
        languages=LANGUAGES,
        phone="311",
        name=f"{NAMES[seed % len(NAMES)]} {chr(65 + seed % 26)}",
        birth_date=date(1970, 1, 1 + seed % 28),
        expires=date(2031, 12, 31),
        number=f"{seed:04} {seed * 37 % 10000:04} {seed % 97:02}",
        portrait=noise_portrait(seed),
        code_text="".join(random.Random(seed).choices(CODE_ALPHABET, k=1440)),
        address_lines=("12 Saltmarsh Lane", "Lantern Bay ON"),
    )


def timed(work: Callable[[Face], object], faces: list[Face]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    taken = []
    for face in faces:
        start = time.perf_counter()
        work(face)
        taken.append(1000 * (time.perf_counter() - start))
    return {"median_ms": round(statistics.median(taken), 1), "p95_ms": round(sorted(taken)[int(0.95 * len(taken))], 1)}


def cold(runs: int = 3) -> dict[str, float]:
    """The same for a process that has drawn nothing yet."""
    taken = []
    for seed in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", COLD, str(9000 + seed)], capture_output=True, text=True, check=True
        )
        taken.append(1000 * float(done.stdout))
    return {"median_ms": round(statistics.median(taken), 1), "p95_ms": round(max(taken), 1)}


def require_readable(face: Face) -> None:
    """Stops the bench when what was drawn is not a card."""
    with pypdfium2.PdfDocument(draw_card(face, Layout.CR80)) as document:
        found = zxingcpp.read_barcode(document[1].render(scale=300 / 72).to_pil())
    if found is None or found.text != face.code_text:
        raise SystemExit("bench.drawing: the code of a drawn card was not read back")


def measure(cards: int) -> dict[str, dict[str, float]]:
    """All figures, by name."""
    faces = [card(seed) for seed in range(cards)]
    require_readable(faces[0])
    fresh = [dataclasses.replace(card(seed + cards)) for seed in range(cards)]
    return {
        "draw_card cold process": cold(),
        "draw_card warm": timed(lambda face: draw_card(face, Layout.CR80), faces),
        "draw_slip warm": timed(lambda face: draw_slip(face, face.code_text, "A" * 20, Layout.LETTER), fresh),
        "of that: portrait": timed(lambda face: portrait.svg(face.portrait), faces),
        "of that: code": timed(lambda face: code.svg(code.matrix(face.code_text)), faces),
        "of that: lace": timed(
            lambda face: (guilloche.rosette(face.number, (17, 25), 14.4, "#000000", "#ffffff"),
                          guilloche.arcade(face.number, "#000000", "#ffffff")), faces),
    }  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print the figures as a table or as JSON; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--cards", type=int, default=30, help="how many different cards (default 30)")
    options = parser.parse_args(arguments)
    figures = measure(options.cards)
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, figure in figures.items():
        print(f"{name:24} median {figure['median_ms']:7.1f} ms   p95 {figure['p95_ms']:7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Cards: verify against raw P-256 and against claim169, and where the time of issuing one goes.

`python -m bench.card [--json]`. CPU time, the best of several windows; both sides of a ratio take turns in one run, so
that a busy machine slows both. Every window goes through the same two dozen cards of different people.
"""

import argparse
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import citycard
from citycard import cose, payload, portrait, qr, status, transport, trust
from citycard.signer import SoftwareSigner
from citycard.trust import City, Key, TrustList
from vectors import faces

ISSUER = "https://lanternbay.example"
URI = f"{ISSUER}/lists/status.cwt"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
POLICY = citycard.Policy(require_status=True)
CARDS = 24
ORACLE = Path(__file__).parents[1] / ".venv-oracles" / "bin" / "python"
CLAIM169 = """
import json, sys, time
import claim169
given = json.load(sys.stdin)
key = bytes.fromhex(given["key"])
best = 1e9
for _ in range(given["windows"]):
    start = time.process_time()
    for text in given["texts"]:
        for _ in range(given["times"]):
            claim169.decode(text, verify_with_ecdsa_p256=key, validate_timestamps=False)
    best = min(best, time.process_time() - start)
print(best / len(given["texts"]) / given["times"])
"""


def best_of(work: dict[str, Callable[[], object]], windows: int) -> dict[str, float]:
    """Return the least CPU seconds of each piece of work; the pieces take turns."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(windows):
        for name, run in work.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return best


def city(signer: SoftwareSigner) -> tuple[trust.TrustList, status.StatusList]:
    """Return the read lists of a city with this key."""
    root = SoftwareSigner.generate()
    issuer = City(
        ISSUER,
        {"en": "Lantern Bay"},
        URI,
        (Key(signer.public_key, NOW - timedelta(days=30), NOW + timedelta(days=3000)),),
    )
    trusted = trust.read(TrustList("Bench", (issuer,)).sign(root, NOW, NOW + timedelta(days=90)), root.public_key)
    signed = status.sign(
        131_072, range(0, 131_072, 100), uri=URI, issuer=ISSUER, signer=signer, issued_at=NOW - timedelta(hours=1),
        expires_at=NOW + timedelta(days=7), ttl=43_200,
    )  # fmt: skip
    return trusted, status.read_any(signed, trusted)


def photo(face: str = "one") -> bytes:
    """Return a drawn face as a camera would have saved it."""
    buffer = io.BytesIO()
    faces.draw(face).resize((1040, 1320)).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def claims(name: str = "Amina Featherstone-Okonkwo", apart: int = 0) -> citycard.Claims:
    """Return what a card says; its two dates lie this many weeks off, so that no two cards share one."""
    weeks = timedelta(weeks=apart)
    return citycard.Claims(name, date(1990, 2, 3) + weeks, date(2029, 12, 31) + weeks)


def issue(signer: SoftwareSigner, name: str, index: int, face: bytes, apart: int = 0) -> str:
    reference = citycard.StatusReference(index, URI)
    return citycard.issue(claims(name, apart), face, issuer=ISSUER, status=reference, signer=signer)


def verifying(windows: int) -> dict[str, float]:
    """Return microseconds a card and their ratios."""
    signer = SoftwareSigner.generate()
    trusted, listed = city(signer)
    key, es256 = trusted.cities[0].keys[0].public_key, ec.ECDSA(hashes.SHA256())
    shots = [photo(face) for face in faces.FACES]
    texts = [issue(signer, f"Amina Featherstone {i}", 7 * i + 1, shots[i % 3], i) for i in range(CARDS)]
    envelopes = [cose.parse(transport.from_text(text)) for text in texts]
    signatures = [(cose.der(envelope.signature), envelope.signed) for envelope in envelopes]

    def ours() -> None:
        for text in texts:
            citycard.verify(text, trust=trusted, status=listed, now=NOW, policy=POLICY)

    def raw() -> None:
        for signature, signed in signatures:
            key.verify(signature, signed, es256)

    for text in texts:
        result = citycard.verify(text, trust=trusted, status=listed, now=NOW, policy=POLICY)
        assert result.verdict == citycard.Verdict.VALID, result
    best = best_of({"ours": ours, "raw": raw}, windows)
    found = {name: 1e6 * seconds / CARDS for name, seconds in best.items()}
    point = signer.public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    found["claim169"] = 1e6 * claim169(texts, point, windows)
    return found | {"ratio_raw": found["raw"] / found["ours"], "ratio_claim169": found["claim169"] / found["ours"]}


def claim169(texts: list[str], point: bytes, windows: int) -> float:
    """Return the CPU seconds that the claim169 package needs to decode and verify one card; NaN without it."""
    if not ORACLE.exists():
        return float("nan")
    given = {"texts": texts, "key": point.hex(), "windows": max(5, windows // 60), "times": 4}
    run = subprocess.run([ORACLE, "-c", CLAIM169], input=json.dumps(given), capture_output=True, text=True, check=True)
    return float(run.stdout)


def issuing(windows: int) -> dict[str, float]:
    """Return milliseconds for one card by stage, and for the whole of it."""
    signer, shot = SoftwareSigner.generate(), photo()
    text = issue(signer, "Amina Featherstone-Okonkwo", 4711, shot)
    loaded = portrait.load(shot)
    face = portrait.fit(loaded, 720).data
    reference = citycard.StatusReference(4711, URI)
    body = payload.write(claims(), face, ISSUER, reference, citycard.Kind.CARD)

    def sign_and_pack() -> None:
        message = cose.sign(body, signer)
        transport.to_text(transport.pack(message, ((message.index(face) + len(face),),)))

    best = best_of(
        {
            "read the photo": lambda: portrait.load(shot),
            "search the portrait": lambda: portrait.fit(loaded, 720),
            "sign, deflate, base45": sign_and_pack,
            "draw the code and read it back": lambda: qr.matrix(text),
            "whole": lambda: qr.matrix(issue(signer, "Amina Featherstone-Okonkwo", 4711, shot)),
        },
        windows,
    )
    return {name: 1e3 * seconds for name, seconds in best.items()}


def measure(windows: int = 600) -> dict[str, Any]:
    """Return all figures of one run."""
    return {"verify_us": verifying(windows), "issue_ms": issuing(max(5, windows // 60))}


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a small table."""
    verify = figures["verify_us"]
    lines = [
        "verify one card, CPU microseconds",
        f"  raw P-256 of OpenSSL through cryptography  {verify['raw']:8.1f}",
        f"  citycard.verify                            {verify['ours']:8.1f}"
        f"   {verify['ratio_raw']:.2f} of the raw rate (target 0.75)",
        f"  claim169 0.3.0 (Rust), decode and verify   {verify['claim169']:8.1f}"
        f"   citycard is {verify['ratio_claim169']:.2f} times as fast",
        "issue one card, CPU milliseconds",
        *(f"  {name:<41}  {value:8.1f}" for name, value in figures["issue_ms"].items()),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.card", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--windows", type=int, default=600, help="windows to take the best of (default: %(default)s)")
    options = parser.parse_args(arguments)
    figures = measure(options.windows)
    print(json.dumps(figures) if options.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())

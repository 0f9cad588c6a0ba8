"""docs/card-format.md says what the program does: its example is a real card, its figures are the program's."""

import json
import re
from pathlib import Path

from citycard import base45, cose, signer, transport, trust
from tests.vectors.test_cards import PAIRS, VECTORS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "card-format.md").read_text("utf-8")


def test_the_worked_example_is_the_vector() -> None:
    text = json.loads((ROOT / "vectors" / "cards" / "valid-latin.json").read_text("utf-8"))["text"]
    message = transport.from_text(text)
    example = PAGE.split("## A worked example")[1].split("```")[1]
    before, after = example.split("52494646 ... 632 bytes of WebP")
    shown = [bytes.fromhex("".join(re.findall(r"^([0-9a-f]+)(?= |$)", part, re.M))) for part in (before, after)]
    photo = message[len(shown[0]) : len(shown[0]) + 632]
    assert shown[0] + photo + shown[1] == message
    assert photo.startswith(b"RIFF")
    assert f"{len(text):,} characters" in PAGE
    assert f"{len(base45.decode(text))} bytes that begin `{base45.decode(text)[:8].hex()}`" in PAGE
    assert f"`{text[:26]}`" in PAGE


def test_the_example_s_key_and_signed_bytes() -> None:
    text = json.loads((ROOT / "vectors" / "cards" / "valid-latin.json").read_text("utf-8"))["text"]
    envelope = cose.parse(transport.from_text(text))
    listed = trust.read((ROOT / "vectors" / "lists" / "trust.cwt").read_bytes())
    key = listed.cities[0].keys_by_id[envelope.header[cose.KEY_ID]].public_key
    assert signer.thumbprint(key)[:8].hex() in PAGE
    assert envelope.signed.hex().startswith("846a5369676e6174757265314d")
    assert cose.verify(envelope, key)


def test_every_verdict_and_reason_is_on_the_page() -> None:
    table = set(re.findall(r"\| `(\w+)` \| `(\w+)` \|", PAGE))
    assert {f"{verdict}/{reason}" for verdict, reason in table} == PAIRS | {"unreadable/no_code"}


def test_figures() -> None:
    assert f"holds {len(VECTORS)} texts" in PAGE.replace("\n", " ")
    for number in (transport.QR_CAPACITY, transport.MAX_TEXT, transport.MAX_INFLATED):
        assert f"{number:,}" in PAGE
    assert f"{transport.MAX_PACKED} bytes" in PAGE

"""The frozen cards of vectors/: Python's half of the treaty. tests/verifier runs the same files in JavaScript."""

import base64
import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import citycard
from citycard import base45, qr, status, transport, trust
from tests import resident
from vectors import cards_refused, make_cards

HERE = make_cards.HERE
VECTORS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((HERE / "cards").glob("*.json"))}
VALID = [name for name, vector in VECTORS.items() if vector["expect"]["verdict"] == "valid"]

PAIRS = {
    "valid/ok", "expired/exp", "not_yet_valid/nbf", "revoked/status", "signature_wrong/algorithm",
    "signature_wrong/wrong_city", "signature_wrong/unknown_key", "signature_wrong/tampered",
    "signature_wrong/key_not_in_force", "city_unknown/issuer", "not_a_card/foreign_code", "not_a_card/slip",
    "not_a_card/no_identity", "not_a_card/no_status", "unreadable/damaged", "unreadable/too_large",
    "unreadable/malformed", "unreadable/claims", "unreadable/photo", "clock_wrong/before_lists",
    "lists_too_old/no_lists", "lists_too_old/trust_expired", "lists_too_old/status_old",
    "lists_too_old/index_beyond_list",
}  # fmt: skip


def list_bytes(value: str | None) -> bytes | None:
    if value is None:
        return None
    return (HERE / value).read_bytes() if value.startswith("lists/") else base64.b64decode(value)


def read_lists(vector: dict[str, Any]) -> tuple[trust.TrustList | None, status.StatusList | None]:
    cities, listed = list_bytes(vector["trust"]), list_bytes(vector["status"])
    if cities is None:
        return None, None
    found = trust.read(cities)
    try:
        return found, status.read_any(listed, found) if listed else None
    except trust.ListError:
        return found, None


def verdict_on(vector: dict[str, Any]) -> citycard.Result:
    cities, listed = read_lists(vector)
    now, policy = datetime.fromisoformat(vector["now"]), citycard.Policy(**vector["policy"])
    return citycard.verify(vector["text"], trust=cities, status=listed, now=now, policy=policy)


@pytest.mark.parametrize("name", VECTORS)
def test_verdict(name: str) -> None:
    expect = VECTORS[name]["expect"]
    result = verdict_on(VECTORS[name])
    assert (result.verdict, result.reason) == (expect["verdict"], expect["reason"])
    assert (result.stale, result.status) == (expect["stale"], expect["status"])
    if result.claims is None:
        assert "claims" not in expect
    else:
        photo = result.claims.pop("photo")
        found = result.claims | {"photo_sha256": hashlib.sha256(photo["bytes"]).hexdigest()}
        assert found == expect["claims"]


def test_every_verdict_and_reason_has_a_vector() -> None:
    found = {f"{vector['expect']['verdict']}/{vector['expect']['reason']}" for vector in VECTORS.values()}
    assert found == PAIRS  # unreadable/no_code is said of pictures: tests/citycard/test_cli.py


def test_there_are_enough() -> None:
    assert len(VALID) >= 30
    assert len(VECTORS) - len(VALID) >= 150


@pytest.mark.parametrize("name", VALID)
def test_accepted_cards_fit_the_code_and_are_read_from_it(name: str) -> None:
    text = VECTORS[name]["text"]
    assert qr.read(qr.png(text, 4)) == [text]


def test_the_alarm_resident_is_in_no_vector() -> None:
    for path in HERE.rglob("*"):
        if path.is_file() and path.suffix in {".json", ".cwt", ".py"} and "proofs" not in path.parts:
            assert not resident.found_in(path.read_bytes()), path
    for name, vector in VECTORS.items():
        try:
            message = transport.from_text(vector["text"])
        except ValueError:
            continue
        assert not resident.found_in(message), name


def test_the_generator_still_makes_these_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / "portraits", tmp_path / "portraits")
    for module in (make_cards, cards_refused):
        monkeypatch.setattr(module, "HERE", tmp_path)
    make_cards.main()
    made = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "cards").glob("*.json")}
    assert made.keys() == VECTORS.keys()
    for name, vector in VECTORS.items():
        # Another zlib may deflate otherwise: what must not change is what is inside.
        assert _inside(made[name].pop("text")) == _inside(vector["text"]), name
        assert made[name] == {key: value for key, value in vector.items() if key != "text"}, name
    for path in (HERE / "lists").iterdir():
        assert path.read_bytes() == (tmp_path / "lists" / path.name).read_bytes(), path.name


def _inside(text: str) -> bytes | str:
    try:
        return transport.inflate(base45.decode(text), transport.MAX_INFLATED)
    except transport.TooLarge:
        return "too large"
    except ValueError:
        return "no stream"

"""Writes vectors/cards and vectors/lists: `python -m vectors.make_cards`.

The files are frozen: verifiers elsewhere run them. Run this to add vectors, and read the difference before committing
it; a changed old vector is a changed card format. Keys are derived from their names and signatures are deterministic,
so a second run writes the same bytes as long as zlib does.
"""

import hashlib
import json
import zlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec

from citycard import payload, portrait, status, transport
from citycard.claims import Claims
from citycard.payload import Kind, StatusReference
from citycard.signer import SoftwareSigner
from citycard.trust import City, Key, TrustList
from vectors import faces

HERE = Path(__file__).parent
BAY, MOSS = "https://lanternbay.example", "https://mosshaven.example"
STATUS_URI = f"{BAY}/lists/status.cwt"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
POLICY = {"require_status": True, "amber_after_s": 86_400, "red_after_s": 604_800}
NO_STATUS_NEEDED = POLICY | {"require_status": False}
REVOKED = {17, 42, 4242, 131_070}
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group P-256


def key(name: str) -> SoftwareSigner:
    """Return the key that belongs to a name."""
    secret = int.from_bytes(hashlib.sha512(f"card vectors: {name}".encode()).digest(), "big") % (_ORDER - 1) + 1
    return SoftwareSigner(ec.derive_private_key(secret, ec.SECP256R1()))


ROOT, CURRENT, OLDER, NEXT, PAST, MOSS_KEY, STRANGER = map(
    key, ("root", "bay 2026", "bay 2025", "bay 2027", "bay 2020", "moss 2026", "nobody's")
)


def at(text: str) -> datetime:
    """Read a date or time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def trust_list(issued: datetime, expires: datetime) -> bytes:
    """Return the trust list of two cities, the first with four keys."""
    periods = {
        CURRENT: ("2026-01-01", "2034-01-01"),
        OLDER: ("2025-01-01", "2033-01-01"),
        NEXT: ("2027-01-01", "2035-01-01"),
        PAST: ("2020-01-01", "2026-06-30"),
    }
    keys = tuple(Key(signer.public_key, at(start), at(end)) for signer, (start, end) in periods.items())
    moss = (Key(MOSS_KEY.public_key, at("2026-01-01"), at("2034-01-01")),)
    cities = (
        City(BAY, {"en": "Lantern Bay", "fr": "Baie-des-Lanternes"}, STATUS_URI, keys),
        City(MOSS, {"en": "Mosshaven"}, f"{MOSS}/lists/status.cwt", moss),
    )
    return TrustList("Vectors", cities).sign(ROOT, issued, expires)


def status_list(issued: datetime, **changes: Any) -> bytes:
    """Return a status list of Lantern Bay; `changes` replace arguments of citycard.status.sign."""
    arguments: dict[str, Any] = {
        "uri": STATUS_URI,
        "issuer": BAY,
        "signer": CURRENT,
        "issued_at": issued,
        "expires_at": issued + timedelta(days=14),
        "ttl": 43_200,
    }
    return status.sign(status.SMALLEST, REVOKED, **(arguments | changes))


def forged(data: bytes) -> bytes:
    """Return a list with the last bit of its signature turned."""
    return data[:-1] + bytes([data[-1] ^ 1])


def lists() -> dict[str, bytes]:
    """Return the files of vectors/lists by name."""
    fresh = NOW - timedelta(hours=6)
    return {
        "trust.cwt": trust_list(at("2026-11-20"), at("2027-11-20")),
        "trust-expired.cwt": trust_list(at("2026-05-01"), NOW),
        "status.cwt": status_list(fresh),
        "status-amber.cwt": status_list(NOW - timedelta(hours=48)),
        "status-red.cwt": status_list(NOW - timedelta(days=7, seconds=1)),
        "status-at-amber.cwt": status_list(NOW - timedelta(days=1)),
        "status-at-red.cwt": status_list(NOW - timedelta(days=7)),
        "status-expired.cwt": status_list(fresh, expires_at=NOW),
        "trust-2030.cwt": trust_list(at("2029-12-01"), at("2030-12-01")),
        "status-2030.cwt": status_list(at("2030-01-01T06:00")),
        "status-future.cwt": status_list(NOW + timedelta(seconds=301)),
        "status-older-key.cwt": status_list(fresh, signer=OLDER),
        "status-forged.cwt": forged(status_list(fresh)),
        "status-other-uri.cwt": status_list(fresh, uri=f"{BAY}/lists/other.cwt"),
        "status-mosshaven.cwt": status_list(fresh, uri=f"{MOSS}/lists/status.cwt", issuer=MOSS, signer=MOSS_KEY),
        "status-stranger.cwt": status_list(fresh, signer=STRANGER),
    }


@dataclass
class Token:
    """A token to be: its parts can be bent at every layer before it becomes text."""

    body: dict[Any, Any]
    signer: SoftwareSigner = CURRENT
    header: dict[Any, Any] = field(default_factory=dict)
    raw_body: bytes | None = None
    raw_header: bytes | None = None
    unprotected: dict[Any, Any] = field(default_factory=dict)

    def message(self) -> bytes:
        """Return the signed COSE message."""
        protected = (
            cbor2.dumps({1: -7, 4: self.signer.kid} | self.header) if self.raw_header is None else self.raw_header
        )
        body = cbor2.dumps(self.body) if self.raw_body is None else self.raw_body
        signature = self.signer.sign(cbor2.dumps(["Signature1", protected, b"", body]))
        return b"\xd2" + cbor2.dumps([protected, self.unprotected, body, signature])

    def text(self) -> str:
        """Return the text of its code."""
        return to_text(self.message())


def to_text(message: bytes) -> str:
    """Return a message deflated and in base45."""
    return transport.to_text(zlib.compress(message, 9))


def face(name: str) -> bytes:
    """Return the frozen portrait of a drawn face."""
    return (HERE / "portraits" / f"{name}.webp").read_bytes()


def claims(name: str, **more: Any) -> Claims:
    """Return claims with a birth date and an expiry."""
    return Claims(**({"name": name, "birth_date": date(1990, 2, 3), "expires": date(2029, 12, 31)} | more))


def card(name: str = "Amina Featherstone", *, portrait_of: str = "one", index: int | None = 4711, **more: Any) -> Token:
    """Return a card of Lantern Bay."""
    reference = None if index is None else StatusReference(index, STATUS_URI)
    return Token(payload.write(claims(name, **more), face(portrait_of), BAY, reference, Kind.CARD))


def bent(change: Callable[[dict[Any, Any]], None], **more: Any) -> Token:
    """Return a card whose payload map was changed before it was signed."""
    token = card(**more)
    token.body = deepcopy(token.body)
    change(token.body)
    return token


def write(name: str, about: str, text: str, expect: dict[str, Any], **setting: Any) -> None:
    """Write one vector."""
    vector = {
        "about": about,
        "text": text,
        "now": setting.get("now", NOW).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "trust": setting.get("trust", "lists/trust.cwt"),
        "status": setting.get("status", "lists/status.cwt"),
        "policy": setting.get("policy", POLICY),
        "expect": expect,
    }
    target = HERE / "cards" / f"{name}.json"
    target.write_text(json.dumps(vector, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def accepted(name: str, about: str, token: Token, shown: dict[str, Any], **setting: Any) -> None:
    """Write a vector of a card that is valid, with what it must show."""
    said = {"verdict": "valid", "reason": "ok", "stale": False, "status": "valid"} | setting.pop("expect", {})
    text = setting.pop("text", None) or token.text()
    write(f"valid-{name}", about, text, said | {"claims": shown}, **setting)


def refused(verdict: str, reason: str, name: str, about: str, text: str, **setting: Any) -> None:
    """Write a vector of a text that is not a valid card."""
    said = {"verdict": verdict, "reason": reason, "stale": False, "status": None}
    write(f"{verdict}-{reason}-{name}".replace("_", "-"), about, text, said, **setting)


def make_portraits() -> None:
    """Draw the portraits that are not there yet; those that are stay as they are."""
    for name, budget in (("one", 640), ("two", 640), ("three", 640), ("small", 340)):
        target = HERE / "portraits" / f"{name}.webp"
        if not target.exists():
            drawn = faces.draw("three" if name == "small" else name)
            target.write_bytes(portrait.fit(drawn, budget).data)


def main() -> None:
    """Write everything."""
    from vectors import cards_accepted, cards_refused

    for folder in ("cards", "lists", "portraits"):
        (HERE / folder).mkdir(exist_ok=True)
    make_portraits()
    for name, data in lists().items():
        (HERE / "lists" / name).write_bytes(data)
    for old in (HERE / "cards").glob("*.json"):
        old.unlink()
    cards_accepted.make()
    cards_refused.make()


if __name__ == "__main__":
    main()

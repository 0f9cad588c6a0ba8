"""The status list: one bit a card, signed by its city, fetched whole (IETF Token Status List as CWT)."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from citycard import cose, transport
from citycard.signer import Signer
from citycard.trust import City, ListError, TrustList, open_list, seconds, text, time

TYPE = "application/statuslist+cwt"
SMALLEST = 131_072
_LARGEST = 8 * 2 * 1024 * 1024  # two mebibytes of bits, sixteen million cards
_ISSUER, _URI, _EXPIRES, _ISSUED_AT, _LIST, _TTL = 1, 2, 4, 6, 65533, 65534


@dataclass(frozen=True)
class StatusList:
    """A verified status list."""

    uri: str
    issuer: str
    issued_at: datetime
    expires_at: datetime
    bits: bytes

    @cached_property
    def period(self) -> tuple[int, int]:
        """When it was issued and when it expires, in seconds since 1970."""
        return seconds(self.issued_at), seconds(self.expires_at)

    def __len__(self) -> int:
        return 8 * len(self.bits)

    def is_revoked(self, index: int) -> bool:
        """Tell whether the bit at `index` is set; raises IndexError beyond the end of the list."""
        if index < 0:
            raise IndexError(index)
        return bool(self.bits[index >> 3] >> (index & 7) & 1)


def sign(
    size: int,
    revoked: Iterable[int],
    *,
    uri: str,
    issuer: str,
    signer: Signer,
    issued_at: datetime,
    expires_at: datetime,
    ttl: timedelta | int,
) -> bytes:
    """Return the signed list of `size` cards (at least 131,072, whole bytes) with the bits in `revoked` set.

    `ttl` is how long a copy may be kept before a fresh one is fetched, in seconds or as a timedelta. Raises
    ValueError for a size, an index or a time that cannot be.
    """
    lifetime = int(ttl.total_seconds()) if isinstance(ttl, timedelta) else ttl
    if lifetime <= 0 or expires_at <= issued_at:
        raise ValueError("the list would be out of date when issued")
    payload = {
        _ISSUER: issuer,
        _URI: uri,
        _EXPIRES: seconds(expires_at),
        _ISSUED_AT: seconds(issued_at),
        _LIST: encode(size, revoked),
        _TTL: lifetime,
    }
    return cose.sign(payload, signer, TYPE)


def encode(size: int, revoked: Iterable[int]) -> dict[str, int | bytes]:
    """Return the StatusList map: bits from the least significant one up, deflated (draft, section 4)."""
    if size < SMALLEST or size > _LARGEST or size % 8:
        raise ValueError(f"a status list has {SMALLEST:,} to {_LARGEST:,} cards, in whole bytes")
    return {"bits": 1, "lst": pack(size, revoked)}


def pack(size: int, revoked: Iterable[int]) -> bytes:
    """Return the deflated bits of a list of `size` cards; raises ValueError for an index outside it."""
    bits = bytearray(size // 8)
    for index in revoked:
        if not 0 <= index < size:
            raise ValueError(f"index {index} is outside a list of {size} cards")
        bits[index >> 3] |= 1 << (index & 7)
    return zlib.compress(bytes(bits), 9)


def read(data: bytes, city: City) -> StatusList:
    """Read a list that `city` signed and publishes at its own address; raises ListError."""
    header, payload, envelope = open_list(data, TYPE)
    issued_at = time(payload.get(_ISSUED_AT), "issued at")
    uri = text(payload.get(_URI), "uri")
    kid = header.get(cose.KEY_ID)
    key = city.keys_by_id.get(kid) if type(kid) is bytes else None
    if payload.get(_ISSUER) != city.issuer or uri != city.status_list or key is None:
        raise ListError("not a status list of this city")
    if not key.not_before <= issued_at < key.not_after:
        raise ListError("signed by a key that was not in force")
    if not cose.verify(envelope, key.public_key):
        raise ListError("the signature is wrong")
    expires_at = time(payload.get(_EXPIRES), "expires")
    return StatusList(uri, city.issuer, issued_at, expires_at, _bits(payload.get(_LIST)))


def read_any(data: bytes, trust: TrustList) -> StatusList:
    """Read a status list of whichever city in `trust` issued it; raises ListError."""
    _, payload, _ = open_list(data, TYPE)
    issuer = payload.get(_ISSUER)
    city = trust.by_issuer.get(issuer) if type(issuer) is str else None
    if city is None:
        raise ListError("from a city that is not in the trust list")
    return read(data, city)


def _bits(value: Any) -> bytes:
    packed = value.get("lst") if type(value) is dict and value.get("bits") == 1 else None
    if type(packed) is not bytes or not transport.begins_like_zlib(packed):
        raise ListError("the list of bits has another form")
    try:
        bits = transport.inflate(packed, _LARGEST // 8)
    except (transport.Damaged, transport.TooLarge) as error:
        raise ListError(str(error)) from error
    if 8 * len(bits) < SMALLEST:
        raise ListError("the list is too short to hide anybody")
    return bits

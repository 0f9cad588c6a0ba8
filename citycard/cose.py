"""COSE_Sign1 (RFC 9052 section 4.2) with ES256, tag 18 alone: the envelope of cards, slips and lists."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from citycard import cbor
from citycard.signer import PublicKey, Signer

ES256 = -7
ALGORITHM, CRITICAL, KEY_ID, TYPE = 1, 2, 4, 16
_SIGN1_TAG = 18
_CONTEXT, _NO_EXTERNAL = b"\x84\x6aSignature1", b"\x40"
_NO_UNPROTECTED, _SIGNATURE_HEAD = b"\xa0", b"\x58\x40"
# The same SHA-256, but hashlib sets up a hash faster than ECDSA(SHA256()) does inside.
_VERIFYING = ec.ECDSA(Prehashed(hashes.SHA256()))


class NotSign1(ValueError):
    """Well-formed CBOR that is something else than a tagged COSE_Sign1."""


class Envelope(NamedTuple):
    """A COSE_Sign1 taken apart; nothing in it has been verified, and the payload has not been read."""

    header: Mapping[int | str, Any]
    body: bytes
    signature: bytes
    signed: bytes


def sign(payload: object, signer: Signer, type_: str | None = None) -> bytes:
    """Return the tagged COSE_Sign1 of a payload map; `type_` is the typ header (RFC 9596), if any."""
    protected, body = _header(signer.kid, type_), cbor.encode(payload)
    return assemble(protected, body, signer.sign(to_be_signed(protected, body)))


def unsigned(payload: object, kid: bytes, type_: str | None, signature: bytes) -> bytes:
    """Return what sign() would, with `signature` in place of a real one: for measuring before signing."""
    return assemble(_header(kid, type_), cbor.encode(payload), signature)


def assemble(protected: bytes, body: bytes, signature: bytes) -> bytes:
    """Return the tagged COSE_Sign1 of its encoded parts."""
    return b"\xd2" + cbor.encode([protected, {}, body, signature])


def _header(kid: bytes, type_: str | None) -> bytes:
    header: dict[int, Any] = {ALGORITHM: ES256, KEY_ID: kid}
    if type_ is not None:
        header[TYPE] = type_
    return cbor.encode(header)


def parse(message: bytes) -> Envelope:
    """Take a tagged COSE_Sign1 apart; raises NotSign1 or CborError (not strict, wrong shapes)."""
    if message[:2] != b"\xd2\x84":
        raise _something_else(message)
    start, protected_end = _bytes_at(message, 2)
    if message[protected_end : protected_end + 1] != _NO_UNPROTECTED:
        raise cbor.CborError("something in the unprotected header")
    body_at = protected_end + 1
    body_start, end = _bytes_at(message, body_at)
    if message[end : end + 2] != _SIGNATURE_HEAD or len(message) != end + 66:
        raise cbor.CborError("not a signature of 64 bytes and nothing after it")
    # The heads in the message are in shortest form, so the Sig_structure (RFC 9052 section 4.4) has the same
    # ones.
    signed = b"".join((_CONTEXT, message[2:protected_end], _NO_EXTERNAL, message[body_at:end]))
    header = _read_header(message[start:protected_end])
    return Envelope(header, message[body_start:end], message[end + 2 :], signed)


def _bytes_at(message: bytes, at: int) -> tuple[int, int]:
    """Return where the byte string at `at` begins and ends; the end may lie beyond the message."""
    if at + 2 < len(message):
        # The two heads of every card, spelled out: a header of at most 23 bytes, a payload of 256 or more.
        first, high, low = message[at : at + 3]
        if 0x40 <= first < 0x58:
            return at + 1, at + 1 + first - 0x40
        if first == 0x59 and high:
            return at + 3, at + 3 + (high << 8 | low)
    major, length, start = cbor.head(message, at)
    if major != 2:
        raise cbor.CborError("a part is no byte string")
    return start, start + length


def read_payload(body: bytes) -> dict[int | str, Any]:
    """Read a payload that must be one map; raises CborError."""
    payload = cbor.decode(body)
    if type(payload) is not dict:
        raise cbor.CborError("the payload is no map")
    return payload


@lru_cache(maxsize=64)
def _read_header(protected: bytes) -> Mapping[int | str, Any]:
    """Read a protected header; all cards of one key have the same, so it is shared and must not be changed."""
    header = cbor.decode(protected) if protected else {}
    if type(header) is not dict or CRITICAL in header:
        raise cbor.CborError("the header is no map, or asks for an extension")
    return header


def verify(envelope: Envelope, key: PublicKey) -> bool:
    """Tell whether the signature is `key`'s. The caller has checked that the header names ES256."""
    try:
        key.verify(der(envelope.signature), hashlib.sha256(envelope.signed).digest(), _VERIFYING)
    except InvalidSignature:
        return False
    return True


def _something_else(message: bytes) -> ValueError:
    """Say what a message is that does not begin like a tagged array of four."""
    major, argument, _ = cbor.head(message, 0)
    if major == 6 and argument == _SIGN1_TAG:
        return cbor.CborError("tag 18 over something else than an array of four")
    if major != 6:
        cbor.decode(message)  # raises CborError when it is not even strict CBOR
    return NotSign1("CBOR without the COSE_Sign1 tag")


def to_be_signed(protected: bytes, body: bytes) -> bytes:
    """Return the Sig_structure (RFC 9052 section 4.4)."""
    return _CONTEXT + cbor.encode(protected) + _NO_EXTERNAL + cbor.encode(body)


def der(signature: bytes) -> bytes:
    """Return r || s as the DER sequence that OpenSSL reads (RFC 3279 section 2.2.3)."""
    both = _der_integer(signature[:32]) + _der_integer(signature[32:])
    return bytes((0x30, len(both))) + both


def _der_integer(number: bytes) -> bytes:
    """Return a big-endian number as a DER integer: no zeros in front, but one where the first bit is set."""
    first = number[0]
    if first > 127:
        return b"\x02\x21\0" + number
    if first:
        return b"\x02\x20" + number
    short = number.lstrip(b"\0") or b"\0"
    padded = b"\0" + short if short[0] > 127 else short
    return bytes((2, len(padded))) + padded

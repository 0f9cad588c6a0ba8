"""COSE_Sign1 (RFC 9052 section 4.2) with ES256, tag 18 alone: the envelope of cards, slips and lists."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from citycard import cbor
from citycard.signer import PublicKey, Signer

ES256 = -7
ALGORITHM, CRITICAL, KEY_ID, TYPE = 1, 2, 4, 16
_SIGN1_TAG = 18
_TAG_HEADS = range(0xC0, 0xE0)
_VERIFYING = ec.ECDSA(hashes.SHA256())


class NotSign1(ValueError):
    """Well-formed CBOR that is something else than a tagged COSE_Sign1."""


class Envelope(NamedTuple):
    """A COSE_Sign1 taken apart; nothing in it has been verified."""

    header: Mapping[int | str, Any]
    payload: dict[int | str, Any]
    signature: bytes
    signed: bytes


def sign(payload: object, signer: Signer, type_: str | None = None) -> bytes:
    """Return the tagged COSE_Sign1 of a payload map; `type_` is the typ header (RFC 9596), if any."""
    protected, body = _header(signer.kid, type_), cbor.encode(payload)
    return assemble(protected, body, signer.sign(_to_be_signed(protected, body)))


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
    if message[:1] != b"\xd2":
        raise _something_else(message)
    parts = cbor.decode(message, 1)
    if type(parts) is not list or len(parts) != 4:
        raise cbor.CborError("not an array of four")
    protected, unprotected, body, signature = parts
    if type(protected) is not bytes or type(body) is not bytes or type(signature) is not bytes:
        raise cbor.CborError("a part is no byte string")
    if unprotected != {} or len(signature) != 64:
        raise cbor.CborError("an unprotected header, or a signature that is not 64 bytes")
    header = _read_header(protected)
    payload = cbor.decode(body)
    if type(payload) is not dict:
        raise cbor.CborError("the payload is no map")
    return Envelope(header, payload, signature, _to_be_signed(protected, body))


@lru_cache(maxsize=64)
def _read_header(protected: bytes) -> MappingProxyType[int | str, Any]:
    """Read a protected header; all cards of one key have the same."""
    header = cbor.decode(protected) if protected else {}
    if type(header) is not dict or CRITICAL in header:
        raise cbor.CborError("the header is no map, or asks for an extension")
    return MappingProxyType(header)


def verify(envelope: Envelope, key: PublicKey) -> bool:
    """Tell whether the signature is `key`'s. The caller has checked that the header names ES256."""
    try:
        key.verify(_der(envelope.signature), envelope.signed, _VERIFYING)
    except InvalidSignature:
        return False
    return True


def _something_else(message: bytes) -> ValueError:
    """Say what a message is that does not begin with tag 18 in its one-byte form."""
    major, argument, _ = cbor.head(message, 0)
    if major == 6 and argument != _SIGN1_TAG:
        return NotSign1(f"CBOR tag {argument}")
    cbor.decode(message)  # raises CborError when it is not even strict CBOR
    return NotSign1("CBOR without the COSE_Sign1 tag")


def _to_be_signed(protected: bytes, body: bytes) -> bytes:
    """Return the Sig_structure (RFC 9052 section 4.4), written out because it is the same for every card."""
    start = b"\x84\x6aSignature1" + _bytes_head(len(protected)) + protected
    return start + b"\x40" + _bytes_head(len(body)) + body


def _bytes_head(length: int) -> bytes:
    """Return the CBOR head of a byte string."""
    if length < 24:
        return bytes((0x40 | length,))
    if length < 256:
        return bytes((0x58, length))
    if length < 65536:
        return b"\x59" + length.to_bytes(2, "big")
    return b"\x5a" + length.to_bytes(4, "big")


def _der(signature: bytes) -> bytes:
    """Return r || s as the DER sequence that OpenSSL reads (RFC 3279 section 2.2.3)."""
    r = signature[:32].lstrip(b"\0") or b"\0"
    s = signature[32:].lstrip(b"\0") or b"\0"
    r = b"\0" + r if r[0] > 127 else r
    s = b"\0" + s if s[0] > 127 else s
    return bytes((0x30, len(r) + len(s) + 4, 2, len(r))) + r + bytes((2, len(s))) + s

"""The short way to read a card: the layout in which issue() writes one, in a single pass.

A desk reads few other cards, and this takes a third of the time of the general reader. It knows no rule of
its own: it returns a Card only when every byte stands where the general reader (cbor.decode, then
payload.read) would find the same claims, and None for anything else, which the general reader then judges.
"""

import struct
from datetime import date
from typing import Any

from citycard import number
from citycard.claims import ADDRESS_LENGTH, NAME_LENGTH, TEXT_LENGTH
from citycard.payload import GENDER_NAMES, Card, printed_date

# Heads that stand between texts, each read in one step: exp, claim 169, how many attributes it has, the key of
# the first; the birth date; the face, down to the two marks of WebP.
_EXPIRES, _BIRTH, _FACE = struct.Struct(">2sI2sBB"), struct.Struct(">2s8s"), struct.Struct(">6sH4s4x4s")
_HEADS = (1, b"\x04\x1a", b"\x18\xa9", 4, b"\x08\x68")
_THREE_ATTRIBUTES = 0xA3
_FACE_HEADS = (b"\x18\x3e\x81\xa3\x00\x59", b"RIFF", b"WEBP")
_IMAGE_WEBP = b"\x01\x00\x02\x04"
_STATUS = b"\x19\xff\xff\xa1\x6bstatus_list\xa2\x63idx"
_URI = b"\x63uri"
_GENDER = 9
_TEXTS = {
    10: ("address", ADDRESS_LENGTH),
    15: ("guardian", TEXT_LENGTH),
    19: ("second_name", TEXT_LENGTH),
    20: ("second_name_language", TEXT_LENGTH),
}


class _Other(ValueError):
    """Not the plain layout."""


def read(body: bytes) -> Card | None:
    """Return the claims of a payload in the plain layout, or None."""
    try:
        return _card(body)
    except (ValueError, IndexError, struct.error):  # cut short, not UTF-8, no such date, or another layout
        return None


def _card(body: bytes) -> Card:
    issuer, at = _text(body, 2, TEXT_LENGTH)
    expires_head, exp, identity, attributes, name_key = _EXPIRES.unpack_from(body, at)
    name, at = _text(body, at + 10, NAME_LENGTH)
    birth_head, digits = _BIRTH.unpack_from(body, at)
    at += 10
    if (body[1], expires_head, identity, name_key, birth_head) != _HEADS or exp < 65536 or not digits.isdigit():
        raise _Other
    claims: dict[str, Any] = {
        "name": name,
        "birth_date": date.fromisoformat(digits.decode()).isoformat(),
        "expires": printed_date(exp),
        "issuer": issuer,
    }
    if attributes != _THREE_ATTRIBUTES:
        at = _optional(body, at, attributes - _THREE_ATTRIBUTES, claims)
    claims["photo"], at = _photo(body, at)
    if body[0] == 0xA3:
        index = uri = None
    elif body[0] == 0xA4 and body[at : at + 21] == _STATUS:
        index, uri, at = _status(body, at + 21)
        claims["number"] = number.format(index)
    else:
        raise _Other
    if at != len(body):
        raise _Other
    return Card(claims, exp, 0, index, uri)


def _text(body: bytes, at: int, longest: int) -> tuple[str, int]:
    """Read 1 to 255 bytes of text."""
    start = at + 1
    length = body[at] - 0x60
    if length == 24 and body[start] > 23:
        length = body[start]
        start += 1
    elif not 0 < length < 24:
        raise _Other
    end = start + length
    text = body[start:end].decode()
    if len(text) > longest:
        raise _Other
    return text, end


def _optional(body: bytes, at: int, count: int, claims: dict[str, Any]) -> int:
    """Read the optional fields, whose keys must ascend, and return where the next one stands."""
    if not 0 <= count < 20:
        raise _Other
    last = 8
    for _ in range(count):
        key = body[at]
        if key <= last:
            raise _Other
        last = key
        if key == _GENDER:
            claims["gender"] = GENDER_NAMES.get(body[at + 1])
            if claims["gender"] is None:
                raise _Other
            at += 2
        elif key in _TEXTS:
            field, longest = _TEXTS[key]
            claims[field], at = _text(body, at + 1, longest)
        else:
            raise _Other
    return at


def _photo(body: bytes, at: int) -> tuple[dict[str, Any], int]:
    head, length, riff, webp = _FACE.unpack_from(body, at)
    end = at + 8 + length
    if (head, riff, webp) != _FACE_HEADS or length < 256 or body[end : end + 4] != _IMAGE_WEBP:
        raise _Other
    return {"format": "webp", "bytes": body[at + 8 : end]}, end + 4


def _status(body: bytes, at: int) -> tuple[int, str, int]:
    """Read an index in its shortest form, and the address of the list."""
    head = body[at]
    if head == 0x1A:
        index, least, at = int.from_bytes(body[at + 1 : at + 5], "big"), 65536, at + 5
    elif head == 0x19:
        index, least, at = body[at + 1] << 8 | body[at + 2], 256, at + 3
    elif head == 0x18:
        index, least, at = body[at + 1], 24, at + 2
    else:
        index, least, at = head, 0, at + 1
    if not least <= index < number.LIMIT or (least == 0 and index > 23) or body[at : at + 4] != _URI:
        raise _Other
    uri, at = _text(body, at + 4, TEXT_LENGTH)
    return index, uri, at

"""CBOR (RFC 8949) in the one form of cards and lists: deterministic when written, strict when read.

The reader accepts integers, byte strings, text, arrays, maps with integer or text keys, true, false and null.
It refuses tags, floats, indefinite lengths, heads longer than they need be, duplicate keys, bad UTF-8,
trailing bytes and deep nesting, so that two readers can never see two different cards in the same bytes.
"""

from typing import Any

import cbor2

MAX_DEPTH = 8
_SIMPLE = {0xF4: False, 0xF5: True, 0xF6: None}
_LEAST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
_WIDTH = {24: 1, 25: 2, 26: 4, 27: 8}


class CborError(ValueError):
    """The bytes are not one strictly encoded data item."""


def encode(value: Any) -> bytes:
    """Return the core deterministic encoding of `value` (RFC 8949 section 4.2.1)."""
    return cbor2.dumps(_sorted(value))


def _sorted(value: Any) -> Any:
    """Return `value` with the keys of every map in the bytewise order of their encodings."""
    # cbor2's own canonical form still sorts by length first, as RFC 7049 did.
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=cbor2.dumps)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def decode(data: bytes, start: int = 0) -> Any:
    """Return the one data item that fills `data` from `start`; raises CborError when it is not strict."""
    try:
        value, end = _item(data, start, 0)
    except (IndexError, UnicodeDecodeError) as error:
        raise CborError("cut short or not UTF-8") from error
    # Slices of bytes never fail, so a string that runs past the end shows here, as does anything left over.
    if end != len(data):
        raise CborError("cut short or followed by more bytes")
    return value


def head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, argument and next offset of the head at `at` (RFC 8949 section 3); strict."""
    if at >= len(data):
        raise CborError("cut short")
    first = data[at]
    argument = first & 31
    if argument < 24:
        return first >> 5, argument, at + 1
    argument, after = _long(data, at + 1, argument)
    return first >> 5, argument, after


def _long(data: bytes, at: int, info: int) -> tuple[int, int]:
    """Read the 1, 2, 4 or 8 byte argument of a head and refuse it when a shorter head would have done."""
    if info > 27:
        raise CborError("indefinite length or reserved head")
    after = at + _WIDTH[info]
    value = int.from_bytes(data[at:after], "big")
    if value < _LEAST[info]:
        raise CborError("a head is longer than it need be")
    return value, after


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    # One dispatch without tables: every card passes through here some twenty times.
    first = data[at]
    at += 1
    argument = first & 31
    if argument > 23:
        if argument == 24 and data[at] > 23:
            argument = data[at]
            at += 1
        else:
            argument, at = _long(data, at, argument)
    major = first >> 5
    if major == 3:
        end = at + argument
        return data[at:end].decode(), end
    if major == 5:
        return _map(data, at, argument, depth)
    if major == 0:
        return argument, at
    if major == 2:
        end = at + argument
        return data[at:end], end
    if major == 4:
        return _array(data, at, argument, depth)
    if major == 1:
        return -1 - argument, at
    if first in _SIMPLE:
        return _SIMPLE[first], at
    raise CborError("a tag, a float or an unknown simple value")


def _map(data: bytes, at: int, length: int, depth: int) -> tuple[dict[int | str, Any], int]:
    if depth == MAX_DEPTH:
        raise CborError("nested too deeply")
    out: dict[int | str, Any] = {}
    for _ in range(length):
        key = data[at]
        if key < 24:
            at += 1
        elif key < 0x40 or 0x60 <= key < 0x80:
            key, at = _item(data, at, depth)
        else:
            # true and 1.0 would otherwise pass for the key 1, and a byte string for a text.
            raise CborError("a map key is neither an integer nor text")
        first = data[at]
        if first < 24:
            out[key] = first
            at += 1
        else:
            out[key], at = _item(data, at, depth + 1)
    if len(out) != length:
        raise CborError("a map key stands twice")
    return out, at


def _array(data: bytes, at: int, length: int, depth: int) -> tuple[list[Any], int]:
    if depth == MAX_DEPTH:
        raise CborError("nested too deeply")
    out: list[Any] = []
    for _ in range(length):
        value, at = _item(data, at, depth + 1)
        out.append(value)
    return out, at

"""Base45 (RFC 9285): the text form of a card, made of the 45 characters that QR alphanumeric mode knows."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SYMBOLS = ALPHABET.encode("ascii")
_INVALID = 0xFF
_VALUES = bytes(_SYMBOLS.find(code) & 0xFF for code in range(256))

# Decoding works on many groups of three characters at once: the groups are the 24-bit lanes of one large
# integer, which Python multiplies and masks in C. The masks reach over the longest text of a QR code (4,296
# characters); a longer text is decoded in pieces.
_LANES = 1432
_FIRST, _SECOND, _THIRD = (int.from_bytes(lane * _LANES, "little") for lane in (b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"))
_ABOVE_65535 = int.from_bytes(b"\0\0\1" * _LANES, "little") << 16


class Base45Error(ValueError):
    """The text is not base45 (RFC 9285 section 6)."""


def encode(data: bytes) -> str:
    """Return `data` as base45 text (RFC 9285 section 4)."""
    out = bytearray()
    for high, low in zip(data[::2], data[1::2], strict=False):
        rest, first = divmod(high << 8 | low, 45)
        third, second = divmod(rest, 45)
        out += bytes((_SYMBOLS[first], _SYMBOLS[second], _SYMBOLS[third]))
    if len(data) % 2:
        second, first = divmod(data[-1], 45)
        out += bytes((_SYMBOLS[first], _SYMBOLS[second]))
    return out.decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes of base45 `text`; raises Base45Error for any character or value outside it."""
    if not text.isascii():
        raise Base45Error("not base45")
    if len(text) > 3 * _LANES:
        return b"".join(decode(text[at : at + 3 * _LANES]) for at in range(0, len(text), 3 * _LANES))
    values = text.encode("ascii").translate(_VALUES)
    groups, rest = divmod(len(values), 3)
    if rest == 1 or _INVALID in values:
        raise Base45Error("not base45")
    lanes = int.from_bytes(values[: 3 * groups] if rest else values, "little")
    # a + 45 b + 2025 c of every group, two bytes above where the group stands: so only a has to be moved.
    sums = ((lanes & _FIRST) << 16) + (lanes & _SECOND) * (45 << 8) + (lanes & _THIRD) * 2025
    if sums & _ABOVE_65535:
        raise Base45Error("a group of three characters is above 65535")
    pairs = sums.to_bytes(3 * groups + 2, "little")
    out = bytearray(2 * groups)
    out[::2] = pairs[3::3]
    out[1::2] = pairs[2::3]
    if rest:
        last = values[-2] + 45 * values[-1]
        if last > 255:
            raise Base45Error("the last two characters are above 255")
        out.append(last)
    return bytes(out)

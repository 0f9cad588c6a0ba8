"""Base45 (RFC 9285): the text form of a card, made of the 45 characters that QR alphanumeric mode knows."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SYMBOLS = ALPHABET.encode("ascii")
_INVALID = 0xFF
_VALUES = bytes(_SYMBOLS.find(code) & 0xFF for code in range(256))

# Decoding works on many groups of three characters at once: the groups are the 24-bit lanes of one large
# integer, which Python multiplies and masks in C. The masks reach over the longest text of a QR code (4,296
# characters); a longer text is decoded in pieces.
_LANES = 1432
_FIRST, _SECOND, _THIRD = (int.from_bytes(lane * _LANES, "big") for lane in (b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"))
_ABOVE_65535 = int.from_bytes(b"\1\0\0" * _LANES, "big") << 16


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
    rest = len(values) % 3
    if rest == 1 or _INVALID in values:
        raise Base45Error("not base45")
    if rest:
        values += b"\0"  # a pair is a group whose third character adds nothing
    lanes = int.from_bytes(values, "big")
    # a + 45 b + 2025 c of every group, two bytes above where the group stands: so a need not be moved.
    sums = (lanes & _FIRST) + (lanes & _SECOND) * (45 << 8) + (lanes & _THIRD) * (2025 << 16)
    if sums & _ABOVE_65535:
        raise Base45Error("a group of three characters is above 65535")
    out = bytearray(sums.to_bytes(len(values) + 2, "big"))
    # Of every lane two bytes are the group's; the first is empty, and so is the last byte of all.
    del out[::3], out[-1:]
    if rest and out.pop(-2):
        raise Base45Error("the last two characters are above 255")
    return bytes(out)

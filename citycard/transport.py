"""From COSE bytes to the text of a QR code and back: zlib (RFC 1950), then base45 (RFC 9285)."""

import zlib
from collections.abc import Sequence
from itertools import pairwise

from citycard import base45

MAX_TEXT = 4296  # what the largest QR code holds in alphanumeric mode
MAX_INFLATED = 4096
QR_CAPACITY = 1451  # characters of a version 25 code at level M, alphanumeric mode (ISO/IEC 18004)
MAX_PACKED = 967  # bytes that fill those characters: 483 groups of three, and one of two


class ForeignText(ValueError):
    """The text is not base45, or its bytes do not begin like a zlib stream: somebody else's code."""


class Damaged(ValueError):
    """A zlib stream that is broken, cut short or followed by more bytes."""


class TooLarge(ValueError):
    """The text has more than 4,296 characters, or inflates to more than 4,096 bytes."""


def pack(message: bytes, cuts: Sequence[tuple[int, ...]] = ()) -> bytes:
    """Return `message` deflated, in the shortest of several ways to cut it into blocks.

    Deflate chooses one code for a whole block, and random bytes (a portrait, a signature) spoil it for the text
    around them. Each item of `cuts` gives the offsets at which new blocks begin. Any inflater reads any of them.
    """
    return min((_deflate(message, offsets) for offsets in (*cuts, ())), key=len)


def _deflate(message: bytes, offsets: tuple[int, ...]) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9)
    parts = []
    for start, end in pairwise((0, *offsets, len(message))):
        last = end == len(message)
        parts += [deflater.compress(message[start:end]), deflater.flush(zlib.Z_FINISH if last else zlib.Z_BLOCK)]
    return b"".join(parts)


def to_text(packed: bytes) -> str:
    """Return deflated bytes as the text of a QR code."""
    return base45.encode(packed)


def from_text(text: str) -> bytes:
    """Return the message inside the text of a QR code; raises ForeignText, Damaged or TooLarge.

    At most 4,097 bytes are ever inflated, whatever the stream claims.
    """
    try:
        packed = base45.decode(text)
    except base45.Base45Error as error:
        raise ForeignText(str(error)) from error
    if len(text) > MAX_TEXT and begins_like_zlib(packed):
        raise TooLarge("the text is longer than any QR code")
    try:
        return inflate(packed, MAX_INFLATED)
    except Damaged as error:
        # The inflater refuses a foreign header too, so whose stream it is need only be asked when it has failed.
        if begins_like_zlib(packed):
            raise
        raise ForeignText("no zlib stream") from error


def begins_like_zlib(data: bytes) -> bool:
    """Tell whether `data` begins with the two header bytes of RFC 1950: method 8, window <= 32 KB, check."""
    return len(data) > 1 and data[0] & 0x8F == 8 and (data[0] << 8 | data[1]) % 31 == 0


def inflate(data: bytes, limit: int) -> bytes:
    """Inflate one whole zlib stream to at most `limit` bytes; raises Damaged or TooLarge."""
    inflater = zlib.decompressobj()
    try:
        message = inflater.decompress(data, limit + 1)
    except zlib.error as error:
        raise Damaged("the zlib stream is broken") from error
    if len(message) > limit:
        raise TooLarge("inflates to more than the limit")
    if not inflater.eof or inflater.unused_data:
        raise Damaged("the zlib stream is cut short or followed by more bytes")
    return message

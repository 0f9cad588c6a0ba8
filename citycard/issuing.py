"""A card, a slip or both, from checked claims and a photo to the text of a QR code."""

import hashlib
import re
from collections.abc import Sequence

from PIL import Image

from citycard import cose, number, payload, portrait, transport
from citycard.claims import Claims
from citycard.payload import Kind, StatusReference
from citycard.signer import Signer

_ISSUER = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?(?<!/)")
_LONGEST_URI = 120
# As hard to deflate as a real portrait and a real signature.
_STAND_IN = hashlib.shake_128(b"portrait").digest(640)
_UNSIGNED = hashlib.shake_128(b"signature").digest(64)
_TRIES = 4
_TYPES = {Kind.CARD: None, Kind.SLIP: payload.SLIP_TYPE}


class CardTooLarge(ValueError):
    """The claims leave no room for a recognisable portrait; `over` is by how many bytes at least."""

    def __init__(self, over: int) -> None:
        super().__init__(f"the claims are at least {over} bytes too long for a portrait to fit beside them")
        self.over = over


def issue(
    claims: Claims,
    photo: bytes,
    *,
    issuer: str,
    status: StatusReference | None,
    signer: Signer,
    kind: Kind = Kind.CARD,
) -> str:
    """Sign a card (or slip) and return the text of its QR code, which fits version 25 at level M.

    `photo` is a picture file, best already cropped to 26:33. Raises CardTooLarge, PhotoError, or ValueError
    for an issuer or a status reference that no verifier would accept.
    """
    return _issue((kind,), claims, photo, issuer, status, signer)[0]


def issue_with_slip(
    claims: Claims, photo: bytes, *, issuer: str, status: StatusReference | None, signer: Signer
) -> tuple[str, str]:
    """Sign a card and its slip, which carry the same portrait, and return their two texts; see issue()."""
    card, slip = _issue((Kind.CARD, Kind.SLIP), claims, photo, issuer, status, signer)
    return card, slip


def _issue(
    kinds: Sequence[Kind],
    claims: Claims,
    photo: bytes,
    issuer: str,
    status: StatusReference | None,
    signer: Signer,
) -> list[str]:
    """Return a text of each kind. One portrait is searched for all of them: that takes most of the time."""
    _check(issuer, status)
    picture = portrait.load(photo)

    def unsigned(kind: Kind) -> bytes:
        body = payload.write(claims, _STAND_IN, issuer, status, kind)
        return _pack(cose.unsigned(body, signer.kid, _TYPES[kind], _UNSIGNED), _STAND_IN)

    def signed(kind: Kind, face: bytes) -> bytes:
        body = payload.write(claims, face, issuer, status, kind)
        return _pack(cose.sign(body, signer, _TYPES[kind]), face)

    # Measured with bytes that do not deflate: what everything but the portrait leaves is the portrait's.
    room = transport.MAX_PACKED - max(len(unsigned(kind)) for kind in kinds) + len(_STAND_IN)
    for _ in range(_TRIES):
        face = _fit(picture, room)
        packed = [signed(kind, face) for kind in kinds]
        excess = max(len(each) for each in packed) - transport.MAX_PACKED
        if excess <= 0:
            return [transport.to_text(each) for each in packed]
        room = len(face) - excess
    raise CardTooLarge(excess)


def check_issuer(issuer: str) -> None:
    """Raise ValueError unless `issuer` is an https address that cards can carry."""
    if not _ISSUER.fullmatch(issuer) or len(issuer) > _LONGEST_URI:
        raise ValueError("an issuer is an https address in lower case, without a slash at its end")


def _check(issuer: str, status: StatusReference | None) -> None:
    check_issuer(issuer)
    if status is None:
        return
    if not 0 < len(status.uri) <= _LONGEST_URI or not 0 <= status.index < number.LIMIT:
        raise ValueError("a status index has at most eight digits, a status address at most 120 characters")


def _fit(picture: Image.Image, room: int) -> bytes:
    try:
        return portrait.fit(picture, room).data
    except portrait.DoesNotFit as error:
        raise CardTooLarge(max(1, portrait.SMALLEST - room)) from error


def _pack(message: bytes, face: bytes) -> bytes:
    start = message.index(face)
    end, signature = start + len(face), len(message) - 64
    return transport.pack(message, ((end, signature), (end,), (start, end)))

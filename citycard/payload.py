"""Claims as CWT claims (RFC 8392) with the identity map of MOSIP Claim 169, version 1.2.1."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from citycard import number
from citycard.claims import ADDRESS_LENGTH, NAME_LENGTH, TEXT_LENGTH, Claims

ISSUER, EXPIRES, NOT_BEFORE, ISSUED_AT, STATUS = 1, 4, 5, 6, 65535
IDENTITY = 169
SLIP_IDENTITY = -70169
SLIP_TYPE = "portico-slip+cwt"
_NAME, _BIRTH_DATE, _GENDER, _ADDRESS, _GUARDIAN = 4, 8, 9, 10, 15
_SECOND_NAME, _SECOND_LANGUAGE, _FACE, _GENDER_TEXT = 19, 20, 62, 66
_DATA, _FORMAT, _SUB_FORMAT, _IMAGE, _WEBP = 0, 1, 2, 0, 4
_GENDERS = {"M": 1, "F": 2, "X": 3}
GENDER_NAMES = {code: name for name, code in _GENDERS.items()}
_LATEST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
# The last place on Earth to end a day is twelve hours behind UTC.
_DAY_ENDS = timedelta(days=1, hours=12)
_BEFORE_NOON = 12 * 3600 + 1
_EPOCH = date(1970, 1, 1).toordinal()
_BIRTH_FORM = re.compile(r"[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OPTIONAL_TEXTS = (
    (_ADDRESS, "address", ADDRESS_LENGTH),
    (_GUARDIAN, "guardian", TEXT_LENGTH),
    (_SECOND_NAME, "second_name", TEXT_LENGTH),
    (_SECOND_LANGUAGE, "second_name_language", TEXT_LENGTH),
)


class Kind(Enum):
    """What a token is: a card, or a recovery slip, which every verifier must refuse."""

    CARD = "card"
    SLIP = "slip"


@dataclass(frozen=True)
class StatusReference:
    """The place of a card in its city's status list."""

    index: int
    uri: str


class UnreadableClaims(ValueError):
    """A signed claim has the wrong type, length or form."""


class UnreadablePhoto(ValueError):
    """There is no photo, or its bytes do not begin like the format it declares."""


class Card(NamedTuple):
    """The claims of a verified token, and what the remaining checks need."""

    claims: dict[str, Any]
    expires: int
    not_before: int
    status_index: int | None
    status_uri: str | None


def write(claims: Claims, portrait: bytes, issuer: str, status: StatusReference | None, kind: Kind) -> dict[int, Any]:
    """Return the payload map of a card or slip; `portrait` is WebP."""
    identity: dict[int, Any] = {_NAME: claims.name, _BIRTH_DATE: claims.birth_date.strftime("%Y%m%d")}
    if claims.gender is not None:
        code = _GENDERS.get(claims.gender)
        identity[_GENDER_TEXT if code is None else _GENDER] = claims.gender if code is None else code
    for key, field, _ in _OPTIONAL_TEXTS:
        if getattr(claims, field) is not None:
            identity[key] = getattr(claims, field)
    identity[_FACE] = [{_DATA: portrait, _FORMAT: _IMAGE, _SUB_FORMAT: _WEBP}]
    payload: dict[int, Any] = {
        ISSUER: issuer,
        EXPIRES: expiry_time(claims.expires),
        IDENTITY if kind is Kind.CARD else SLIP_IDENTITY: identity,
    }
    if status is not None:
        payload[STATUS] = {"status_list": {"idx": status.index, "uri": status.uri}}
    return payload


def expiry_time(expires: date) -> int:
    """Return exp for a printed date: noon UTC of the next day, when that date ends at UTC-12."""
    midnight = datetime(expires.year, expires.month, expires.day, tzinfo=UTC)
    return int((midnight + _DAY_ENDS).timestamp())


@lru_cache(maxsize=4096)  # every day of eleven years: cards of one city end on as many
def printed_date(exp: int) -> str:
    """Return the date, YYYY-MM-DD, for which exp stands: the last that had not ended everywhere before it."""
    return date.fromordinal(_EPOCH + max(0, exp - _BEFORE_NOON) // 86400).isoformat()


def read(payload: dict[int | str, Any]) -> Card:
    """Read the claims of a payload whose signature was verified; raises one of the two errors above."""
    identity = payload.get(IDENTITY)
    if type(identity) is not dict:
        raise UnreadableClaims("the identity is no map")
    exp = _seconds(payload.get(EXPIRES))
    not_before = _seconds(payload[NOT_BEFORE]) if NOT_BEFORE in payload else 0
    if ISSUED_AT in payload:
        _seconds(payload[ISSUED_AT])
    index, uri = _status(payload[STATUS]) if STATUS in payload else (None, None)
    claims: dict[str, Any] = {
        "name": _text(identity.get(_NAME), NAME_LENGTH),
        "birth_date": _birth_date(identity.get(_BIRTH_DATE)),
        "expires": printed_date(exp),
        "issuer": _text(payload.get(ISSUER), TEXT_LENGTH),
    }
    if index is not None:
        claims["number"] = number.format(index)
    if len(identity) > 3:
        _optional(identity, claims)
    claims["photo"] = _photo(identity.get(_FACE))
    return Card(claims, exp, not_before, index, uri)


def _seconds(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _LATEST:
        raise UnreadableClaims("a time is not in whole seconds from 1970 to 9999")
    return value


def _text(value: Any, longest: int) -> str:
    if type(value) is not str or not 0 < len(value) <= longest:
        raise UnreadableClaims("a claim is no text, empty or too long")
    return value


def _birth_date(value: Any) -> str:
    """Accept YYYYMMDD, and YYYY-MM-DD as the example in the specification has it."""
    # date.fromisoformat also reads weeks and other calendars' forms, so the form is settled before it is
    # called.
    if type(value) is not str or not _BIRTH_FORM.fullmatch(value):
        raise UnreadableClaims("the birth date has another form")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise UnreadableClaims("no such birth date") from error


def _optional(identity: dict[int | str, Any], claims: dict[str, Any]) -> None:
    if _GENDER_TEXT in identity:
        if _GENDER in identity:
            raise UnreadableClaims("the gender stands twice")
        claims["gender"] = _text(identity[_GENDER_TEXT], TEXT_LENGTH)
    elif _GENDER in identity:
        code = identity[_GENDER]
        if type(code) is not int or code not in GENDER_NAMES:
            raise UnreadableClaims("no such gender code")
        claims["gender"] = GENDER_NAMES[code]
    for key, field, longest in _OPTIONAL_TEXTS:
        if key in identity:
            claims[field] = _text(identity[key], longest)


def _status(value: Any) -> tuple[int, str]:
    reference = value.get("status_list") if type(value) is dict else None
    if type(reference) is not dict:
        raise UnreadableClaims("the status claim has another form")
    index = reference.get("idx")
    if type(index) is not int or not 0 <= index < number.LIMIT:
        raise UnreadableClaims("the status index is no number of at most eight digits")
    return index, _text(reference.get("uri"), TEXT_LENGTH)


def _photo(value: Any) -> dict[str, Any]:
    face = value[0] if type(value) is list and value else None
    if type(face) is not dict or type(face.get(_FORMAT)) is not int or face[_FORMAT] != _IMAGE:
        raise UnreadablePhoto("there is no image of a face")
    data, sub_format = face.get(_DATA), face.get(_SUB_FORMAT)
    if type(data) is not bytes or type(sub_format) is not int or not _begins_like(sub_format, data):
        raise UnreadablePhoto("the photo is not what it declares")
    return {"format": _SUB_FORMATS[sub_format], "bytes": data}


_SUB_FORMATS = {0: "png", 1: "jpeg", 3: "avif", 4: "webp"}


def _begins_like(sub_format: int, data: bytes) -> bool:
    """Compare the first bytes of `data` with those of a sub-format that every browser shows."""
    if sub_format == 4:
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if sub_format == 0:
        return data[:8] == b"\x89PNG\r\n\x1a\n"
    if sub_format == 1:
        return data[:3] == b"\xff\xd8\xff"
    return sub_format == 3 and data[4:12] in {b"ftypavif", b"ftypavis"}

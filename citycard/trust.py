"""The trust list: which cities issue cards, with which keys, signed by a root key and fetched whole."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from citycard import cbor, cose, signer
from citycard.signer import PublicKey, Signer

TYPE = "portico-trust+cwt"
ROOT_KEY, CITIES = -70002, -70001
_NAME, _EXPIRES, _ISSUED_AT = 1, 4, 6
_MAX_CITIES, _MAX_KEYS, _MAX_TEXT = 1000, 100, 500


class ListError(ValueError):
    """A trust list or status list that is not what it should be: its form, its signature or its signer."""


@dataclass(frozen=True)
class Key:
    """An issuing key; its cards verify from `not_before` until just before `not_after` (aware datetimes)."""

    public_key: PublicKey
    not_before: datetime
    not_after: datetime

    @cached_property
    def kid(self) -> bytes:
        """The eight bytes by which a card names this key."""
        return signer.key_id(self.public_key)

    @cached_property
    def period(self) -> tuple[int, int]:
        """Both ends of its time in seconds since 1970."""
        return seconds(self.not_before), seconds(self.not_after)


@dataclass(frozen=True)
class City:
    """An issuer: its URI, its name by language, where its status list stands, and its keys."""

    issuer: str
    name: Mapping[str, str]
    status_list: str
    keys: tuple[Key, ...]

    @cached_property
    def keys_by_id(self) -> dict[bytes, Key]:
        """Its keys by kid."""
        return {key.kid: key for key in self.keys}


@dataclass(frozen=True)
class TrustList:
    """The cities that a root vouches for. One that was read knows its root, its times and its key index.

    Raises ListError when a city or a key stands twice.
    """

    name: str
    cities: tuple[City, ...]
    root: PublicKey | None = field(default=None, compare=False)
    issued_at: datetime | None = None
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        kids = [key.kid for city in self.cities for key in city.keys]
        if len(self.by_issuer) != len(self.cities) or len(self.kids) != len(kids):
            raise ListError("a city or a key stands twice")

    @cached_property
    def by_issuer(self) -> dict[str, City]:
        """Its cities by issuer URI."""
        return {city.issuer: city for city in self.cities}

    @cached_property
    def kids(self) -> frozenset[bytes]:
        """The kids of all its keys."""
        return frozenset(key.kid for city in self.cities for key in city.keys)

    @cached_property
    def period(self) -> tuple[int, int]:
        """When it was issued and when it expires, in seconds since 1970; zeros if never signed."""
        if self.issued_at is None or self.expires_at is None:
            return 0, 0
        return seconds(self.issued_at), seconds(self.expires_at)

    def sign(self, root_signer: Signer, issued_at: datetime, expires_at: datetime) -> bytes:
        """Return the signed list. A city that adds a key publishes the list before it uses the key."""
        payload = {
            _NAME: self.name,
            _ISSUED_AT: seconds(issued_at),
            _EXPIRES: seconds(expires_at),
            ROOT_KEY: signer.to_cose_key(root_signer.public_key),
            CITIES: [_write_city(city) for city in self.cities],
        }
        return cose.sign(payload, root_signer, TYPE)


def read(data: bytes, root: PublicKey | None = None) -> TrustList:
    """Read a signed trust list; raises ListError.

    With `root` the list must be signed by that key. Without it the list is only checked against the root key
    it carries: right for the first use of a list that came through a channel one trusts, and for nothing
    else.
    """
    header, payload, envelope = open_list(data, TYPE)
    try:
        carried = signer.from_cose_key(payload.get(ROOT_KEY))
    except ValueError as error:
        raise ListError(f"root key: {error}") from error
    if root is not None and root.public_numbers() != carried.public_numbers():
        raise ListError("signed by another root")
    if header.get(cose.KEY_ID) != signer.key_id(carried) or not cose.verify(envelope, carried):
        raise ListError("the signature is wrong")
    cities = payload.get(CITIES)
    if type(cities) is not list or len(cities) > _MAX_CITIES:
        raise ListError("cities")
    return TrustList(
        name=text(payload.get(_NAME), "name"),
        cities=tuple(_read_city(city) for city in cities),
        root=carried,
        issued_at=time(payload.get(_ISSUED_AT), "issued at"),
        expires_at=time(payload.get(_EXPIRES), "expires"),
    )


def open_list(data: bytes, type_: str) -> tuple[Mapping[int | str, Any], dict[int | str, Any], cose.Envelope]:
    """Take a signed list of the given typ apart, without verifying it; raises ListError."""
    try:
        envelope = cose.parse(data)
        payload = cose.read_payload(envelope.body)
    except (cose.NotSign1, cbor.CborError) as error:
        raise ListError(f"not a signed list: {error}") from error
    if envelope.header.get(cose.TYPE) != type_:
        raise ListError(f"not of type {type_}")
    if envelope.header.get(cose.ALGORITHM) != cose.ES256:
        raise ListError("not signed with ES256")
    return envelope.header, payload, envelope


def seconds(moment: datetime) -> int:
    """Return an aware datetime in whole seconds since 1970; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return math.floor(moment.timestamp())


def time(value: Any, what: str) -> datetime:
    """Read whole seconds since 1970; raises ListError."""
    if type(value) is not int or not 0 <= value < 253402214400:
        raise ListError(what)
    return datetime.fromtimestamp(value, UTC)


def text(value: Any, what: str) -> str:
    """Read a text of 1 to 500 characters; raises ListError."""
    if type(value) is not str or not 0 < len(value) <= _MAX_TEXT:
        raise ListError(what)
    return value


def _write_city(city: City) -> dict[str, Any]:
    keys = [
        {
            "key": signer.to_cose_key(key.public_key),
            "nbf": seconds(key.not_before),
            "exp": seconds(key.not_after),
        }
        for key in city.keys
    ]
    return {"iss": city.issuer, "name": dict(city.name), "status_list": city.status_list, "keys": keys}


def _read_city(value: Any) -> City:
    if type(value) is not dict:
        raise ListError("city")
    name, keys = value.get("name"), value.get("keys")
    if type(name) is not dict or not name or type(keys) is not list or len(keys) > _MAX_KEYS:
        raise ListError("name or keys of a city")
    names = {text(language, "language"): text(word, "name of a city") for language, word in name.items()}
    return City(
        issuer=text(value.get("iss"), "issuer of a city"),
        name=names,
        status_list=text(value.get("status_list"), "status list of a city"),
        keys=tuple(_read_key(key) for key in keys),
    )


def _read_key(value: Any) -> Key:
    if type(value) is not dict:
        raise ListError("key")
    try:
        public_key = signer.from_cose_key(value.get("key"))
    except ValueError as error:
        raise ListError(f"key of a city: {error}") from error
    return Key(public_key, time(value.get("nbf"), "key not before"), time(value.get("exp"), "key not after"))

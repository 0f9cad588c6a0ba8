from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import pytest

from citycard import cose, trust
from citycard.signer import SoftwareSigner, to_cose_key
from citycard.trust import City, Key, ListError, TrustList
from tests.citycard import makers

END = makers.NOW + timedelta(days=90)


def signed(*cities: City, root: SoftwareSigner = makers.ROOT) -> bytes:
    return TrustList("Tests", cities or (makers.CITY,)).sign(root, makers.NOW, END)


def test_round_trip() -> None:
    first, second = (Key(SoftwareSigner.generate().public_key, start, END) for start in (makers.NOW, END))
    other = City(
        "https://mosshaven.example", {"en": "Mosshaven", "fr": "Havre-Mousse"}, "https://mosshaven.example/s.cwt",
        (first, second),
    )  # fmt: skip
    read = trust.read(signed(makers.CITY, other), makers.ROOT.public_key)
    assert (read.name, read.issued_at, read.expires_at) == ("Tests", makers.NOW, END)
    assert [city.issuer for city in read.cities] == [makers.ISSUER, other.issuer]
    assert read.cities[1].name == other.name
    assert read.cities[1].status_list == other.status_list
    assert [key.kid for key in read.cities[1].keys] == [key.kid for key in other.keys]
    assert read.cities[1].keys[0].not_before == makers.NOW
    assert read.root is not None
    assert read.root.public_numbers() == makers.ROOT.public_key.public_numbers()


def test_form_on_the_wire() -> None:
    protected, header, body, _ = cbor2.loads(signed()[1:])
    assert cbor2.loads(protected) == {1: -7, 4: makers.ROOT.kid, 16: "portico-trust+cwt"}
    assert header == {}
    claims = cbor2.loads(body)
    assert claims[-70002] == to_cose_key(makers.ROOT.public_key)
    city = claims[-70001][0]
    assert city.keys() == {"iss", "name", "status_list", "keys"}
    assert city["keys"][0].keys() == {"key", "nbf", "exp"}


def test_without_a_pinned_root_the_carried_one_counts() -> None:
    stranger = SoftwareSigner.generate()
    assert trust.read(signed(root=stranger)).cities
    with pytest.raises(ListError, match="another root"):
        trust.read(signed(root=stranger), makers.ROOT.public_key)


def test_forged_lists() -> None:
    good = signed()
    for at in (-1, -70, len(good) // 2, 20):
        changed = bytearray(good)
        changed[at] ^= 1
        with pytest.raises(ListError):
            trust.read(bytes(changed), None)
    protected, _, body, _ = cbor2.loads(good[1:])
    by_stranger = SoftwareSigner.generate().sign(cbor2.dumps(["Signature1", protected, b"", body]))
    with pytest.raises(ListError, match="signature"):
        trust.read(b"\xd2" + cbor2.dumps([protected, {}, body, by_stranger]))


def test_other_files() -> None:
    for data in (b"", b"lantern", good_status(), signed()[:-1], signed() + b"\0", b"\xd2"):
        with pytest.raises(ListError):
            trust.read(data)


def good_status() -> bytes:
    return cose.sign({1: "x"}, makers.ROOT, "application/statuslist+cwt")


def test_nothing_stands_twice() -> None:
    twin = City("https://mosshaven.example", {"en": "M"}, makers.URI, makers.CITY.keys)
    for cities in ((makers.CITY, makers.CITY), (makers.CITY, twin)):
        with pytest.raises(ListError, match="twice"):
            TrustList("Tests", cities)


def bent(**changes: Any) -> bytes:
    payload = cbor2.loads(cbor2.loads(signed()[1:])[2])
    for key, value in changes.items():
        where: Any = payload
        *path, last = key.split("_")
        for step in path:
            where = where[int(step) if step.lstrip("-").isdigit() else step]
        where[int(last) if last.lstrip("-").isdigit() else last] = value
    return cose.sign(payload, makers.ROOT, trust.TYPE)


@pytest.mark.parametrize(
    "changes",
    [
        {"1": 7},
        {"1": ""},
        {"6": "2026"},
        {"4": True},
        {"4": -1},
        {"-70001": {}},
        {"-70001": [7]},
        {"-70001": [{}] * 1001},
        {"-70002": {}},
        {"-70001_0_iss": 7},
        {"-70001_0_iss": "x" * 501},
        {"-70001_0_name": {}},
        {"-70001_0_name": {"en": 7}},
        {"-70001_0_name": {7: "x"}},
        {"-70001_0_keys": {}},
        {"-70001_0_keys_0": 7},
        {"-70001_0_keys_0_nbf": None},
        {"-70001_0_keys_0_key_-2": bytes(32)},
        {"-70001_0_keys_0_key_2": bytes(8)},
        {"-70001_0_keys_0_key_3": -8},
    ],
)
def test_bent_lists(changes: dict[str, Any]) -> None:
    with pytest.raises(ListError):
        trust.read(bent(**changes))


def test_times_have_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        trust.seconds(datetime(2026, 12, 1))  # noqa: DTZ001
    assert trust.seconds(datetime(2026, 12, 1, 12, tzinfo=UTC)) == 1_796_126_400

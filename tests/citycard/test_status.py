"""The status list against the published examples of draft-ietf-oauth-status-list-20, and our own rules on top."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from citycard import cose, status, trust
from citycard.signer import SoftwareSigner
from tests.citycard import makers

# Section 4.1: sixteen cards in two bytes, the first in the lowest bit.
BITS = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
STATUS_LIST = "a2646269747301636c73744a78dadbb918000217015d"
# Section 5.2: a whole Status List Token in CWT form, signed with the draft's example key.
TOKEN = (
    "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b63"
    "7774a1044231325850a502782168747470733a2f2f6578616d706c652e636f6d2f73"
    "74617475736c697374732f31061a648c5bea041a8898dfea19fffe19a8c019fffda2"
    "646269747301636c73744a78dadbb918000217015d584093fa4d01032b18c35e2fe1"
    "101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323de"
    "d7c982c5e101a5e67f0cbc1e2b6f57ce99c279"
)
X = "2371d69bfd03b3574f308f885a67f8981987f9869e0156cf56eeef076ec2c57a"
Y = "e8dfdde44963f5bb3586d815de890928875b1c4a6481398096e60a25e9b39f53"
# Appendix: the list of 2^20 cards, one bit each.
LONG_SET = {0, 1993, 25460, 159495, 495669, 554353, 645645, 723232, 854545, 934534, 1000345}
LONG = (
    "a2646269747301636c737458bd78daeddc010dc0200c0041a88249400ad2903e0f4b"
    "ba00bd93f002beb7a2a2010000a91e09000000000000000000000000000000807296"
    "04000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000005c6f4800000000000000fc2c240000000000000000000000be1b12"
    "000000000000000000ecaa4b000000000000000000000000000000009b0b09000000"
    "00000000000038de9400000000000000002a30cc010000000080642f0bd8011b"
)


def test_sixteen_bits_of_the_draft() -> None:
    packed = cbor2.loads(bytes.fromhex(STATUS_LIST))["lst"]
    revoked = [index for index, bit in enumerate(BITS) if bit]
    read = status.StatusList("", "", makers.NOW, makers.NOW, status.transport.inflate(packed, 100))
    assert read.bits == bytes([0xB9, 0xA3])
    assert [int(read.is_revoked(index)) for index in range(16)] == BITS
    assert status.transport.inflate(status.pack(16, revoked), 100) == read.bits


def test_a_million_bits_of_the_draft() -> None:
    packed = cbor2.loads(bytes.fromhex(LONG))["lst"]
    bits = status.transport.inflate(packed, 2**17)
    read = status.StatusList("", "", makers.NOW, makers.NOW, bits)
    assert {index for index in range(2**20) if read.is_revoked(index)} == LONG_SET
    assert status.transport.inflate(status.pack(2**20, LONG_SET), 2**17) == bits


def test_token_of_the_draft() -> None:
    # Its kid stands unprotected and is no thumbprint, and its list is short: not one of ours, but the same format.
    protected, header, body, signature = cbor2.loads(bytes.fromhex(TOKEN)[1:])
    assert cbor2.loads(protected) == {cose.ALGORITHM: cose.ES256, cose.TYPE: status.TYPE}
    assert header == {cose.KEY_ID: b"12"}
    point = b"\x04" + bytes.fromhex(X + Y)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert cose.verify(cose.Envelope({}, body, signature, cose.to_be_signed(protected, body)), key)
    assert cbor2.loads(body) == {
        2: "https://example.com/statuslists/1",
        6: 1686920170,
        4: 2291720170,
        65534: 43200,
        65533: cbor2.loads(bytes.fromhex(STATUS_LIST)),
    }
    with pytest.raises(trust.ListError):
        status.read(bytes.fromhex(TOKEN), makers.CITY)


def test_our_token_has_the_draft_s_claims() -> None:
    protected, header, body, _ = cbor2.loads(signed()[1:])
    assert cbor2.loads(protected) == {1: -7, 4: makers.SIGNER.kid, 16: "application/statuslist+cwt"}
    assert header == {}
    claims = cbor2.loads(body)
    assert claims.keys() == {1, 2, 4, 6, 65533, 65534}
    assert (claims[1], claims[2], claims[65534]) == (makers.ISSUER, makers.URI, 43_200)
    assert claims[65533]["bits"] == 1


def signed(revoked: Any = (), size: int = 131_072, **changes: Any) -> bytes:
    given: dict[str, Any] = {
        "uri": makers.URI, "issuer": makers.ISSUER, "signer": makers.SIGNER, "issued_at": makers.NOW,
        "expires_at": makers.NOW + timedelta(days=7), "ttl": timedelta(hours=12),
    }  # fmt: skip
    return status.sign(size, revoked, **(given | changes))


def test_round_trip() -> None:
    chosen = set(random.Random(7).sample(range(200_000), 500))
    read = status.read(signed(chosen, 200_000), makers.CITY)
    assert {index for index in range(200_000) if read.is_revoked(index)} == chosen
    assert len(read) == 200_000
    assert (read.uri, read.issuer, read.issued_at) == (makers.URI, makers.ISSUER, makers.NOW)
    assert read == status.read_any(signed(chosen, 200_000), makers.cities())


@pytest.mark.parametrize("index", [-1, 131_072])
def test_index_outside(index: int) -> None:
    with pytest.raises(IndexError):
        status.read(signed(), makers.CITY).is_revoked(index)
    with pytest.raises(ValueError, match="outside"):
        signed([index])


@pytest.mark.parametrize("size", [0, 131_064, 131_073, 2**24 + 8])
def test_sizes_that_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="cards"):
        signed(size=size)


@pytest.mark.parametrize("changes", [{"ttl": 0}, {"expires_at": makers.NOW}, {"issued_at": datetime(2026, 12, 1)}])  # noqa: DTZ001
def test_times_that_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        signed(**changes)


def test_lists_that_are_refused() -> None:
    good = signed()
    stranger = SoftwareSigner.generate()
    trust_list = trust.TrustList("x", (makers.CITY,)).sign(makers.ROOT, makers.NOW, makers.NOW + timedelta(days=1))
    refused = {
        "forged": good[:-1] + bytes([good[-1] ^ 1]),
        "signed by a stranger": signed(signer=stranger),
        "of another city": signed(issuer="https://mosshaven.example"),
        "published elsewhere": signed(uri=makers.ISSUER + "/other.cwt"),
        "signed before the key's time": signed(issued_at=datetime(2020, 1, 1, tzinfo=UTC)),
        "a trust list": trust_list,
        "cut": good[:-1],
        "empty": b"",
        "text": b"lantern",
    }
    for name, data in refused.items():
        with pytest.raises(trust.ListError):
            status.read(data, makers.CITY)
            pytest.fail(name)
        with pytest.raises(trust.ListError):
            status.read_any(data, makers.cities())
            pytest.fail(name)


def bent(lst: Any) -> bytes:
    payload = {
        1: makers.ISSUER, 2: makers.URI, 4: 1_800_000_000, 6: trust.seconds(makers.NOW), 65533: lst, 65534: 43_200,
    }  # fmt: skip
    return cose.sign(payload, makers.SIGNER, status.TYPE)


@pytest.mark.parametrize(
    "lst",
    [
        None,
        b"",
        {"bits": 1},
        {"bits": 2, "lst": status.pack(131_072, [])},
        {"bits": 1, "lst": b"x"},
        {"bits": 1, "lst": status.pack(131_064, [])},
        {"bits": 1, "lst": status.pack(131_072, [])[:-1]},
        {"bits": 1, "lst": status.pack(2**24 + 8, [])},
        {"bits": 1, "lst": status.pack(2**30, [])},
    ],
    ids=["none", "bytes", "no list", "two bits", "no zlib", "too short", "cut", "too long", "a bomb"],
)
def test_bits_that_are_refused(lst: Any) -> None:
    with pytest.raises(trust.ListError):
        status.read(bent(lst), makers.CITY)

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citycard import cbor

SCALARS = st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=40) | st.text(max_size=40) | st.booleans() | st.none()
KEYS = st.integers(-(2**64), 2**64 - 1) | st.text(max_size=30)
ITEMS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=15
)


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(ITEMS)
def test_reads_what_cbor2_writes(value: object) -> None:
    if depth(value) <= cbor.MAX_DEPTH:
        assert cbor.decode(cbor2.dumps(value)) == value
        assert cbor.decode(cbor.encode(value)) == value


@given(ITEMS)
def test_written_form_is_deterministic(value: object) -> None:
    assert cbor.encode(cbor.decode(cbor.encode(value))) == cbor.encode(value) if depth(value) < 8 else True


def test_map_keys_stand_in_bytewise_order() -> None:
    labels = [65535, 169, -70169, 4, 1, -1, 65534, 65533, 6, 2, -70001, -70002]
    written = cbor.encode(dict.fromkeys(labels, 0))
    keys = [cbor.encode(key) for key in labels]
    assert written == bytes([0xA0 + len(labels)]) + b"".join(key + b"\0" for key in sorted(keys))


REFUSED = {
    "indefinite array": "9f01ff",
    "indefinite map": "bf0102ff",
    "indefinite text": "7f6161ff",
    "indefinite bytes": "5f4161ff",
    "integer in two bytes": "1817",
    "integer in three bytes": "190017",
    "integer in five bytes": "1a0000ffff",
    "integer in nine bytes": "1b00000000ffffffff",
    "negative in two bytes": "3800",
    "length of bytes in two bytes": "580161",
    "length of text in three bytes": "79000161",
    "length of an array in two bytes": "980100",
    "length of a map in two bytes": "b8010102",
    "duplicate key": "a201020103",
    "duplicate text key": "a2616101616102",
    "true as a key": "a1f501",
    "bytes as a key": "a1416101",
    "array as a key": "a18001",
    "float as a key": "a1f93c0001",
    "tag": "c101",
    "tag in a map": "a101c101",
    "bignum": "c24101",
    "self-described": "d9d9f701",
    "float": "f93c00",
    "double": "fb3ff0000000000000",
    "undefined": "f7",
    "simple value": "f0",
    "simple value in two bytes": "f814",
    "break alone": "ff",
    "reserved head": "1c",
    "not UTF-8": "61ff",
    "surrogate in UTF-8": "63eda080",
    "overlong UTF-8": "62c080",
    "trailing byte": "0101",
    "nothing": "",
    "text cut short": "6261",
    "bytes cut short": "58ff00",
    "length cut short": "59ff",
    "array cut short": "8201",
    "map cut short": "a101",
    "map of 2^64 pairs": "bbffffffffffffffff",
    "array of 2^32 items": "9affffffff",
    "bytes of 2^64": "5bffffffffffffffff",
    "nine arrays deep": "818181818181818181" + "00",
    "ten thousand arrays deep": "81" * 10000,
    "nine maps deep": "a100" * 9 + "00",
}


@pytest.mark.parametrize("encoded", REFUSED.values(), ids=REFUSED.keys())
def test_refused(encoded: str) -> None:
    with pytest.raises(cbor.CborError):
        cbor.decode(bytes.fromhex(encoded))


def test_eight_deep_is_read() -> None:
    assert cbor.decode(bytes.fromhex("81" * 8 + "00")) == [[[[[[[[0]]]]]]]]


@given(st.binary(max_size=60))
def test_random_bytes_are_refused_or_written_back_alike(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except cbor.CborError:
        return
    assert cbor2.dumps(value) == data

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citycard import base45

# RFC 9285, sections 4.3 and 4.4.
EXAMPLES = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]


@pytest.mark.parametrize(("data", "text"), EXAMPLES)
def test_examples_of_the_rfc(data: bytes, text: str) -> None:
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@given(st.binary(max_size=3000))
def test_round_trip(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


def test_round_trip_longer_than_any_code() -> None:
    data = bytes(range(256)) * 100
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        "A",  # one character alone
        "BB8A",  # a fourth character alone
        "GGW",  # 65536, RFC 9285 section 6
        ":::",
        "::",  # 2024 in two characters
        "V5",  # 256 in two characters
        "bb8",  # lower case
        "BB8\n",
        "BB8\u00e9",
        "\ufeffBB8",
        "BB\x00",
        "BB\x7f",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(base45.Base45Error):
        base45.decode(text)


def test_a_bad_group_is_found_wherever_it_stands() -> None:
    good = base45.encode(bytes(300))
    for at in range(0, len(good), 3):
        with pytest.raises(base45.Base45Error):
            base45.decode(good[:at] + "GGW" + good[at + 3 :])
        with pytest.raises(base45.Base45Error):
            base45.decode(good[:at] + "aGW" + good[at + 3 :])


@given(st.text(alphabet=base45.ALPHABET, max_size=60))
def test_what_decodes_encodes_to_the_same_text(text: str) -> None:
    try:
        data = base45.decode(text)
    except base45.Base45Error:
        return
    assert base45.encode(data) == text


def test_the_largest_group_and_the_largest_pair() -> None:
    assert base45.decode("FGW") == b"\xff\xff"
    assert base45.decode("T5") == b"\xfe"
    assert base45.encode(b"\xff") == "U5"

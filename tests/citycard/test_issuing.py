import random
from datetime import UTC, date, datetime, timedelta

import cbor2
import pytest

import citycard
from citycard import payload, portrait, qr, transport
from tests.citycard import makers


def opened(text: str) -> tuple[dict[int, object], dict[int, object]]:
    protected, unprotected, body, _ = cbor2.loads(transport.from_text(text)[1:])
    assert unprotected == {}
    return cbor2.loads(protected), cbor2.loads(body)


def test_a_card_says_what_it_shows_and_nothing_more() -> None:
    said = makers.claims(
        gender="X", address="9 Quay Row\nLantern Bay", guardian="Omar Ashgrove", second_name="ليلى",
        second_name_language="ara",
    )  # fmt: skip
    header, body = opened(makers.issue(said))
    assert header == {1: -7, 4: makers.SIGNER.kid}
    identity = body.pop(169)
    assert body == {
        1: makers.ISSUER,
        4: int(datetime(2030, 1, 1, 12, tzinfo=UTC).timestamp()),
        65535: {"status_list": {"idx": 4711, "uri": makers.URI}},
    }
    assert isinstance(identity, dict)
    face = identity.pop(62)
    assert [list(one) for one in face] == [[0, 1, 2]]
    assert (face[0][1], face[0][2]) == (0, 4)
    assert identity == {
        4: said.name, 8: "19900203", 9: 3, 10: said.address, 15: said.guardian, 19: said.second_name, 20: "ara",
    }  # fmt: skip


def test_the_least_card() -> None:
    _, body = opened(makers.issue(index=None))
    assert body.keys() == {1, 4, 169}
    assert body[169].keys() == {4, 8, 62}  # type: ignore[attr-defined]


def test_gender_in_ones_own_word() -> None:
    _, body = opened(makers.issue(makers.claims(gender="agender")))
    assert 9 not in body[169]  # type: ignore[operator]
    assert body[169][66] == "agender"  # type: ignore[index]


def test_a_slip_has_its_type_and_no_claim_169() -> None:
    text = makers.issue(kind=citycard.Kind.SLIP)
    header, body = opened(text)
    assert header[16] == "portico-slip+cwt"
    assert 169 not in body
    assert body[-70169][4] == "Amina Featherstone"  # type: ignore[index]
    assert (makers.verify(text).verdict, makers.verify(text).reason) == ("not_a_card", "slip")


def test_the_same_request_gives_the_same_card() -> None:
    assert makers.issue() == makers.issue()


NAMES = [
    "X",
    "Amina Featherstone",
    "ليلى بنت يوسف الفانوسي",
    "யாழினி செந்தாமரை",
    "陆明灯",
    "ሰላማዊት ፋኖስ",
    "a" * 120,
    "é" * 120,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("face", ["one", "two", "three"])
def test_every_card_fits_is_valid_and_shows_its_portrait(name: str, face: str) -> None:
    said = makers.claims(name=name)
    text = makers.issue(said, face=makers.photo(face))
    assert len(qr.matrix(text)) <= 117
    result = makers.verify(text)
    assert (result.verdict, result.claims and result.claims["name"]) == ("valid", name)
    assert result.claims is not None
    photo = portrait.load(makers.photo(face)).resize((104, 132))
    assert portrait.likeness(result.claims["photo"]["bytes"], photo) > 0.7


def test_hardly_a_byte_is_left_over() -> None:
    packed = [len(transport.base45.decode(makers.issue(makers.claims(name="a" * n)))) for n in (5, 30, 60)]
    assert all(930 <= size <= transport.MAX_PACKED for size in packed)


def test_long_claims_leave_no_room_for_a_face() -> None:
    drawn = random.Random(1).sample(range(0x4E00, 0x9F00), 320)  # deflate finds nothing to shorten in these
    said = makers.claims(name="".join(map(chr, drawn[:120])), address="".join(map(chr, drawn[120:])))
    with pytest.raises(citycard.CardTooLarge) as caught:
        makers.issue(said)
    assert caught.value.over > 0


def test_photo_errors_pass_through() -> None:
    with pytest.raises(citycard.PhotoError) as caught:
        makers.issue(face=b"lantern")
    assert caught.value.code == "not_an_image"


@pytest.mark.parametrize(
    "issuer",
    ["", "lanternbay.example", "http://lanternbay.example", "https://lanternbay.example/", "https://LanternBay.example",
     "https://lanternbay.example?x", "https://", "https://a.example/" + "x" * 120],
)  # fmt: skip
def test_issuers_that_no_card_may_carry(issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        citycard.issue(makers.claims(), makers.photo(), issuer=issuer, status=None, signer=makers.SIGNER)


@pytest.mark.parametrize("reference", [(-1, makers.URI), (10**8, makers.URI), (1, ""), (1, "x" * 121)])
def test_status_references_that_no_card_may_carry(reference: tuple[int, str]) -> None:
    status = citycard.StatusReference(*reference)
    with pytest.raises(ValueError, match="status"):
        citycard.issue(makers.claims(), makers.photo(), issuer=makers.ISSUER, status=status, signer=makers.SIGNER)


@pytest.mark.parametrize("expires", [date(2029, 12, 31), date(2028, 2, 29), date(2027, 3, 31), date(1999, 6, 1)])
def test_the_printed_date_ends_when_it_ends_at_the_date_line(expires: date) -> None:
    exp = payload.expiry_time(expires)
    assert payload.printed_date(exp) == expires.isoformat()
    last = datetime(expires.year, expires.month, expires.day, 23, 59, 59, tzinfo=UTC) + timedelta(hours=12)
    assert exp == int(last.timestamp()) + 1
    assert payload.printed_date(exp - 1) == expires.isoformat()
    assert payload.printed_date(exp + 1) == (expires + timedelta(days=1)).isoformat()


def test_splitting_the_stream_saves_room_and_changes_nothing() -> None:
    message = transport.from_text(makers.issue(makers.claims(name="யாழினி செந்தாமரை")))
    start = message.index(b"RIFF")
    split, plain = transport.pack(message, ((start, start + 600),)), transport.pack(message)
    assert len(split) < len(plain)
    assert transport.pack(message, ((5,), (start, start + 600))) == split
    assert transport.inflate(split, 4096) == transport.inflate(plain, 4096) == message


def test_a_card_and_its_slip_carry_the_same_portrait() -> None:
    reference = citycard.StatusReference(4711, makers.URI)
    said = makers.claims(address="9 Quay Row\nLantern Bay")
    texts = citycard.issue_with_slip(said, makers.photo(), issuer=makers.ISSUER, status=reference, signer=makers.SIGNER)
    assert all(len(text) <= transport.QR_CAPACITY for text in texts)
    (card_header, card), (slip_header, slip) = map(opened, texts)
    assert (card_header.get(16), slip_header.get(16)) == (None, "portico-slip+cwt")
    assert card.pop(169) == slip.pop(-70169)
    assert card == slip
    assert [makers.verify(text).reason for text in texts] == ["ok", "slip"]

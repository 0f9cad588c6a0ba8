"""Real cards, broken at every layer: nothing crashes, hangs or is accepted."""

import zlib
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import citycard
from citycard import base45, cbor, cose, payload, plain, qr, transport, trust
from tests.citycard import makers

SOME = settings(max_examples=100, deadline=timedelta(seconds=2), derandomize=True, database=None,
                suppress_health_check=list(HealthCheck))  # fmt: skip
FEW = settings(SOME, max_examples=30)
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), min_size=1, max_size=4)


def flipped(data: bytes, edits: list[tuple[int, int]]) -> bytes:
    out = bytearray(data)
    for at, bits in edits:
        out[at % len(out)] ^= bits
    return bytes(out)


def refused(text: str) -> citycard.Result:
    result = makers.verify(text)
    assert result.verdict != citycard.Verdict.VALID
    assert result.claims is None
    return result


@SOME
@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(base45.ALPHABET)), min_size=1, max_size=4))
def test_other_characters(edits: list[tuple[int, str]]) -> None:
    text = list(makers.card())
    for at, character in edits:
        text[at % len(text)] = character
    if "".join(text) != makers.card():
        refused("".join(text))


@SOME
@given(st.integers(0, 1450), st.integers(0, 1450), st.text(alphabet=base45.ALPHABET, max_size=6))
def test_pieces_cut_out_and_put_in(start: int, end: int, between: str) -> None:
    text = makers.card()[:start] + between + makers.card()[end:]
    if text != makers.card():
        refused(text)


@SOME
@given(EDITS)
def test_bytes_of_the_zlib_stream(edits: list[tuple[int, int]]) -> None:
    packed = base45.decode(makers.card())
    changed = flipped(packed, edits)
    try:
        same = zlib.decompress(changed) == zlib.decompress(packed)
    except zlib.error:
        same = False
    if not same:  # a few bits of a header may change and mean the same
        refused(transport.to_text(changed))


@SOME
@given(EDITS)
def test_bytes_of_the_message(edits: list[tuple[int, int]]) -> None:
    message = transport.from_text(makers.card())
    changed = flipped(message, edits)
    if changed != message:
        refused(transport.to_text(transport.pack(changed)))


@SOME
@given(st.integers(0, 63), st.integers(1, 255))
def test_bytes_of_the_signature(at: int, bits: int) -> None:
    message = transport.from_text(makers.card())
    changed = message[:-64] + flipped(message[-64:], [(at, bits)])
    assert refused(transport.to_text(transport.pack(changed))).reason == "tampered"


@SOME
@given(st.integers(0, 955), st.binary(max_size=6), st.integers(0, 6))
def test_bytes_put_in_and_taken_out_of_the_message(at: int, between: bytes, gone: int) -> None:
    message = transport.from_text(makers.card())
    changed = message[:at] + between + message[at + gone :]
    if changed != message:
        refused(transport.to_text(transport.pack(changed)))


@SOME
@given(EDITS)
def test_both_readers_agree_on_every_payload(edits: list[tuple[int, int]]) -> None:
    """The short way may pass a payload on, but must never read it otherwise than the general reader does."""
    body = cose.parse(transport.from_text(makers.card())).body
    # Mostly the bytes around the portrait: those are the ones that mean something.
    around = [(at if at % 4 == 0 else (at % 160) - 80, bits) for at, bits in edits]
    changed = flipped(body, around)
    short = plain.read(changed)
    if short is None:
        return
    assert payload.read(cose.read_payload(changed)) == short


@FEW
@given(
    name=st.text(min_size=1, max_size=40),
    address=st.none() | st.text(max_size=60),
    gender=st.sampled_from([None, "M", "F", "X", "agender"]),
    guardian=st.none() | st.text(max_size=20),
    index=st.none() | st.integers(0, 131_071) | st.sampled_from([0, 23, 24, 255, 256, 65535, 65536]),
)
def test_both_readers_agree_on_what_is_issued(
    name: str, address: str | None, gender: str | None, guardian: str | None, index: int | None
) -> None:
    try:
        said = makers.claims(name=name, address=address, gender=gender, guardian=guardian)
    except citycard.ClaimsError:
        return
    reference = None if index is None else citycard.StatusReference(index, makers.URI)
    face = b"RIFF\x00\x00\x00\x00WEBP" + bytes(300)
    body = cbor.encode(payload.write(said, face, makers.ISSUER, reference, citycard.Kind.CARD))
    general = payload.read(cose.read_payload(body))
    assert general.claims["name"] == said.name
    assert general.claims.get("address") == said.address
    assert general.claims.get("gender") == said.gender
    short = plain.read(body)
    assert short == general if gender != "agender" else short is None


@SOME
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    refused(text)


@SOME
@given(st.binary(max_size=200))
def test_any_bytes_at_every_layer(data: bytes) -> None:
    refused(transport.to_text(data))
    refused(transport.to_text(zlib.compress(data)))
    refused(transport.to_text(zlib.compress(b"\xd2\x84" + data)))
    refused(transport.to_text(cose.sign(data, makers.SIGNER)))
    for root in (None, makers.ROOT.public_key):
        try:
            trust.read(data, root)
        except trust.ListError:
            continue
        raise AssertionError("random bytes were read as a trust list")


KEYS = st.integers(-5, 70) | st.text(max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.binary(max_size=12) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@SOME
@given(st.sampled_from([1, 4, 5, 6, 169, 65535]), VALUES)
def test_signed_claims_of_any_type(claim: int, value: object) -> None:
    body = cose.read_payload(cose.parse(transport.from_text(makers.card())).body)
    text = transport.to_text(transport.pack(cose.sign(body | {claim: value}, makers.SIGNER)))
    result = makers.verify(text)
    now, end = trust.seconds(makers.NOW), 253_402_214_400
    times = {4: range(now + 1, end + 1), 5: range(now + 1), 6: range(end + 1)}
    good = type(value) is int and value in times.get(claim, ())
    assert (result.verdict == citycard.Verdict.VALID) == good


@SOME
@given(st.sampled_from([4, 8, 9, 10, 15, 19, 20, 62, 66]), VALUES)
def test_signed_identities_of_any_type(attribute: int, value: object) -> None:
    body = cose.read_payload(cose.parse(transport.from_text(makers.card())).body)
    body[169] = body[169] | {attribute: value}
    result = makers.verify(transport.to_text(transport.pack(cose.sign(body, makers.SIGNER))))
    if result.verdict == citycard.Verdict.VALID:
        assert attribute in {4, 9, 10, 15, 19, 20, 66}
        assert value in result.claims.values() or attribute == 9  # type: ignore[union-attr]
    else:
        assert (result.verdict, result.reason) in {("unreadable", "claims"), ("unreadable", "photo")}


@FEW
@given(st.binary(max_size=400))
def test_any_file_as_a_picture(data: bytes) -> None:
    for read in (qr.read, qr.read_pdf):
        for start in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"):
            try:
                assert read(start + data) == []
            except qr.PictureError:
                continue

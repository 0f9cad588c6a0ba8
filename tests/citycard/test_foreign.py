"""Another implementation's vectors: github.com/idpass/claim-169, in ../shared/data/claim169-vectors (MIT)."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from citycard import cose, foreign
from tests.citycard import makers

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "data" / "claim169-vectors" / "test-vectors"
VECTORS = {f"{path.parent.name}/{path.stem}": path for path in sorted(FOLDER.glob("*/*.json"))}
pytestmark = pytest.mark.skipif(not VECTORS, reason="../shared/data/claim169-vectors is not beside this repository")

NAMES = {
    "fullName": "full_name", "firstName": "first_name", "middleName": "middle_name", "lastName": "last_name",
    "dateOfBirth": "date_of_birth", "maritalStatus": "marital_status", "photoFormat": "photo_format",
    "bestQualityFingers": "best_quality_fingers", "secondaryFullName": "second_full_name",
    "secondaryLanguage": "second_language", "locationCode": "location_code", "legalStatus": "legal_status",
    "countryOfIssuance": "country_of_issuance", "rightThumb": "right_thumb",
    "rightPointerFinger": "right_pointer_finger", "expiresAt": "expires", "notBefore": "not_before",
    "issuedAt": "issued_at", "subFormat": "sub_format",
}  # fmt: skip

# We read no encrypted token: a card is shown to strangers, and a key to it would have to be too.
UNSUPPORTED = {"valid/encrypted-aes256", "valid/encrypted-signed"}
# The same refusal under our name for it. theirs -> ours
ERRORS = {
    # Their inflater takes any bytes; ours first looks whether they begin like zlib, and calls others foreign text.
    "Decompress": "text",
    "Base45Decode": "text",
    "CoseParse": "cose",
    "Claim169NotFound": "no_identity",
}


def vector(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTORS[name].read_text("utf-8"))
    return found


def ours(value: Any) -> Any:
    """Their JSON as our reader would have it."""
    if isinstance(value, dict):
        return {NAMES.get(key, key): ours(item) for key, item in value.items()}
    return [ours(item) for item in value] if isinstance(value, list) else value


def theirs(value: Any) -> Any:
    """Our bytes as their JSON writes them."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: theirs(item) for key, item in value.items()}
    return [theirs(item) for item in value] if isinstance(value, list) else value


def agrees(expected: Any, found: Any) -> bool:
    """Is everything expected found? Their JSON leaves out bytes and attributes that it has no name for."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(agrees(item, found.get(key)) for key, item in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(agrees, expected, found))
    return bool(expected == found)


@pytest.mark.parametrize("name", [name for name in VECTORS if not name.startswith("invalid/")])
def test_their_valid_tokens(name: str) -> None:
    expected = vector(name)
    if name in UNSUPPORTED:
        with pytest.raises(foreign.NotClaim169) as caught:
            foreign.read(expected["qr_data"])
        assert caught.value.code == "unsupported"
        return
    token = foreign.read(expected["qr_data"])
    if name == "valid/with-face":
        # Their JSON says ff fd fe e0 00 10; their code holds, as a JPEG would, ff d8 ff e0 00 10.
        assert expected["expected_claim169"]["face"][0].pop("data") == "//3+4AAQ"
        assert token.identity["face"][0]["data"] == b"\xff\xd8\xff\xe0\x00\x10"
    assert agrees(ours(expected["expected_claim169"]), theirs(token.identity))
    assert ours(expected["expected_cwt_meta"]) == token.cwt


@pytest.mark.parametrize("name", [name for name in VECTORS if name.startswith("invalid/")])
def test_their_invalid_tokens(name: str) -> None:
    expected = vector(name)
    with pytest.raises(foreign.NotClaim169) as caught:
        foreign.read(expected["qr_data"])
    assert caught.value.code == ERRORS[expected["expected_error"]]


def test_all_eighteen_are_here() -> None:
    assert len(VECTORS) == 18


def test_attributes_without_a_name_are_kept() -> None:
    token = foreign.read(vector("edge/unknown-fields")["qr_data"])
    assert token.identity["full_name"] == "Unknown Fields Person"
    assert any(name.isdigit() for name in token.identity)


def test_deprecated_photo_attributes_are_shown_as_they_are() -> None:
    # Version 1.2.1 deprecates 16 and 17 for 62. We show them; verify() asks for 62 alone.
    token = foreign.read(vector("valid/refugee-identity")["qr_data"])
    assert isinstance(token.identity["photo"], bytes)
    assert token.identity["photo_format"] == 4
    assert token.identity["date_of_birth"] == "1975-04-04"


def test_their_p256_signature_is_good() -> None:
    given = vector("valid/ecdsa-p256-signed")
    token = foreign.read(given["qr_data"])
    point = bytes.fromhex(given["signing_key"]["public_key_hex"])
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    envelope = cose.Envelope(token.header, b"", token.signature, token.signed)
    assert cose.verify(envelope, key)
    assert not cose.verify(envelope._replace(signed=token.signed + b"\0"), key)


def test_their_ed25519_signature_is_over_the_bytes_we_took_apart() -> None:
    # Our verifier refuses EdDSA (signature_wrong/algorithm): every HSM and browser knows ES256.
    given = vector("valid/ed25519-signed")
    token = foreign.read(given["qr_data"])
    key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(given["signing_key"]["public_key_hex"]))
    key.verify(token.signature, token.signed)


# What our verifier says of them: none is a card of a listed city.
VERDICTS = {
    "valid/ecdsa-p256-signed": "city_unknown/issuer",
    "valid/ed25519-signed": "signature_wrong/algorithm",
    "valid/encrypted-aes256": "not_a_card/foreign_code",
    "valid/encrypted-signed": "not_a_card/foreign_code",
    "invalid/bad-base45": "not_a_card/foreign_code",
    "invalid/bad-zlib": "not_a_card/foreign_code",
    "invalid/not-cose": "not_a_card/foreign_code",
}


@pytest.mark.parametrize("name", VECTORS)
def test_verdicts_on_all(name: str) -> None:
    result = makers.verify(vector(name)["qr_data"])
    # All others carry an empty signature, which no COSE_Sign1 under ES256 can have.
    assert f"{result.verdict}/{result.reason}" == VERDICTS.get(name, "unreadable/malformed")

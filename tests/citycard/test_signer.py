import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from citycard import cbor, signer
from citycard.signer import KeyFileError, SoftwareSigner

# RFC 9679, section 6.
X = bytes.fromhex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d")
Y = bytes.fromhex("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")
THUMBPRINT = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"


def example() -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + X + Y)


def test_thumbprint_of_the_rfc_example() -> None:
    assert signer.thumbprint(example()).hex() == THUMBPRINT
    assert signer.key_id(example()).hex() == THUMBPRINT[:16]


def test_rfc_6979_signature() -> None:
    # RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
    secret = int("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16)
    key = SoftwareSigner(ec.derive_private_key(secret, ec.SECP256R1()))
    assert key.sign(b"sample").hex().upper() == (
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )


def test_signature_is_verified_by_the_public_key() -> None:
    key = SoftwareSigner.generate()
    signature = key.sign(b"data")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    key.public_key.verify(encode_dss_signature(r, s), b"data", ec.ECDSA(hashes.SHA256()))


def test_pem_round_trip_with_and_without_password() -> None:
    key = SoftwareSigner.generate()
    assert SoftwareSigner.from_pem(key.to_pem(None), None).kid == key.kid
    locked = key.to_pem(b"tin lantern")
    assert b"ENCRYPTED" in locked
    assert SoftwareSigner.from_pem(locked, b"tin lantern").kid == key.kid
    for password in (None, b"wrong"):
        with pytest.raises(KeyFileError):
            SoftwareSigner.from_pem(locked, password)


def test_other_keys_are_refused() -> None:
    def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
        return key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    for data in (
        b"",
        b"nonsense",
        pem(ed25519.Ed25519PrivateKey.generate()),
        pem(ec.generate_private_key(ec.SECP384R1())),
    ):
        with pytest.raises(KeyFileError):
            SoftwareSigner.from_pem(data)


def test_cose_key_round_trip() -> None:
    written = signer.to_cose_key(example())
    assert cbor.encode(written).hex() == (f"a60102024849{THUMBPRINT[2:16]}03262001215820{X.hex()}225820{Y.hex()}")
    assert signer.from_cose_key(written).public_numbers() == example().public_numbers()


@pytest.mark.parametrize(
    "change", [{1: 1}, {3: -8}, {-1: 2}, {-2: b"short"}, {-2: None}, {-3: bytes(32)}, {2: bytes(8)}, {2: None}]
)
def test_other_cose_keys_are_refused(change: dict[int, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        signer.from_cose_key(signer.to_cose_key(example()) | change)


def test_a_key_never_shows_itself() -> None:
    assert "Private" not in repr(SoftwareSigner.generate())

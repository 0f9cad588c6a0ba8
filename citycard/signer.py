"""Keys: the narrow Signer, a software key behind it, how a key is named (kid) and written (COSE_Key)."""

import hashlib
from typing import Any, Protocol, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from citycard import cbor

PublicKey = ec.EllipticCurvePublicKey
_DETERMINISTIC = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


class KeyFileError(ValueError):
    """The file holds no P-256 private key, or its password is wrong or missing."""


class Signer(Protocol):
    """What signs a card or a list: a software key here, a PKCS#11 token elsewhere."""

    @property
    def kid(self) -> bytes:
        """The eight bytes by which verifiers find the public key."""

    @property
    def public_key(self) -> PublicKey:
        """The P-256 public key."""

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte ES256 signature r || s of `data` (RFC 9053 section 2.1)."""


class SoftwareSigner:
    """A P-256 private key in memory. It signs deterministically (RFC 6979)."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey) -> None:
        if not isinstance(private_key.curve, ec.SECP256R1):
            raise KeyFileError("the key is not on the curve P-256")
        self._private_key = private_key
        self.public_key = private_key.public_key()
        self.kid = key_id(self.public_key)

    def __repr__(self) -> str:
        return f"<SoftwareSigner {self.kid.hex()}>"

    @classmethod
    def generate(cls) -> Self:
        """Make a new random key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> Self:
        """Read a PKCS#8 PEM key; raises KeyFileError."""
        try:
            key = serialization.load_pem_private_key(pem, password)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyFileError("not a private key in PEM, or the password is wrong or missing") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyFileError("the key is not on the curve P-256")
        return cls(key)

    def to_pem(self, password: bytes | None = None) -> bytes:
        """Write the key as PKCS#8 PEM, encrypted when a password is given."""
        locked: serialization.KeySerializationEncryption = (
            serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        )
        return self._private_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte ES256 signature r || s of `data`."""
        r, s = decode_dss_signature(self._private_key.sign(data, _DETERMINISTIC))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def coordinates(public_key: PublicKey) -> tuple[bytes, bytes]:
    """Return the 32-byte coordinates x and y of a P-256 key."""
    numbers = public_key.public_numbers()
    return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")


def thumbprint(public_key: PublicKey) -> bytes:
    """Return the 32-byte COSE Key Thumbprint with SHA-256 (RFC 9679 section 3)."""
    x, y = coordinates(public_key)
    return hashlib.sha256(cbor.encode({1: 2, -1: 1, -2: x, -3: y})).digest()


def key_id(public_key: PublicKey) -> bytes:
    """Return the kid of a key: the first eight bytes of its thumbprint."""
    return thumbprint(public_key)[:8]


def to_cose_key(public_key: PublicKey) -> dict[int, int | bytes]:
    """Return the COSE_Key map (RFC 9052 section 7) that lists carry, with kid and algorithm."""
    x, y = coordinates(public_key)
    return {1: 2, 2: key_id(public_key), 3: -7, -1: 1, -2: x, -3: y}


def from_cose_key(value: Any) -> PublicKey:
    """Read such a map; raises ValueError unless it is a P-256 point named by its thumbprint."""
    if type(value) is not dict or (value.get(1), value.get(3), value.get(-1)) != (2, -7, 1):
        raise ValueError("not an ES256 key on P-256")
    x, y = value.get(-2), value.get(-3)
    if not isinstance(x, bytes) or not isinstance(y, bytes) or len(x) != 32 or len(y) != 32:
        raise ValueError("key coordinates are not 32 bytes")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)
    if value.get(2) != key_id(key):
        raise ValueError("the kid is not the key's thumbprint")
    return key

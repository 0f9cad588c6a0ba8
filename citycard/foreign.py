"""Other issuers' Claim 169 tokens: what `citycard inspect` shows, and what is compared with other
implementations.

Nothing here verifies anything. A verdict comes from verify() alone.
"""

from dataclasses import dataclass
from typing import Any

from citycard import cbor, cose, payload, transport

# Names of the attributes in version 1.2.1 of the specification; 16 and 17 are deprecated there.
ATTRIBUTES: dict[int, str] = {
    1: "id", 2: "version", 3: "language", 4: "full_name", 5: "first_name", 6: "middle_name", 7: "last_name",
    8: "date_of_birth", 9: "gender", 10: "address", 11: "email", 12: "phone", 13: "nationality",
    14: "marital_status", 15: "guardian", 16: "photo", 17: "photo_format", 18: "best_quality_fingers",
    19: "second_full_name", 20: "second_language", 21: "location_code", 22: "legal_status",
    23: "country_of_issuance", 50: "right_thumb", 51: "right_pointer_finger", 52: "right_middle_finger",
    53: "right_ring_finger", 54: "right_little_finger", 55: "left_thumb", 56: "left_pointer_finger",
    57: "left_middle_finger", 58: "left_ring_finger", 59: "left_little_finger", 60: "right_iris",
    61: "left_iris", 62: "face", 63: "right_palm", 64: "left_palm", 65: "voice", 66: "gender_text",
}  # fmt: skip
CWT = {1: "issuer", 2: "subject", 3: "audience", 4: "expires", 5: "not_before", 6: "issued_at", 7: "id"}
_BIOMETRICS = range(50, 66)
_BIOMETRIC = {0: "data", 1: "format", 2: "sub_format", 3: "issuer"}
_TAGS = {16: "COSE_Encrypt0", 96: "COSE_Encrypt", 97: "COSE_Mac", 17: "COSE_Mac0", 61: "CWT"}


class NotClaim169(ValueError):
    """No Claim 169 token; `code` is text, compression, cose, unsupported or no_identity."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Token:
    """A token taken apart: `kind` card, slip or other, its header, CWT claims by name, and identity by name."""

    kind: str
    header: dict[int | str, Any]
    cwt: dict[str, Any]
    identity: dict[str, Any]
    status: dict[str, Any] | None
    sizes: dict[str, int]
    signature: bytes
    signed: bytes


def read(text: str) -> Token:
    """Take apart the text of any Claim 169 code, verifying nothing; raises NotClaim169.

    Reads what the strict reader reads, and no encrypted token. Unknown attributes keep their number as name.
    """
    try:
        message = transport.from_text(text)
    except transport.ForeignText as error:
        raise NotClaim169("text", str(error)) from error
    except (transport.Damaged, transport.TooLarge) as error:
        raise NotClaim169("compression", str(error)) from error
    try:
        protected, header, body, signature = _parts(message)
        claims = cose.read_payload(body)
    except cbor.CborError as error:
        raise NotClaim169("cose", str(error)) from error
    slip = payload.SLIP_IDENTITY in claims and header.get(cose.TYPE) == payload.SLIP_TYPE
    identity = claims.get(payload.SLIP_IDENTITY if slip else payload.IDENTITY)
    if not isinstance(identity, dict):
        raise NotClaim169("no_identity", "a signed token without an identity")
    status = claims.get(payload.STATUS)
    return Token(
        kind="slip" if slip else "card",
        header=header,
        cwt={name: claims[key] for key, name in CWT.items() if key in claims},
        identity={ATTRIBUTES.get(key, str(key)): _plain(key, value) for key, value in identity.items()},
        status=status if isinstance(status, dict) else None,
        sizes={"text": len(text), "message": len(message), "payload": len(body)},
        signature=signature,
        signed=cose.to_be_signed(protected, body),
    )


def _parts(message: bytes) -> tuple[bytes, dict[int | str, Any], bytes, bytes]:
    """Take a COSE_Sign1 apart more loosely than a card: with any unprotected header and any signature, or none."""
    major, tag, start = cbor.head(message, 0)
    if major == 6 and tag != 18:
        kind = _TAGS.get(tag, f"CBOR tag {tag}")
        raise NotClaim169("unsupported", f"a {kind} message, which this program does not read")
    parts = cbor.decode(message, start) if major == 6 else None
    if type(parts) is not list or [type(part) for part in parts] != [bytes, dict, bytes, bytes]:
        raise cbor.CborError("no signed COSE message")
    protected, unprotected, body, signature = parts
    header = cbor.decode(protected) if protected else {}
    if type(header) is not dict:
        raise cbor.CborError("the protected header is no map")
    return protected, unprotected | header, body, signature


def _plain(key: int | str, value: Any) -> Any:
    """Return biometric objects as maps with names, always in a list, whether the token had a list or one map."""
    if key not in _BIOMETRICS:
        return value
    objects = value if isinstance(value, list) else [value]
    return [
        {_BIOMETRIC.get(inner, str(inner)): part for inner, part in one.items()} if isinstance(one, dict) else one
        for one in objects
    ]

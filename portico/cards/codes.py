"""The holder's revocation code: 100 random bits made in the desk tab, and what the city keeps of it."""

import hashlib
import hmac
import re

from django.conf import settings

# Crockford's base 32: no I, L, O or U, so that a code read aloud or copied by hand has one reading.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
_READINGS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


class CodeError(ValueError):
    """The text is not a revocation code."""


def canonical(text: str) -> str:
    """The code as 20 characters, forgiving case, spaces, dashes and the usual misreadings. Raises CodeError."""
    code = text.upper().translate(_READINGS)
    if not re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", code):
        raise CodeError(text[:0])
    return code


def grouped(code: str) -> str:
    """The code as printed on the slip: four groups of five."""
    return "-".join(code[n : n + 5] for n in range(0, LENGTH, 5))


def _key(label: str) -> bytes:
    return hashlib.sha256(f"portico/{label}/{settings.SECRET_KEY}".encode()).digest()


def code_hash(code: str) -> bytes:
    """What the slot keeps of a code: a keyed hash. 100 random bits need no slow hash."""
    return hmac.digest(_key("revocation-code"), code.encode(), "sha256")


def request_digest(canonical_request: bytes) -> bytes:
    """A keyed digest of an issue request, photo included, so that nobody can guess it from a list of names."""
    return hmac.digest(_key("issue-request"), canonical_request, "sha256")

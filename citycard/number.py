"""The card number: the status index in eight digits and two check digits (ISO 7064, MOD 97-10)."""

import re

LIMIT = 10**8
_SEPARATORS = re.compile(r"[\s\u00a0\u202f-]+")
_DIGITS = re.compile(r"[0-9]{10}")


class NumberError(ValueError):
    """What was typed is not a card number; `code` is "shape" or "check_digits"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def format(index: int) -> str:
    """Return the printed card number of status index 0 to 99,999,999, for example "0004 2193 07"."""
    if not 0 <= index < LIMIT:
        raise ValueError("a status index has at most eight digits")
    digits = str(index * 100 + 98 - index * 100 % 97).zfill(10)
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def parse(text: str) -> int:
    """Return the status index of a typed card number; spaces and hyphens are forgiven. Raises NumberError."""
    digits = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(digits):
        raise NumberError("shape")
    if int(digits) % 97 != 1 or digits[8:] in {"00", "01"}:
        # 98 - n gives 02 to 98 only; 00 and 01 are congruent to 97 and 98 but never printed.
        raise NumberError("check_digits")
    return int(digits[:8])

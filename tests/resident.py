"""The alarm resident: she is in every fixture, and her data anywhere it should not be fails the test."""

import base64
import zlib
from datetime import date

NAME = "Zérafina Quillfeather-Mbeki"
BIRTH_DATE = date(1987, 4, 23)
ADDRESS = "1709 Gullwing Crescent, Unit 4"
DOCUMENT_NUMBER = "QX4471902"
# What must never be found: parts of her data that occur nowhere else.
ALARMS = ("Quillfeather", "Zérafina", "Gullwing", "QX4471902", "1987-04-23", "19870423")


def _forms(alarm: str) -> set[bytes]:
    raw = {alarm.encode(), alarm.encode("utf-16-le"), alarm.upper().encode(), alarm.lower().encode()}
    # Base64 of a longer text holds the word at one of three alignments; each leaves a stable middle.
    for lead in range(3):
        encoded = base64.b64encode(b"x" * lead + alarm.encode() + b"xxx")
        raw.add(encoded[4 : 4 + (len(alarm.encode()) * 4) // 3 - 4])
    return {form for form in raw if len(form) >= 6}


FORMS = {alarm: _forms(alarm) for alarm in ALARMS}


def found_in(data: bytes) -> list[str]:
    """The alarms that stand in some bytes, in UTF-8, UTF-16 or base64, or inside zlib streams in them."""
    found = {alarm for alarm, forms in FORMS.items() if any(form in data for form in forms)}
    start = data.find(b"\x78")
    tries = 0
    while start != -1 and tries < 200:
        if data[start + 1 : start + 2] in {b"\x01", b"\x5e", b"\x9c", b"\xda"}:
            tries += 1
            try:
                inflated = zlib.decompressobj().decompress(data[start:], 1_000_000)
            except zlib.error:
                inflated = b""
            found |= {a for a, forms in FORMS.items() if any(form in inflated for form in forms)}
        start = data.find(b"\x78", start + 1)
    return sorted(found)

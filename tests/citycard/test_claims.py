from datetime import date, datetime
from typing import Any

import pytest

from citycard.claims import ClaimsError
from tests import resident
from tests.citycard.makers import claims

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "required"),
    ({"name": "  \u00a0 "}, "name", "required"),
    ({"name": None}, "name", "required"),
    ({"name": "a" * 121}, "name", "too_long"),
    ({"name": 7}, "name", "unprintable"),
    ({"name": "Amina\nFeatherstone"}, "name", "unprintable"),
    ({"name": "Amina\x00"}, "name", "unprintable"),
    ({"name": "Amina\u202egnp.exe"}, "name", "unprintable"),
    ({"name": "Amina\u2067x"}, "name", "unprintable"),
    ({"name": "Amina \ud800"}, "name", "unprintable"),
    ({"name": "Amina \ue000"}, "name", "unprintable"),
    ({"name": "Amina\u2028x"}, "name", "unprintable"),
    ({"gender": "x" * 121}, "gender", "too_long"),
    ({"guardian": "x" * 121}, "guardian", "too_long"),
    ({"address": "x" * 201}, "address", "too_long"),
    ({"address": ("x" * 100 + "\n") * 2}, "address", "too_long"),
    ({"address": "9 Quay Row\tUnit"}, "address", "unprintable"),
    ({"birth_date": "1990-02-03"}, "birth_date", "not_a_date"),
    ({"birth_date": datetime(1990, 2, 3)}, "birth_date", "not_a_date"),  # noqa: DTZ001
    ({"birth_date": None}, "birth_date", "not_a_date"),
    ({"expires": date(9999, 12, 31)}, "expires", "not_a_date"),
    ({"expires": date(1990, 2, 3)}, "expires", "before_birth"),
    ({"second_name": "Layla"}, "second_name_language", "belongs_together"),
    ({"second_name_language": "ara"}, "second_name", "belongs_together"),
    ({"second_name": "Layla", "second_name_language": "Arabic"}, "second_name_language", "not_a_language"),
    ({"second_name": "Layla", "second_name_language": "ar"}, "second_name_language", "not_a_language"),
]


@pytest.mark.parametrize(("changes", "field", "code"), REFUSED)
def test_refused(changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(ClaimsError) as caught:
        claims(**changes)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_text_is_trimmed_and_composed() -> None:
    assert claims(name="  Zoe\u0308 Ashgrove ").name == "Zo\u00eb Ashgrove"
    assert claims(address=" 9 Quay Row \r\n\n Lantern Bay\n").address == "9 Quay Row\nLantern Bay"
    assert claims(gender="  ", guardian="", address="\n").gender is None


@pytest.mark.parametrize("name", ["a" * 120, "𞤀" * 120, "नि\u200dकी", "ليلى", "O'Neill-Ünwin Jr.", "X"])
def test_names_that_are_kept_as_they_are(name: str) -> None:
    assert claims(name=name).name == name


def test_errors_and_reprs_do_not_quote_the_resident() -> None:
    said = claims(name=resident.NAME, address=resident.ADDRESS)
    assert not resident.found_in(repr(said).encode())
    with pytest.raises(ClaimsError) as caught:
        claims(name=resident.NAME + "\x00")
    assert not resident.found_in(f"{caught.value!r} {caught.value}".encode())

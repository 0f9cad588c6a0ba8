"""A face that lacks something is refused by the name of the field."""

from datetime import date

import pytest

from portico.cards.drawing import FaceInvalid, Layout, TextTooLong, draw_card
from tests.portico.cards.drawing.faces import LANGUAGES, face


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"gender": ""}, "gender"),
        ({"languages": ("en",)}, "languages"),
        ({"languages": ("en", "en")}, "languages"),
        ({"languages": ("en", "fr", "es", "ar", "pt")}, "languages"),
        ({"city_name": {"en": "Lantern Bay"}}, "city_name"),
        ({"languages": ("en", "xx"), **{f: {"en": "A", "xx": "B"} for f in ("city_name", "card_name", "report_line")}},
         "languages"),
        ({"address_lines": ("a",) * 6}, "address_lines"),
        ({"expires": date(1980, 1, 1)}, "expires"),
        ({"number": "no digits"}, "number"),
    ],
)  # fmt: skip
def test_it_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(FaceInvalid) as caught:
        draw_card(face(**changes), Layout.CR80)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address_lines": ("Number 1234 of a very long street name indeed, " * 6,)}, "address_lines"),
        ({"report_line": dict.fromkeys(LANGUAGES, "Tell us where and when it was refused. " * 6)}, "report_line"),
        ({"city_name": {c: f"The Corporation of the United Townships of {c} " * 4 for c in LANGUAGES}}, "city_name"),
        ({"gender": "words " * 20}, "gender"),
    ],
)  # fmt: skip
def test_a_text_too_long_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(TextTooLong) as caught:
        draw_card(face(**changes), Layout.CR80)
    assert caught.value.field == field


def test_a_long_address_fits() -> None:
    lines = ("c/o Harbourlight Community Legal and Settlement Centre", "44 Breakwater Promenade, Suite 1200",
             "Lantern Bay ON  K0X 0A4")  # fmt: skip
    assert draw_card(face(address_lines=lines), Layout.CR80)


def test_a_long_city_name_stands_on_two_lines() -> None:
    names = {"en": "Municipality of Greater Lantern Bay", "fr": "Municipalité de la Grande Baie-des-Lanternes"}
    assert draw_card(face(languages=("en", "fr"), city_name=names), Layout.CR80)

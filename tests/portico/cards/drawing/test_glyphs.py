"""A character that no packaged font draws stops the printing."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from portico.cards.drawing import FontsMissing, Layout, MissingGlyph, draw_card, draw_slip, fonts, missing_glyphs
from tests.portico.cards.drawing.faces import REVOCATION_CODE, code_text, face


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Amélie", []),
        ("ව\u0dca\u200dර", []),
        ("Anna \ue000", ["\ue000"]),
        ("Anna 🙂🙂", ["🙂"]),
        ("김민수", []),
        ("తెలుగు", []),
        ("བོད", ["བ", "\u0f7c", "ད"]),
        ("Anna\u202eevil", ["\u202e"]),
        ("Anna\u2066b", ["\u2066"]),
        ("Anna\nBerg", ["\n"]),
        ("Anna\u0000", ["\u0000"]),
        ("歐\U000e0100", ["\U000e0100"]),
        ("ᐊ\u0e31", ["\u0e31"]),
    ],
)
def test_what_is_missing_is_named(text: str, missing: list[str]) -> None:
    assert missing_glyphs(text) == missing


@pytest.mark.parametrize("field", ["name", "second_name", "guardian", "gender", "phone"])
def test_it_stops_the_card_and_the_slip(field: str) -> None:
    broken = face(**{field: "Anna \ue000"})
    with pytest.raises(MissingGlyph) as caught:
        draw_card(broken, Layout.CR80)
    assert (caught.value.field, caught.value.characters) == (field, ["\ue000"])
    with pytest.raises(MissingGlyph):
        draw_slip(broken, code_text(), REVOCATION_CODE, Layout.A4)


def test_it_stops_the_card_in_an_address_and_in_the_texts_of_the_city() -> None:
    with pytest.raises(MissingGlyph, match="address_lines"):
        draw_card(face(address_lines=("1 Main 🙂",)), Layout.CR80)
    with pytest.raises(MissingGlyph, match="city_name"):
        draw_card(face(city_name=dict.fromkeys(face().languages, "\ue000")), Layout.CR80)


def test_the_compiler_is_a_second_net(monkeypatch: pytest.MonkeyPatch) -> None:
    # Were a run ever given to a family that lacks its letters, PDF/UA-1 refuses the empty box.
    monkeypatch.setattr(fonts, "runs", lambda text, root: [fonts.Run(text, fonts.BASE_FAMILY)])
    with pytest.raises(MissingGlyph) as caught:
        draw_card(face(name="ณัฐวุฒิ"), Layout.CR80)
    assert caught.value.__context__ is None


def test_a_word_stays_in_one_font() -> None:
    # Noto Sans has some of these letters itself.
    assert fonts.runs("कृष्ण‍ा") == [fonts.Run("कृष्ण‍ा", "Noto Sans Devanagari")]
    assert [run.family for run in fonts.runs("Amina عبد الله O’Brien")] == [
        "Noto Sans",
        "Noto Sans Arabic",
        "Noto Sans",
    ]


@pytest.mark.parametrize("family", fonts.FAMILIES)
def test_all_weights_draw_the_same_characters(family: str) -> None:
    folder = fonts.FONT_ROOT / family.lower().replace(" ", "-")
    covered = []
    for weight in fonts.WEIGHTS:
        with TTFont(next((folder / weight).glob("*.ttf")), lazy=True) as font:
            covered.append(set(font.getBestCmap()))
    assert covered[0] == covered[1] == covered[2]


def test_only_the_packaged_families_are_given_to_the_compiler() -> None:
    assert set(fonts.load().families()) == set(fonts.FAMILIES)


def test_fonts_that_are_not_installed_are_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="make setup"):
        draw_card(face(), Layout.CR80, font_root=tmp_path)
    with pytest.raises(FontsMissing):
        missing_glyphs("Anna", tmp_path)

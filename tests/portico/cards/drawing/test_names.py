"""Names of any length and script."""

import numpy as np
import pytest

from portico.cards.drawing import DrawingError, Layout, NameTooLong, draw_card
from tests.portico.cards.drawing.faces import crop, face, luminance, raster, text_of

NAME_BOX = (34.0, 16.4, 82.5, 37.5)
SCRIPTS = {
    "one word": "Suharto",
    "Vietnamese": "Nguyễn Thị Phương Ế Ngọc Ánh",
    "Yoruba": "Ọlọ́runfẹ́mi Ṣóyínká",
    "Hawaiian": "Keʻalohilani Kahananuiʻōkalani",
    "Greek": "Ἀλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Володимир Їжакевич",
    "Armenian": "Հայկ Տեր-Պետրոսյան",
    "Georgian": "ნინო ჩხეიძე",
    "Hebrew": "דָּוִד בֶּן־גּוּרְיוֹן",
    "Arabic": "عبد الرحمن بن يوسف الحدّاد",
    "Urdu": "محمد شہباز چوہدری",
    "Ge'ez": "ገብረ መስቀል ተስፋ ማርያም",
    "Cree": "ᐊᓯᓃᐏᐢᑿᐤ ᓂᑲᒧᐏᐣ",
    "Inuktitut": "ᓴᐃᒨᓂ ᖃᑉᓗᓇᖅ",
    "Devanagari": "वैष्णवी कृष्णमूर्ति श्रीवास्तव",
    "Bengali": "শ্রীকৃষ্ণ বন্দ্যোপাধ্যায়",
    "Gujarati": "કૃષ્ણકાંત ત્રિવેદી",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Tamil": "கிருஷ்ணமூர்த்தி சுப்பிரமணியன்",
    "Sinhala": "ශ්‍රී ජයවර්ධන",
    "Thai": "ณัฐวุฒิ ศรีสุวรรณ",
    "Khmer": "សុខ ច័ន្ទរស្មី",
    "Chinese": "歐陽曉明",
    "Japanese": "さくら・キャサリン",
    "mixed": "Amina عبد الله O’Brien",
}


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=list(SCRIPTS))
def test_it_is_printed_whole(name: str) -> None:
    printed = text_of(draw_card(face(name=name, second_name=name), Layout.CR80))
    assert not set(name) - set(printed) - set("\u200d")


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=list(SCRIPTS))
def test_it_stays_in_its_place(name: str) -> None:
    front = raster(draw_card(face(name=name, second_name=name, gender="X"), Layout.CR80))
    ink = luminance(front) < 0.1
    column = ink[:, round(82.0 / 25.4 * 300) :]
    assert not column[round(17 / 25.4 * 300) :].any()
    assert (luminance(crop(front, NAME_BOX)) < 0.1).any()


def words_apart(name: str) -> int:
    """How many blank columns part the ink of a name: letters that join leave none."""
    front = raster(draw_card(face(name=name), Layout.CR80), dpi=600)
    ink = np.any(luminance(crop(front, (34.0, 17.0, 82.5, 25.0), 600)) < 0.08, axis=0)
    inside = ink[ink.argmax() : len(ink) - ink[::-1].argmax()]
    return int((inside[:-1] & ~inside[1:]).sum())


def test_arabic_letters_join() -> None:
    joined, parted = "بتسعم", "\u200c".join("بتسعم")
    assert words_apart(joined) == 0
    assert words_apart(parted) >= 2


@pytest.mark.parametrize("name", ["क्षत्रिय", "শ্রীকৃষ্ণ", "ක්‍ෂ", "લક્ષ્મી"])
def test_conjuncts_are_formed(name: str) -> None:
    apart = name.replace("\u200d", "").replace("\u094d", "\u094d\u200c").replace("\u09cd", "\u09cd\u200c")
    apart = apart.replace("\u0acd", "\u0acd\u200c")
    with_conjuncts, without = (raster(draw_card(face(name=text), Layout.CR80)) for text in (name, apart))
    assert crop(with_conjuncts, NAME_BOX).tobytes() != crop(without, NAME_BOX).tobytes()


def ink_span(name: str) -> tuple[float, float]:
    front = crop(raster(draw_card(face(name=name), Layout.CR80)), (34.0, 17.0, 82.5, 30.0))
    columns = np.nonzero(np.any(luminance(front) < 0.08, axis=0))[0]
    return float(columns[0]) * 25.4 / 300 + 34.0, float(columns[-1]) * 25.4 / 300 + 34.0


def test_a_right_to_left_name_starts_at_the_right() -> None:
    left, right = ink_span("سلمى")
    assert right == pytest.approx(81.6, abs=0.8)
    assert left > 60


def test_a_left_to_right_name_starts_at_the_left() -> None:
    left, right = ink_span("Salma")
    assert left == pytest.approx(34.6, abs=0.8)
    assert right < 65


def test_a_right_to_left_name_on_two_lines_keeps_its_order() -> None:
    first, second = "عبدالرحمنالطويل", "سلمىالكريمةالأولى"
    first_line = (34.0, 17.2, 82.5, 25.4)
    alone, both, swapped = (
        crop(raster(draw_card(face(name=name), Layout.CR80)), first_line)
        for name in (first, f"{first} {second}", f"{second} {first}")
    )
    assert both.tobytes() == alone.tobytes()
    assert swapped.tobytes() != alone.tobytes()


def test_a_short_name_is_large() -> None:
    front = raster(draw_card(face(name="HHH"), Layout.CR80))
    rows = np.nonzero(np.any(luminance(crop(front, (34.0, 17.0, 82.5, 27.0))) < 0.08, axis=1))[0]
    cap_height_pt = (rows[-1] - rows[0] + 1) * 72 / 300
    assert cap_height_pt == pytest.approx(0.714 * 15, abs=0.5)


def test_a_hyphenated_name_is_not_parted_while_it_fits() -> None:
    assert "Quillfeather-Mbeki" in text_of(draw_card(face(), Layout.CR80))


def test_a_name_of_98_letters_fits_on_three_lines() -> None:
    name = "Maria Valentina Guadalupe Esperanza de la Concepción Rodríguez-Villanueva y Montenegro Castellanos"
    assert len(name) == 98
    printed = text_of(draw_card(face(name=name), Layout.CR80)).replace("\r\n", " ")
    assert name in printed


def test_a_name_of_120_narrow_letters_fits() -> None:
    name = "Felicitti Illili " * 7 + "i"
    assert len(name) == 120
    assert draw_card(face(name=name), Layout.CR80)


@pytest.mark.parametrize("field", ["name", "second_name", "guardian"])
@pytest.mark.parametrize("name", ["Wilhelmina Montgomery " * 6, "M" * 60])
def test_a_name_that_does_not_fit_is_never_shortened(field: str, name: str) -> None:
    with pytest.raises(NameTooLong) as caught:
        draw_card(face(**{field: name.strip()}), Layout.CR80)
    assert caught.value.field == field


def test_an_error_does_not_repeat_the_name() -> None:
    with pytest.raises(DrawingError) as caught:
        draw_card(face(name="Quillfeather " * 30), Layout.CR80)
    error: BaseException | None = caught.value
    assert error is not None
    assert "Quillfeather" not in repr(error)
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_face_has_no_printable_form() -> None:
    assert "Quillfeather" not in repr(face())
    assert "Quillfeather" not in str(face())

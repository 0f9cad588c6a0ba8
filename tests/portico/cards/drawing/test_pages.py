"""Sizes, text and what stands in the file besides the pages."""

import re

import pypdfium2
import pytest

from portico.cards.drawing import FaceInvalid, Layout, draw_card, draw_slip
from tests import resident
from tests.portico.cards.drawing.faces import REVOCATION_CODE, code_text, face, text_of

MM = 72 / 25.4
SHEETS = [(Layout.LETTER, (612, 792)), (Layout.A4, (210 * MM, 297 * MM))]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_size() for page in document]


def test_a_card_printer_gets_two_pages_of_exactly_a_card() -> None:
    pages = sizes(draw_card(face(), Layout.CR80))
    assert pages == [pytest.approx((85.60 * MM, 53.98 * MM), abs=0.001)] * 2


def test_bleed_widens_both_pages_on_every_side() -> None:
    pages = sizes(draw_card(face(), Layout.CR80, bleed_mm=2.0))
    assert pages == [pytest.approx((89.60 * MM, 57.98 * MM), abs=0.001)] * 2


@pytest.mark.parametrize("layout, size", SHEETS)
def test_a_sheet_is_one_page_of_its_paper(layout: Layout, size: tuple[float, float]) -> None:
    assert sizes(draw_card(face(), layout)) == [pytest.approx(size, abs=0.01)]
    assert sizes(draw_slip(face(), code_text(), REVOCATION_CODE, layout)) == [pytest.approx(size, abs=0.01)]


@pytest.mark.parametrize(("layout", "bleed"), [(Layout.CR80, -0.1), (Layout.CR80, 4), (Layout.A4, 1)])
def test_bleed_out_of_place_is_refused(layout: Layout, bleed: float) -> None:
    with pytest.raises(FaceInvalid):
        draw_card(face(), layout, bleed_mm=bleed)


def test_the_front_says_who_and_until_when() -> None:
    text = text_of(draw_card(face(gender="X"), Layout.CR80))
    for expected in (*resident.NAME.split(), "1987-04-23", "2031-12-31", "0004 2193 07", "Lantern Bay",
                     "Baie-des-Lanternes", "carte Lanterne", "Birth date", "Naissance", "Gender"):  # fmt: skip
        assert expected in text


def test_the_back_says_what_the_card_is_in_each_language() -> None:
    text = " ".join(text_of(draw_card(face(), Layout.CR80), 1).split())
    for expected in (resident.ADDRESS, "Opens city services. Not a travel document. Says nothing about status.",
                     "Ne dit rien du statut.", "No sirve para viajar.", "311", "lanternbay.example/refus"):  # fmt: skip
        assert expected in text


def test_two_languages_leave_the_others_out() -> None:
    text = text_of(draw_card(face(languages=("fr", "en")), Layout.CR80), 1)
    assert "Ne dit rien" in text
    assert "viajar" not in text


def test_no_field_asked_for_is_no_field_shown() -> None:
    text = text_of(draw_card(face(), Layout.CR80))
    assert "Gender" not in text
    assert "Guardian" not in text


def test_the_file_says_nothing_about_the_person_but_on_the_page() -> None:
    pdf = draw_card(face(), Layout.CR80)
    with pypdfium2.PdfDocument(pdf) as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "Municipal card"
    assert not resident.found_in(repr(about).encode())
    packet = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL)
    assert packet is not None
    assert not resident.found_in(packet[0])
    assert b"pdfuaid:part>1<" in packet[0]


@pytest.mark.parametrize("layout", list(Layout))
def test_the_file_does_not_tell_when_it_was_drawn(layout: Layout) -> None:
    pdf = draw_card(face(), layout)
    assert not re.search(rb"CreationDate|ModDate|CreateDate|ModifyDate", pdf)


@pytest.mark.parametrize("layout", list(Layout))
def test_the_same_face_gives_the_same_bytes(layout: Layout) -> None:
    assert draw_card(face(), layout) == draw_card(face(), layout)


def test_every_font_is_in_the_file() -> None:
    pdf = draw_card(face(second_name="عبد الرحمن", guardian="歐陽曉明"), Layout.CR80)
    fonts = re.findall(rb"/BaseFont\s*/([A-Z]{6}\+)?([\w-]+)", pdf)
    assert {name.split(b"-")[0] for _, name in fonts} == {b"NotoSans", b"NotoSansArabic", b"NotoSansSC"}
    assert all(prefix for prefix, _ in fonts)
    embedded = len(re.findall(rb"/FontFile[23]\s", pdf))
    assert embedded == len(re.findall(rb"/Type\s*/FontDescriptor", pdf)) > 0


def test_pictures_have_a_text_in_their_place() -> None:
    pdf = draw_card(face(), Layout.CR80)
    assert b"/Alt(Portrait of the cardholder)" in pdf
    assert b"/Alt(Signed code that says what the card shows)" in pdf

"""The code is read back from the printed card, also when print and camera were poor."""

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from portico.cards.drawing import FaceInvalid, Layout, code, draw_card, draw_slip
from tests.portico.cards.drawing.faces import REVOCATION_CODE, code_text, crop, face, raster


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("dpi", [300, 200])
@pytest.mark.parametrize("layout", list(Layout))
def test_it_is_read_from_the_print(layout: Layout, dpi: int) -> None:
    page = 1 if layout is Layout.CR80 else 0
    assert read(raster(draw_card(face(), layout), page, dpi)) == [face().code_text]


@pytest.mark.parametrize("angle", [-4, 3, 90])
def test_it_is_read_from_a_blurred_and_turned_print(angle: float) -> None:
    picture = raster(draw_card(face(), Layout.CR80), 1, 300)
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="grey")
    assert read(turned.filter(ImageFilter.GaussianBlur(1.5))) == [face().code_text]


def test_a_slip_has_its_own_code() -> None:
    own = code_text(seed=8)
    assert read(raster(draw_slip(face(), own, REVOCATION_CODE, Layout.A4))) == [own]


def test_its_modules_are_whole_dots_of_a_300_dpi_printer() -> None:
    # Letter is a whole number of dots wide and high, so that its raster is exactly the printer's.
    picture = raster(draw_card(face(), Layout.LETTER), 0, 300).convert("L")
    assert picture.size == (2550, 3300)
    left, top = 1275 + 36, 300 + 24
    panel = picture.crop((left, top, left + 500, top + 500))
    assert set(panel.tobytes()) <= {0, 255}
    sides = code.matrix(face().code_text)
    assert len(sides) == 117
    seen = tuple(tuple(panel.getpixel((16 + 4 * x + 2, 16 + 4 * y + 2)) == 0 for x in range(117)) for y in range(117))
    assert seen == sides


def test_its_panel_is_white_and_42_mm_wide() -> None:
    panel = crop(raster(draw_card(face(), Layout.CR80), 1, 300), (3.048, 2.032, 45.38, 44.36))
    quiet = [panel.crop((0, 0, panel.width, 16)), panel.crop((0, 0, 16, panel.height))]
    assert all(part.getextrema() == ((255, 255),) * 3 for part in quiet)


@pytest.mark.parametrize(("length", "dots"), [(1440, 4), (700, 5), (200, 8)])
def test_a_shorter_code_has_larger_modules(length: int, dots: int) -> None:
    assert code.dots_per_module(len(code.matrix(code_text(length)))) == dots


@pytest.mark.parametrize("text", ["", "A" * 1500, "A" * 9000, "Quillfeather"])
def test_a_code_too_large_or_empty_is_refused(text: str) -> None:
    with pytest.raises(FaceInvalid) as caught:
        draw_card(face(code_text=text), Layout.CR80)
    assert caught.value.field == "code_text"

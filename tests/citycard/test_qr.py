"""Codes as they are printed: version, level, mode, quiet zone, and read back from pictures and PDFs."""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from citycard import qr, transport
from tests.citycard import makers

FULL = "A:" * 725 + "$"  # 1,451 characters: exactly version 25 at level M


def test_version_25_level_m_holds_1451_characters() -> None:
    assert len(FULL) == transport.QR_CAPACITY
    assert len(qr.matrix(FULL)) == qr.LARGEST == 117
    assert len(qr.matrix(transport.to_text(b"\xff" * transport.MAX_PACKED))) == 117
    with pytest.raises(qr.QrError, match="version 25"):
        qr.matrix(FULL + "A")
    with pytest.raises(qr.QrError):
        qr.matrix("A" * 5000)


def test_a_card_is_level_m_of_version_25_at_most_in_alphanumeric_mode() -> None:
    code = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(makers.card(), 4))).convert("L"))[0]
    assert code.ec_level == "M"
    assert int(code.extra["Version"]) <= 25
    assert mode_of(qr.matrix(makers.card()), int(code.extra["DataMask"])) == 0b0010


def mode_of(rows: qr.Matrix, mask: int) -> int:
    """The mode indicator: the first four data bits, from the lower right corner up (ISO/IEC 18004, 7.7.3)."""
    rules = [
        lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3,
        lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3,
        lambda i, j: (i * j % 2 + i * j % 3) % 2, lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
    ]  # fmt: skip
    size = len(rows)
    bits = 0
    for y, x in ((size - 1, size - 1), (size - 1, size - 2), (size - 2, size - 1), (size - 2, size - 2)):
        bits = bits << 1 | (rows[y][x] ^ (rules[mask](y, x) == 0))
    return bits


@pytest.mark.parametrize("text", ["", "lower case", "A\n", "É"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(qr.QrError):
        qr.matrix(text)


def test_png_has_whole_modules_and_a_quiet_zone_of_four() -> None:
    image = Image.open(io.BytesIO(qr.png(FULL, 3))).convert("L")
    assert image.size == ((117 + 8) * 3,) * 2
    assert image.getbbox() == (0, 0, *image.size)
    assert Image.eval(image, lambda value: 255 - value).getbbox() == (12, 12, 363, 363)
    assert set(image.get_flattened_data()) == {0, 255}
    for scale in (0, 41):
        with pytest.raises(ValueError, match="scale"):
            qr.png(FULL, scale)


def test_svg_is_one_path_of_the_same_modules() -> None:
    drawn = qr.svg(FULL)
    assert drawn.count("<path") == 1
    assert "style" not in drawn
    assert 'viewBox="0 0 125 125"' in drawn
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn)
        for step in range(int(length))
    }
    rows = qr.matrix(FULL)
    assert dark == {(x + 4, y + 4) for y, row in enumerate(rows) for x, on in enumerate(row) if on}


@pytest.mark.parametrize("scale", [1, 2, 3, 8])
def test_read_at_any_scale(scale: int) -> None:
    assert qr.read(qr.png(makers.card(), scale)) == [makers.card()]


def test_read_from_a_poor_photo() -> None:
    code = Image.open(io.BytesIO(qr.png(makers.card(), 5))).convert("L")
    scene = Image.new("L", (1100, 900), 190)
    scene.paste(code, (200, 150))
    photo = scene.rotate(7, fillcolor=190, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1.2))
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=60)
    assert qr.read(buffer.getvalue()) == [makers.card()]


def test_read_all_codes_of_a_picture() -> None:
    other = makers.issue(index=5)
    scene = Image.new("L", (1400, 700), 255)
    for at, text in ((20, makers.card()), (720, other)):
        scene.paste(Image.open(io.BytesIO(qr.png(text, 5))).convert("L"), (at, 30))
    buffer = io.BytesIO()
    scene.save(buffer, "PNG")
    assert sorted(qr.read(buffer.getvalue())) == sorted([makers.card(), other])


def pdf(*pages: Image.Image) -> bytes:
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=300, save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def test_read_every_page_of_a_pdf() -> None:
    empty = Image.new("RGB", (1000, 700), "white")
    page = empty.copy()
    page.paste(Image.open(io.BytesIO(qr.png(makers.card(), 4))).convert("RGB"), (300, 90))
    assert qr.read_pdf(pdf(empty, page)) == [makers.card()]
    assert qr.read_pdf(pdf(empty)) == []


def test_hostile_files() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)
    huge = io.BytesIO()
    document.save(huge)
    for read, data, code in (
        (qr.read, b"lantern", "not_an_image"),
        (qr.read, qr.png(FULL, 2)[:300], "not_an_image"),
        (qr.read_pdf, b"%PDF-1.7 lantern", "not_a_pdf"),
        (qr.read_pdf, b"", "not_a_pdf"),
        (qr.read_pdf, huge.getvalue(), "too_large"),
    ):
        with pytest.raises(qr.PictureError) as caught:
            read(data)
        assert caught.value.code == code


def test_a_picture_is_told_from_text() -> None:
    assert qr.is_picture(qr.png(FULL, 1))
    assert not qr.is_picture(makers.card().encode())
    assert not qr.is_picture(b"%PDF-1.7")

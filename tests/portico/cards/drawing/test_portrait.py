"""Only the pixels of a portrait reach the card."""

import io

import pytest
from PIL import Image

from portico.cards.drawing import Layout, PortraitUnusable, draw_card, portrait
from tests.portico.cards.drawing.faces import drawn_portrait, face


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_it_comes_in_the_usual_formats(form: str) -> None:
    prepared = Image.open(io.BytesIO(portrait.prepare(drawn_portrait(form=form))))
    assert (prepared.format, prepared.mode, prepared.size) == ("JPEG", "RGB", (312, 396))


def test_what_a_camera_wrote_beside_the_pixels_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Zérafina Quillfeather-Mbeki at 45.5 N"
    noted = drawn_portrait(form="JPEG", exif=exif, comment=b"QX4471902")
    assert b"Quillfeather" in noted
    assert b"QX4471902" in noted
    prepared = portrait.prepare(noted)
    assert b"Quillfeather" not in prepared
    assert b"QX4471902" not in prepared
    assert not Image.open(io.BytesIO(prepared)).getexif()


def test_a_turned_camera_is_righted() -> None:
    upright = Image.open(io.BytesIO(drawn_portrait()))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    upright.rotate(90, expand=True).save(out, "JPEG", exif=exif, quality=95)
    righted = Image.open(io.BytesIO(portrait.prepare(out.getvalue())))
    assert righted.size == upright.size
    assert righted.getpixel((156, 312)) == pytest.approx(upright.getpixel((156, 312)), abs=12)


def test_more_dots_than_a_printer_has_are_left_out() -> None:
    prepared = Image.open(io.BytesIO(portrait.prepare(drawn_portrait(1300, 1650))))
    assert prepared.size == portrait.LARGEST


def test_a_transparent_wall_becomes_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (312, 396), (10, 10, 10, 0)).save(clear, "PNG")
    prepared = Image.open(io.BytesIO(portrait.prepare(clear.getvalue())))
    assert prepared.getpixel((5, 5)) == (255, 255, 255)


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (26 * 400, 33 * 400)).save(out, "PNG")
    return out.getvalue()


UNUSABLE = {
    "empty": b"",
    "text": b"Quillfeather" * 40,
    "cut off": drawn_portrait()[:900],
    "square": drawn_portrait(312, 312),
    "coarse": drawn_portrait(104, 132),
    "bomb": bomb(),
    "GIF": drawn_portrait(form="GIF"),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="26" height="33"/>',
}


@pytest.mark.parametrize("data", UNUSABLE.values(), ids=list(UNUSABLE))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(PortraitUnusable) as caught:
        draw_card(face(portrait=data), Layout.CR80)
    assert "Quillfeather" not in str(caught.value)

"""The face that most drawing tests start from, and the tools to look at what was drawn."""

import dataclasses
import io
import random
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw

from portico.cards.drawing import Face
from tests import resident

REVOCATION_CODE = "7KQ2M-9TXWB-4HDRZ-PC3VN"
LANGUAGES = ("en", "fr", "es", "ar")
CODE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def drawn_portrait(width: int = 312, height: int = 396, form: str = "PNG", **options: Any) -> bytes:
    """A drawn head and shoulders before a grey-blue wall."""
    picture = Image.new("RGB", (width, height), (143, 163, 176))
    pen = ImageDraw.Draw(picture)
    x, y = width / 26, height / 33
    pen.ellipse((1 * x, 23 * y, 25 * x, 45 * y), fill=(96, 44, 92))
    pen.ellipse((5 * x, 3 * y, 21 * x, 22 * y), fill=(44, 30, 26))
    pen.ellipse((7 * x, 6 * y, 19 * x, 24 * y), fill=(166, 112, 80))
    for eye in (10.2, 15.8):
        pen.ellipse(((eye - 0.7) * x, 13 * y, (eye + 0.7) * x, 14.2 * y), fill=(30, 22, 20))
    pen.arc((10.5 * x, 15 * y, 15.5 * x, 20 * y), 20, 160, fill=(110, 40, 40), width=max(2, int(x / 3)))
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def code_text(length: int = 1440, seed: int = 7) -> str:
    """A text as long as a card's: version 25 at level M."""
    return "".join(random.Random(seed).choices(CODE_ALPHABET, k=length))


def face(**changes: Any) -> Face:
    """The alarm resident's face, with some fields changed."""
    return dataclasses.replace(_FACE, **changes)


_FACE = Face(
    city_name={
        "en": "Lantern Bay",
        "fr": "Baie-des-Lanternes",
        "es": "Bahía de los Faroles",
        "ar": "خليج الفوانيس",
    },
    card_name={"en": "Lantern card", "fr": "carte Lanterne", "es": "tarjeta Farol", "ar": "بطاقة الفانوس"},
    report_line={
        "en": "Refused with this card? Call 311 or tell lanternbay.example/refused",
        "fr": "Refus de cette carte ? Composez le 311 ou lanternbay.example/refus",
        "es": "¿No la aceptaron? Llame al 311 o lanternbay.example/rechazo",
        "ar": "هل رُفضت البطاقة؟ اتصل بالرقم 311",
    },
    languages=LANGUAGES,
    phone="311",
    name=resident.NAME,
    birth_date=resident.BIRTH_DATE,
    expires=resident.BIRTH_DATE.replace(year=2031, month=12, day=31),
    number="0004 2193 07",
    portrait=drawn_portrait(),
    code_text=code_text(),
    address_lines=(resident.ADDRESS, "Lantern Bay ON  K0X 0A4"),
)


def raster(pdf: bytes, page: int = 0, dpi: float = 300) -> Image.Image:
    """A page as an RGB picture; the hair less keeps whole sizes from being rounded up."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[page].render(scale=dpi / 72 - 1e-9).to_pil()
        return picture.convert("RGB")


def text_of(pdf: bytes, page: int = 0) -> str:
    """The text a reader would copy from a page."""
    with pypdfium2.PdfDocument(pdf) as document:
        text: str = document[page].get_textpage().get_text_range()
        return text


def crop(picture: Image.Image, box: tuple[float, float, float, float], dpi: float = 300) -> Image.Image:
    """A part of a picture given in millimetres: left, top, right, bottom."""
    left, top, right, bottom = (round(value * dpi / 25.4) for value in box)
    return picture.crop((left, top, right, bottom))


def luminance(picture: Image.Image) -> npt.NDArray[np.float64]:
    """Relative luminance of each pixel (WCAG 2.2)."""
    share = np.asarray(picture, dtype=np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))

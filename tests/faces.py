"""Drawn portraits for tests: a face that a person, and a decoder, can tell from another. Nobody's photo."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFilter


@cache
def portrait(skin: str = "#8d5a3b", shirt: str = "#2f6f7e", size: tuple[int, int] = (624, 792)) -> bytes:
    """A JPEG of 26:33 with a face, hair and shoulders."""
    width, height = size
    picture = Image.new("RGB", size, "#d9d2c3")
    draw = ImageDraw.Draw(picture)

    def box(x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        return ((x - rx) * width, (y - ry) * height, (x + rx) * width, (y + ry) * height)

    draw.ellipse(box(0.5, 1.05, 0.46, 0.3), fill=shirt)
    draw.rectangle(((0.42 * width), (0.6 * height), (0.58 * width), (0.8 * height)), fill=skin)
    draw.ellipse(box(0.5, 0.4, 0.28, 0.31), fill="#241a16")
    draw.ellipse(box(0.5, 0.45, 0.23, 0.27), fill=skin)
    for x in (0.41, 0.59):
        draw.ellipse(box(x, 0.42, 0.045, 0.018), fill="white")
        draw.ellipse(box(x, 0.42, 0.018, 0.017), fill="#1a1310")
        draw.line(((x - 0.06) * width, 0.375 * height, (x + 0.06) * width, 0.37 * height), fill="#241a16", width=9)
    draw.line((0.5 * width, 0.44 * height, 0.475 * width, 0.53 * height), fill="#5e3a25", width=6)
    draw.arc(box(0.5, 0.57, 0.09, 0.045), 10, 170, fill="#6b2c2a", width=9)
    saved = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.5)).save(saved, "JPEG", quality=90)
    return saved.getvalue()

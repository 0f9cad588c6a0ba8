"""Draws the faces of the card vectors: nobody's, in a few shapes and colours."""

from PIL import Image, ImageDraw, ImageFilter

SIZE = (520, 660)
FACES = {
    "one": {"skin": "#c8925f", "hair": "#2d1f1a", "coat": "#33517e", "wall": "#cfd8de", "cover": False},
    "two": {"skin": "#6b4630", "hair": "#7a2f4a", "coat": "#7c6a2e", "wall": "#dfe3d8", "cover": True},
    "three": {"skin": "#ecc9a8", "hair": "#b8b3ad", "coat": "#5a2f2f", "wall": "#d5d0e0", "cover": False},
}


def draw(face: str) -> Image.Image:
    """Return a drawn head and shoulders of 520 x 660 pixels."""
    paint = FACES[face]
    image = Image.new("RGB", SIZE, str(paint["wall"]))
    pen = ImageDraw.Draw(image)
    pen.ellipse((50, 480, 470, 940), fill=str(paint["coat"]))
    pen.rectangle((215, 420, 305, 540), fill=str(paint["skin"]))
    hair = (100, 80, 420, 560) if paint["cover"] else (112, 82, 408, 380)
    pen.ellipse(hair, fill=str(paint["hair"]))
    pen.ellipse((140, 130, 380, 480), fill=str(paint["skin"]))
    for x in (205, 315):
        pen.ellipse((x - 24, 272, x + 24, 300), fill="#f4f1ec")
        pen.ellipse((x - 11, 273, x + 11, 299), fill="#3a2a20")
        pen.line((x - 32, 248, x + 30, 242), fill=str(paint["hair"]), width=9)
    pen.line((258, 300, 244, 362, 272, 368), fill="#8a5c40", width=6)
    pen.arc((208, 366, 312, 432), 20, 160, fill="#8f3f3f", width=10)
    return image.filter(ImageFilter.GaussianBlur(3))

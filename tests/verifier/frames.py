"""Camera pictures of a card's code, and the video files that Chromium plays as its camera."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from citycard import qr

# The middle of the portrait's cheeks is skin, its corner is wall: enough to know that the right photo is shown.
PHOTO_COLOURS = """() => {
  const image = document.querySelector('.verdict__photo img');
  const canvas = document.createElement('canvas');
  canvas.width = 26; canvas.height = 33;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 26, 33);
  return [[13, 17], [2, 2], [13, 31]].map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3));
}"""


def code(text: str, scale: int = 4) -> Image.Image:
    """The code of a text as it is printed on the back of a card."""
    with Image.open(BytesIO(qr.png(text, scale))) as image:
        return image.convert("RGB")


def frame(text: str | None, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """What a camera sees: a card's back on a desk, held a little askew; without a text an empty desk."""
    desk = Image.new("RGB", size, (92, 78, 66))
    if text is not None:
        drawn = code(text)
        card = Image.new("RGB", (drawn.width + 60, drawn.height + 60), (240, 236, 226))
        card.paste(drawn, (30, 30))
        card = card.rotate(4, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(92, 78, 66))
        card.thumbnail((size[1], size[1]))
        desk.paste(card, ((size[0] - card.width) // 2, (size[1] - card.height) // 2))
    return desk


def write_video(path: Path, image: Image.Image, frames: int = 3) -> None:
    """Write a picture as a short MJPEG video, which Chromium repeats for ever."""
    packed = BytesIO()
    image.save(packed, "JPEG", quality=92)
    # A browser that still has the old file open keeps it: cutting a file that is mapped into memory would kill it.
    fresh = path.with_suffix(".new")
    fresh.write_bytes(packed.getvalue() * frames)
    fresh.replace(path)

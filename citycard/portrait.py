"""The portrait in a card: any photo, reduced to the best WebP that fits a number of bytes."""

import io
import warnings
from typing import Any, NamedTuple

from PIL import Image, ImageMath, ImageOps, UnidentifiedImageError

MAX_FILE = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
SMALLEST = 320  # bytes; below this a face is no longer one person's
_SMALLEST_SOURCE = (96, 120)
_SHAPE = (26, 33)
_WIDTHS = (48, 56, 64, 72, 80, 88, 96, 104, 112)
_REFERENCE = (104, 132)  # every candidate is compared at this size, whatever its own
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_LEAST_QUALITY, _MOST_QUALITY = 1, 95


class PhotoError(ValueError):
    """A photo that cannot be used; `code` is not_an_image, too_small, too_large or truncated."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DoesNotFit(ValueError):
    """Even the smallest portrait is larger than the bytes there are."""


class Portrait(NamedTuple):
    """A WebP portrait and how like the photo it is, from 0 to 1 (SSIM of the luma)."""

    data: bytes
    width: int
    height: int
    quality: int
    likeness: float


def load(photo: bytes) -> Image.Image:
    """Decode a photo from an untrusted file into upright sRGB of the shape 26:33; raises PhotoError.

    Only pixels survive: EXIF, comments and colour profiles do not. Of an animation the first frame is taken;
    a picture of another shape is cropped around its middle.
    """
    if len(photo) > MAX_FILE:
        raise PhotoError("too_large")
    image = _decode(photo)
    upright = _upright(image)
    if upright.width < _SMALLEST_SOURCE[0] or upright.height < _SMALLEST_SOURCE[1]:
        raise PhotoError("too_small")
    flat = _on_white(upright)
    width = min(flat.width, flat.height * _SHAPE[0] // _SHAPE[1])
    height = min(flat.height, flat.width * _SHAPE[1] // _SHAPE[0])
    left, top = (flat.width - width) // 2, (flat.height - height) // 2
    return flat.crop((left, top, left + width, top + height))


def fit(photo: Image.Image, budget: int) -> Portrait:
    """Return the WebP of at most `budget` bytes that is most like `photo`; raises DoesNotFit.

    For each size the highest quality that fits is found by bisection; the sizes are compared with the photo
    at one common size, so that neither a sharp stamp nor a large blur wins by its numbers.
    """
    if budget < SMALLEST:
        raise DoesNotFit(f"{budget} bytes are too few for a face")
    reference = photo.resize(_REFERENCE, Image.Resampling.LANCZOS)
    candidates = [found for width in _WIDTHS if (found := _best_quality(photo, width, budget, reference))]
    if not candidates:
        raise DoesNotFit(f"no portrait fits {budget} bytes")
    return max(candidates, key=lambda found: found.likeness)


def _decode(photo: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(photo), formats=_FORMATS)
            if image.width * image.height <= MAX_PIXELS:
                image.draft("RGB", (4 * _REFERENCE[0], 4 * _REFERENCE[1]))  # decodes a large JPEG reduced
                image.load()
                return image
    except UnidentifiedImageError as error:
        raise PhotoError("not_an_image") from error
    except Image.DecompressionBombError as error:
        raise PhotoError("too_large") from error
    except Exception as error:
        # Decoders of hostile files raise OSError, SyntaxError, struct.error, EOFError and others.
        raise PhotoError("truncated") from error
    raise PhotoError("too_large")


def _upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its camera held it; one whose EXIF is damaged stays as it is."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # the EXIF reader raises SyntaxError, TypeError, struct.error and others on hostile files
        return image


def _on_white(image: Image.Image) -> Image.Image:
    """Return 8-bit RGB with transparency laid on white."""
    if image.mode.startswith(("I", "F")):
        image = image.convert("F").point(lambda value: value / 257).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    white.alpha_composite(rgba)
    return white.convert("RGB")


def _best_quality(photo: Image.Image, width: int, budget: int, reference: Image.Image) -> Portrait | None:
    height = round(width * _SHAPE[1] / _SHAPE[0])
    if width > photo.width:
        return None
    small = photo.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    low, high, best = _LEAST_QUALITY, _MOST_QUALITY, None
    while low <= high:
        quality = (low + high) // 2
        data = _webp(small, quality)
        if len(data) <= budget:
            best, low = (quality, data), quality + 1
        else:
            high = quality - 1
    if best is None:
        return None
    quality, data = best
    return Portrait(data, width, height, quality, likeness(data, reference))


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    # A new image has no EXIF, profile or comment to carry over, but say so all the same.
    image.save(buffer, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return buffer.getvalue()


def likeness(data: bytes, reference: Image.Image) -> float:
    """Return the mean SSIM (Wang et al. 2004) of the luma over blocks of 8x8, at the reference's size."""
    shown = Image.open(io.BytesIO(data)).resize(reference.size, Image.Resampling.BICUBIC)
    x, y = shown.convert("L").convert("F"), reference.convert("L").convert("F")
    images = {"x": x, "y": y}
    means = {name: image.reduce(8) for name, image in images.items()}
    for first, second in ("xx", "yy", "xy"):
        product = ImageMath.lambda_eval(lambda i: i["a"] * i["b"], a=images[first], b=images[second])
        means[first + second] = product.reduce(8)
    blocks = ImageMath.lambda_eval(_ssim, **means)
    mean = blocks.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(mean, float)
    return mean


def _ssim(mean: dict[str, Any]) -> Any:
    """Return SSIM for every block from the means of x, y, xx, yy and xy."""
    x, y = mean["x"], mean["y"]
    luminance = (2 * x * y + _C1) / (x * x + y * y + _C1)
    structure = (2 * (mean["xy"] - x * y) + _C2) / (mean["xx"] - x * x + mean["yy"] - y * y + _C2)
    return luminance * structure

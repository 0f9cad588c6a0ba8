"""The portrait as it is printed: checked, stripped of everything but pixels, at most 600 dots an inch."""

import base64
import io
import warnings

from PIL import Image, ImageCms, ImageOps

from portico.cards.drawing.errors import PortraitUnusable

WIDTH_MM, HEIGHT_MM = 26.0, 33.0
LARGEST = (614, 779)  # 26 x 33 mm at 600 dpi; more than a card printer resolves
SMALLEST_WIDTH = 128  # 125 dpi: below this a face prints as squares
# The desk's tab sends half a million. A picture of 40 million pixels fits in 150 kB and takes 700 MB to decode: a few
# of them at once would end the server, and every visit with it.
MOST_PIXELS = 4_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def require_modest(data: bytes) -> None:
    """Look at the head of a picture and decode nothing: raises PortraitUnusable for other formats and huge sizes.

    What cannot be read at all is left to whoever decodes it, who can say what is wrong with it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
            fits = picture.format in FORMATS and picture.width * picture.height <= MOST_PIXELS
    except Image.DecompressionBombError:
        fits = False
    except Exception:
        # Decoders of hostile files raise OSError, SyntaxError, struct.error and others.
        return
    if not fits:
        raise PortraitUnusable("portrait: not a JPEG, PNG or WebP picture of at most 4 million pixels")


def prepare(data: bytes) -> bytes:
    """JPEG bytes of the portrait in sRGB, without EXIF or any other metadata.

    Raises PortraitUnusable for anything that is not a JPEG, PNG or WebP of 26:33 (within 2 %), at least 128
    pixels wide.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encode(_open(data))
    except PortraitUnusable:
        raise
    except Exception:
        # Decoders of hostile files raise nearly anything, and their words may quote the data.
        raise PortraitUnusable("portrait: not a readable JPEG, PNG or WebP picture") from None


def svg(data: bytes) -> str:
    """The prepared portrait inside an SVG of 26:33: typst takes files from memory only as text.

    typst puts the JPEG into the PDF unchanged. Raises as `prepare`.
    """
    encoded = base64.b64encode(prepare(data)).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="260" height="330" viewBox="0 0 260 330">'
        '<image width="260" height="330" preserveAspectRatio="none" '
        f'href="data:image/jpeg;base64,{encoded}"/></svg>'
    )


def _open(data: bytes) -> Image.Image:
    picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise PortraitUnusable("portrait: more than 4 million pixels")
    picture = ImageOps.exif_transpose(picture)
    if picture.width < SMALLEST_WIDTH:
        raise PortraitUnusable(f"portrait: fewer than {SMALLEST_WIDTH} pixels wide")
    if abs(picture.width / picture.height / (WIDTH_MM / HEIGHT_MM) - 1) > 0.02:
        raise PortraitUnusable("portrait: not cropped to 26:33")
    return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except ImageCms.PyCMSError:
            return picture.convert("RGB")
        return converted if converted is not None else picture.convert("RGB")
    return picture.convert("RGB")


def _encode(picture: Image.Image) -> bytes:
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    picture = _in_srgb(picture)
    if picture.width > LARGEST[0]:
        picture = picture.resize(LARGEST, Image.Resampling.LANCZOS)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=93, subsampling=0)
    return out.getvalue()

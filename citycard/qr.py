"""The QR code of a card: drawn, read back before anybody prints it, and found again in pictures and PDFs."""

import io
import warnings
from collections.abc import Iterator
from typing import Any

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from citycard import base45

QUIET_ZONE = 4  # modules of white on every side (ISO/IEC 18004)
LARGEST = 117  # modules of version 25
_PIXELS_A_MODULE = 4
_MAX_FILE = 50 * 1024 * 1024
_MAX_PIXELS = 100_000_000
_MAX_PAGES = 50
_PDF_DPI = 300

_QR_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

Matrix = tuple[tuple[bool, ...], ...]


class QrError(ValueError):
    """The text cannot become a code that is read back; nothing may be printed."""


class PictureError(ValueError):
    """The file is no picture or PDF that can be opened; `code` is not_an_image, not_a_pdf or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def matrix(text: str) -> Matrix:
    """Return the modules of the code, rows from the top, True for dark, without the quiet zone.

    The code has level M and the smallest version that holds the text. It is read back with a decoder first:
    raises QrError when that fails, when version 25 is too small, or for a character outside base45.
    """
    if not text or not set(text) <= set(base45.ALPHABET):
        raise QrError("only base45 text becomes a card's code")
    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except (ValueError, RuntimeError) as error:
        raise QrError("the text does not fit a QR code") from error
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    width, height = image.shape
    if width > LARGEST or width != height:
        raise QrError("the text does not fit version 25 at level M")
    pixels = memoryview(image).tobytes()  # type: ignore[arg-type]  # a buffer, though its stub does not say so
    rows = tuple(tuple(pixel == 0 for pixel in pixels[at : at + width]) for at in range(0, len(pixels), width))
    _check(text, rows)
    return rows


def svg(text: str) -> str:
    """Return the code as SVG: one path, one unit a module, quiet zone included, no background and no
    style."""
    rows = matrix(text)
    size = len(rows) + 2 * QUIET_ZONE
    runs = "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'shape-rendering="crispEdges"><path fill="#000" d="{runs}"/></svg>\n'
    )


def png(text: str, scale: int = 8) -> bytes:
    """Return the code as a black and white PNG with `scale` pixels a module, quiet zone included."""
    if not 1 <= scale <= 40:
        raise ValueError("a scale is 1 to 40 pixels a module")
    buffer = io.BytesIO()
    _image(matrix(text), scale).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def is_picture(data: bytes) -> bool:
    """Tell whether `data` begins like a picture file that Pillow knows."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.open(io.BytesIO(data))
    except UnidentifiedImageError:
        return False
    except Exception:  # noqa: BLE001, RUF100 - it begins like a picture, and reading it will say what is wrong
        return True
    return True


def read(picture: bytes) -> list[str]:
    """Return the texts of all QR codes in a picture file, in no order that matters; raises PictureError."""
    if len(picture) > _MAX_FILE:
        raise PictureError("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(picture))
            if image.width * image.height <= _MAX_PIXELS:
                return find(ImageOps.exif_transpose(image).convert("L"))
    except Image.DecompressionBombError as error:
        raise PictureError("too_large") from error
    except UnidentifiedImageError as error:
        raise PictureError("not_an_image") from error
    except Exception as error:
        # Decoders of hostile files raise OSError, SyntaxError, struct.error, EOFError and others.
        raise PictureError("not_an_image") from error
    raise PictureError("too_large")


def read_pdf(document: bytes) -> list[str]:
    """Return the texts of all QR codes on the pages of a PDF, rendered at 300 dpi; raises PictureError."""
    if len(document) > _MAX_FILE:
        raise PictureError("too_large")
    texts: list[str] = []
    for page in _pages(document):
        texts += [text for text in find(page) if text not in texts]
    return texts


def find(image: Image.Image) -> list[str]:
    """Return the texts of all QR codes in a greyscale image."""
    found = _decode(image)
    if not found and min(image.size) <= 1200:
        # The decoder needs two and a half pixels a module; a small screenshot has fewer until it is enlarged.
        found = _decode(image.resize((3 * image.width, 3 * image.height), Image.Resampling.BICUBIC))
    return list(dict.fromkeys(code.text for code in found))


def _decode(image: Image.Image) -> list[Any]:
    return list(zxingcpp.read_barcodes(image, formats=_QR_ONLY))


def _pages(document: bytes) -> Iterator[Image.Image]:
    import pypdfium2  # a large library that only this function needs

    try:
        pdf = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        raise PictureError("not_a_pdf") from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise PictureError("too_large")
        for page in pdf:
            width, height = page.get_size()
            scale = _PDF_DPI / 72
            if width * height * scale * scale > _MAX_PIXELS:
                raise PictureError("too_large")
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        pdf.close()


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = None
    for x, dark in enumerate((*row, False)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None


def _image(rows: Matrix, scale: int) -> Image.Image:
    pixels = bytes(0 if dark else 255 for row in rows for dark in row)
    modules = Image.frombytes("L", (len(rows), len(rows)), pixels)
    bordered = ImageOps.expand(modules, QUIET_ZONE, fill=255)
    return bordered.resize((bordered.width * scale,) * 2, Image.Resampling.NEAREST).convert("1")


def _check(text: str, rows: Matrix) -> None:
    found = _decode(_image(rows, _PIXELS_A_MODULE).convert("L"))
    if [code.text for code in found] != [text] or found[0].ec_level != "M":
        raise QrError("the code was drawn but cannot be read back")

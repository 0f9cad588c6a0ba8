"""Photos from anywhere: only pixels survive, and the best portrait that fits is found."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image, PngImagePlugin

from citycard import portrait
from citycard.portrait import PhotoError
from tests.citycard import makers
from vectors import faces


def saved(image: Image.Image, format_: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def refused(photo: bytes) -> str:
    with pytest.raises(PhotoError) as caught:
        portrait.load(photo)
    return caught.value.code


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_formats(format_: str) -> None:
    assert portrait.load(makers.photo("one", format_)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "I", "F"])
def test_colour_modes(mode: str) -> None:
    plain = faces.draw("one")
    image = plain.convert("L").convert(mode) if mode in {"I;16", "I", "F"} else plain.convert(mode)
    loaded = portrait.load(saved(image, "TIFF" if mode in {"CMYK", "F", "I"} else "PNG"))
    assert loaded.mode == "RGB"


def test_sixteen_bits_are_scaled_to_eight() -> None:
    dim = Image.new("I;16", (200, 250), 257 * 100)
    assert portrait.load(saved(dim, "PNG")).getpixel((50, 50)) == (100, 100, 100)


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (200, 250), (0, 0, 0, 0))
    assert portrait.load(saved(clear, "PNG")).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(520, 660), (1000, 660), (520, 2000), (96, 122), (96, 4000)])
def test_the_shape_is_26_to_33_around_the_middle(size: tuple[int, int]) -> None:
    loaded = portrait.load(saved(Image.new("RGB", size), "PNG"))
    assert abs(loaded.width * 33 - loaded.height * 26) <= 33
    assert loaded.width == size[0] or loaded.height == size[1]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_honoured(orientation: int) -> None:
    upright = Image.new("RGB", (260, 330), "white")
    upright.paste("red", (0, 0, 260, 165))  # the upper half
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transposition that EXIF undoes
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(turns[orientation]))
    exif = Image.Exif()
    exif[274] = orientation
    loaded = portrait.load(saved(stored, "PNG", exif=exif))
    red, white = loaded.getpixel((100, 20)), loaded.getpixel((100, loaded.height - 20))
    assert (red, white) == ((255, 0, 0), (255, 255, 255))


def test_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[270] = "taken at 9 Quay Row"
    exif[315] = "photographer"
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "taken at 9 Quay Row")
    for photo in (
        saved(faces.draw("one"), "JPEG", exif=exif, comment=b"taken at 9 Quay Row", icc_profile=b"x" * 200),
        saved(faces.draw("one"), "PNG", exif=exif, pnginfo=text),
        saved(faces.draw("one"), "WEBP", exif=exif, xmp=b"<x>taken at 9 Quay Row</x>"),
    ):
        data = portrait.fit(portrait.load(photo), 700).data
        chunks = {data[at : at + 4] for at in (12,)}
        assert chunks == {b"VP8 "}  # the simple form of WebP, which has no room for anything but pixels
        assert len(data) == 8 + struct.unpack("<I", data[4:8])[0]
        assert b"Quay" not in data


def test_animations_give_their_first_frame() -> None:
    frames = [Image.new("RGB", (200, 250), colour) for colour in ("#204060", "#a00000", "#00a000")]
    for format_ in ("GIF", "WEBP", "PNG"):
        photo = saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=50)
        red, green, blue = portrait.load(photo).getpixel((9, 9))  # type: ignore[misc]
        assert blue > green > red


def test_not_images() -> None:
    for data in (b"", b"lantern", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x00" * 1000):
        assert refused(data) == "not_an_image"
    assert refused(saved(faces.draw("one"), "PPM")) == "not_an_image"


def test_too_small() -> None:
    assert refused(saved(Image.new("RGB", (95, 120)), "PNG")) == "too_small"
    assert refused(saved(Image.new("RGB", (120, 96)), "PNG")) == "too_small"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_truncated(format_: str) -> None:
    photo = makers.photo("one", format_)
    assert refused(photo[: len(photo) // 2]) == "truncated"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_bombs_are_refused_before_they_unfold() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )
    start = time.process_time()
    assert refused(bomb) == "too_large"
    assert refused(b"\xff" * (portrait.MAX_FILE + 1)) == "too_large"
    assert time.process_time() - start < 0.5


def test_a_large_photo_from_a_phone_is_quick() -> None:
    photo = saved(faces.draw("two").resize((4032, 5117)), "JPEG", quality=85)
    start = time.process_time()
    portrait.load(photo)
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize("budget", [320, 400, 550, 700, 850, 1500])
def test_the_portrait_fits_and_is_webp(budget: int) -> None:
    found = portrait.fit(portrait.load(makers.photo("two")), budget)
    assert len(found.data) <= budget
    shown = Image.open(io.BytesIO(found.data))
    assert (shown.format, shown.mode, shown.size) == ("WEBP", "RGB", (found.width, found.height))
    assert abs(found.width * 33 - found.height * 26) <= 33


def test_more_bytes_give_a_better_likeness() -> None:
    photo = portrait.load(makers.photo("three"))
    likeness = [portrait.fit(photo, budget).likeness for budget in (320, 450, 700, 1200)]
    assert likeness == sorted(likeness)
    assert likeness[0] < likeness[-1]
    assert 0.8 < likeness[2] <= 1


def test_the_choice_is_the_best_of_all_sizes() -> None:
    photo = portrait.load(makers.photo("one"))
    chosen = portrait.fit(photo, 600)
    reference = photo.resize((104, 132), Image.Resampling.LANCZOS)
    for width in (48, 64, 80, 112):
        small = photo.resize((width, round(width * 33 / 26)), Image.Resampling.LANCZOS)
        for quality in range(5, 96, 10):
            data = saved(small, "WEBP", quality=quality, method=4)
            if len(data) <= 600:
                assert portrait.likeness(data, reference) <= chosen.likeness + 0.002


def test_likeness_falls_with_damage() -> None:
    photo = portrait.load(makers.photo("one")).resize((104, 132))
    other = portrait.load(makers.photo("two")).resize((104, 132))
    same = portrait.likeness(saved(photo, "WEBP", quality=95), photo)
    poor = portrait.likeness(saved(photo, "WEBP", quality=1), photo)
    assert 1 >= same > poor > portrait.likeness(saved(other, "WEBP", quality=95), photo)


def test_even_noise_fits() -> None:
    noise = Image.effect_noise((520, 660), 255).convert("RGB")
    assert len(portrait.fit(noise, portrait.SMALLEST).data) <= portrait.SMALLEST


def test_too_few_bytes_for_a_face() -> None:
    with pytest.raises(portrait.DoesNotFit):
        portrait.fit(portrait.load(makers.photo()), portrait.SMALLEST - 1)


def test_the_same_photo_gives_the_same_portrait() -> None:
    assert portrait.fit(portrait.load(makers.photo()), 700) == portrait.fit(portrait.load(makers.photo()), 700)

"""A picture whose EXIF is damaged is still a picture: its orientation is lost, nothing else."""

import io
import random
import warnings

import pytest
from PIL import Image, ImageOps

from citycard.portrait import load

MARGIN = 6  # "Exif\0\0" stays: without it there is no EXIF to be damaged


def exif(seed: int) -> bytes:
    """EXIF of a picture taken sideways, with some bytes changed."""
    whole = Image.Exif()
    whole[0x0112] = 6
    whole[0x010F] = "maker"
    whole[0x011A] = 72.0
    whole[0x8769] = {0x9003: "2020:01:01 00:00:00"}
    damaged = bytearray(whole.tobytes())
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        damaged[chance.randrange(MARGIN, len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def photo(exif: bytes) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (520, 660), "#8d5a3b").save(saved, "JPEG", exif=exif)
    return saved.getvalue()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [238, 683, 917])
def test_exif_that_the_library_cannot_turn_by_is_passed_over(seed: int) -> None:
    data = photo(exif(seed))
    with pytest.raises(Exception), Image.open(io.BytesIO(data)) as image:  # noqa: B017  any of three kinds
        ImageOps.exif_transpose(image)
    assert load(data).size == (520, 660)


def test_no_damage_to_exif_stops_a_photo() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(1000, 1200):
            turned = load(photo(exif(seed))).size
            assert turned in {(520, 660), (520, 660)[::-1], (409, 520), (410, 520)}, seed

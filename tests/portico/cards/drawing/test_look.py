"""What the eye sees: contrast, margins, the lace, the portrait, and what must look the same."""

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from portico.cards.drawing import Face, Layout, draw_card, guilloche
from tests.portico.cards.drawing.faces import crop, drawn_portrait, face, luminance, raster

NUMBERS = ["0004 2193 07", "0811 0375 12", "0950 1177 03", "0123 4567 89"]


def contrast(light: float, dark: float) -> float:
    return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_name_stands_out_from_the_lace(number: str) -> None:
    front = raster(draw_card(face(name="Suharto", number=number), Layout.CR80), dpi=600)
    ink = luminance(crop(front, (34.6, 18, 60, 24), 600)).min()
    # The empty lines below a short name show the same lace as the name has behind it.
    behind = luminance(crop(front, (34.6, 26, 82, 38), 600)).min()
    assert contrast(behind, ink) >= 7


@pytest.mark.parametrize("number", NUMBERS)
def test_the_quiet_labels_stand_out_from_the_darkest_line(number: str) -> None:
    front = raster(draw_card(face(name="Suharto", number=number), Layout.CR80), dpi=600)
    behind = luminance(crop(front, (31.6, 26, 82, 38), 600)).min()
    quiet = luminance_of("#324246")
    assert contrast(behind, quiet) >= 7


@pytest.mark.parametrize("number", NUMBERS)
def test_the_city_stands_out_from_its_band(number: str) -> None:
    front = raster(draw_card(face(number=number), Layout.CR80), dpi=600)
    # The band beside the crown of the portrait's arch has the brightest lines and no text.
    lines = luminance(crop(front, (32, 11, 85, 14.8), 600)).max()
    assert contrast(luminance_of("#FAF6EF"), lines) >= 7


def luminance_of(colour: str) -> float:
    return float(luminance(Image.new("RGB", (1, 1), colour))[0, 0])


def differs(one: Face, other: Face, page: int = 0) -> npt.NDArray[np.bool_]:
    pictures = [np.asarray(raster(draw_card(each, Layout.CR80), page), dtype=int) for each in (one, other)]
    return np.asarray(np.abs(pictures[0] - pictures[1]).max(axis=2) > 8)


@pytest.mark.parametrize("page", [0, 1])
def test_another_number_has_another_lace(page: int) -> None:
    changed = differs(face(number=NUMBERS[0]), face(number="0004 2194 54"), page)
    assert changed.mean() > 0.05


def test_the_lace_depends_on_the_number_alone() -> None:
    changed = differs(face(name="Suharto"), face(name="Li", portrait=drawn_portrait(520, 660)))
    text_column = changed[:, round(34.6 / 25.4 * 300) :]
    assert not text_column[round(26 / 25.4 * 300) : round(40 / 25.4 * 300)].any()


def test_spaces_in_the_number_do_not_change_the_lace() -> None:
    assert guilloche.weave("0004219307") == guilloche.weave("0004 2193 07") == guilloche.weave("0004-2193-07")


@pytest.mark.parametrize("changes", [{}, {"gender": "X", "guardian": "Adélaïde Thornquist"}])
def test_nothing_but_background_is_near_the_edge(changes: dict[str, str]) -> None:
    other = face(
        name="Nguyễn Thị Phương Ế Ngọc Ánh",
        portrait=drawn_portrait(520, 660, "JPEG"),
        city_name=dict.fromkeys(face().languages, "Other"),
        **changes,
    )
    changed = differs(face(), other)
    inside = np.zeros_like(changed)
    margin = round(2 / 25.4 * 300)
    inside[margin:-margin, margin:-margin] = True
    assert changed.any()
    assert not (changed & ~inside).any()


def test_no_address_and_a_withheld_one_are_the_same_bytes() -> None:
    # The face has one way to say both; a third field would be needed to tell them apart.
    none, withheld = face(address_lines=()), face(address_lines=())
    assert draw_card(none, Layout.CR80) == draw_card(withheld, Layout.CR80)
    assert "ddress" not in "".join(key for key in vars(none) if key != "address_lines")


def test_the_portrait_is_in_its_arch() -> None:
    front = raster(draw_card(face(), Layout.CR80))
    assert front.getpixel((round(17 / 25.4 * 300), round(26 / 25.4 * 300))) == pytest.approx((166, 112, 80), abs=6)
    # The arch cuts the corner of the picture off; the wall shows beside the crown.
    assert front.getpixel((round(17 / 25.4 * 300), round(13.5 / 25.4 * 300))) == pytest.approx((143, 163, 176), abs=6)
    assert front.getpixel((round(4.6 / 25.4 * 300), round(13.0 / 25.4 * 300))) != pytest.approx((143, 163, 176), abs=20)


def test_a_city_whose_first_language_runs_to_the_left_has_the_same_layout() -> None:
    pictures = []
    for languages in (("en", "ar"), ("ar", "en")):
        pdf = draw_card(face(languages=languages), Layout.CR80)
        pictures.append([
            crop(raster(pdf, 0), (3, 11.2, 33.5, 50)).tobytes(),
            crop(raster(pdf, 0), (34, 17, 83, 40)).tobytes(),
            crop(raster(pdf, 1), (2, 1, 47, 45)).tobytes(),
        ])  # fmt: skip
    assert pictures[0] == pictures[1]

"""The recovery slip says what it is, and has the revocation code below the tear line."""

import pytest

from portico.cards.drawing import FaceInvalid, Layout, draw_slip
from tests import resident
from tests.portico.cards.drawing.faces import REVOCATION_CODE, code_text, face, text_of


def slip_text(layout: Layout = Layout.LETTER, **changes: object) -> str:
    return " ".join(text_of(draw_slip(face(**changes), code_text(seed=8), REVOCATION_CODE, layout)).split())


@pytest.mark.parametrize("layout", [Layout.LETTER, Layout.A4])
def test_it_says_that_it_is_not_a_card(layout: Layout) -> None:
    text = slip_text(layout)
    for expected in ("Not a card. Keep it at home, apart from the card.", "Ce n’est pas une carte.",
                     "No es una tarjeta.", "Recovery slip", "Talon de récupération"):  # fmt: skip
        assert expected in text


def test_it_has_the_claims_of_the_card() -> None:
    text = slip_text(gender="X", guardian="Adélaïde Thornquist", second_name="Sefu")
    for expected in (resident.NAME, "1987-04-23", "2031-12-31", "0004 2193 07", resident.ADDRESS, "X",
                     "Adélaïde Thornquist", "Sefu"):  # fmt: skip
        assert expected in text


def test_the_revocation_code_stands_in_groups() -> None:
    assert "7KQ2M 9TXWB 4HDRZ PC3VN" in slip_text()


@pytest.mark.parametrize("code", ["", "SHORT", "7KQ2M-9TXWB-4HDRZ-PC3V!", "É" * 20, "A" * 41])
def test_a_broken_revocation_code_is_refused(code: str) -> None:
    with pytest.raises(FaceInvalid) as caught:
        draw_slip(face(), code_text(), code, Layout.A4)
    assert caught.value.field == "revocation_code"


def test_it_is_never_the_size_of_a_card() -> None:
    with pytest.raises(FaceInvalid):
        draw_slip(face(), code_text(), REVOCATION_CODE, Layout.CR80)


def test_the_same_slip_has_the_same_bytes() -> None:
    one, other = (draw_slip(face(), code_text(), REVOCATION_CODE, Layout.A4) for _ in range(2))
    assert one == other


def test_the_longest_fields_fit() -> None:
    assert draw_slip(
        face(
            name="Maria Valentina Guadalupe Esperanza de la Concepción Rodríguez-Villanueva y Montenegro",
            second_name="கிருஷ்ணமூர்த்தி சுப்பிரமணியன்",
            gender="Two-Spirit",
            guardian="Adélaïde Marguerite Thornquist-Okonkwo",
            address_lines=("c/o Harbourlight Community Legal and Settlement Centre", "44 Breakwater Promenade",
                           "Suite 1200, Tower B", "Lantern Bay ON  K0X 0A4"),
        ),
        code_text(), REVOCATION_CODE, Layout.LETTER,
    )  # fmt: skip

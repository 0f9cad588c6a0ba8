import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from citycard import number

INDICES = st.integers(0, number.LIMIT - 1)


def test_printed_form() -> None:
    assert number.format(42193) == "0004 2193 07"
    assert number.format(0) == "0000 0000 98"
    assert number.format(99_999_999) == "9999 9999 52"


@given(INDICES)
def test_check_digits_are_those_of_iso_7064(index: int) -> None:
    digits = number.format(index).replace(" ", "")
    assert mod_97_10.is_valid(digits)
    assert digits[8:] == mod_97_10.calc_check_digits(digits[:8])


@given(INDICES)
def test_reads_its_own_numbers(index: int) -> None:
    printed = number.format(index)
    assert number.parse(printed) == index
    assert number.parse(printed.replace(" ", "")) == index
    assert number.parse(f" {printed.replace(' ', '-')}\t") == index
    assert number.parse(printed.replace(" ", "\u00a0")) == index


@given(INDICES, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(index: int, place: int, change: int) -> None:
    digits = number.format(index).replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    with pytest.raises(number.NumberError, match="check_digits"):
        number.parse(wrong)


@given(INDICES, st.integers(0, 8))
def test_two_neighbours_swapped_are_noticed(index: int, place: int) -> None:
    digits = number.format(index).replace(" ", "")
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(number.NumberError):
            number.parse(swapped)


@pytest.mark.parametrize("text", ["", "0004 2193", "0004 2193 0", "0004 2193 077", "0004 2193 0A", "٠٠٠٤٢١٩٣٠٧"])
def test_other_shapes(text: str) -> None:
    with pytest.raises(number.NumberError, match="shape"):
        number.parse(text)


def test_check_digits_that_are_never_printed() -> None:
    congruent = next(i for i in range(1000) if number.format(i).endswith("97"))
    digits = number.format(congruent).replace(" ", "")
    with pytest.raises(number.NumberError):
        number.parse(f"{digits[:8]}00")


@pytest.mark.parametrize("index", [-1, 10**8])
def test_indices_without_a_number(index: int) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        number.format(index)

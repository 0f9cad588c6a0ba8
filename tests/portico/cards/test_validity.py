"""Until when a card is valid: whole quarters, by age band."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.cards.rules.validity import AgeBand, NotEligible, age_on, birthday, expiry_for, quarter_end

YOUNG = AgeBand("young", 10, 15, 2, "quarter")
ADULT = AgeBand("adult", 16, None, 5)
BANDS = (YOUNG, ADULT)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-01-01", "2026-03-31"),
        ("2026-03-31", "2026-03-31"),
        ("2028-06-30", "2028-06-30"),
        ("2026-11-22", "2026-12-31"),
    ],
)
def test_quarter_end(day: str, end: str) -> None:
    assert quarter_end(date.fromisoformat(day)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("born", "today", "expiry"),
    [
        ("1987-04-23", "2026-11-22", "2031-12-31"),  # an adult: five years, to the end of the quarter
        ("1987-04-23", "2026-12-31", "2031-12-31"),  # the last day of a quarter
        ("1987-04-23", "2027-01-01", "2032-03-31"),  # the first day of the next
        ("1987-04-23", "2028-02-29", "2033-03-31"),  # issued on a leap day
        ("2016-11-22", "2026-11-22", "2028-12-31"),  # ten today
        ("2011-11-22", "2026-11-22", "2027-12-31"),  # fifteen: ends with the quarter of the sixteenth birthday
        ("2010-11-23", "2026-11-22", "2026-12-31"),  # sixteen tomorrow
        ("2010-11-22", "2026-11-22", "2031-12-31"),  # sixteen today
        ("2012-02-29", "2026-11-22", "2028-03-31"),  # sixteen on a leap day
    ],
)
def test_expiry(born: str, today: str, expiry: str) -> None:
    found = expiry_for(date.fromisoformat(born), date.fromisoformat(today), BANDS)
    assert found == date.fromisoformat(expiry)


def test_too_young_says_from_when() -> None:
    assert expiry_for(date(2017, 2, 3), TODAY, BANDS) == NotEligible("too_young", date(2027, 2, 3))


def test_impossible_birth_dates() -> None:
    assert expiry_for(TODAY + timedelta(days=1), TODAY, BANDS) == NotEligible("born_later")
    assert expiry_for(date(1880, 1, 1), TODAY, BANDS) == NotEligible("impossible_age")


def test_too_old_for_every_band() -> None:
    assert expiry_for(date(1990, 1, 1), TODAY, (YOUNG,)) == NotEligible("too_old")


def test_a_card_may_have_to_end_before_the_band_does() -> None:
    child = AgeBand("child", 0, 13, 2, "before")
    assert expiry_for(date(2013, 8, 5), TODAY, (child,)) == date(2027, 6, 30)
    assert expiry_for(date(2012, 12, 30), TODAY, (child,)) == NotEligible("band_ends_soon", date(2026, 12, 30))


def test_a_card_may_run_on_beyond_the_band() -> None:
    assert expiry_for(date(2011, 1, 1), TODAY, (AgeBand("young", 10, 15, 2),)) == date(2028, 12, 31)


def test_birthdays_of_29_february() -> None:
    born = date(2008, 2, 29)
    assert birthday(born, 18) == date(2026, 3, 1)
    assert (age_on(date(2026, 2, 28), born), age_on(date(2026, 3, 1), born)) == (17, 18)


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(2026, 1, 1), date(2060, 1, 1)))
def test_every_expiry_is_a_quarter_s_end_not_past_and_not_long_after_the_band(born: date, today: date) -> None:
    found = expiry_for(born, today, BANDS)
    if isinstance(found, NotEligible):
        assert found.reason in {"born_later", "too_young", "impossible_age"}
        return
    assert found == quarter_end(found)
    assert found >= today
    if age_on(today, born) <= 15:
        assert found <= quarter_end(birthday(born, 16))

"""Dates and times as each language writes them."""

from datetime import date, time

import pytest
from django.utils.translation import override

from portico.website.dates import spoken_date, spoken_time


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "1 October 2026"), ("fr", "1er octobre 2026"), ("es", "1 de octubre de 2026"), ("ar", "1 أكتوبر 2026")],
)
def test_dates(language: str, written: str) -> None:
    with override(language):
        assert spoken_date(date(2026, 10, 1)).replace("\N{NO-BREAK SPACE}", " ") == written


def test_only_the_first_of_a_month_is_first_in_french() -> None:
    with override("fr"):
        assert "21 octobre" in spoken_date(date(2026, 10, 21)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "moment", "written"),
    [
        ("en", time(9), "9 a.m."),
        ("en", time(16, 30), "4:30 p.m."),
        ("fr", time(9), "9 h"),
        ("fr", time(16, 30), "16 h 30"),
        ("es", time(9), "9:00"),
    ],
)
def test_times(language: str, moment: time, written: str) -> None:
    with override(language):
        assert spoken_time(moment).replace("\N{NO-BREAK SPACE}", " ") == written

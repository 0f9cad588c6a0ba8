"""The table of expiries that the tab looks up agrees with the rule for every birth date that matters."""

from bisect import bisect_right
from datetime import date, timedelta

import pytest

from portico.cards.deskpage import expiry_table, words_json
from portico.cards.rules.validity import NotEligible


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2028, 2, 29), date(2027, 1, 1)])
def test_the_table_says_what_the_rule_says(office, today):
    table = expiry_table(office.decisions.ages, today)
    starts = [row["from"] for row in table]
    assert starts == sorted(starts)
    for days in range(-400, 47_000, 13):
        born = today - timedelta(days=days)
        row = table[bisect_right(starts, born.isoformat()) - 1]
        expected = office.decisions.expiry_for(born, today)
        if isinstance(expected, NotEligible):
            assert (row["expires"], row["reason"]) == (None, expected.reason), born
        else:
            assert row["expires"] == expected.isoformat(), born


def test_the_table_is_short_enough_to_send(office):
    assert len(expiry_table(office.decisions.ages, date(2026, 11, 22))) < 100


def test_a_resident_reads_in_every_language_of_the_city(office):
    words = words_json(office, "en")["preview"]
    assert list(words) == ["en", "fr", "es", "ar"]
    assert words["ar"]["direction"] == "rtl"
    for key in words["en"].keys() - {"unchecked", "direction", "city"}:
        assert len({said[key] for said in words.values()}) == 4, f"{key} is the same in two languages"
    assert [bool(said["unchecked"]) for said in words.values()] == [False, False, True, True]

"""Opening hours in words."""

from typing import Any

import pytest
from django.utils.translation import override

from portico.directory.decisions import Hours
from portico.directory.templatetags.directory import opening_days, opening_times


def hours(*days: Any) -> Hours:
    return Hours(days=days, opens="08:30", closes="16:00")


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (("mon", "tue", "wed", "thu", "fri"), "Monday to Friday", "Du lundi au vendredi"),
        (("mon", "tue", "wed", "fri"), "Monday to Wednesday, Friday", "Du lundi au mercredi, vendredi"),
        (("sat", "sun"), "Saturday, Sunday", "Samedi, dimanche"),
        (("sun", "mon"), "Monday, Sunday", "Lundi, dimanche"),
        (("thu",), "Thursday", "Jeudi"),
    ],
)
def test_days(days: tuple[str, ...], english: str, french: str) -> None:
    with override("en"):
        assert opening_days(hours(*days)) == english
    with override("fr"):
        assert opening_days(hours(*days)) == french


def test_times() -> None:
    with override("fr"):
        assert opening_times(hours("mon")).replace("\N{NO-BREAK SPACE}", " ") == "de 8 h 30 à 16 h"

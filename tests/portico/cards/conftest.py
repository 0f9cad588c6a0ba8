"""A card office with real keys, and a way to write the request a desk tab sends."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from portico.cards.office import CityOffice, card_office
from tests import resident
from tests.faces import portrait


@pytest.fixture
def office(keys_folder: Any) -> CityOffice:
    """The demo city's office."""
    return card_office()


@pytest.fixture
def enough(office: CityOffice) -> tuple[str, ...]:
    """Proofs that are enough in the demo city, as its own engine suggests them."""
    from portico.cards.rules.suggestions import suggestions

    best = suggestions(office.decisions.rule, [])[0]
    return tuple(proof for choice in best.choices for proof in choice.of[: choice.count])


@pytest.fixture
def body(enough: tuple[str, ...]) -> Callable[..., dict[str, Any]]:
    """Writes an issue request for the alarm resident; keyword arguments replace claims, `top` anything else."""

    def write(top: dict[str, Any] | None = None, **claims: Any) -> dict[str, Any]:
        return {
            "code": "0123456789ABCDEFGHJK",
            "tab": "tab-1",
            "site": "city-hall",
            "proofs": {"shown": list(enough)},
            "claims": {
                "name": resident.NAME,
                "birth_date": resident.BIRTH_DATE.isoformat(),
                "address_mode": "shown",
                "address": resident.ADDRESS,
                **claims,
            },
            "photo": base64.b64encode(portrait()).decode(),
            **(top or {}),
        }

    return write

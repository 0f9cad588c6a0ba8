"""What issuing needs of the city: its decisions, its words for the card, its keys, its name in the code."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, override

import citycard
from portico.cards.decisions import CardDecisions, load_card_rules
from portico.cards.drawing import Face
from portico.cards.keyring import Keyring


@dataclass(frozen=True)
class CityOffice:
    """One city's card office."""

    decisions: CardDecisions
    keyring: Keyring

    @property
    def issuer(self) -> str:
        """The city's address as it stands in every card's signature."""
        return self.decisions.city.issuer

    @property
    def status_uri(self) -> str:
        """Where the status list is published, as every card says it."""
        return f"{self.issuer}/lists/status.cwt"

    @property
    def languages(self) -> tuple[str, ...]:
        """The city's languages, official ones first."""
        return tuple(language.code for language in self.decisions.city.languages)

    def names(self) -> dict[str, str]:
        """The city's name in each of its languages."""
        return {code: self.decisions.city.name.in_language(code).text for code in self.languages}

    def face(self, claims: citycard.Claims, photo: bytes, number: str, code_text: str) -> Face:
        """What the printed card shows: exactly the claims that the code carries."""
        city = self.decisions.city
        return Face(
            city_name=self.names(),
            card_name={code: city.card_name.in_language(code).text for code in self.languages},
            report_line={code: _report_line(code, city.contact.phone) for code in self.languages},
            languages=self.languages[:4],
            phone=city.contact.phone,
            name=claims.name,
            second_name=claims.second_name,
            birth_date=claims.birth_date,
            expires=claims.expires,
            number=number,
            gender=claims.gender,
            guardian=claims.guardian,
            address_lines=tuple(line for line in (claims.address or "").splitlines() if line.strip()),
            portrait=photo,
            code_text=code_text,
        )


def _report_line(language: str, phone: str) -> str:
    with override(language):
        return gettext("Refused a service? Call %(phone)s.") % {"phone": phone}


def card_office() -> CityOffice:
    """The office of this installation. Raises CityFileError when the city's files are faulty."""
    return CityOffice(_read_once(settings.PORTICO_CITY), Keyring(settings.PORTICO_KEYS, settings.PORTICO_KEY_PASSWORD))


@cache
def _read_once(folder: Path) -> CardDecisions:
    return load_card_rules(folder)

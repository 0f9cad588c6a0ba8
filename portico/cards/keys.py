"""Preparing and publishing the city's keys."""

from datetime import datetime, timedelta
from pathlib import Path

from portico.cards.decisions import load_card_rules
from portico.cards.keyring import Keyring
from portico.cards.office import CityOffice

PUBLISH_AHEAD = timedelta(days=30)


def prepare(folder: Path, city_dir: Path, *, now: datetime, password: str | None = None) -> None:
    """Make what is missing: a root key, an issuing key in force, a trust list that names it. Repeating does no harm."""
    ring = Keyring(folder, password)
    if not (folder / "root-key.pem").exists():
        ring.make_root()
    if not ring.issuing_keys():
        ring.add_issuing_key(signs_from=now)
    publish(CityOffice(load_card_rules(city_dir), ring), now=now)


def rotate(office: CityOffice, *, now: datetime) -> datetime:
    """Make the next issuing key and publish it now; it signs only after verifiers have had time to fetch it.

    Returns the moment from which it signs.
    """
    begins = now + PUBLISH_AHEAD
    office.keyring.add_issuing_key(signs_from=begins)
    publish(office, now=now)
    return begins


def publish(office: CityOffice, *, now: datetime) -> bytes:
    """Sign and write the trust list."""
    city = office.decisions.city
    return office.keyring.publish_trust_list(
        name=f"{city.name.in_language('en').text} root",
        issuer=office.issuer,
        names=office.names(),
        status_list=office.status_uri,
        now=now,
    )

"""Preparing and publishing the city's keys."""

from datetime import datetime, timedelta
from pathlib import Path

from portico.cards.decisions import load_card_rules
from portico.cards.keyring import Keyring
from portico.cards.office import CityOffice

PUBLISH_AHEAD = timedelta(days=30)


class RootKeyElsewhere(Exception):
    """The root's private key is not in the key folder: bring it for this, then take it away again."""


def prepare(folder: Path, city_dir: Path, *, now: datetime, password: str | None = None) -> None:
    """Make what is missing: a root key, an issuing key in force, a trust list that names it.

    Repeating does no harm: where a root was ever made, no other is, even when its private key was moved away.
    Raises RootKeyElsewhere when a new issuing key would need it.
    """
    ring = Keyring(folder, password)
    if not ring.root_is_known:
        ring.make_root()
    missing = not ring.has_key_in_force(now)
    if missing and not ring.root_is_here:
        raise RootKeyElsewhere  # before a key is made that would sign without being on any list
    if missing:
        ring.add_issuing_key(signs_from=now)
    if ring.root_is_here:
        publish(CityOffice(load_card_rules(city_dir), ring), now=now)


def rotate(office: CityOffice, *, now: datetime) -> datetime:
    """Make the next issuing key and publish it now; it signs only after verifiers have had time to fetch it.

    Returns the moment from which it signs. Raises RootKeyElsewhere.
    """
    if not office.keyring.root_is_here:
        raise RootKeyElsewhere
    begins = now + PUBLISH_AHEAD
    office.keyring.add_issuing_key(signs_from=begins)
    publish(office, now=now)
    return begins


def publish(office: CityOffice, *, now: datetime) -> bytes:
    """Sign and write the trust list. Raises RootKeyElsewhere when the root's private key is not here."""
    if not office.keyring.root_is_here:
        raise RootKeyElsewhere
    city = office.decisions.city
    return office.keyring.publish_trust_list(
        name=f"{city.name.in_language('en').text} root",
        issuer=office.issuer,
        names=office.names(),
        status_list=office.status_uri,
        now=now,
    )

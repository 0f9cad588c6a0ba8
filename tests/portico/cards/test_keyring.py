"""Keys: published before they sign, the newest in force signs, all that are listed verify."""

import stat
from datetime import timedelta

import pytest

from citycard import trust
from portico.cards import keys
from portico.cards.keyring import Keyring, NoKeyInForce
from portico.cards.office import CityOffice
from tests.conftest import NOW


@pytest.fixture
def ring(tmp_path, settings):
    keys.prepare(tmp_path / "keys", settings.PORTICO_CITY, now=NOW)
    return Keyring(tmp_path / "keys")


@pytest.fixture
def office(ring, settings):
    from portico.cards.decisions import load_card_rules

    return CityOffice(load_card_rules(settings.PORTICO_CITY), ring)


def test_preparing_twice_changes_no_key(ring, settings):
    before = {path.name: path.read_bytes() for path in ring.folder.glob("*.pem")}
    keys.prepare(ring.folder, settings.PORTICO_CITY, now=NOW)
    assert {path.name: path.read_bytes() for path in ring.folder.glob("*.pem")} == before


def test_a_root_that_was_moved_away_is_never_replaced(ring, settings, office):
    public, listed = ring.root_public(), ring.trust_list()
    (ring.folder / "root-key.pem").unlink()
    keys.prepare(ring.folder, settings.PORTICO_CITY, now=NOW)
    assert (ring.root_public(), ring.trust_list()) == (public, listed)
    assert not (ring.folder / "root-key.pem").exists()
    for act in (keys.publish, keys.rotate):
        with pytest.raises(keys.RootKeyElsewhere):
            act(office, now=NOW)
    with pytest.raises(keys.RootKeyElsewhere):
        keys.prepare(ring.folder, settings.PORTICO_CITY, now=NOW + timedelta(days=400))
    assert len(ring.issuing_keys()) == 1, "no key signs that no list names"


def test_private_keys_are_for_their_owner_only(ring):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in ring.folder.glob("*.pem")}
    assert modes == {0o600}


def test_a_new_key_is_listed_at_once_and_signs_a_month_later(ring, office):
    old = ring.signer(NOW)
    begins = keys.rotate(office, now=NOW)
    listed = trust.read(ring.trust_list())
    assert len(listed.cities[0].keys) == 2
    assert ring.signer(begins - timedelta(seconds=1)).kid == old.kid
    assert ring.signer(begins).kid != old.kid
    assert {key.kid for key in listed.cities[0].keys} == {old.kid, ring.signer(begins).kid}


def test_a_retired_key_still_verifies_what_it_signed(ring):
    [key] = ring.issuing_keys()
    assert key.verifies_until - key.signs_until > timedelta(days=5 * 365 + 92)


def test_without_a_key_in_force_nothing_signs(ring):
    with pytest.raises(NoKeyInForce):
        ring.signer(NOW - timedelta(days=1))
    with pytest.raises(NoKeyInForce):
        ring.signer(NOW + timedelta(days=366))


def test_preparing_after_a_year_adds_a_key_and_keeps_the_old_one_listed(ring, settings):
    later = NOW + timedelta(days=400)
    old = ring.signer(NOW)
    keys.prepare(ring.folder, settings.PORTICO_CITY, now=later)
    assert ring.signer(later).kid != old.kid
    listed = {key.kid for key in trust.read(ring.trust_list()).cities[0].keys}
    assert listed == {old.kid, ring.signer(later).kid}


def test_keys_can_lie_encrypted(tmp_path, settings):
    keys.prepare(tmp_path / "k", settings.PORTICO_CITY, now=NOW, password="correct lantern")
    assert b"ENCRYPTED" in (tmp_path / "k" / "root-key.pem").read_bytes()
    assert Keyring(tmp_path / "k", "correct lantern").signer(NOW)
    with pytest.raises(ValueError, match="password"):
        Keyring(tmp_path / "k", "wrong").root()

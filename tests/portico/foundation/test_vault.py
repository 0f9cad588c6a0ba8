"""Keys that live in memory only."""

import os

import pytest

from portico.foundation.vault import Vault, VaultFull


def test_a_tab_gets_the_same_key_again_and_another_tab_another():
    vault = Vault(places=4)
    first = vault.open("sign-in", "tab-1")
    assert len(first) == 32
    assert vault.open("sign-in", "tab-1") == first
    assert vault.open("sign-in", "tab-2") != first
    assert vault.open("other sign-in", "tab-1") != first


def test_a_forgotten_key_never_comes_back():
    vault = Vault(places=4)
    first, second = vault.open("sign-in", "tab-1"), vault.open("sign-in", "tab-2")
    vault.forget("sign-in", "tab-1")
    assert vault.open("sign-in", "tab-1") != first
    assert vault.open("sign-in", "tab-2") == second


def test_signing_out_forgets_every_tab():
    vault = Vault(places=4)
    keys = {tab: vault.open("sign-in", tab) for tab in "abc"}
    vault.forget("sign-in")
    assert not set(keys.values()) & {vault.open("sign-in", tab) for tab in "abc"}


def test_a_key_unused_past_its_time_is_gone_and_use_moves_the_time():
    vault = Vault(places=1, lifetime=60)
    key = vault.open("sign-in", "tab", clock=1000.0)
    assert vault.open("sign-in", "tab", clock=1059.0) == key
    assert vault.open("sign-in", "tab", clock=1118.0) == key
    assert vault.open("sign-in", "tab", clock=1179.0) != key


def test_a_full_vault_says_so_and_takes_the_place_of_a_dead_tab():
    vault = Vault(places=2, lifetime=60)
    vault.open("a", "1", clock=1000.0)
    vault.open("a", "2", clock=1000.0)
    with pytest.raises(VaultFull):
        vault.open("a", "3", clock=1001.0)
    assert vault.open("a", "3", clock=1061.0)


def test_forked_workers_share_the_keys():
    vault = Vault(places=4)
    key = vault.open("sign-in", "tab")
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writer, vault.open("sign-in", "tab"))
        vault.forget("sign-in", "tab")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 32) == key
    assert vault.open("sign-in", "tab") != key


def test_a_worker_killed_while_it_holds_the_lock_leaves_the_vault_open():
    vault = Vault(places=4)
    key = vault.open("sign-in", "tab")
    if (child := os.fork()) == 0:
        with vault._alone():
            os._exit(9)
    os.waitpid(child, 0)
    assert vault.open("sign-in", "tab") == key

"""Keys that live in memory only and are forgotten: what seals a desk tab's unfinished application.

The browser may write a tab's session storage to its disk. So the tab stores it encrypted, under a key that
only this process group holds (privacy.md, "What exists after a resident leaves the desk"). The table lives in
anonymous shared memory made before the server forks its workers: every worker sees it, no file ever does, and
a restart forgets everything.
"""

import fcntl
import hashlib
import mmap
import os
import secrets
import struct
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PLACES: Final = 2048
LIFETIME_SECONDS: Final = 60 * 60
_LAYOUT: Final = struct.Struct("<16s16s32sd")  # digests of sign-in and tab, key, deadline (monotonic seconds)
_EMPTY: Final = (b"", b"", b"", 0.0)


class VaultFull(Exception):
    """Every place is taken by a live tab; the desk should finish or close one."""


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:16]


class Vault:
    """A fixed table of (sign-in, tab, key, deadline) in memory that forked workers share."""

    def __init__(self, places: int = PLACES, lifetime: float = LIFETIME_SECONDS) -> None:
        """Reserve the memory; `lifetime` is in seconds since a tab's last use."""
        self._places = places
        self._lifetime = lifetime
        self._memory = mmap.mmap(-1, places * _LAYOUT.size)
        # A record lock ends with its process, so a killed worker cannot leave the vault shut; it does not
        # hold threads apart, hence the second lock. The file is unlinked and stays empty.
        self._lock, path = tempfile.mkstemp(prefix="portico-vault-")
        Path(path).unlink()
        weakref.finalize(self, os.close, self._lock)
        self._threads = threading.Lock()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def _live(self, now: float) -> Iterator[tuple[int, bytes, bytes, bytes]]:
        """Places in use; those past their deadline are erased on the way."""
        for place in range(self._places):
            owner, tab, key, deadline = _LAYOUT.unpack_from(self._memory, place * _LAYOUT.size)
            if deadline and deadline < now:
                _LAYOUT.pack_into(self._memory, place * _LAYOUT.size, *_EMPTY)
            elif deadline:
                yield place, owner, tab, key

    def open(self, owner: str, tab: str, *, clock: float | None = None) -> bytes:
        """The 32-byte key of this sign-in's tab, made on first use; every use moves its deadline.

        Raises VaultFull when no place is free.
        """
        now = time.monotonic() if clock is None else clock
        names = (_digest(owner), _digest(tab))
        with self._alone():
            live = list(self._live(now))
            found = next(((place, key) for place, *held, key in live if tuple(held) == names), None)
            if found is None:
                used = {place for place, *_ in live}
                free = next((place for place in range(self._places) if place not in used), None)
                if free is None:
                    raise VaultFull
                found = (free, secrets.token_bytes(32))
            place, key = found
            _LAYOUT.pack_into(self._memory, place * _LAYOUT.size, *names, key, now + self._lifetime)
            return key

    def forget(self, owner: str, tab: str | None = None, *, clock: float | None = None) -> None:
        """Erase the key of one tab, or of every tab of this sign-in when no tab is named."""
        now = time.monotonic() if clock is None else clock
        with self._alone():
            for place, held_owner, held_tab, _ in list(self._live(now)):
                if held_owner == _digest(owner) and (tab is None or held_tab == _digest(tab)):
                    _LAYOUT.pack_into(self._memory, place * _LAYOUT.size, *_EMPTY)


tabs = Vault()

"""The city's signing keys: where they lie, which one signs now, and the trust list that names them.

Files in the key folder: `root-key.pem` signs the trust list (a city may keep it elsewhere and bring it for a
rotation), `root.pub` is its public half, which verifiers pin; one `issuing-<kid>.pem` a key, with
`issuing-<kid>.json` for the days it is in force; and the published `trust-list.cwt`. A new key is published ahead
of its first day; the newest key in force signs; all that are listed verify.
"""

import base64
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from citycard.signer import SoftwareSigner, coordinates
from citycard.trust import City, Key, TrustList

ISSUING_YEARS = 8  # a card lives at most five years and a quarter; the key must outlive the last card it signed
SIGNING_DAYS = 365
TRUST_LIST_DAYS = 180


class NoKeyInForce(Exception):
    """No issuing key may sign now: an administrator must run `portico keys`."""


@dataclass(frozen=True)
class IssuingKey:
    """A private key with the period in which it signs and the later day until which its cards verify."""

    signer: SoftwareSigner
    signs_from: datetime
    signs_until: datetime
    verifies_until: datetime


def _write_private(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".new")
    temporary.write_bytes(data)
    temporary.replace(path)


class Keyring:
    """The keys in one folder."""

    def __init__(self, folder: Path, password: str | None = None) -> None:
        """Point at the folder; nothing is read until asked."""
        self.folder = folder
        self._password = password.encode() if password else None

    def make_root(self) -> None:
        """Make the root key and its public half. Raises FileExistsError when there is one."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        signer = SoftwareSigner.generate()
        _write_private(self.folder / "root-key.pem", signer.to_pem(self._password))
        x, y = coordinates(signer.public_key)
        _replace(self.folder / "root.pub", base64.urlsafe_b64encode(x + y).rstrip(b"=") + b"\n")

    @property
    def root_is_known(self) -> bool:
        """True once a root was made, wherever its private key is now."""
        return (self.folder / "root.pub").exists()

    @property
    def root_is_here(self) -> bool:
        """True while the root's private key lies in this folder."""
        return (self.folder / "root-key.pem").exists()

    def root_public(self) -> str:
        """The root's public key as a verifier pins it: base64url of x followed by y, 64 bytes."""
        return (self.folder / "root.pub").read_text().strip()

    def root(self) -> SoftwareSigner:
        """The root key; raises FileNotFoundError when it is kept elsewhere."""
        return SoftwareSigner.from_pem((self.folder / "root-key.pem").read_bytes(), self._password)

    def add_issuing_key(self, signs_from: datetime) -> IssuingKey:
        """Make an issuing key that signs from the given moment. Publish the trust list before that moment."""
        signer = SoftwareSigner.generate()
        name = signer.kid.hex()
        _write_private(self.folder / f"issuing-{name}.pem", signer.to_pem(self._password))
        times = {
            "signs_from": signs_from.isoformat(),
            "signs_until": (signs_from + timedelta(days=SIGNING_DAYS)).isoformat(),
            "verifies_until": (signs_from + timedelta(days=365 * ISSUING_YEARS)).isoformat(),
        }
        _replace(self.folder / f"issuing-{name}.json", json.dumps(times, indent=1).encode())
        _load.cache_clear()
        return IssuingKey(signer, *(datetime.fromisoformat(t) for t in times.values()))

    def issuing_keys(self) -> tuple[IssuingKey, ...]:
        """All issuing keys, oldest first."""
        return _load(self.folder, self._password, _stamp(self.folder))

    def has_key_in_force(self, now: datetime) -> bool:
        """True when some issuing key may sign now."""
        return any(key.signs_from <= now < key.signs_until for key in self.issuing_keys())

    def signer(self, now: datetime) -> SoftwareSigner:
        """The newest key in force. Raises NoKeyInForce when there is none."""
        in_force = [key for key in self.issuing_keys() if key.signs_from <= now < key.signs_until]
        if not in_force:
            raise NoKeyInForce
        return in_force[-1].signer

    def publish_trust_list(
        self, *, name: str, issuer: str, names: dict[str, str], status_list: str, now: datetime
    ) -> bytes:
        """Sign and write the trust list of this city, naming every issuing key, also those not yet in force."""
        keys = tuple(
            Key(public_key=k.signer.public_key, not_before=k.signs_from, not_after=k.verifies_until)
            for k in self.issuing_keys()
        )
        city = City(issuer=issuer, name=names, status_list=status_list, keys=keys)
        data = TrustList(name=name, cities=(city,)).sign(
            self.root(), issued_at=now, expires_at=now + timedelta(days=TRUST_LIST_DAYS)
        )
        _replace(self.folder / "trust-list.cwt", data)
        return data

    def trust_list(self) -> bytes:
        """The published trust list as signed. Raises FileNotFoundError before the first publication."""
        return (self.folder / "trust-list.cwt").read_bytes()


def _stamp(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.glob("issuing-*.json")))


@lru_cache(maxsize=8)
def _load(folder: Path, password: bytes | None, names: tuple[str, ...]) -> tuple[IssuingKey, ...]:
    keys = []
    for name in names:
        times = json.loads((folder / name).read_text())
        signer = SoftwareSigner.from_pem((folder / name).with_suffix(".pem").read_bytes(), password)
        parsed = [
            datetime.fromisoformat(times[field]).astimezone(UTC)
            for field in ("signs_from", "signs_until", "verifies_until")
        ]
        keys.append(IssuingKey(signer, *parsed))
    return tuple(sorted(keys, key=lambda key: key.signs_from))

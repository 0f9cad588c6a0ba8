"""The files of the command line: claims, keys and lists read with one-line errors, written without overwriting."""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from citycard import status, trust
from citycard.claims import Claims, ClaimsError
from citycard.signer import KeyFileError, PublicKey, SoftwareSigner
from citycard.status import StatusList
from citycard.trust import City, ListError, TrustList

ROOT_KEY, ISSUING_KEY, TRUST_LIST, ROOT_PUBLIC = "root-key.pem", "issuing-key.pem", "trust-list.cwt", "root.pub"
_LARGEST = 50 * 1024 * 1024
_REQUIRED, _DATES = ("name", "birth_date", "expires"), ("birth_date", "expires")
_OPTIONAL = ("gender", "address", "guardian", "second_name", "second_name_language")
_NEVER = ("citizenship", "nationality", "immigration", "legal_status", "status", "birthplace", "place_of_birth",
          "country_of_birth", "sin", "social_insurance", "visa", "passport", "religion", "ethnicity")  # fmt: skip
_WHY = {
    "required": "is missing or empty",
    "too_long": "is too long (name 120 characters, address 200, others 120)",
    "unprintable": "is not plain printable text",
    "not_a_date": "is not a date such as 2029-12-31",
    "before_birth": "is not after birth_date",
    "not_a_language": "is not a three-letter code of ISO 639-3 such as ara",
    "belongs_together": "is missing: second_name and second_name_language go together",
}


class FileError(Exception):
    """A file that cannot be used; the message is one line and quotes nothing of what is in it."""


@dataclass(frozen=True)
class KeyFolder:
    """What `citycard keygen` made: the signing key and the city it signs for."""

    signer: SoftwareSigner
    city: City


def read(path: Path) -> bytes:
    """Read a file of at most 50 MB; raises FileError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise FileError(f"{path}: larger than 50 MB")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or 'cannot be read'}") from error


def write_new(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that must not exist yet, never following a link; raises FileError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except FileExistsError as error:
        raise FileError(f"{path}: exists already, and is not overwritten") from error
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or 'cannot be written'}") from error


def write(path: Path, data: bytes) -> None:
    """Write a file, replacing one that is there; raises FileError."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror or 'cannot be written'}") from error


def card_text(data: bytes) -> str:
    """Return the text of a code from a text file, without the line end that editors add."""
    return data.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")


def key_folder(folder: Path, password: bytes | None) -> KeyFolder:
    """Open a folder made by keygen; raises FileError."""
    try:
        signer = SoftwareSigner.from_pem(read(folder / ISSUING_KEY), password)
    except KeyFileError as error:
        raise FileError(f"{folder / ISSUING_KEY}: {error}") from error
    cities = trust_list(folder / TRUST_LIST, None).cities
    city = next((city for city in cities if signer.kid in city.keys_by_id), None)
    if city is None:
        raise FileError(f"{folder / TRUST_LIST}: does not name the key in {ISSUING_KEY}")
    return KeyFolder(signer, city)


def trust_list(path: Path, root: PublicKey | None) -> TrustList:
    """Open a trust list; raises FileError."""
    try:
        return trust.read(read(path), root)
    except ListError as error:
        raise FileError(f"{path}: no trust list ({error})") from error


def status_list(path: Path, cities: TrustList) -> StatusList:
    """Open a status list of one of these cities; raises FileError."""
    try:
        return status.read_any(read(path), cities)
    except ListError as error:
        raise FileError(f"{path}: no status list of a listed city ({error})") from error


def public_key(path: Path) -> PublicKey:
    """Open a public key in PEM; raises FileError."""
    try:
        key = serialization.load_pem_public_key(read(path))
    except ValueError as error:
        raise FileError(f"{path}: no public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise FileError(f"{path}: not a key on the curve P-256")
    return key


def claims(path: Path) -> tuple[Claims, int | None]:
    """Read claims.json; returns the claims and the status index, if any. Raises FileError."""
    try:
        found = json.loads(read(path))
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise FileError(f"{path}: not JSON in UTF-8{where}") from error
    except RecursionError as error:
        raise FileError(f"{path}: not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise FileError(f"{path}: not a JSON object")
    for field in found:
        _known(path, field)
    index = found.pop("status_index", None)
    if index is not None and (type(index) is not int or not 0 <= index < 10**8):
        raise FileError(f"{path}: status_index is not a whole number of at most eight digits")
    try:
        return Claims(**_values(found)), index
    except ClaimsError as error:
        raise FileError(f"{path}: {error.field} {_WHY[error.code]}") from error


def _known(path: Path, field: str) -> None:
    if field in (*_REQUIRED, *_OPTIONAL, "status_index"):
        return
    if any(word in field.lower() for word in _NEVER):
        raise FileError(
            f"{path}: {_shown(field)} never stands on a card: the card shows who somebody is, not their status"
        )
    raise FileError(f"{path}: unknown field {_shown(field)}")


def _shown(field: str) -> str:
    return json.dumps(field[:40])


def _values(found: dict[str, Any]) -> dict[str, Any]:
    for field in _REQUIRED:
        if found.get(field) is None:
            raise ClaimsError(field, "required")
    values = {field: value for field, value in found.items() if value is not None}
    for field in _DATES:
        try:
            values[field] = date.fromisoformat(values[field])
        except (ValueError, TypeError) as error:
            raise ClaimsError(field, "not_a_date") from error
    return values

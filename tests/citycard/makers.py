"""A small city for tests: its keys, its lists, and cards made by the real issue()."""

import io
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import citycard
from citycard import status, trust
from citycard.signer import SoftwareSigner
from citycard.status import StatusList
from citycard.trust import City, Key, TrustList
from vectors import faces

ISSUER = "https://lanternbay.example"
URI = f"{ISSUER}/lists/status.cwt"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
POLICY = citycard.Policy(require_status=True, amber_after_s=86_400, red_after_s=604_800)
ROOT, SIGNER = SoftwareSigner.generate(), SoftwareSigner.generate()
CITY = City(
    ISSUER, {"en": "Lantern Bay"}, URI, (Key(SIGNER.public_key, NOW - timedelta(days=30), NOW + timedelta(days=3000)),)
)


@cache
def cities() -> TrustList:
    signed = TrustList("Tests", (CITY,)).sign(ROOT, NOW - timedelta(days=1), NOW + timedelta(days=90))
    return trust.read(signed, ROOT.public_key)


@cache
def listed(*revoked: int) -> StatusList:
    signed = status.sign(
        131_072, revoked, uri=URI, issuer=ISSUER, signer=SIGNER, issued_at=NOW - timedelta(hours=1),
        expires_at=NOW + timedelta(days=7), ttl=43_200,
    )  # fmt: skip
    return status.read(signed, CITY)


@cache
def photo(face: str = "one", format_: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    faces.draw(face).save(buffer, format_)
    return buffer.getvalue()


def claims(**changes: Any) -> citycard.Claims:
    given = {"name": "Amina Featherstone", "birth_date": date(1990, 2, 3), "expires": date(2029, 12, 31)}
    return citycard.Claims(**(given | changes))


def issue(
    said: citycard.Claims | None = None, *, index: int | None = 4711, kind: citycard.Kind = citycard.Kind.CARD,
    face: bytes | None = None,
) -> str:  # fmt: skip
    reference = None if index is None else citycard.StatusReference(index, URI)
    return citycard.issue(said or claims(), face or photo(), issuer=ISSUER, status=reference, signer=SIGNER, kind=kind)


@cache
def card() -> str:
    """One card, for the many tests that only need any."""
    return issue()


def verify(text: str, **changes: Any) -> citycard.Result:
    given: dict[str, Any] = {"trust": cities(), "status": listed(42), "now": NOW, "policy": POLICY}
    return citycard.verify(text, **(given | changes))

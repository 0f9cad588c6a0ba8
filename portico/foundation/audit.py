"""Write to and verify the audit chain."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from portico.foundation.models import AuditEntry

GENESIS = b"\x00" * 32
# One writer at a time: two entries that chain to the same predecessor would break the chain.
_POSTGRES_LOCK = 0x706F727469636F
VERBS: dict[str, frozenset[str]] = {}


def register_verb(verb: str, *detail: str) -> None:
    """Name a verb and the only detail keys its entries may carry; each room lists its own."""
    VERBS[verb] = frozenset(detail)


def _digest(previous: bytes, at: datetime, actor: str, verb: str, detail: dict[str, Any]) -> bytes:
    body = json.dumps([at.isoformat(), actor, verb, detail], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + body.encode()).digest()


def record(verb: str, *, by: str, now: datetime, **detail: str | int) -> AuditEntry:
    """Append one entry in the caller's transaction.

    `by` is the staff member's id or the name of a job. Raises ValueError for a verb or a detail key that no
    room has listed: free text is where personal data would slip in.
    """
    if verb not in VERBS:
        raise ValueError(f"audit verb {verb!r} is not listed by any room")
    if unknown := set(detail) - VERBS[verb]:
        raise ValueError(f"audit verb {verb!r} may not carry {', '.join(sorted(unknown))}")
    # Whole milliseconds: more would be lost in a JSON dump, and with it the chain.
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRES_LOCK])
        last = AuditEntry.objects.order_by("-number").first()
        previous = bytes(last.hash) if last else GENESIS
        return AuditEntry.objects.create(
            at=now, actor=by, verb=verb, detail=detail, hash=_digest(previous, now, by, verb, detail)
        )


def first_broken() -> int | None:
    """The number of the first entry that does not follow from the one before, or None when all do."""
    previous = GENESIS
    for entry in AuditEntry.objects.order_by("number").iterator():
        expected = _digest(previous, entry.at, entry.actor, entry.verb, entry.detail)
        if bytes(entry.hash) != expected:
            return entry.number
        previous = expected
    return None

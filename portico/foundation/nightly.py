"""The night's work on what all rooms stand on: sessions, the audit chain, the database's own leftovers."""

from importlib import import_module

from django.conf import settings
from django.db import connection

from portico.foundation import audit


class AuditChainBroken(Exception):
    """An entry does not follow from the one before: somebody changed or removed one."""


class JournalInUse(Exception):
    """Somebody was reading or writing: SQLite's write-ahead log could not be emptied this time."""


def clear_sessions() -> str:
    """Erase staff sessions that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "ended"


def verify_audit_chain() -> str:
    """Follow the audit chain from its start. Raises AuditChainBroken with the number of the first bad entry."""
    broken = audit.first_broken()
    if broken is not None:
        raise AuditChainBroken(f"entry {broken} does not follow from the one before")
    return "whole"


def fold_journal() -> str:
    """Bring SQLite's write-ahead log into the database and empty it, or let PostgreSQL reuse what was deleted.

    Raises JournalInUse: the pragma itself only answers that it was busy, and the log, in order of time, stays.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise JournalInUse
        else:
            cursor.execute("VACUUM")
    return "folded"

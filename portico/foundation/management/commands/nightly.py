"""`portico nightly`: the one command that a timer runs each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from portico.foundation.nightly import AuditChainBroken

# Commands may look across rooms; rooms may not (house.md). Each job says in one line what it did.
JOBS = (
    ("issue requests forgotten", "portico.cards.nightly.forget_requests", False),
    ("slots of ended cards erased", "portico.cards.nightly.erase_expired", True),
    ("slots written anew in order", "portico.cards.nightly.rewrite_slots", False),
    ("desk days written to the audit chain", "portico.cards.nightly.write_desk_days", True),
    ("days folded into weeks", "portico.cards.nightly.fold_tallies", True),
    ("staff sessions erased", "portico.foundation.nightly.clear_sessions", False),
    ("audit chain", "portico.foundation.nightly.verify_audit_chain", False),
    ("journal", "portico.foundation.nightly.fold_journal", False),
)


class Command(BaseCommand):
    """Tidy up what the day needed and the next one must not find."""

    help = (
        "Forget the day's issue requests, erase ended cards' slots, rewrite the others in order, write desk days "
        "into the audit chain, fold old days into weeks, end sessions, verify the audit chain."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every job in order; each is a transaction of its own.

        One that fails keeps no other from forgetting what it must; the command then ends with an error. Of what
        went wrong only the kind is said: a database's own words may quote a row.
        """
        now = timezone.now()
        failed = []
        for words, path, takes_time in JOBS:
            job = import_string(path)
            try:
                self.stdout.write(f"{job(now=now) if takes_time else job()} {words}")
            except Exception as error:
                failed.append(f"{words}: {error if isinstance(error, AuditChainBroken) else type(error).__name__}")
        if failed:
            raise CommandError("NOT DONE: " + "; ".join(failed))

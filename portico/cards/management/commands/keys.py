"""`portico keys`: make, publish and rotate the city's signing keys."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portico.cards import keys
from portico.cards.office import card_office
from portico.foundation import audit

audit.register_verb("keys.prepared")
audit.register_verb("keys.rotated", "signs_from")
audit.register_verb("keys.published")


class Command(BaseCommand):
    """The life of the signing keys. A new key is published a month before it signs."""

    help = (
        "prepare: make what is missing (root key, issuing key, trust list). "
        "rotate: make the next issuing key, publish it now, sign with it in 30 days. "
        "publish: sign the trust list again (it expires after 180 days). "
        "show-root: print the root's public key, which verifiers pin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["prepare", "rotate", "publish", "show-root"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, note it in the audit chain, and say what comes next."""
        try:
            self._do(options["verb"], timezone.now())
        except keys.RootKeyElsewhere as error:
            raise CommandError(
                "the root's private key is not here: put root-key.pem into the key folder, run this again, "
                "then take it away"
            ) from error

    def _do(self, verb: str, now: datetime) -> None:
        if verb == "show-root":
            self.stdout.write(card_office().keyring.root_public())
        elif verb == "prepare":
            keys.prepare(settings.PORTICO_KEYS, settings.PORTICO_CITY, now=now, password=settings.PORTICO_KEY_PASSWORD)
            audit.record("keys.prepared", by="command line", now=now)
            self.stdout.write("The keys are ready and the trust list is published.")
        elif verb == "rotate":
            begins = keys.rotate(card_office(), now=now)
            audit.record("keys.rotated", by="command line", now=now, signs_from=begins.date().isoformat())
            self.stdout.write(f"The new key is published; it signs from {begins.date()}.")
        else:
            keys.publish(card_office(), now=now)
            audit.record("keys.published", by="command line", now=now)
            self.stdout.write("The trust list is signed again.")

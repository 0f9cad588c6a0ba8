"""`portico demo-staff`: the demo city's sign-ins. Refuses to run anywhere else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portico.accounts.actions import add_staff_member
from portico.accounts.models import StaffMember
from portico.accounts.rules import Role

PASSWORD = "lantern porch demo"  # noqa: S105 -- published on purpose: it opens only a demonstration
DEMO_STAFF = (
    ("reviewer@lanternbay.example", "Rowan Demo-Reviewer", {Role.REVIEWER}),
    ("supervisor@lanternbay.example", "Sacha Demo-Supervisor", {Role.REVIEWER, Role.SUPERVISOR}),
    ("office@lanternbay.example", "Odile Demo-Office", {Role.PROGRAMME_OFFICE}),
)


class Command(BaseCommand):
    """Add the demo's staff members, once."""

    help = "Add the demo city's staff members (only where PORTICO_DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add those that are missing, and print all of them."""
        if not settings.PORTICO_DEMO:
            raise CommandError("this is not a demonstration (PORTICO_DEMO is not 1): nobody was added")
        for email, name, roles in DEMO_STAFF:
            if not StaffMember.objects.filter(email=email).exists():
                add_staff_member(email, name, PASSWORD, roles, by="demo", now=timezone.now())
        self.stdout.write(f"  Sign-ins (password: {PASSWORD})")
        for email, name, roles in DEMO_STAFF:
            self.stdout.write(f"    {email:<32}{name}: {', '.join(sorted(roles))}")

"""How often a wrong password may be tried: counted in memory by e-mail, for a quarter of an hour.

No network address is looked at or kept, and what is kept is a keyed digest that ends with the process.
"""

from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from portico.accounts.models import StaffMember
from portico.foundation import audit

audit.register_verb("staff.sign-in-failed")

LIMIT = 8
SECONDS = 15 * 60


def _place(email: str) -> str:
    return "attempts-" + salted_hmac("portico.accounts.attempts", email.strip().lower(), algorithm="sha256").hexdigest()


def allowed(email: str) -> bool:
    """Say whether this e-mail may be tried again now; it tells nothing about whether there is such a person."""
    return int(cache.get(_place(email), 0)) < LIMIT


def failed(email: str, *, now: datetime) -> None:
    """Count a wrong password; the audit chain learns of it if it was a staff member's, wherever it was typed.

    What was typed for anybody else is not kept.
    """
    cache.add(_place(email), 0, timeout=SECONDS)
    cache.incr(_place(email))
    member = StaffMember.objects.filter(email__iexact=email.strip()).first()
    if member is not None:
        audit.record("staff.sign-in-failed", by=str(member.pk), now=now)


def succeeded(email: str) -> None:
    """Forget the wrong ones."""
    cache.delete(_place(email))

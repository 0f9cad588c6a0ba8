"""The verbs of staff accounts."""

from datetime import datetime

from django.db import transaction

from portico.accounts.models import RoleHeld, StaffMember
from portico.accounts.rules import Role
from portico.foundation import audit

audit.register_verb("staff.added", "member", "role")
audit.register_verb("staff.signed-in")
audit.register_verb("staff.signed-out")


@transaction.atomic
def add_staff_member(email: str, name: str, password: str, roles: set[Role], *, by: str, now: datetime) -> StaffMember:
    """Add a staff member with roles. Raises django's IntegrityError when the e-mail is taken."""
    member = StaffMember.objects.create_user(email, name, password)
    for role in sorted(roles):
        RoleHeld.objects.create(member=member, role=role.value)
        audit.record("staff.added", by=by, now=now, member=str(member.pk), role=role.value)
    return member


def sign_in(member: StaffMember, *, now: datetime) -> None:
    """Note a sign-in; the network address is not kept."""
    audit.record("staff.signed-in", by=str(member.pk), now=now)


def sign_out(member: StaffMember, *, now: datetime) -> None:
    """Note a sign-out."""
    audit.record("staff.signed-out", by=str(member.pk), now=now)

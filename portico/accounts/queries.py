"""Questions about staff members."""

from portico.accounts.models import StaffMember
from portico.accounts.rules import Role


def roles_of(member: StaffMember) -> frozenset[Role]:
    """The roles a staff member holds; empty for one who may not sign in any more."""
    if not member.is_active:
        return frozenset()
    return frozenset(Role(held) for held in member.roles_held.values_list("role", flat=True))

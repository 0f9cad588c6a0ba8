"""Who may do what: the table of roles. Later rooms add rows."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a staff member may be trusted with; a staff member may hold several."""

    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    PROGRAMME_OFFICE = "programme-office"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.REVIEWER: _("Reviewer: sees proofs and issues cards"),
    Role.SUPERVISOR: _("Supervisor: looks again at a declined application, revokes a card"),
    Role.PROGRAMME_OFFICE: _("Programme office: sees figures and what is kept"),
    Role.ADMINISTRATOR: _("Administrator: manages staff members and keys"),
}
EVERY_ROLE = tuple(Role)

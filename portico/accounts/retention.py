"""What the staff door keeps."""

from django.utils.translation import gettext_lazy as _

from portico.foundation.retention import Keeping, register

register(
    Keeping(
        key="accounts.sign-in",
        what=_("Who signed in and when; no network address."),
        who=_("administrators and auditors"),
        until=_("the audit record is kept as long as the law asks"),
    )
)

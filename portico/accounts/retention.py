"""What the staff door keeps."""

from django.utils.translation import gettext_lazy as _

from portico.foundation.retention import Keeping, register

register(
    Keeping(
        key="accounts.sign-in",
        what=_("Who signed in and when; no network address."),
        who=_("administrators and auditors."),
        until=_("the end of the time that the law sets for audit records."),
    )
)

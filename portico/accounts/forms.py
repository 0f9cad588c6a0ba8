"""What staff members type at the door."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portico.accounts import attempts

WRONG = _("This e-mail and password do not fit together. Check both and try again.")
TOO_OFTEN = _("Too many wrong passwords. Wait a quarter of an hour, then try again.")


class SignInForm(AuthenticationForm):
    """E-mail and password, with a limit on wrong ones."""

    error_messages = {**AuthenticationForm.error_messages, "invalid_login": WRONG}

    def clean(self) -> dict[str, Any]:
        """Check the password, unless it was wrong too often.

        Once it was, nothing more is asked or noted, so that the time of the answer does not tell whose e-mails exist.
        """
        email = self.cleaned_data.get("username")
        if not email:
            return self.cleaned_data
        if not attempts.allowed(email):
            raise ValidationError(TOO_OFTEN, code="too-often")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            attempts.failed(email, now=timezone.now())
            raise
        attempts.succeeded(email)
        return cleaned

"""The staff door's outer side: sign-in and the choice of language, for people not yet signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portico.accounts import actions
from portico.accounts.forms import SignInForm


class SignIn(LoginView):
    """Sign-in by e-mail and password; Django's own for now."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and note it in the audit chain."""
        response = super().form_valid(form)
        actions.sign_in(form.get_user(), now=timezone.now())
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Say what to do; the status tells a script, and the browser's history, that nothing happened."""
        response = super().form_invalid(form)  # type: ignore[arg-type]
        response.status_code = 422
        return response


_sign_in_view = SignIn.as_view()


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Show and take the sign-in form."""
    return _sign_in_view(request, **kwargs)  # type: ignore[return-value]


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the staff member's language in a cookie of the staff door, then go back to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}) or not target.startswith("/staff/"):
        target = "/staff/"
    response = HttpResponseRedirect(target)
    if (chosen := request.POST.get("language")) in settings.STAFF_LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86_400,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.TLS,
            httponly=True,
            samesite="Strict",
        )
    return response

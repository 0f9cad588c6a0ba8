"""The staff home page and the way out."""

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portico.accounts import actions
from portico.accounts.guards import StaffRequest, role_required
from portico.accounts.rules import EVERY_ROLE
from portico.foundation import vault


@role_required(*EVERY_ROLE)
def home(request: StaffRequest) -> HttpResponse:
    """What needs this staff member today, and where their work is."""
    return render(request, "accounts/home.html", {"roles": {role.value for role in request.roles}})


@require_POST
@role_required(*EVERY_ROLE)
def sign_out(request: StaffRequest) -> HttpResponse:
    """Sign out; the keys of this sign-in's desk tabs are forgotten with it."""
    vault.tabs.forget(request.session.session_key or "")
    actions.sign_out(request.user, now=timezone.now())
    logout(request)
    return HttpResponseRedirect(reverse("accounts:sign_in"))

"""The guard of every staff route."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from portico.accounts.models import StaffMember
from portico.accounts.queries import roles_of
from portico.accounts.rules import Role

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request that has passed the guard: `user` is a staff member, `roles` what they hold."""

    user: StaffMember
    roles: frozenset[Role]


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let through staff members who hold any of these roles; others are asked to sign in, or refused.

    Raises PermissionDenied for someone signed in without the role. A request that expects JSON
    gets the status 401 instead of a redirect, so that a desk tab can say "sign in again" and lose nothing.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            member = request.user
            if not isinstance(member, StaffMember):
                if request.headers.get("Accept", "").startswith("application/json"):
                    return HttpResponse(status=401)
                return redirect_to_login(request.get_full_path())
            request.roles = roles_of(member)
            if not request.roles & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]
        return guarded

    return guard

"""Sessions exist behind the staff door only: a resident's page cannot set or read one."""

from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

STAFF_DOOR = "/staff/"


class StaffDoorOnly:
    """Runs Django's session, sign-in and message middleware for paths under /staff/ and for no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Build the inner chain once."""
        self.public = get_response
        inner = MessageMiddleware(get_response)
        self.staff = SessionMiddleware(AuthenticationMiddleware(inner))

    def __call__(self, request: HttpRequest) -> HttpResponseBase | HttpResponse:
        """Send the request through the door it came to."""
        if request.path.startswith(STAFF_DOOR):
            return self.staff(request)  # type: ignore[return-value]
        request.user = AnonymousUser()
        return self.public(request)

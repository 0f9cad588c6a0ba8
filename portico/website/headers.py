"""What a browser may do with our pages: nothing that a resident would have to worry about."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from portico.website.languages import STAFF_DOOR

# The one place where a page may use the camera: a staff member takes a cardholder's photo there.
CAMERA_DOOR = "/staff/desk/"
FEATURES = (
    "accelerometer", "autoplay",
    "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation",
    "gyroscope", "hid", "identity-credentials-get", "idle-detection", "interest-cohort", "local-fonts",
    "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
NOTHING = ", ".join(f"{feature}=()" for feature in FEATURES)
CAMERA_ONLY = NOTHING.replace("camera=()", "camera=(self)")


class CookieOnPublicPage(RuntimeError):
    """A residents' page tried to set a cookie: a mistake in the program, never in the request."""


class PrivacyHeaders:
    """Adds the headers that keep pages to themselves, and sees to it that residents' pages set no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and dress the response."""
        response = self.get_response(request)
        if request.path_info.startswith(STAFF_DOOR):
            self._staff(request, response)
        else:
            self._public(response)
        headers = response.headers
        headers.setdefault("Permissions-Policy", NOTHING)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # What a view does not expressly let be kept is kept nowhere: not in a cache, not for the back button,
        # not among the form states that a browser saves to restore a session.
        headers.setdefault("Cache-Control", "no-store")
        return response

    def _staff(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if request.path_info.startswith(CAMERA_DOOR):
            response.headers["Permissions-Policy"] = CAMERA_ONLY
        response.headers["Cache-Control"] = "no-store"
        # A page without any referrer sends its forms with "Origin: null" (Fetch, section 3.2), which the
        # check against forged requests rightly refuses. No address leaves this site either way.
        response.headers["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ("Accept-Language", "Cookie"))

    def _public(self, response: HttpResponseBase) -> None:
        if not response.cookies:
            return
        if getattr(settings, "PORTICO_STRICT", settings.DEBUG):
            raise CookieOnPublicPage(", ".join(sorted(response.cookies)))
        response.cookies.clear()

"""Residents' pages of the website room, and the pages for when something went wrong."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portico.website.context import city_on_page
from portico.website.languages import language_of, offered, preferred


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Send someone without a language to the first page in one that their browser asks for."""
    response = HttpResponseRedirect(f"/{preferred(request, offered())}/")
    patch_vary_headers(response, ("Accept-Language",))
    return response


@gzip_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the card is, the four fears answered, and where to go."""
    return render(request, "website/home.html")


@gzip_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept when someone gets a card, with the honest limits."""
    return render(request, "website/privacy.html")


@gzip_page
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Say what of a demonstration is real. Only a demonstration has this page."""
    if not settings.PORTICO_DEMO:
        raise Http404
    return render(request, "website/demo.html")


def _error(request: HttpRequest, status: int) -> HttpResponse:
    """Render an error page in the language of its door, without database, session or context processors."""
    with translation.override(language_of(request)):
        context = {"city": city_on_page(request.path), "request_path": request.path}
        return HttpResponse(loader.render_to_string(f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood."""
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but this page is another role's."""
    return _error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no page at this address."""
    return _error(request, 404)


def server_error(request: HttpRequest, **_: Any) -> HttpResponse:
    """500: a mistake of ours."""
    return _error(request, 500)

"""Residents' pages of the card room. They take nothing in: what is ticked stays in the browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portico.cards import readypage
from portico.cards.office import card_office


@gzip_page
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Show which papers are enough today; the browser alone counts what is ticked."""
    decisions = card_office().decisions
    today = timezone.localdate()
    return render(request, "cards/public/ready.html", readypage.page(decisions, today))


@gzip_page
@require_safe
def card_is(request: HttpRequest) -> HttpResponse:
    """Show what the card is not, and the risks of carrying it."""
    return render(request, "cards/public/card.html")

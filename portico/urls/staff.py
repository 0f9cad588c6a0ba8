"""The staff door: every route behind it demands a role, but for the sign-in page itself."""

from django.urls import include, path

from portico.accounts import urls as accounts
from portico.cards import urls as cards

staff_patterns = [
    path("staff/", include((accounts.staff_urls, "accounts"))),
    path("staff/", include((cards.staff_urls, "desk"))),
]

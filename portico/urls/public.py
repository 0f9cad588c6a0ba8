"""The public door: residents' pages under their language, and the files that verifiers fetch."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portico.cards import urls as cards
from portico.website import urls as website

# `root_urls` and `list_urls` are addresses without a language: the redirect at "/" and what devices fetch.
# A page's language is its first path segment; `website.languages.DoorLanguage` activates it, so that links
# made with `reverse` stay in the visitor's language without any cookie.
public_patterns = [
    *website.root_urls,
    path("", include((cards.list_urls, "lists"))),
    *i18n_patterns(
        path("", include((website.public_urls, "website"))),
        path("", include((cards.public_urls, "cards"))),
        prefix_default_language=True,
    ),
]

"""Registers the room with Django."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The website room."""

    name = "portico.website"

"""Registers the room with Django."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The foundation room."""

    name = "portico.foundation"

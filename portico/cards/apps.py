"""Registers the room with Django."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """The cards room."""

    name = "portico.cards"

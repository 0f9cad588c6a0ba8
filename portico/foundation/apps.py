"""Registers the room with Django, loads every room's promises and the building's inspection."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class FoundationConfig(AppConfig):
    """The footing that every room stands on."""

    name = "portico.foundation"

    def ready(self) -> None:
        """Load each room's `retention.py`, and the system checks."""
        import_module("portico.foundation.checks")
        for room in apps.get_app_configs():
            if room.name.startswith("portico.") and module_has_submodule(room.module, "retention"):
                import_module(f"{room.name}.retention")

"""The building's inspection: refuses to start a site that could hold what nobody may hold."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models
from pydantic import BaseModel

from portico.foundation.never import forbidden

# Which app a foreign key of each room may point at: down, never sideways (house.md).
GROUND = {"contenttypes", "auth", "sessions", "foundation", "website", "accounts", "directory"}
MAY_POINT_AT: dict[str, set[str]] = {
    "foundation": set(),
    "website": {"foundation"},
    "accounts": {"foundation", "website", "auth", "contenttypes"},
    "directory": {"foundation", "website", "accounts"},
    "progress": set(),
}


def _ours(configs: Iterable[AppConfig] | None) -> list[AppConfig]:
    return [c for c in configs or apps.get_app_configs() if c.name.startswith("portico.")]


def _form_classes() -> Iterable[type[Any]]:
    """Our Django forms and our pydantic shapes: everything that names what people type."""
    queue: list[type[Any]] = [forms.BaseForm, BaseModel]
    while queue:
        form = queue.pop()
        queue.extend(form.__subclasses__())
        if form.__module__.startswith(("portico.", "citycard.")):
            yield form


@register("privacy")
def no_field_for_status(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """No column, form field or setting may hold status, citizenship, nationality, birthplace or a SIN."""
    found: list[CheckMessage] = []
    for config in _ours(app_configs):
        for model in config.get_models(include_auto_created=True):
            found += [
                Error(
                    f"Column {model._meta.label}.{field.name} could hold what Portico never holds.",
                    id="privacy.E001",
                )
                for field in model._meta.get_fields()
                if forbidden(field.name)
            ]
    for form in _form_classes():
        found += [
            Error(f"Form field {form.__qualname__}.{name} asks what Portico never asks.", id="privacy.E002")
            for name in getattr(form, "base_fields", None) or getattr(form, "model_fields", {})
            if forbidden(name)
        ]
    found += [
        Error(f"Setting {name} names what Portico never holds.", id="privacy.E003")
        for name in dir(settings)
        if name.isupper() and forbidden(name)
    ]
    return found


@register("architecture")
def keys_point_down(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Foreign keys point at the ground or stay in their room: nothing flows sideways."""
    found: list[CheckMessage] = []
    for config in _ours(app_configs):
        allowed = MAY_POINT_AT.get(config.label, GROUND) | {config.label}
        for model in config.get_models():
            for field in model._meta.get_fields():
                target = field.related_model if isinstance(field, models.ForeignKey | models.ManyToManyField) else None
                if isinstance(target, type) and target._meta.app_label not in allowed:
                    found.append(
                        Error(
                            f"{model._meta.label}.{field.name} points at {target._meta.label}.",
                            id="house.E001",
                        )
                    )
    return found


@register("privacy")
def every_door_is_named(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every route is public by its folder or guarded by a role."""
    from portico.foundation.routes import all_routes

    return [
        Error(
            f"Route {route.path} ({route.view}) is neither public by its folder nor guarded.",
            id="privacy.E004",
        )
        for route in all_routes()
        if not route.public and not route.roles
    ]

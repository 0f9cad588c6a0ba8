"""All routes of the site, each with who may pass: what the system check and the test of all routes read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Where a room's public views live: pages for residents, and files for service desks' devices.
PUBLIC_FOLDERS = (".views.public", ".views.devices")


@dataclass(frozen=True)
class Route:
    """One route: its path as written, the view's dotted name, and the roles it demands."""

    path: str
    view: str
    public: bool
    roles: frozenset[str]


def _walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def all_routes() -> list[Route]:
    """Every URL pattern of the root configuration, in order.

    A view is public only when its module is a room's `views/public.py` or `views/devices.py`; everything else
    must carry `required_roles` (put there by `accounts.guards.role_required`).
    """
    routes = []
    for path, pattern in _walk(get_resolver().url_patterns, "/"):
        view = pattern.callback
        module = getattr(view, "__module__", "")
        routes.append(
            Route(
                path=path,
                view=f"{module}.{getattr(view, '__qualname__', repr(view))}",
                public=module.startswith("portico.") and module.endswith(PUBLIC_FOLDERS),
                roles=frozenset(getattr(view, "required_roles", ())),
            )
        )
    return routes

"""Questions about the city that every room may ask."""

from functools import cache
from pathlib import Path

from django.conf import settings

from portico.website.decisions import City, load


def city() -> City:
    """Give what the city of this installation says of itself. Raises CityFileError for a faulty city.toml."""
    return _read_once(settings.PORTICO_CITY)


@cache
def _read_once(folder: Path) -> City:
    return load(folder)

"""Questions about sites and service areas."""

from functools import cache
from pathlib import Path

from django.conf import settings

from portico.directory.decisions import Directory, Site, load


def directory() -> Directory:
    """The sites and areas of this installation's city. Raises CityFileError for a faulty file."""
    return _read_once(settings.PORTICO_CITY)


def open_sites() -> tuple[Site, ...]:
    """Sites whose desks enrol now."""
    return tuple(site for site in directory().sites if site.state == "open")


@cache
def _read_once(folder: Path) -> Directory:
    return load(folder)

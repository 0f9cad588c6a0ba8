"""Where a city enrols and which services honour the card, from `sites.toml` and `areas.toml`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from portico.foundation.cityfiles import (
    CityModel,
    FieldPath,
    Identifier,
    Languages,
    Several,
    Text,
    check,
    read,
    repeated,
)
from portico.website.decisions import WebAddress, languages_of

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Accessibility = Literal[
    "step_free",
    "elevator",
    "accessible_washroom",
    "hearing_loop",
    "quiet_room",
    "low_counter",
    "accessible_parking",
    "near_bus_stop",
    "interpreter_by_phone",
    "sign_language_on_request",
]


class Hours(CityModel):
    """Opening hours on some days of the week, in the city's own time, 24-hour clock."""

    days: Annotated[Several[Day], Field(min_length=1)]
    opens: ClockTime
    closes: ClockTime


class Site(CityModel):
    """A place with an enrolment desk. A pop-up has first and last days; `state` is never implied by dates."""

    id: Identifier
    name: Text
    kind: Literal["city_hall", "library", "community_centre", "recreation_centre", "pop_up", "partner"]
    state: Literal["planned", "open", "paused", "closed"]
    address: Annotated[str, Field(min_length=3, max_length=200)]
    getting_there: Text | None = None
    note: Text | None = None
    first_day: date | None = None
    last_day: date | None = None
    hours: Several[Hours] = ()
    accessibility: Several[Accessibility] = ()
    languages_spoken: Several[str] = ()
    desks: Annotated[int, Field(ge=1, le=100)] = 1


class Area(CityModel):
    """A service area: what it covers, and the office that answers for it."""

    id: Identifier
    name: Text
    about: Text
    lead: Text | None = None
    run_by_city: bool = True
    page: WebAddress | None = None


class SitesFile(CityModel):
    """sites.toml."""

    sites: Annotated[Several[Site], Field(min_length=1)]


class AreasFile(CityModel):
    """areas.toml."""

    areas: Annotated[Several[Area], Field(min_length=1)]


@dataclass(frozen=True)
class Directory:
    """The city's enrolment sites and service areas, in the order of its files."""

    sites: tuple[Site, ...]
    areas: tuple[Area, ...]


def load(city_dir: Path) -> Directory:
    """Read sites and areas; a city without these files has none. Raises CityFileError."""
    languages = languages_of(city_dir)
    return Directory(load_sites(city_dir, languages), load_areas(city_dir, languages))


def load_sites(city_dir: Path, languages: Languages) -> tuple[Site, ...]:
    """Read sites.toml, if there is one. Raises CityFileError."""
    path = city_dir / "sites.toml"
    return check(read(path), SitesFile, languages, _odd_sites).sites if path.exists() else ()


def load_areas(city_dir: Path, languages: Languages) -> tuple[Area, ...]:
    """Read areas.toml, if there is one. Raises CityFileError."""
    path = city_dir / "areas.toml"
    return check(read(path), AreasFile, languages, _odd_areas).areas if path.exists() else ()


def _odd_sites(file: SitesFile) -> Iterable[tuple[FieldPath, str]]:
    yield from repeated("sites", [site.id for site in file.sites])
    for position, site in enumerate(file.sites):
        here: FieldPath = ("sites", position)
        if site.state == "open" and not site.hours:
            yield (*here, "hours"), "an open site needs its opening hours"
        if site.state == "paused" and site.note is None:
            yield (*here, "note"), "a paused site needs a note that tells people why and until when"
        if site.kind == "pop_up" and (site.first_day is None or site.last_day is None):
            yield here, "a pop-up needs first_day and last_day"
        if site.first_day and site.last_day and site.last_day < site.first_day:
            yield (*here, "last_day"), "is before first_day"
        for number, hours in enumerate(site.hours):
            if hours.closes <= hours.opens:
                yield (*here, "hours", number, "closes"), "must be later than opens"


def _odd_areas(file: AreasFile) -> Iterable[tuple[FieldPath, str]]:
    yield from repeated("areas", [area.id for area in file.areas])

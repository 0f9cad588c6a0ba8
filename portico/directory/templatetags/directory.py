"""Where to get the card and which services honour it, as parts of any page."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portico.directory.decisions import Hours, Site
from portico.directory.queries import directory
from portico.website.dates import spoken_date, spoken_time

register = template.Library()

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STATES: dict[str, Promise] = {
    "open": _("Open"),
    "planned": _("Opening later"),
    "paused": _("Closed for now"),
    "closed": _("Closed"),
}
FITTINGS: dict[str, Promise] = {
    "step_free": _("no steps"),
    "elevator": _("elevator"),
    "accessible_washroom": _("accessible washroom"),
    "hearing_loop": _("hearing loop"),
    "quiet_room": _("quiet room"),
    "low_counter": _("low counter"),
    "accessible_parking": _("accessible parking"),
    "near_bus_stop": _("near a bus stop"),
    "interpreter_by_phone": _("interpreter by phone"),
    "sign_language_on_request": _("sign language on request"),
}


@register.inclusion_tag("directory/sites.html")
def enrolment_sites() -> dict[str, Any]:
    """Show where the card can be got: open sites first, closed ones not at all."""
    order = ["open", "planned", "paused"]
    sites = [site for site in directory().sites if site.state in order]
    return {"sites": [_shown(site) for site in sorted(sites, key=lambda site: order.index(site.state))]}


@register.inclusion_tag("directory/areas.html")
def service_areas() -> dict[str, Any]:
    """Show which services honour the card: the city's own, and those that decide for themselves."""
    areas = directory().areas
    return {
        "own": [area for area in areas if area.run_by_city],
        "others": [area for area in areas if not area.run_by_city],
    }


def _shown(site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "state": STATES[site.state],
        "dates": (
            site.first_day and spoken_date(site.first_day),
            site.last_day and spoken_date(site.last_day),
        ),
        "hours": [(opening_days(hours), opening_times(hours)) for hours in site.hours],
        "fittings": [FITTINGS[fitting] for fitting in site.accessibility],
    }


def opening_days(hours: Hours) -> str:
    """Name the days: runs of three or more as "Monday to Friday", others one by one."""
    named = []
    for run in _runs(sorted(DAYS.index(day) for day in hours.days)):
        first, last = str(WEEKDAYS[run[0]]), str(WEEKDAYS[run[-1]])
        if len(run) > 2:
            named.append(gettext("%(first)s to %(last)s") % {"first": first, "last": last})
        else:
            named += [str(WEEKDAYS[day]) for day in run]
    sentence = gettext(", ").join(named)
    return sentence[:1].upper() + sentence[1:]


def opening_times(hours: Hours) -> str:
    """Name the time from opening to closing."""
    opens, closes = (spoken_time(time.fromisoformat(moment)) for moment in (hours.opens, hours.closes))
    return gettext("%(opens)s to %(closes)s") % {"opens": opens, "closes": closes}


def _runs(days: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs

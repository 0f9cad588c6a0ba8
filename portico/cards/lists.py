"""The files that verifiers fetch whole: trust list, status list, the city's public settings."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

from citycard import status
from portico.cards import queries
from portico.cards.cardfile import Profile
from portico.cards.office import CityOffice
from portico.foundation.cityfiles import Text

TIME_TO_LIVE_SECONDS = 600  # how long a device need not ask again
STATUS_LIST_DAYS = 14
# A process serves a list it made for so long, and a cache in between may keep it as long again: a revocation is in
# the list that reaches a device within a minute.
FRESH_FOR_SECONDS = 30

_lock = threading.Lock()
_cached: dict[str, tuple[float, bytes]] = {}


def status_list(office: CityOffice, *, now: datetime) -> bytes:
    """The signed status list, rebuilt when half a minute old: one bit for each place, used or not."""
    with _lock:
        made, data = _cached.get(office.issuer, (0.0, b""))
        if data and time.monotonic() - made < FRESH_FOR_SECONDS:
            return data
        data = build_status_list(office, now=now)
        _cached[office.issuer] = (time.monotonic(), data)
        return data


def build_status_list(office: CityOffice, *, now: datetime) -> bytes:
    """Sign the status list as the slots stand now (draft-ietf-oauth-status-list, section 5.2)."""
    return status.sign(
        office.decisions.status_list_size,
        queries.dead_indices(),
        uri=office.status_uri,
        issuer=office.issuer,
        signer=office.keyring.signer(now),
        issued_at=now,
        expires_at=now + timedelta(days=STATUS_LIST_DAYS),
        ttl=TIME_TO_LIVE_SECONDS,
    )


def forget_cached() -> None:
    """Serve a newly built status list from the next request on."""
    with _lock:
        _cached.clear()


def city_settings(office: CityOffice) -> dict[str, Any]:
    """What a verifier shows and asks, in all of the city's languages; nothing here is secret or personal."""
    decisions = office.decisions
    verifier = decisions.verifier
    return {
        "city": {"name": office.names()},
        "issuer": office.issuer,
        "languages": [
            {"code": language.code, "name": language.name, "checked": language.checked}
            for language in decisions.city.languages
        ],
        "report": {"phone": decisions.city.contact.phone},
        "amber_after_hours": verifier.amber_after_hours if verifier else 24,
        "red_after_hours": verifier.red_after_hours if verifier else 24 * 14,
        "profiles": [_profile(profile, office) for profile in (verifier.profiles if verifier else ())],
    }


def _profile(profile: Profile, office: CityOffice) -> dict[str, Any]:
    def said(text: Text) -> dict[str, str]:
        """Only languages the text is really written in: the device marks a fallback itself."""
        spoken = {code: text.in_language(code) for code in office.languages}
        return {code: found.text for code, found in spoken.items() if found.language == code}

    asks = [said(entry) for entry in profile.do_not_ask]
    return {
        "id": profile.id,
        "name": said(profile.name),
        "shows": ["valid", *profile.fields],
        "over_age": profile.over_age,
        "do_not_ask": {code: [entry[code] for entry in asks if code in entry] for code in office.languages},
    }

"""How long a card is valid: by age band, to the end of a quarter, so that the day of issue cannot be read
from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

BandEnd = Literal["runs_on", "quarter", "before"]
OLDEST = 130


@dataclass(frozen=True)
class AgeBand:
    """Ages `first` to `last` (whole years; no last: and older) get cards for `years`.

    `at_band_end` says what becomes of a card when its holder grows out of the band: it `runs_on`, ends with
    the `quarter` of that birthday, or ends `before` it, with the quarter that is over by then.
    """

    id: str
    first: int
    last: int | None
    years: int
    at_band_end: BandEnd = "runs_on"


@dataclass(frozen=True)
class NotEligible:
    """No card today: `reason` is born_later, impossible_age, too_young, too_old or band_ends_soon;
    `from_date` is the day from which there would be one, where there is such a day.
    """

    reason: Literal["born_later", "impossible_age", "too_young", "too_old", "band_ends_soon"]
    from_date: date | None = None


def age_on(day: date, birth_date: date) -> int:
    """Count whole years; someone born on 29 February has a birthday on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: date, age: int) -> date:
    """Give the day someone reaches an age in whole years."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def quarter_end(day: date) -> date:
    """Give the last day of the quarter a day lies in."""
    last_month = 3 * ((day.month + 2) // 3)
    return date(day.year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)


def expiry_for(birth_date: date, today: date, bands: Sequence[AgeBand]) -> date | NotEligible:
    """Give the last day of validity of a card issued today (a quarter's end), or say why there is none."""
    if birth_date > today:
        return NotEligible("born_later")
    age = age_on(today, birth_date)
    if age > OLDEST:
        return NotEligible("impossible_age")
    band = next((b for b in bands if b.first <= age and (b.last is None or age <= b.last)), None)
    if band is None:
        later = min((b.first for b in bands if b.first > age), default=None)
        return NotEligible("too_old") if later is None else NotEligible("too_young", birthday(birth_date, later))
    expiry = quarter_end(birthday(today, band.years))
    if band.last is None or band.at_band_end == "runs_on":
        return expiry
    return _within_band(expiry, birthday(birth_date, band.last + 1), band.at_band_end, today)


def _within_band(expiry: date, leaves: date, rule: BandEnd, today: date) -> date | NotEligible:
    end = quarter_end(leaves)
    if rule == "before":
        end = _previous_quarter_end(end)
        if end < today:
            return NotEligible("band_ends_soon", leaves)
    return min(expiry, end)


def _previous_quarter_end(end: date) -> date:
    return date(end.year, end.month - 2, 1) - timedelta(days=1)

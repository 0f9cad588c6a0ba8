"""The shapes of `card.toml`, `verifier.toml` and `retention.toml`."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from portico.cards.proofsfile import AddressMode, Complaint
from portico.cards.rules.validity import AgeBand, BandEnd
from portico.foundation.cityfiles import CityModel, FieldPath, Identifier, Several, Text, repeated
from portico.website.decisions import Reference, WebAddress

OptionalField = Literal["gender", "second_name", "guardian"]
ShownField = Literal[
    "photo",
    "name",
    "second_name",
    "birth_date",
    "age_over",
    "expires",
    "address",
    "number",
    "gender",
    "guardian",
]
Hours = Annotated[int, Field(ge=1, le=24 * 366)]
# A status list of at least this many bits tells nobody which card was asked about (docs/card-format.md).
SMALLEST_STATUS_LIST = 131072


class AgeEntry(CityModel):
    """One band of ages, both ends included, in whole years; without `last`, and older."""

    id: Identifier
    label: Text
    first: Annotated[int, Field(ge=0, le=120)]
    last: Annotated[int, Field(ge=0, le=120)] | None = None
    years: Annotated[int, Field(ge=1, le=20)]
    at_band_end: BandEnd = "runs_on"

    def band(self) -> AgeBand:
        """Give the band as the rule of validity works on it."""
        return AgeBand(self.id, self.first, self.last, self.years, self.at_band_end)


class CardFile(CityModel):
    """card.toml: for how long, what may stand on the card, how many cards the status list holds."""

    round_to: Literal["quarter"] = "quarter"
    optional_fields: Several[OptionalField] = ()
    address_modes: Annotated[Several[AddressMode], Field(min_length=1)]
    status_list_size: Annotated[int, Field(ge=SMALLEST_STATUS_LIST, le=2**24)]
    ages: Annotated[Several[AgeEntry], Field(min_length=1)]
    sources: Several[Reference] = ()


class Profile(CityModel):
    """What one kind of counter sees after a scan, and what it may not ask."""

    id: Identifier
    name: Text
    area: Identifier | None = None
    fields: Annotated[Several[ShownField], Field(min_length=1)]
    over_age: Annotated[int, Field(ge=1, le=120)] | None = None
    do_not_ask: Annotated[Several[Text], Field(min_length=1)]


class VerifierFile(CityModel):
    """verifier.toml: how old the lists may be (amber: still said, with a word; red: no verdict), and
    profiles.
    """

    amber_after_hours: Hours
    red_after_hours: Hours
    profiles: Annotated[Several[Profile], Field(min_length=1)]

    @property
    def amber_after_s(self) -> int:
        """Give the age in seconds from which a valid verdict is called stale."""
        return self.amber_after_hours * 3600

    @property
    def red_after_s(self) -> int:
        """Give the age in seconds from which the lists are too old to say."""
        return self.red_after_hours * 3600


class Law(CityModel):
    """A law on keeping records: its citation, what it says, and the days it sets at least or at most."""

    id: Identifier
    citation: Annotated[str, Field(min_length=3, max_length=200)]
    about: Text
    address: WebAddress | None = None
    looked_up: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")] | None = None
    minimum_days: Annotated[int, Field(ge=0, le=36600)] = 0
    maximum_days: Annotated[int, Field(ge=0, le=36600)] | None = None


class Kept(CityModel):
    """One thing that exists after a visit: what, for how many days (or until when), why, under which law."""

    id: Identifier
    what: Text
    days: Annotated[int, Field(ge=0, le=36600)] | None = None
    until: Text
    why: Text
    law: Identifier


class RetentionFile(CityModel):
    """retention.toml: what is kept for how long, by the law of the jurisdiction (country-province)."""

    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z]{2}$")]
    laws: Annotated[Several[Law], Field(min_length=1)]
    kept: Annotated[Several[Kept], Field(min_length=1)]


def odd_card(file: CardFile) -> Iterable[Complaint]:
    """Find bands out of order, with gaps or overlaps."""
    yield from repeated("ages", [entry.id for entry in file.ages])
    for n, entry in enumerate(file.ages):
        if entry.last is not None and entry.last < entry.first:
            yield ("ages", n, "last"), "is less than first"
        if n and file.ages[n - 1].last != entry.first - 1:
            yield ("ages", n, "first"), "must be one more than the last age of the band before it"
        if entry.last is None and entry.at_band_end != "runs_on":
            yield ("ages", n, "at_band_end"), "has no meaning in a band without last"


def odd_verifier(file: VerifierFile, areas: frozenset[str]) -> Iterable[Complaint]:
    """Find ages in the wrong order and profiles that name what is not there."""
    yield from repeated("profiles", [profile.id for profile in file.profiles])
    if file.red_after_hours <= file.amber_after_hours:
        yield ("red_after_hours",), "must be more than amber_after_hours: a warning comes before a refusal"
    for n, profile in enumerate(file.profiles):
        here: FieldPath = ("profiles", n)
        if "photo" not in profile.fields:
            yield (
                (*here, "fields"),
                "must include “photo”: without it a card proves nothing about who carries it",
            )
        if ("age_over" in profile.fields) != (profile.over_age is not None):
            yield here, "“age_over” in fields and over_age = ... belong together"
        if profile.area is not None and areas and profile.area not in areas:
            yield (*here, "area"), f"“{profile.area}” is not one of the areas in areas.toml"


def odd_retention(file: RetentionFile) -> Iterable[Complaint]:
    """Find periods outside what the named law allows."""
    yield from repeated("laws", [law.id for law in file.laws])
    yield from repeated("kept", [entry.id for entry in file.kept])
    laws = {law.id: law for law in file.laws}
    for n, entry in enumerate(file.kept):
        law = laws.get(entry.law)
        if law is None:
            yield ("kept", n, "law"), f"“{entry.law}” is not one of the laws of this file"
        elif entry.days is not None and entry.days < law.minimum_days:
            yield ("kept", n, "days"), f"{law.citation} sets at least {law.minimum_days} days"
        elif entry.days is not None and law.maximum_days is not None and entry.days > law.maximum_days:
            yield ("kept", n, "days"), f"{law.citation} sets at most {law.maximum_days} days"

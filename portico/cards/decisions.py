"""What a city decided about its card, from `cities/NAME/`: loaded, checked, and as public JSON for pages."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from portico.cards import cardfile, proofsfile
from portico.cards.cardfile import CardFile, OptionalField, RetentionFile, VerifierFile
from portico.cards.proofsfile import AddressMode, ProofsFile
from portico.cards.rules.eligibility import Freshness, Rule
from portico.cards.rules.validity import AgeBand, NotEligible, expiry_for
from portico.directory.decisions import load_areas, load_sites
from portico.foundation.cityfiles import (
    CityFileError,
    CityModel,
    Extra,
    Languages,
    Problem,
    Text,
    check,
    read,
)
from portico.website.decisions import City, languages_of
from portico.website.decisions import load as load_city

Model = TypeVar("Model", bound=CityModel)

CITY_FILES = ("city", "sites", "areas", "proofs", "card", "verifier", "retention")


@dataclass(frozen=True)
class CardDecisions:
    """All a city decided about its card. The engine works on `rule`; `proofs` has the words for people."""

    city: City
    proofs: ProofsFile
    rule: Rule
    ages: tuple[AgeBand, ...]
    optional_fields: tuple[OptionalField, ...]
    address_modes: tuple[AddressMode, ...]
    status_list_size: int
    card: CardFile
    verifier: VerifierFile | None
    retention: RetentionFile | None

    def expiry_for(self, birth_date: date, today: date) -> date | NotEligible:
        """Give the last day of validity of a card issued today, or why there is none today."""
        return expiry_for(birth_date, today, self.ages)


def load_card_rules(city_dir: Path) -> CardDecisions:
    """Read everything a city decided about its card. Raises CityFileError with all that is wrong."""
    problems = check_city(city_dir)
    if problems:
        raise CityFileError(problems)
    city = load_city(city_dir)
    languages = city.text_languages()
    proofs, card = _proofs(city_dir, languages), _card(city_dir, languages)
    return CardDecisions(
        city=city,
        proofs=proofs,
        rule=proofs.rule(),
        ages=tuple(entry.band() for entry in card.ages),
        optional_fields=card.optional_fields,
        address_modes=card.address_modes,
        status_list_size=card.status_list_size,
        card=card,
        verifier=_verifier(city_dir, languages),
        retention=_retention(city_dir, languages),
    )


def check_city(city_dir: Path) -> list[Problem]:
    """List everything wrong in a city's files, file by file; empty when all is well."""
    if not city_dir.is_dir():
        return [Problem(str(city_dir), 1, "", "there is no such folder of a city")]
    languages = languages_of(city_dir)
    steps: list[Callable[[], object]] = [
        lambda: load_city(city_dir),
        lambda: load_sites(city_dir, languages),
        lambda: load_areas(city_dir, languages),
        lambda: _proofs(city_dir, languages),
        lambda: _card(city_dir, languages),
        lambda: _verifier(city_dir, languages),
        lambda: _retention(city_dir, languages),
    ]
    problems = list(_misnamed(city_dir))
    for step in steps:
        try:
            step()
        except CityFileError as error:
            problems += error.problems
    return problems


def _misnamed(city_dir: Path) -> Iterable[Problem]:
    """Catch `site.toml` for `sites.toml`, which would otherwise be passed over in silence."""
    for path in sorted(city_dir.glob("*.toml")):
        near = difflib.get_close_matches(path.stem, CITY_FILES, n=1)
        if near and path.stem not in CITY_FILES and not (city_dir / f"{near[0]}.toml").exists():
            yield Problem(path.name, 1, "", f"no part of the site reads this file; should it be {near[0]}.toml?")


def _proofs(city_dir: Path, languages: Languages) -> ProofsFile:
    return check(read(city_dir / "proofs.toml"), ProofsFile, languages, proofsfile.oddities)


def _card(city_dir: Path, languages: Languages) -> CardFile:
    return check(read(city_dir / "card.toml"), CardFile, languages, cardfile.odd_card)


def _verifier(city_dir: Path, languages: Languages) -> VerifierFile | None:
    def extra(file: VerifierFile) -> Iterable[proofsfile.Complaint]:
        return cardfile.odd_verifier(file, _area_ids(city_dir, languages))

    return _optional(city_dir / "verifier.toml", VerifierFile, languages, extra)


def _retention(city_dir: Path, languages: Languages) -> RetentionFile | None:
    return _optional(city_dir / "retention.toml", RetentionFile, languages, cardfile.odd_retention)


def _optional(path: Path, model: type[Model], languages: Languages, extra: Extra[Model]) -> Model | None:
    return check(read(path), model, languages, extra) if path.exists() else None


def _area_ids(city_dir: Path, languages: Languages) -> frozenset[str]:
    try:
        return frozenset(area.id for area in load_areas(city_dir, languages))
    except CityFileError:
        return frozenset()


def engine_json(rule: Rule) -> dict[str, Any]:
    """Give the rule as the JavaScript engine takes it: ids and numbers only, keys left out when empty."""
    return {
        "proofs": [
            {"id": p.id, "gives": dict(p.gives)}
            | ({"form_of": p.form_of} if p.form_of else {})
            | ({} if p.suggest else {"suggest": False})
            | ({"freshness": _freshness_json(p.freshness)} if p.freshness else {})
            for p in rule.proofs
        ],
        "ways": [
            {"id": w.id, "needs": dict(w.needs)} | ({"applicant": w.applicant} if w.applicant else {})
            for w in rule.ways
        ],
        "applicants": [{"id": a.id} | ({} if a.max_age is None else {"max_age": a.max_age}) for a in rule.applicants],
    }


def _freshness_json(freshness: Freshness) -> dict[str, Any]:
    if freshness.kind == "tax_year" and freshness.until:
        return {"kind": freshness.kind, "until": list(freshness.until)}
    return {"kind": freshness.kind, "days": freshness.days, "years": freshness.years}


def to_public_json(decisions: CardDecisions, language: str) -> dict[str, Any]:
    """Give rule and words for a page in one language; a text is {"text", "lang"}, lang being what it really
    is in.

    The same city and language give the same value, keys in the same order. Nothing in it is about a person.
    """

    def said(text: Text | None) -> dict[str, str] | None:
        return None if text is None else dict(zip(("text", "lang"), text.in_language(language)[:2], strict=True))

    file = decisions.proofs
    return {
        "city": decisions.city.slug,
        "language": language,
        "checked": language in decisions.city.text_languages().checked,
        "style": file.style,
        "rule": engine_json(decisions.rule),
        "measures": [{"id": m.id, "label": said(m.label)} for m in file.measures],
        "ways": [{"id": w.id, "label": said(w.label)} for w in file.ways],
        "applicants": [{"id": a.id, "label": said(a.label), "hint": said(a.hint)} for a in file.applicants],
        "groups": [{"id": g.id, "label": said(g.label), "list": g.list} for g in file.groups],
        "forms": [
            {"id": f.id, "label": said(f.label), "question": said(f.question)}
            | {"safe_default": f.safe_default, "picture": f.picture}
            for f in file.forms
        ],
        "proofs": [
            {"id": p.id, "group": p.group, "label": said(p.label), "hint": said(p.hint)}
            | {"picture": p.picture, "form_of": p.form_of, "same_as": p.same_as}
            for p in file.proofs
        ],
    }

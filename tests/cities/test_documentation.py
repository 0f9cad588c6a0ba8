"""docs/city-files.md names every field that a city file may have, and every message it quotes is a real one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from portico.cards.cardfile import AgeEntry, CardFile, Kept, Law, Profile, RetentionFile, VerifierFile
from portico.cards.decisions import check_city
from portico.cards.proofsfile import (
    ApplicantEntry,
    Form,
    Group,
    Measure,
    Organization,
    ProofEntry,
    ProofsFile,
    WayEntry,
)
from portico.directory.decisions import Area, Hours, Site
from portico.website.decisions import City, Contact, Language, Reference
from tests.cities.situations import CITIES, ROOT

PAGE = (ROOT / "docs" / "city-files.md").read_text()
MODELS: dict[str, list[type[BaseModel]]] = {
    "city.toml": [City, Contact, Language, Reference],
    "proofs.toml": [ProofsFile, Measure, WayEntry, ApplicantEntry, Group, Form, Organization, ProofEntry],
    "card.toml": [CardFile, AgeEntry],
    "sites.toml": [Site, Hours],
    "areas.toml": [Area],
    "verifier.toml": [VerifierFile, Profile],
    "retention.toml": [RetentionFile, Law, Kept],
}


def section(name: str) -> str:
    return PAGE.split(f"\n## {name}\n")[1].split("\n## ")[0]


def fields() -> Iterator[tuple[str, str]]:
    for name, models in MODELS.items():
        for model in models:
            yield from ((name, field) for field in model.model_fields)


@pytest.mark.parametrize(("name", "field"), sorted(set(fields())))
def test_every_field_is_explained(name: str, field: str) -> None:
    assert f"`{field}`" in section(name)


def test_every_field_explained_in_a_first_column_exists() -> None:
    for name, models in MODELS.items():
        known = {field for model in models for field in model.model_fields}
        for row in re.findall(r"^\| (`.*?) \|", section(name), flags=re.MULTILINE):
            assert set(re.findall(r"`([^`]+)`", row)) <= known, (name, row)


def without_numbers(text: str) -> str:
    """Lines move when the demonstration city is edited; the words must not."""
    return re.sub(r"line \d+", "line N", re.sub(r"\s+", " ", text))


BREAKS = [
    ("proofs", 'id = "utility-bill"\ngroup = "home"\ngives = { residency = 1 }', "residency = 1", 'residency = "1"'),
    ("proofs", 'id = "lease"\ngroup = "home"\n', 'group = "home"\n', ""),
    ("proofs", "fresh_days = 90", "fresh_days", "freshdays"),
    ("areas", 'name.fr = "Bibliothèques publiques"\n', 'name.fr = "Bibliothèques publiques"\n', ""),
    ("verifier", 'area = "libraries"', "libraries", "library"),
    ("card", '["gender", ', '"gender", ', '"gender", "citizenship", '),
    ("proofs", "gives = { attestation = 1 }", " }", ""),
]


@pytest.mark.parametrize(("stem", "place", "old", "new"), BREAKS)
def test_every_quoted_message_is_a_real_one(tmp_path: Path, stem: str, place: str, old: str, new: str) -> None:
    city = tmp_path / "lantern-bay"
    city.mkdir()
    for path in (CITIES / "lantern-bay").glob("*.toml"):
        (city / path.name).write_text(path.read_text())
    path = city / f"{stem}.toml"
    assert place in path.read_text()
    path.write_text(path.read_text().replace(place, place.replace(old, new), 1))
    problems = check_city(city)
    assert len(problems) == 1
    assert without_numbers(str(problems[0])) in without_numbers(PAGE)

"""The cities that come with the site: complete, sourced, and worth what their own tables say."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from portico.cards.decisions import CardDecisions, check_city, load_card_rules, to_public_json
from portico.directory.decisions import load as load_directory
from portico.foundation.cityfiles import CityFileError
from tests.cities.situations import CITIES

NAMES = sorted(path.name for path in CITIES.iterdir() if path.is_dir())
# Points of the published table, as printed in it: entries of each half by points.
PUBLISHED = {
    "identity": {4: 5, 3: 18, 2: 18, 1: 24},
    "residency": {3: 3, 2: 1, 1: 30},
}


@pytest.fixture(scope="module")
def new_york() -> CardDecisions:
    return load_card_rules(CITIES / "new-york")


@pytest.fixture(scope="module")
def lantern_bay() -> CardDecisions:
    return load_card_rules(CITIES / "lantern-bay")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_a_city(name: str) -> None:
    assert [str(problem) for problem in check_city(CITIES / name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_city_names_its_sources(name: str) -> None:
    decisions = load_card_rules(CITIES / name)
    for sources in (decisions.city.sources, decisions.proofs.sources, decisions.card.sources):
        assert sources
        assert all(source.address for source in sources)


def entries(decisions: CardDecisions, half: str) -> list[int]:
    """The points of every entry in one half of the table: what it is worth in all, listed again or not."""
    groups = {group.id for group in decisions.proofs.groups if group.list == half}
    worth = {proof.id: proof.gives for proof in decisions.rule.proofs}
    return [
        worth[entry.id].get("identity", 0) + worth[entry.id].get("residency", 0)
        for entry in decisions.proofs.proofs
        if entry.group in groups
    ]


def test_new_york_has_65_entries_for_identity_and_34_for_residency(new_york: CardDecisions) -> None:
    assert len(entries(new_york, "identity")) == 65
    assert len(entries(new_york, "residency")) == 34
    assert len(new_york.proofs.proofs) == 99


@pytest.mark.parametrize("half", ["identity", "residency"])
def test_new_york_s_points_add_up_to_the_published_table(new_york: CardDecisions, half: str) -> None:
    assert Counter(entries(new_york, half)) == PUBLISHED[half]


def test_new_york_never_counts_a_document_twice(new_york: CardDecisions) -> None:
    again = [entry for entry in new_york.proofs.proofs if entry.same_as]
    assert len(again) == 4
    forms = {proof.id: proof.form_of for proof in new_york.rule.proofs}
    assert all(forms[entry.id] == forms[str(entry.same_as)] is not None for entry in again)


def test_san_francisco_has_six_strong_and_seven_weaker_documents() -> None:
    rule = load_card_rules(CITIES / "san-francisco").rule
    assert sum("strong" in proof.gives for proof in rule.proofs) == 6
    assert sum("weaker" in proof.gives and "strong" not in proof.gives for proof in rule.proofs) == 7


def test_no_paper_with_a_social_security_or_tax_number_is_told_apart_by_it() -> None:
    for name in NAMES:
        for entry in load_card_rules(CITIES / name).proofs.proofs:
            if re.search(r"social-security|itin|tax|medicare", entry.id):
                assert not entry.one_person, entry.id


PUBLIC_FILES = ("city", "sites", "verifier", "card", "proofs", "retention")


@pytest.mark.parametrize("stem", PUBLIC_FILES)
def test_what_residents_of_lantern_bay_read_is_in_all_four_languages(stem: str) -> None:
    counts = Counter(re.findall(r"\b(en|fr|es|ar) = \"", (CITIES / "lantern-bay" / f"{stem}.toml").read_text()))
    assert counts["en"] == counts["fr"] == counts["es"] == counts["ar"] > 0


def test_arabic_texts_are_arabic_and_others_are_not() -> None:
    for path in (CITIES / "lantern-bay").glob("*.toml"):
        for code, text in re.findall(r'\b(en|fr|es|ar) = "(.*)"', path.read_text()):
            assert bool(re.search(r"[\u0600-\u06ff]", text)) == (code == "ar") or text == "311", (path.name, text)


def test_lantern_bay_has_the_sites_areas_profiles_and_modes_of_the_demonstration(lantern_bay: CardDecisions) -> None:
    directory = load_directory(CITIES / "lantern-bay")
    assert {site.state for site in directory.sites} == {"open", "paused", "planned"}
    assert {"city_hall", "library", "community_centre", "pop_up"} <= {site.kind for site in directory.sites}
    assert len(directory.areas) == 9
    assert lantern_bay.verifier is not None
    assert {"library", "shelter", "recreation", "over-18"} <= {p.id for p in lantern_bay.verifier.profiles}
    assert lantern_bay.address_modes == ("shown", "care_of", "none", "withheld")
    assert lantern_bay.status_list_size == 131072
    assert lantern_bay.verifier.amber_after_s == 48 * 3600 < lantern_bay.verifier.red_after_s


def test_public_json_is_the_same_every_time_and_in_the_language_asked_for(lantern_bay: CardDecisions) -> None:
    once = to_public_json(lantern_bay, "fr")
    assert repr(once) == repr(to_public_json(load_card_rules(CITIES / "lantern-bay"), "fr"))
    assert once["checked"] is True
    assert once["proofs"][0]["label"]["lang"] == "fr"
    assert to_public_json(lantern_bay, "ar")["checked"] is False


def test_public_json_marks_a_text_that_is_not_in_the_language_asked_for(new_york: CardDecisions) -> None:
    assert to_public_json(new_york, "fr")["proofs"][0]["label"] == {
        "text": "U.S. passport or passport card",
        "lang": "en",
    }


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    city = tmp_path / "lantern-bay"
    shutil.copytree(CITIES / "lantern-bay", city)
    for stem, old, new in (
        ("city", 'time_zone = "America/Toronto"', 'time_zone = "Toronto"'),
        ("card", "years = 5", "years = 0"),
        ("sites", 'closes = "19:00"', 'closes = "08:00"'),
        ("verifier", 'area = "libraries"', 'area = "library"'),
        ("retention", "days = 7\n", "days = -7\n"),
    ):
        path = city / f"{stem}.toml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
    (city / "area.toml").write_text((city / "areas.toml").read_text())
    (city / "areas.toml").unlink()
    with pytest.raises(CityFileError) as error:
        load_card_rules(city)
    assert {problem.file for problem in error.value.problems} == {
        "area.toml",
        "card.toml",
        "city.toml",
        "retention.toml",
        "sites.toml",
    }


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    assert [problem.message for problem in check_city(tmp_path / "atlantis")] == ["there is no such folder of a city"]

"""Every problem in a city file names the file, the line and the field in a sentence a clerk can act on."""

import shutil
import sys
from pathlib import Path

import pytest

from portico.cards.decisions import check_city
from portico.foundation.cityfiles import CityFileError, Languages, Text, read
from portico.foundation.never import forbidden
from portico.foundation.tomllines import Lines

LANTERN_BAY = Path(__file__).resolve().parents[3] / "cities" / "lantern-bay"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LANTERN_BAY, tmp_path / "lantern-bay"))


def broken(city: Path, stem: str, old: str, new: str) -> list[str]:
    """Change one place of a file and give what is then said about the city."""
    path = city / f"{stem}.toml"
    text = path.read_text()
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1))
    return [str(problem) for problem in check_city(city)]


def line_of(city: Path, stem: str, words: str) -> int:
    return (city / f"{stem}.toml").read_text().split(words)[0].count("\n") + 1


def test_a_wrong_type_names_file_line_and_field(city: Path) -> None:
    line = line_of(city, "proofs", "gives = { residency = 1 }")
    said = broken(city, "proofs", "gives = { residency = 1 }", 'gives = { residency = "1" }')
    assert said == [
        f"proofs.toml, line {line}: proofs(utility-bill).gives.residency: "
        "must be a whole number without quotation marks"
    ]


def test_a_missing_field_points_to_its_table(city: Path) -> None:
    line = line_of(city, "proofs", '[[proofs]]\nid = "lease"')
    said = broken(city, "proofs", 'id = "lease"\ngroup = "home"\n', 'id = "lease"\n')
    assert said == [f"proofs.toml, line {line}: proofs(lease).group: is missing; add it to this table"]


def test_a_misspelt_field_is_told_what_was_meant(city: Path) -> None:
    said = broken(city, "proofs", "fresh_days = 90", "freshdays = 90")
    line = line_of(city, "proofs", "freshdays")
    assert said == [
        f"proofs.toml, line {line}: proofs(attestation).freshdays: "
        "is not a field of this table; did you mean “fresh_days”?"
    ]


def test_an_unknown_field_lists_what_there_is(city: Path) -> None:
    said = broken(city, "card", 'round_to = "quarter"', 'zebra = 1\nround_to = "quarter"')
    assert said[0].endswith(
        "zebra: is not a field of this table, which may have: "
        "address_modes, ages, optional_fields, round_to, sources, status_list_size"
    )


def test_a_field_inside_an_array_of_inline_tables_has_its_line(city: Path) -> None:
    line = line_of(city, "sites", 'opens = "12:00"')
    said = broken(city, "sites", 'opens = "12:00"', 'opens = "noon"')
    assert len(said) == 1
    assert said[0].startswith(f"sites.toml, line {line}: sites(harbour-library).hours(1).opens: ")


def test_a_lacking_translation_says_which(city: Path) -> None:
    line = line_of(city, "areas", "name.en")
    said = broken(city, "areas", 'name.fr = "Bibliothèques publiques"\n', "")
    assert said == [f'areas.toml, line {line}: areas(libraries).name: the text in fr is missing: add fr = "..."']


def test_a_language_the_city_does_not_offer_is_refused(city: Path) -> None:
    said = broken(city, "areas", 'name.es = "Bibliotecas', 'name.pt = "Bibliotecas')
    assert "the language pt is not one the city offers (en, fr, es, ar)" in said[0]


def test_an_empty_text_is_refused(city: Path) -> None:
    said = broken(city, "areas", 'name.es = "Bibliotecas públicas"', 'name.es = "   "')
    assert said[0].endswith("areas(libraries).name.es: must not be empty")


def test_all_problems_of_a_file_come_at_once_in_order_of_lines(city: Path) -> None:
    text = (city / "card.toml").read_text()
    (city / "card.toml").write_text(
        text.replace("131072\n\n", "1000\n\n").replace("years = 2", "years = 2.5").replace('"adult"', '"Adult !"')
    )
    problems = check_city(city)
    assert [problem.field for problem in problems] == ["status_list_size", "ages(young).years", "ages(Adult !).id"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("gives = { attestation = 1 }", "gives = { attestation = 1", "this cannot be read as TOML"),
        ('id = "attestation"\nlabel', 'id = "attestation\nlabel', "this cannot be read as TOML"),
        ('style = "attestation"', 'style = "attestation"\nstyle = "points"', "this cannot be read as TOML"),
    ],
)
def test_a_slip_of_the_pen_has_its_line(city: Path, old: str, new: str, words: str) -> None:
    said = broken(city, "proofs", old, new)
    at = line_of(city, "proofs", new)
    assert len(said) == 1
    assert words in said[0]
    assert any(said[0].startswith(f"proofs.toml, line {n}: ") for n in (at, at + 1))


def test_a_file_cut_short_points_to_its_end(city: Path) -> None:
    (city / "card.toml").write_text('a = 1\nb = [\n  "x",\n')
    assert [str(p).split(":")[0] for p in check_city(city)] == ["card.toml, line 3"]


def test_a_file_in_another_encoding_has_the_line(city: Path) -> None:
    raw = (city / "areas.toml").read_bytes()
    (city / "areas.toml").write_bytes(raw.replace("Bibliothèques".encode(), "Bibliothèques".encode("latin-1"), 1))
    line = raw.split("Bibliothèques".encode())[0].count(b"\n") + 1
    assert [str(p) for p in check_city(city)] == [
        f"areas.toml, line {line}: a letter here is not UTF-8; save the file as UTF-8"
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(city: Path) -> None:
    raw = (city / "areas.toml").read_bytes()
    (city / "areas.toml").write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert check_city(city) == []


def test_a_missing_file_is_said(city: Path) -> None:
    (city / "proofs.toml").unlink()
    assert [str(p) for p in check_city(city)] == ["proofs.toml, line 1: this file is missing"]


@pytest.mark.parametrize(
    ("stem", "old", "new", "field"),
    [
        ("proofs", "one_person = true", "citizenship = true", "proofs(passport-machine-readable).citizenship"),
        (
            "proofs",
            "gives = { attestation = 1 }",
            "gives = { nationality = 1 }",
            "proofs(attestation).gives.nationality",
        ),
        ("card", '["gender", ', '["gender", "place_of_birth", ', "optional_fields(2)"),
        ("verifier", '["photo", "name"]', '["photo", "immigration_status"]', "profiles(library).fields(2)"),
        ("city", 'phone = "311"', 'phone = "311"\nsin = "1"', "contact.sin"),
    ],
)
def test_no_file_may_name_what_nobody_may_hold(city: Path, stem: str, old: str, new: str, field: str) -> None:
    said = [line for line in broken(city, stem, old, new) if f": {field}: " in line]
    assert len(said) == 1
    assert "no file may ask for or hold anyone's status" in said[0]


def test_sentences_may_name_a_citizenship_card() -> None:
    assert "citizenship card" in (LANTERN_BAY / "proofs.toml").read_text()
    assert check_city(LANTERN_BAY) == []


@pytest.mark.parametrize(
    "name",
    [
        "immigration_status", "immigrationStatus", "citizenship", "nationality", "birthplace", "place_of_birth", "sin",
        "social-insurance-number", "statut_d_immigration", "citoyenneté", "lieu de naissance", "country_of_origin",
    ],
)  # fmt: skip
def test_forbidden_names(name: str) -> None:
    assert forbidden(name)


@pytest.mark.parametrize("name", ["status_list_size", "state", "birth_date", "single", "country", "business", "label"])
def test_allowed_names(name: str) -> None:
    assert not forbidden(name)


LANGUAGES = Languages(("en", "fr", "ar"), frozenset({"en", "fr"}))


@pytest.mark.parametrize(
    ("strings", "asked", "answer"),
    [
        ({"en": "Door", "ar": "باب"}, "en", ("Door", "en", True)),
        ({"en": "Door", "ar": "باب"}, "ar", ("باب", "ar", False)),
        ({"en": "Door"}, "ar", ("Door", "en", True)),
        ({"en": "Door", "fr": "Porte"}, "fr-CA", ("Porte", "fr", True)),
        ({"fr": "Porte"}, "en", ("Porte", "fr", True)),
    ],
)
def test_a_text_says_which_language_it_is_really_in(
    strings: dict[str, str], asked: str, answer: tuple[str, str, bool]
) -> None:
    assert Text(strings, LANGUAGES).in_language(asked) == answer


def test_lines_of_every_way_to_write_a_field() -> None:
    lines = Lines(
        b"# a comment\na = 1\nx.y = 2\n[t]\n'q r' = 1\nb = { en = 'a', fr = { z = 2 } }\n"
        b"[[ps]]\nid = '1'\n[ps.label]\nen = 'x'\n[[ps]]\nid = '2'\n[[ps.hours]]\nd = 1\n[[ps.hours]]\n"
        b"d = [\n  1, # one\n  # two\n  { e = 2 },\n]\n"
    )
    wanted = {
        ("a",): 2, ("x",): 3, ("x", "y"): 3, ("t",): 4, ("t", "q r"): 5, ("t", "b", "fr", "z"): 6, ("ps",): 7,
        ("ps", 0, "id"): 8, ("ps", 0, "label"): 9, ("ps", 0, "label", "en"): 10, ("ps", 1): 11, ("ps", 1, "id"): 12,
        ("ps", 1, "hours", 0, "d"): 14, ("ps", 1, "hours", 1): 15, ("ps", 1, "hours", 1, "d", 0): 17,
        ("ps", 1, "hours", 1, "d", 1, "e"): 19, ("ps", 0, "nothing", "here"): 7, ("nowhere",): 1,
    }  # fmt: skip
    assert {path: lines.of(path) for path in wanted} == wanted


def test_tree_sitter_is_not_loaded_while_nothing_is_wrong() -> None:
    import subprocess

    code = (
        "import sys; from pathlib import Path; from portico.cards.decisions import load_card_rules;"
        f"load_card_rules(Path({str(LANTERN_BAY)!r}));"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('tree_sitter', 'django')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_a_folder_instead_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "card.toml").mkdir()
    with pytest.raises(CityFileError, match="cannot be read"):
        read(tmp_path / "card.toml")

"""The page "Am I ready?" without JavaScript: every city's rule in words, with dates that hold today."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from portico.cards import readypage
from portico.cards.decisions import CardDecisions, load_card_rules
from portico.cards.readypage import Entry, age_words
from portico.cards.rules.eligibility import Freshness

CITIES = Path(settings.BASE_DIR) / "cities"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module", params=["lantern-bay", "new-york", "san-francisco"])
def decisions(request: pytest.FixtureRequest) -> CardDecisions:
    return load_card_rules(CITIES / request.param)


def entries(page: dict[str, Any]) -> list[Entry]:
    return [entry for part in page["lists"] for group in part.groups for entry in group.entries]


def test_every_paper_of_every_city_stands_on_the_page_once(decisions: CardDecisions) -> None:
    shown = [row.id for entry in entries(readypage.page(decisions, TODAY)) for row in entry.rows]
    assert sorted(shown) == sorted(proof.id for proof in decisions.proofs.proofs)


def test_new_york_has_all_its_99_papers_and_a_box_to_search_them() -> None:
    page = readypage.page(load_card_rules(CITIES / "new-york"), TODAY)
    assert sum(len(entry.rows) for entry in entries(page)) == 99
    assert page["many"]


def test_a_document_of_several_forms_is_one_entry_with_its_safe_form(decisions: CardDecisions) -> None:
    found = [entry for entry in entries(readypage.page(decisions, TODAY)) if entry.form]
    assert found
    for entry in found:
        assert entry.form
        assert len(entry.rows) > 1
        assert entry.safe.id == entry.form.safe_default


def test_every_picture_a_city_names_is_drawn_and_described(decisions: CardDecisions) -> None:
    named = {proof.picture for proof in decisions.proofs.proofs} | {form.picture for form in decisions.proofs.forms}
    assert {name for name in named if name} <= set(readypage.PICTURES)
    for entry in entries(readypage.page(decisions, TODAY)):
        assert bool(entry.picture) == bool(entry.picture_words)


def test_every_way_says_what_it_needs(decisions: CardDecisions) -> None:
    ways = readypage.page(decisions, TODAY)["ways"]
    assert [way.id for way, _ in ways] == [way.id for way in decisions.rule.ways]
    assert [len(needs) for _, needs in ways] == [len(way.needs) for way in decisions.rule.ways]


@pytest.mark.parametrize(
    ("freshness", "english", "french"),
    [
        (None, "", ""),
        (Freshness("dated", days=60), "dated 23 September 2026 or later", "daté du 23 septembre 2026 ou après"),
        (
            Freshness("expired", years=3),
            "expired on 22 November 2023 or later",
            "expiré le 22 novembre 2023 ou après",
        ),
        (Freshness("tax_year", until=(4, 15)), "for the tax year 2026 or later", "pour l’année d’imposition 2026"),
    ],
)
def test_ages_are_dates_that_hold_today(freshness: Freshness | None, english: str, french: str) -> None:
    with override("en"):
        assert age_words(freshness, TODAY).replace("\N{NO-BREAK SPACE}", " ") == english
    with override("fr"):
        assert age_words(freshness, TODAY).replace("\N{NO-BREAK SPACE}", " ").startswith(french)


def source(client: Client, language: str = "en") -> str:
    return client.get(f"/{language}/ready/").content.decode()


def test_nothing_on_the_page_can_be_sent(client: Client) -> None:
    page = source(client)
    assert page.count("<form") == 1
    assert '<form class="ready" id="ready" method="dialog" autocomplete="off">' in page
    assert not re.search(r'<input type="(checkbox|search)"[^>]* name=', page)
    assert 'type="submit"' not in page
    assert all("type=" in button for button in re.findall(r"<button[^>]*>", page))


def test_groups_are_open_for_someone_without_javascript(client: Client) -> None:
    page = source(client)
    assert page.count('<details class="disclosure group" open') == page.count('<details class="disclosure group"') > 3


def test_the_answer_by_script_is_hidden_until_the_script_runs(client: Client) -> None:
    parts = re.findall(r"<[^>]* data-script[^>]*>", source(client))
    assert len(parts) == 3
    assert all(" hidden" in part for part in parts)


def test_the_rule_is_embedded_as_data_that_nothing_runs(client: Client) -> None:
    found = re.search(r'<script id="ready-data" type="application/json">(.*?)</script>', source(client), re.S)
    assert found
    data = json.loads(found[1])
    assert {way["id"] for way in data["rule"]["ways"]} == {"attested", "papers", "with-caretaker"}
    assert all(data["words"].values())


def test_it_promises_what_it_keeps_and_says_what_the_card_is_not(client: Client) -> None:
    page = source(client)
    assert "<strong>Keeps:</strong> nothing. It is gone when you close this tab." in page
    assert "What this card is not" in page
    assert page.index("Keeps:") > page.index("</form>")


@pytest.mark.parametrize("words", ["travel document", "driver’s licence", "border", "police", "lose it", "address"])
def test_the_card_page_names_each_limit_and_risk(client: Client, words: str) -> None:
    assert words in client.get("/en/card/").content.decode()

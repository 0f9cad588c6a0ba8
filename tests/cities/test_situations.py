"""The shared situations, asked of the Python engine; node:test asks them of the JavaScript one."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from portico.cards.decisions import engine_json, load_card_rules
from portico.cards.rules.eligibility import Applicant, EligibilityError, earliest_acceptable, evaluate
from portico.cards.rules.suggestions import suggestions
from tests.cities.situations import CITIES, VECTORS, files, freshness_of, rule_of

FILES = files()
SITUATIONS = [
    pytest.param(file["rule"], situation, id=f"{file['city']}: {situation['name']}")
    for file in FILES
    for situation in file["situations"]
]


def answer(rule_json: dict[str, Any], situation: dict[str, Any]) -> dict[str, Any]:
    rule = rule_of(rule_json)
    said = situation.get("applicant", {})
    applicant = Applicant(frozenset(said.get("kinds", ())), said.get("age"))
    try:
        verdict = evaluate(rule, situation["ticked"], applicant)
        more = (
            suggestions(rule, situation["ticked"], applicant, slack=situation["slack"]) if "slack" in situation else ()
        )
    except EligibilityError as error:
        return {"error": error.code, "word": error.name}
    return {
        "enough": verdict.enough,
        "way": verdict.way,
        "lacks": {way.way: dict(way.lacks) for way in verdict.ways},
        "used": list(verdict.used),
        "suggestions": [asdict(suggestion) for suggestion in more],
    }


@pytest.mark.parametrize(("rule", "situation"), SITUATIONS)
def test_situation(rule: dict[str, Any], situation: dict[str, Any]) -> None:
    assert json.loads(json.dumps(answer(rule, situation))) == situation["expect"]


@pytest.mark.parametrize("case", [case for file in FILES for case in file["freshness"]], ids=str)
def test_freshness(case: dict[str, Any]) -> None:
    limit = freshness_of(case["freshness"])
    assert limit is not None
    assert earliest_acceptable(limit, date.fromisoformat(case["today"])).isoformat() == case["earliest"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["city"])
def test_the_frozen_rule_is_the_city_s_rule(file: dict[str, Any]) -> None:
    """After a change of the rule: `python -m tests.cities.situations`, then judge each situation that changed."""
    assert file["rule"] == engine_json(load_card_rules(CITIES / file["city"]).rule)


def test_there_are_situations_of_every_city_and_enough_of_them() -> None:
    assert {path.stem for path in VECTORS.glob("*.json")} == {path.name for path in CITIES.iterdir() if path.is_dir()}
    assert len(SITUATIONS) >= 60

"""How the suggestions read, and that they come at once."""

import time

from portico.cards.decisions import load_card_rules
from portico.cards.rules.eligibility import Proof, Rule, Way
from portico.cards.rules.suggestions import Choice, Suggestion, suggestions
from tests.cities.situations import CITIES


def test_two_of_the_same_kind_are_one_choice_of_two() -> None:
    rule = Rule(tuple(Proof(letter, {"letters": 1}) for letter in "abc"), (Way("two", {"letters": 2}),))
    assert suggestions(rule, []) == (Suggestion(2, (Choice(2, ("a", "b", "c")),)),)


def test_equal_proofs_are_offered_together_in_the_order_of_the_file() -> None:
    rule = Rule(
        (Proof("bill", {"home": 1}), Proof("passport", {"me": 2}), Proof("lease", {"home": 1}), Proof("id", {"me": 3})),
        (Way("both", {"me": 2, "home": 1}),),
    )
    assert suggestions(rule, []) == (Suggestion(2, (Choice(1, ("bill", "lease")), Choice(1, ("passport", "id")))),)


def test_two_forms_of_one_document_are_never_asked_for_together() -> None:
    rule = Rule((Proof("new", {"me": 1}, "passport"), Proof("old", {"me": 1}, "passport")), (Way("two", {"me": 2}),))
    assert suggestions(rule, []) == ()


def test_a_second_listing_is_not_offered() -> None:
    rule = Rule((Proof("a", {"me": 1}, "a"), Proof("a-again", {"me": 1}, "a", suggest=False)), (Way("w", {"me": 1}),))
    assert suggestions(rule, []) == (Suggestion(1, (Choice(1, ("a",)),)),)


def test_nothing_is_offered_when_it_is_enough() -> None:
    rule = Rule((Proof("a", {"me": 1}), Proof("b", {"me": 1})), (Way("w", {"me": 1}),))
    assert suggestions(rule, ["a"]) == ()


def test_new_york_s_99_entries_with_nothing_ticked_take_less_than_50_ms() -> None:
    rule = load_card_rules(CITIES / "new-york").rule
    fastest = min(_seconds(rule) for _ in range(5))
    assert fastest < 0.050


def _seconds(rule: Rule) -> float:
    started = time.perf_counter()
    assert suggestions(rule, [])
    return time.perf_counter() - started

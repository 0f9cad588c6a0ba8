"""The engine on its own, on small rules that can be judged at a glance."""

import pytest

from portico.cards.rules.eligibility import (
    Applicant,
    ApplicantKind,
    EligibilityError,
    Proof,
    Rule,
    Way,
    evaluate,
)

RULE = Rule(
    proofs=(
        Proof("passport", {"identity": 3, "photo": 1}, form_of="passport"),
        Proof("old-passport", {"identity": 2, "photo": 1, "birth_date": 1}, form_of="passport"),
        Proof("letter", {"identity": 1, "residency": 1}),
        Proof("bill", {"residency": 1}),
    ),
    ways=(
        Way("points", {"identity": 3, "residency": 1}),
        Way("child", {"residency": 1}, applicant="child"),
    ),
    applicants=(ApplicantKind("child", max_age=12),),
)


def test_nothing_is_not_enough_and_says_what_lacks() -> None:
    verdict = evaluate(RULE, [])
    assert (verdict.enough, verdict.way, verdict.used) == (False, None, ())
    assert verdict.ways[0].lacks == {"identity": 3, "residency": 1}


def test_exactly_at_the_threshold_is_enough() -> None:
    verdict = evaluate(RULE, ["bill", "passport"])
    assert (verdict.enough, verdict.way) == (True, "points")
    assert verdict.ways[0].has == {"identity": 3, "residency": 1}


def test_one_below_the_threshold_is_not() -> None:
    assert evaluate(RULE, ["old-passport", "bill"]).ways[0].lacks == {"identity": 1}


def test_forms_of_one_document_count_the_largest_of_each_measure() -> None:
    has = evaluate(RULE, ["passport", "old-passport"]).ways[0].has
    assert has == {"identity": 3, "residency": 0}


def test_used_leaves_out_what_makes_no_difference() -> None:
    assert evaluate(RULE, ["letter", "bill", "old-passport"]).used == ("old-passport", "letter")


def test_a_way_for_some_is_closed_to_others() -> None:
    assert not evaluate(RULE, ["bill"]).enough
    assert evaluate(RULE, ["bill"], Applicant(frozenset({"child"}))).way == "child"


@pytest.mark.parametrize(("age", "enough"), [(0, True), (12, True), (13, False), (None, True)])
def test_a_kind_ends_after_its_last_age(age: int | None, enough: bool) -> None:
    assert evaluate(RULE, ["bill"], Applicant(frozenset({"child"}), age)).enough is enough


def test_unknown_words_are_refused_by_name() -> None:
    with pytest.raises(EligibilityError) as proof:
        evaluate(RULE, ["bill", "library-card"])
    assert (proof.value.code, proof.value.name) == ("unknown_proof", "library-card")
    with pytest.raises(EligibilityError) as kind:
        evaluate(RULE, ["bill"], Applicant(frozenset({"pilot"})))
    assert (kind.value.code, kind.value.name) == ("unknown_applicant", "pilot")

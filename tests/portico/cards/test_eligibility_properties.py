"""What must hold for every rule: more proofs never harm, and the suggestions are exactly the minimal lists."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from portico.cards.rules.eligibility import Proof, Rule, Way, evaluate
from portico.cards.rules.suggestions import Suggestion, suggestions

MEASURES = st.sampled_from(["identity", "photo", "residency"])
AMOUNTS = st.dictionaries(MEASURES, st.integers(1, 3), max_size=3)
NEEDS = st.dictionaries(MEASURES, st.integers(1, 4), min_size=1, max_size=3)
FORMS = st.sampled_from([None, None, None, "passport", "licence"])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule of up to eight proofs, some of them forms of one document or listed twice, and up to three ways."""
    gives = draw(st.lists(st.tuples(AMOUNTS, FORMS, st.integers(0, 9)), max_size=8))
    proofs = tuple(Proof(f"p{n}", amounts, form, luck > 0) for n, (amounts, form, luck) in enumerate(gives))
    ways = tuple(Way(f"w{n}", needs) for n, needs in enumerate(draw(st.lists(NEEDS, min_size=1, max_size=3))))
    return Rule(proofs, ways)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Rule, list[str]]:
    rule = draw(rules())
    ids = [proof.id for proof in rule.proofs]
    return rule, draw(st.lists(st.sampled_from(ids), max_size=4)) if ids else []


def document(rule: Rule, word: str) -> str:
    proof = next(proof for proof in rule.proofs if proof.id == word)
    return proof.form_of or proof.id


def minimal_by_trying_everything(rule: Rule, ticked: list[str]) -> set[frozenset[str]]:
    """All sets of further, different documents that are enough and none of whose parts is."""
    taken = {document(rule, word) for word in ticked}
    free = [p.id for p in rule.proofs if p.suggest and document(rule, p.id) not in taken]
    found: set[frozenset[str]] = set()
    if evaluate(rule, ticked).enough:
        return found
    for size in range(1, len(free) + 1):
        for pick in combinations(free, size):
            different = len({document(rule, word) for word in pick}) == size
            if different and not any(less <= set(pick) for less in found) and evaluate(rule, [*ticked, *pick]).enough:
                found.add(frozenset(pick))
    return found


def readings(rule: Rule, suggestion: Suggestion) -> Iterator[frozenset[str]]:
    """Every set of different documents that someone who follows the suggestion may bring."""

    def pick(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        if not choices:
            yield ()
            return
        for word in choices[0]:
            for others in pick(choices[1:]):
                yield (word, *others)

    places = [choice.of for choice in suggestion.choices for _ in range(choice.count)]
    for words in pick(places):
        if len({document(rule, word) for word in words}) == len(words):
            yield frozenset(words)


@given(questions(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(question: tuple[Rule, list[str]], dice: object) -> None:
    rule, ticked = question
    shuffled = ticked + ticked
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert evaluate(rule, shuffled) == evaluate(rule, ticked)
    assert suggestions(rule, shuffled) == suggestions(rule, ticked)


@given(questions())
def test_a_further_proof_never_makes_it_worse(question: tuple[Rule, list[str]]) -> None:
    rule, ticked = question
    before = evaluate(rule, ticked)
    for proof in rule.proofs:
        after = evaluate(rule, [*ticked, proof.id])
        assert after.enough or not before.enough
        for one, other in zip(before.ways, after.ways, strict=True):
            assert all(other.has[measure] >= amount for measure, amount in one.has.items())


@given(questions())
def test_what_is_used_is_enough_and_none_of_it_can_be_spared(question: tuple[Rule, list[str]]) -> None:
    rule, ticked = question
    verdict = evaluate(rule, ticked)
    if not verdict.enough:
        return
    assert set(verdict.used) <= set(ticked)
    only = Rule(rule.proofs, tuple(way for way in rule.ways if way.id == verdict.way))
    assert evaluate(only, verdict.used).enough
    for spared in verdict.used:
        assert not evaluate(only, [word for word in verdict.used if word != spared]).enough


@settings(max_examples=300, deadline=None)
@given(questions(), st.integers(0, 3))
def test_suggestions_are_exactly_the_minimal_lists(question: tuple[Rule, list[str]], slack: int) -> None:
    rule, ticked = question
    wanted = minimal_by_trying_everything(rule, ticked)
    shortest = min((len(pick) for pick in wanted), default=0)
    wanted = {pick for pick in wanted if len(pick) <= shortest + slack}
    offered = suggestions(rule, ticked, slack=slack)
    read = {pick for suggestion in offered for pick in readings(rule, suggestion)}
    assert read == wanted
    assert [s.size for s in offered] == sorted(s.size for s in offered)
    assert all(s.size == sum(choice.count for choice in s.choices) for s in offered)
    assert all(any(readings(rule, suggestion)) for suggestion in offered)

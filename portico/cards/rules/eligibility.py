"""Which proofs are enough for a card. One engine for every city's rule.

A proof *gives* whole numbers of named measures (identity 3, photo 1). A rule is a list of *ways*; a way
*needs* so much of each measure, and may be meant for one kind of applicant only. Forms of the same document
(a passport that is machine-readable or not) count as one document: of each measure the largest. This covers
points, "one strong or two weaker" and an attestation alike. What else would be enough is in `suggestions.py`.
`static/cards/eligibility.js` is the same engine; vectors/proofs/ holds them together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


class EligibilityError(ValueError):
    """The question cannot be asked: `code` says which word is unknown, `name` is the word."""

    def __init__(self, code: Literal["unknown_proof", "unknown_applicant"], name: str) -> None:
        self.code, self.name = code, name
        super().__init__(f"{code}: {name}")


@dataclass(frozen=True)
class Freshness:
    """How old a proof may be: `dated` within or `expired` for so many days or years, or a form of a
    `tax_year` that is accepted through month and day of the year after it.
    """

    kind: Literal["dated", "expired", "tax_year"]
    days: int = 0
    years: int = 0
    until: tuple[int, int] | None = None


@dataclass(frozen=True)
class Proof:
    """One kind of document. `form_of` names the document it is a form of; `suggest` is false for a second
    listing.
    """

    id: str
    gives: Mapping[str, int]
    form_of: str | None = None
    suggest: bool = True
    freshness: Freshness | None = None


@dataclass(frozen=True)
class Way:
    """One way to be eligible: at least `needs` of each measure; open to all, or to one kind of applicant."""

    id: str
    needs: Mapping[str, int]
    applicant: str | None = None


@dataclass(frozen=True)
class ApplicantKind:
    """A kind of applicant for whom another way is open, up to and including an age in whole years."""

    id: str
    max_age: int | None = None


@dataclass(frozen=True)
class Rule:
    """A city's decision: its proofs in the order of its file, the ways, the kinds of applicants."""

    proofs: tuple[Proof, ...]
    ways: tuple[Way, ...]
    applicants: tuple[ApplicantKind, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """What is said of an applicant: kinds they say apply, and the age in whole years where it is known."""

    kinds: frozenset[str] = frozenset()
    age: int | None = None


@dataclass(frozen=True)
class WayResult:
    """How far the proofs go on one way: `lacks` holds what is still needed of each measure, nothing when
    enough.
    """

    way: str
    enough: bool
    has: Mapping[str, int]
    lacks: Mapping[str, int]


@dataclass(frozen=True)
class Verdict:
    """Whether it is enough; by which way (the first); and which proofs shown suffice for it (`used`)."""

    enough: bool
    way: str | None
    ways: tuple[WayResult, ...]
    used: tuple[str, ...] = ()


def evaluate(rule: Rule, ticked: Iterable[str], applicant: Applicant = Applicant()) -> Verdict:
    """Judge the proofs shown. Order and repetition do not matter. Raises EligibilityError for an unknown
    word.
    """
    shown = shown_proofs(rule, ticked)
    ways = open_ways(rule, applicant)
    totals = total(shown)
    results = tuple(_result(way, totals) for way in ways)
    found = next((way for way, result in zip(ways, results, strict=True) if result.enough), None)
    if found is None:
        return Verdict(False, None, results)
    return Verdict(True, found.id, results, _irredundant(found, shown))


def earliest_acceptable(freshness: Freshness, today: date) -> date:
    """Give the earliest date a proof may carry today: its own date, the date it expired, or for a tax form
    the first day of the tax year. The day itself is still accepted.
    """
    if freshness.kind == "tax_year":
        still_last_year = freshness.until is not None and (today.month, today.day) <= freshness.until
        return date(today.year - (1 if still_last_year else 0), 1, 1)
    return _years_before(today, freshness.years) - timedelta(days=freshness.days)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February: a year earlier it is the 28th, which favours the applicant
        return day.replace(year=day.year - years, day=28)


def shown_proofs(rule: Rule, ticked: Iterable[str]) -> list[Proof]:
    """Give the proofs of these ids, once each, in the rule's order. Raises EligibilityError."""
    wanted = dict.fromkeys(ticked)
    known = {proof.id for proof in rule.proofs}
    for word in wanted:
        if word not in known:
            raise EligibilityError("unknown_proof", word)
    return [proof for proof in rule.proofs if proof.id in wanted]


def open_ways(rule: Rule, applicant: Applicant) -> list[Way]:
    """Give the ways open to this applicant, in the rule's order. Raises EligibilityError."""
    ages = {kind.id: kind.max_age for kind in rule.applicants}
    for word in sorted(applicant.kinds):
        if word not in ages:
            raise EligibilityError("unknown_applicant", word)
    open_to = {word for word in applicant.kinds if _young_enough(applicant.age, ages[word])}
    return [way for way in rule.ways if way.applicant is None or way.applicant in open_to]


def _young_enough(age: int | None, limit: int | None) -> bool:
    return age is None or limit is None or age <= limit


def total(shown: Iterable[Proof]) -> dict[str, int]:
    """Add up what the proofs give, a document with several forms counting the largest of each measure."""
    documents: dict[str, dict[str, int]] = {}
    for proof in shown:
        best = documents.setdefault(document(proof), {})
        for measure, amount in proof.gives.items():
            best[measure] = max(best.get(measure, 0), amount)
    totals: dict[str, int] = {}
    for best in documents.values():
        for measure, amount in best.items():
            totals[measure] = totals.get(measure, 0) + amount
    return totals


def document(proof: Proof) -> str:
    """Name the document a proof is (a form of): forms are told apart from proofs by a character no id has."""
    return f"{proof.form_of}/" if proof.form_of is not None else proof.id


def lacking(way: Way, totals: Mapping[str, int]) -> dict[str, int]:
    """Give what is still needed of each measure on this way; empty when it is enough."""
    return {
        measure: need - totals.get(measure, 0) for measure, need in way.needs.items() if totals.get(measure, 0) < need
    }


def _result(way: Way, totals: Mapping[str, int]) -> WayResult:
    lacks = lacking(way, totals)
    return WayResult(way.id, not lacks, {measure: totals.get(measure, 0) for measure in way.needs}, lacks)


def _irredundant(way: Way, shown: list[Proof]) -> tuple[str, ...]:
    """Keep only what this way needs: later proofs are put back first when they make no difference."""
    kept = list(shown)
    for proof in reversed(shown):
        without = [other for other in kept if other is not proof]
        if not lacking(way, total(without)):
            kept = without
    return tuple(proof.id for proof in kept)

"""What else would be enough: the shortest lists of further proofs, joined so that people can read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from portico.cards.rules.eligibility import (
    Applicant,
    Proof,
    Rule,
    document,
    lacking,
    open_ways,
    shown_proofs,
    total,
)

Vector = tuple[int, ...]
# A slot is a set of classes of equal proofs; a box has a slot per further proof: any pick is enough.
Slot = tuple[int, ...]
Box = tuple[Slot, ...]


@dataclass(frozen=True)
class Choice:
    """Any `count` different documents of these; forms of one document are one document."""

    count: int
    of: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """Further proofs that would be enough: every choice together, `size` documents in all, none to spare."""

    size: int
    choices: tuple[Choice, ...]


def suggestions(
    rule: Rule,
    ticked: Iterable[str],
    applicant: Applicant = Applicant(),  # noqa: B008  frozen
    *,
    slack: int = 1,
) -> tuple[Suggestion, ...]:
    """List what else would be enough: all minimal lists of the least number of further proofs, and those up
    to `slack` longer, shortest first, in the order of the city's file. Empty when it is enough already, or
    when nothing would be. Raises EligibilityError for an unknown word.
    """
    shown = shown_proofs(rule, ticked)
    totals = total(shown)
    targets = [lacking(way, totals) for way in open_ways(rule, applicant)]
    if not all(targets):
        return ()
    classes = _classes(rule, shown, targets)
    found: list[Suggestion] = []
    for size, combinations in _minimal(classes, targets, slack):
        boxes = _merged([tuple((index,) for index in combination) for combination in combinations])
        found += [_suggestion(size, box, rule, classes) for box in sorted(boxes)]
    return tuple(found)


@dataclass(frozen=True)
class _Class:
    """Proofs that bring the same towards everything still lacking: any one is as good as another."""

    brings: Vector
    proofs: tuple[Proof, ...]
    units: frozenset[str]


def _classes(rule: Rule, shown: list[Proof], targets: list[dict[str, int]]) -> list[_Class]:
    """Group the proofs worth suggesting. A further form of a document already shown is not one of them."""
    taken = {document(proof) for proof in shown}
    grouped: dict[Vector, list[Proof]] = {}
    for proof in rule.proofs:
        if not proof.suggest or document(proof) in taken:
            continue
        brings = tuple(min(proof.gives.get(m, 0), lack) for target in targets for m, lack in target.items())
        if any(brings):
            grouped.setdefault(brings, []).append(proof)
    return [_Class(brings, tuple(ps), frozenset(map(document, ps))) for brings, ps in grouped.items()]


def _minimal(
    classes: list[_Class], targets: list[dict[str, int]], slack: int
) -> Iterable[tuple[int, list[tuple[int, ...]]]]:
    """Search breadth first for the minimal combinations of classes (with repetition), size by size.

    A class that adds nothing to a combination cannot add anything to a larger one, so that branch ends; each
    step therefore brings the sums nearer to the targets, and the search ends.
    """
    limits: Vector = tuple(lack for target in targets for lack in target.values())
    spans = _spans(targets)
    frontier: list[tuple[tuple[int, ...], Vector]] = [((), (0,) * len(limits))]
    shortest, size = None, 0
    while frontier and (shortest is None or size < shortest + slack):
        size += 1
        found, following = [], []
        for combination, sums in frontier:
            for index in range(combination[-1] if combination else 0, len(classes)):
                now = _capped(sums, classes[index].brings, limits)
                longer = (*combination, index)
                if now == sums:
                    continue
                if not _meets(now, limits, spans):
                    following.append((longer, now))
                elif _none_to_spare(longer, classes, limits, spans) and _distinct(longer, classes):
                    found.append(longer)
        frontier = following
        if found:
            shortest = shortest or size
            yield size, found


def _spans(targets: list[dict[str, int]]) -> list[tuple[int, int]]:
    """Say which stretch of a vector belongs to which way."""
    spans, start = [], 0
    for target in targets:
        spans.append((start, start + len(target)))
        start += len(target)
    return spans


def _capped(sums: Vector, brings: Vector, limits: Vector) -> Vector:
    return tuple(min(a + b, limit) for a, b, limit in zip(sums, brings, limits, strict=True))


def _meets(sums: Vector, limits: Vector, spans: list[tuple[int, int]]) -> bool:
    return any(sums[start:end] == limits[start:end] for start, end in spans)


def _none_to_spare(
    combination: tuple[int, ...], classes: list[_Class], limits: Vector, spans: list[tuple[int, int]]
) -> bool:
    for spared in range(len(combination)):
        sums: Vector = (0,) * len(limits)
        for position, index in enumerate(combination):
            if position != spared:
                sums = _capped(sums, classes[index].brings, limits)
        if _meets(sums, limits, spans):
            return False
    return True


def _distinct(combination: tuple[int, ...], classes: list[_Class], taken: frozenset[str] = frozenset()) -> bool:
    """Say whether different documents can be found for all: no document twice, nor two forms of one."""
    if not combination:
        return True
    # More free documents than places still to fill cannot matter: the other places leave one of them over.
    free = sorted(classes[combination[0]].units - taken)[: len(combination)]
    return any(_distinct(combination[1:], classes, taken | {unit}) for unit in free)


def _merged(boxes: list[Box]) -> list[Box]:
    """Join boxes that differ in one slot into one box, the largest group first, until none are left."""
    while True:
        groups: dict[Box, list[tuple[Box, Slot]]] = {}
        for box in boxes:
            for slot in dict.fromkeys(box):
                groups.setdefault(_without(box, slot), []).append((box, slot))
        rest, members = max(groups.items(), key=lambda item: len(item[1]), default=((), []))
        if len(members) < 2:
            return boxes
        union = tuple(sorted({index for _, slot in members for index in slot}))
        gone: Collection[Box] = {box for box, _ in members}
        boxes = [box for box in boxes if box not in gone] + [tuple(sorted((*rest, union)))]


def _without(box: Box, slot: Slot) -> Box:
    position = box.index(slot)
    return box[:position] + box[position + 1 :]


def _suggestion(size: int, box: Box, rule: Rule, classes: list[_Class]) -> Suggestion:
    order = {proof.id: position for position, proof in enumerate(rule.proofs)}
    choices = []
    for slot, same in groupby(box):
        ids = sorted((proof.id for index in slot for proof in classes[index].proofs), key=order.__getitem__)
        choices.append(Choice(len(list(same)), tuple(ids)))
    return Suggestion(size, tuple(choices))

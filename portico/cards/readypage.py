"""What the page "Am I ready?" shows: the city's rule in words, with the dates that count today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portico.cards.decisions import CardDecisions, engine_json
from portico.cards.proofsfile import MARKS, Form, Group, ProofEntry, WayEntry
from portico.cards.rules.eligibility import Freshness, earliest_acceptable
from portico.foundation.cityfiles import Text
from portico.website.dates import spoken_date

# Drawings of ours, by the name a city's file gives them, with what they show for people who cannot see them.
PICTURES: dict[str, Promise] = {
    "machine-readable": _(
        "Drawing of a passport’s photo page. A frame marks two lines of letters and < signs at the bottom."
    ),
    "machine-readable-card": _(
        "Drawing of the back of an identity card. A frame marks three lines of letters and < signs."
    ),
    "birth-certificate-parents": _(
        "Drawing of a birth certificate. A frame marks the place where the parents’ names stand."
    ),
}
LISTS: dict[str, Promise] = {
    "attestation": _("Someone vouches for you"),
    "identity": _("Papers that show who you are"),
    "residency": _("Papers that show where you live"),
    "relationship": _("Papers about the adult who comes with you"),
}
# Above this many papers the page opens with its groups closed, and offers a box to search in.
MANY = 30


@dataclass(frozen=True)
class Need:
    """So much of one measure, in words: `amount` is 0 where the number would say nothing."""

    amount: int
    label: Text


@dataclass(frozen=True)
class Row:
    """One paper: what it is called, what it counts as, how old it may be today."""

    id: str
    label: Text
    hint: Text | None
    counts: tuple[Need, ...]
    age: str
    same_as: str


@dataclass(frozen=True)
class Entry:
    """One paper, or one document of several forms of which a person has one."""

    rows: tuple[Row, ...]
    form: Form | None = None
    picture: str = ""
    picture_words: str = ""

    @property
    def safe(self) -> Row:
        """The form that counts for someone who is not sure."""
        return next(row for row in self.rows if self.form and row.id == self.form.safe_default)


@dataclass(frozen=True)
class GroupOnPage:
    """A heading with its papers."""

    group: Group
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ListOnPage:
    """One half of the guide with its groups."""

    title: str
    groups: tuple[GroupOnPage, ...]


def page(decisions: CardDecisions, today: date) -> dict[str, Any]:
    """Give the template everything it shows. `today` is the city's own day: freshness is counted from it."""
    file = decisions.proofs
    words = _Words(decisions, today)
    return {
        "style": file.style,
        "today": spoken_date(today),
        "ways": [(way, words.needs(way)) for way in file.ways],
        "applicants": file.applicants,
        "lists": words.lists(),
        "many": len(file.proofs) > MANY,
        "organizations": file.organizations,
        "untranslated": words.some_untranslated(),
        "data": {"rule": engine_json(decisions.rule), "words": script_words()},
    }


class _Words:
    def __init__(self, decisions: CardDecisions, today: date) -> None:
        self.file = decisions.proofs
        self.today = today
        self.measures = {measure.id: measure.label for measure in self.file.measures}
        self.originals = {proof.id: proof for proof in self.file.proofs}

    def needs(self, way: WayEntry) -> tuple[Need, ...]:
        return self._amounts(way.needs)

    def _amounts(self, amounts: Mapping[str, int]) -> tuple[Need, ...]:
        counted = self.file.style == "points"
        return tuple(
            Need(amount if (counted and measure not in MARKS) or amount > 1 else 0, self.measures[measure])
            for measure, amount in amounts.items()
        )

    def lists(self) -> list[ListOnPage]:
        found = []
        for name, title in LISTS.items():
            groups = [self._group(group) for group in self.file.groups if group.list == name]
            filled = tuple(group for group in groups if group.entries)
            if filled:
                found.append(ListOnPage(str(title), filled))
        return found

    def _group(self, group: Group) -> GroupOnPage:
        """Put a document of several forms where its first form stands."""
        entries, seen = [], set()
        for proof in self.file.proofs:
            if proof.form_of is None:
                if proof.group == group.id:
                    entries.append(Entry((self._row(proof),), picture=self._picture(proof.picture)))
            elif proof.form_of not in seen:
                seen.add(proof.form_of)
                if proof.group == group.id:
                    entries.append(self._form(proof.form_of))
        return GroupOnPage(group, tuple(self._described(entry) for entry in entries))

    def _form(self, name: str) -> Entry:
        form = next(form for form in self.file.forms if form.id == name)
        members = [proof for proof in self.file.proofs if proof.form_of == name]
        shown = form.picture or next((proof.picture for proof in members if proof.picture), None)
        return Entry(tuple(self._row(proof) for proof in members), form, self._picture(shown))

    def _row(self, proof: ProofEntry) -> Row:
        first = self.originals[proof.same_as] if proof.same_as else proof
        return Row(
            id=proof.id,
            label=proof.label,
            hint=proof.hint,
            counts=self._amounts(first.amounts()),
            age=age_words(first.freshness(), self.today),
            same_as=proof.same_as or "",
        )

    def _picture(self, name: str | None) -> str:
        return name if name in PICTURES else ""

    def _described(self, entry: Entry) -> Entry:
        if not entry.picture:
            return entry
        return Entry(entry.rows, entry.form, entry.picture, str(PICTURES[entry.picture]))

    def some_untranslated(self) -> bool:
        language = get_language() or "en"
        labels: Iterable[Text] = (proof.label for proof in self.file.proofs)
        return any(label.in_language(language).language != language for label in labels)


def age_words(freshness: Freshness | None, today: date) -> str:
    """Say how old a paper may be, as a date that holds today; nothing when its age does not matter."""
    if freshness is None:
        return ""
    earliest = earliest_acceptable(freshness, today)
    if freshness.kind == "dated":
        return gettext("dated %(date)s or later") % {"date": spoken_date(earliest)}
    if freshness.kind == "expired":
        return gettext("expired on %(date)s or later") % {"date": spoken_date(earliest)}
    return gettext("for the tax year %(year)s or later") % {"year": earliest.year}


def script_words() -> dict[str, str]:
    """Give the sentences that the page's module puts together in the browser."""
    return {
        "start": gettext("Tick what you have."),
        "enough": gettext("Yes, that is enough."),
        "short": gettext("That is not enough yet."),
        "bring": gettext("Bring these"),
        "spare": gettext("Also ticked, but you do not need to bring it:"),
        "have": gettext("What you have so far"),
        "else": gettext("Any one of these would make it enough"),
        "none": gettext(
            "With these papers there is no way yet. Call the number below: staff can look for one with you."
        ),
        "more": gettext("More papers needed: %s"),
        "one": gettext("One of these:"),
        "several": gettext("Any %s of these:"),
        "others": gettext("and %s others"),
        "further": gettext("More ways"),
        "then": gettext("and"),
        "found": gettext("Papers found: %s"),
        "ticked": gettext("%s ticked"),
    }

"""The shape of `proofs.toml`: which documents a city accepts, what each is worth, and how much is enough."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from portico.cards.rules.eligibility import ApplicantKind, Freshness, Proof, Rule, Way, lacking, total
from portico.foundation.cityfiles import CityModel, FieldPath, Identifier, Several, Text, repeated
from portico.website.decisions import Reference

MeasureName = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
Amounts = dict[MeasureName, Annotated[int, Field(ge=1, le=100)]]
Days = Annotated[int, Field(ge=1, le=3660)]
Years = Annotated[int, Field(ge=1, le=20)]
AddressMode = Literal["shown", "care_of", "none", "withheld"]
Complaint = tuple[FieldPath, str]
# Two measures are marks of a document rather than amounts, and are written photo = true, birth_date = true.
MARKS = ("photo", "birth_date")


class Measure(CityModel):
    """Something a rule counts. `label` stands after a number: "2 points of identity"."""

    id: MeasureName
    label: Text


class ApplicantEntry(CityModel):
    """A kind of applicant for whom another way is open; `max_age` in whole years, that year included."""

    id: Identifier
    label: Text
    hint: Text | None = None
    max_age: Annotated[int, Field(ge=0, le=130)] | None = None


class WayEntry(CityModel):
    """One way to be eligible: so much of each measure; `applicant` names the only kind it is open to."""

    id: Identifier
    label: Text
    needs: Annotated[Amounts, Field(min_length=1)]
    applicant: Identifier | None = None


class Group(CityModel):
    """A heading under which proofs are shown; `list` is the half of the guide it belongs to."""

    id: Identifier
    label: Text
    list: Literal["identity", "residency", "attestation", "relationship"]


class Form(CityModel):
    """A document of several forms, of which a person has one. Who is unsure is counted as `safe_default`."""

    id: Identifier
    label: Text
    question: Text
    safe_default: Identifier
    picture: Identifier | None = None


class Organization(CityModel):
    """An organization whose attestation the city accepts."""

    id: Identifier
    name: Text
    about: Text
    phone: Annotated[str, Field(max_length=30)] | None = None


class ProofEntry(CityModel):
    """One document. The fields are explained, each with an example, in docs/city-files.md."""

    id: Identifier
    group: Identifier
    label: Text
    hint: Text | None = None
    gives: Amounts = {}
    photo: bool = False
    birth_date: bool = False
    fresh_days: Days | None = None
    fresh_years: Years | None = None
    expired_days: Days | None = None
    expired_years: Years | None = None
    tax_year_until: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = None
    form_of: Identifier | None = None
    same_as: Identifier | None = None
    one_person: bool = False
    address_mode: AddressMode | None = None
    picture: Identifier | None = None
    source: Annotated[str, Field(max_length=300)] | None = None

    def amounts(self) -> Mapping[str, int]:
        """Give what the document brings of each measure, its marks included."""
        return {**self.gives, **{mark: 1 for mark in MARKS if getattr(self, mark)}}

    def freshness(self) -> Freshness | None:
        """Give how old the document may be, or None when its age does not matter."""
        if self.fresh_days or self.fresh_years:
            return Freshness("dated", self.fresh_days or 0, self.fresh_years or 0)
        if self.expired_days or self.expired_years:
            return Freshness("expired", self.expired_days or 0, self.expired_years or 0)
        if self.tax_year_until:
            month, day = self.tax_year_until.split("-")
            return Freshness("tax_year", until=(int(month), int(day)))
        return None


class ProofsFile(CityModel):
    """proofs.toml as a whole. `style` says how pages introduce the rule; the ways say what it is."""

    style: Literal["points", "documents", "attestation"]
    measures: Annotated[Several[Measure], Field(min_length=1)]
    ways: Annotated[Several[WayEntry], Field(min_length=1)]
    groups: Annotated[Several[Group], Field(min_length=1)]
    proofs: Annotated[Several[ProofEntry], Field(min_length=1)]
    applicants: Several[ApplicantEntry] = ()
    forms: Several[Form] = ()
    organizations: Several[Organization] = ()
    sources: Several[Reference] = ()

    def rule(self) -> Rule:
        """Give what the engine works on. A second listing (`same_as`) counts as the same document."""
        return Rule(
            tuple(_engine_proof(entry, self) for entry in self.proofs),
            tuple(Way(way.id, way.needs, way.applicant) for way in self.ways),
            tuple(ApplicantKind(kind.id, kind.max_age) for kind in self.applicants),
        )


def _engine_proof(entry: ProofEntry, file: ProofsFile) -> Proof:
    if entry.same_as is None:
        again = any(other.same_as == entry.id for other in file.proofs)
        form = entry.form_of or (entry.id if again else None)
        return Proof(entry.id, entry.amounts(), form, True, entry.freshness())
    first = next(other for other in file.proofs if other.id == entry.same_as)
    return Proof(entry.id, first.amounts(), first.form_of or first.id, False, first.freshness())


def oddities(file: ProofsFile) -> Iterable[Complaint]:
    """Find what the shape alone cannot say: names that lead nowhere, ways nobody could ever meet."""
    for table in ("measures", "ways", "groups", "proofs", "applicants", "forms", "organizations"):
        yield from repeated(table, [entry.id for entry in getattr(file, table)])
    yield from _odd_measures(file)
    yield from _odd_proofs(file)
    yield from _odd_forms(file)
    yield from _odd_ways(file)


def _odd_measures(file: ProofsFile) -> Iterable[Complaint]:
    known = {measure.id for measure in file.measures}
    named: list[tuple[FieldPath, Iterable[str]]] = [
        (("ways", n, "needs"), way.needs) for n, way in enumerate(file.ways)
    ]
    named += [(("proofs", n, "gives"), proof.gives) for n, proof in enumerate(file.proofs)]
    for path, measures in named:
        for word in measures:
            if word not in known:
                yield (*path, word), f"“{word}” is not one of the measures: {', '.join(sorted(known))}"
            elif word in MARKS and path[0] == "proofs":
                yield (*path, word), f"write {word} = true beside gives instead"
    for mark in MARKS:
        if mark not in known and any(getattr(proof, mark) for proof in file.proofs):
            yield ("measures",), f"needs an entry “{mark}”, because proofs are marked with it"


def _odd_proofs(file: ProofsFile) -> Iterable[Complaint]:
    groups = {group.id for group in file.groups}
    forms = {form.id for form in file.forms}
    originals = {proof.id for proof in file.proofs if proof.same_as is None}
    for n, proof in enumerate(file.proofs):
        here: FieldPath = ("proofs", n)
        if proof.group not in groups:
            yield (*here, "group"), f"“{proof.group}” is not one of the groups"
        if proof.form_of is not None and proof.form_of not in forms:
            yield (*here, "form_of"), f"“{proof.form_of}” is not one of the forms"
        if proof.same_as is not None and proof.same_as not in originals:
            yield (*here, "same_as"), f"“{proof.same_as}” is not a proof that stands on its own"
        if proof.same_as is not None and (proof.amounts() or proof.form_of or proof.freshness()):
            yield here, "a second listing (same_as) takes its worth from the first: leave only its words"
        if proof.same_as is None and not proof.amounts():
            yield here, "gives nothing; write gives, photo or birth_date"
        ages = (
            proof.fresh_days,
            proof.fresh_years,
            proof.expired_days,
            proof.expired_years,
            proof.tax_year_until,
        )
        if sum(age is not None for age in ages) > 1:
            yield (
                here,
                "has more than one limit of age; keep one of fresh_..., expired_... and tax_year_until",
            )


def _odd_forms(file: ProofsFile) -> Iterable[Complaint]:
    for n, form in enumerate(file.forms):
        members = [proof.id for proof in file.proofs if proof.form_of == form.id]
        if len(members) < 2:
            yield ("forms", n), "needs at least two proofs with form_of naming it"
        if form.safe_default not in members:
            yield ("forms", n, "safe_default"), f"must be one of its forms: {', '.join(members)}"


def _odd_ways(file: ProofsFile) -> Iterable[Complaint]:
    kinds = {kind.id for kind in file.applicants}
    for n, way in enumerate(file.ways):
        if way.applicant is not None and way.applicant not in kinds:
            yield ("ways", n, "applicant"), f"“{way.applicant}” is not one of the applicants"
        everything = total(Proof(p.id, p.amounts(), p.form_of) for p in file.proofs)
        short = lacking(Way(way.id, way.needs), everything)
        if short:
            yield ("ways", n, "needs"), f"nobody could meet this: all proofs together lack {', '.join(short)}"

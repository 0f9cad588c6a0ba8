"""The verbs of the card room: issue, decline, revoke, and the night's tidying.

Each is one transaction that checks, writes and counts. Nothing about a resident is written: a slot's random
index, its quarter and two keyed hashes are all that remain of a visit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

import citycard
from citycard.claims import ClaimsError
from citycard.number import format as card_number
from citycard.portrait import PhotoError
from portico.accounts.models import StaffMember
from portico.cards import codes, drawing, queries
from portico.cards.forms import IssueRequest
from portico.cards.keyring import NoKeyInForce
from portico.cards.models import DeskCount, Slot, Tally, VerifierCount
from portico.cards.office import CityOffice
from portico.cards.rules import eligibility, validity
from portico.cards.rules.lifecycle import DeclineReason, RevocationGround, SlotState, transition
from portico.foundation import audit

audit.register_verb("card.revoked-by-city", "ground")
audit.register_verb("desk.day", "site", "what", "count")
ATTEMPTS = 8
MOST_COUNTED = 2**31 - 1


class NotAllowed(Exception):
    """The act is refused. `field` is where the desk shows it, `code` names the reason, `detail` helps word it."""

    def __init__(self, field: str, code: str, **detail: str) -> None:
        """Carry the reason; never what was typed."""
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Issued:
    """What the desk gets back, once."""

    number: str
    card_pdf: bytes
    slip_pdf: bytes | None
    again: bool


def issue_card(
    request: IssueRequest,
    office: CityOffice,
    *,
    by: StaffMember,
    now: datetime,
    second_look_by: StaffMember | None = None,
) -> Issued:
    """Issue a card, or draw the same one again when the same request comes back.

    Raises NotAllowed when a field is not one of this city's, when the proofs are not enough (and no supervisor has
    looked again), when no age band fits, when the card cannot be drawn as typed, and when the code was used for
    another request.
    """
    today = timezone.localdate(now)
    _as_the_city_decided(request, office)
    proofs_enough = _proofs_enough(request, office, today)
    if not proofs_enough and second_look_by is None:
        raise NotAllowed("proofs", "proofs-not-enough")
    for _ in range(ATTEMPTS):
        slot = queries.slot_with_code(codes.code_hash(request.code))
        again = slot is not None
        if slot is None:
            slot = _new_slot(request, office, today)
        elif not _same_request(slot, request):
            raise NotAllowed("code", "code-used")
        issued = _draw(request, slot, office, now, again=again)
        if again or _take(slot, request, by, now, None if proofs_enough else second_look_by):
            return issued
    raise NotAllowed("code", "try-again")


def _as_the_city_decided(request: IssueRequest, office: CityOffice) -> None:
    """Refuse a field or an address mode that this city's cards do not have."""
    typed = request.claims
    if typed.address_mode not in office.decisions.address_modes:
        raise NotAllowed("address_mode", "address_mode")
    for field in ("gender", "second_name", "guardian"):
        if getattr(typed, field) and field not in office.decisions.optional_fields:
            raise NotAllowed(field, "invalid")


def _proofs_enough(request: IssueRequest, office: CityOffice, today: date) -> bool:
    age = validity.age_on(today, request.claims.birth_date)
    applicant = eligibility.Applicant(frozenset(request.proofs.kinds), age)
    try:
        return eligibility.evaluate(office.decisions.rule, request.proofs.shown, applicant).enough
    except eligibility.EligibilityError as error:
        raise NotAllowed("proofs", error.code) from error


def _new_slot(request: IssueRequest, office: CityOffice, today: date) -> Slot:
    expires = office.decisions.expiry_for(request.claims.birth_date, today)
    if isinstance(expires, validity.NotEligible):
        raise NotAllowed("birth_date", expires.reason)
    try:
        index = queries.free_index(office.decisions.status_list_size)
    except queries.ListFull as error:
        raise NotAllowed("issue", "list-full") from error
    return Slot(
        index=index,
        state=SlotState.VALID.value,
        expires=expires,
        code_hash=codes.code_hash(request.code),
        request_digest=request.digest(),
    )


def _same_request(slot: Slot, request: IssueRequest) -> bool:
    return (
        slot.state == SlotState.VALID
        and slot.request_digest is not None
        and bytes(slot.request_digest) == request.digest()
    )


def _draw(request: IssueRequest, slot: Slot, office: CityOffice, now: datetime, *, again: bool) -> Issued:
    """Sign and draw in memory. The slot is not yet written: a card that cannot be drawn spends none."""
    typed = request.claims
    number = card_number(slot.index)
    with _refusals():
        drawing.require_modest(request.photo)
        signer = office.keyring.signer(now)
        claims = citycard.Claims(
            name=typed.name,
            birth_date=typed.birth_date,
            expires=slot.expires,
            gender=typed.gender or None,
            address=typed.card_address,
            guardian=typed.guardian or None,
            second_name=typed.second_name or None,
            # Undetermined (ISO 639-3 "und"): the card's face shows no language, so the code names none.
            second_name_language="und" if typed.second_name else None,
        )
        status = citycard.StatusReference(slot.index, office.status_uri)
        # Both are signed even where no slip is printed: the portrait fits both, and a second printing with a slip
        # must give the same card.
        card, slip = citycard.issue_with_slip(claims, request.photo, issuer=office.issuer, status=status, signer=signer)
        face = office.face(claims, request.photo, number, card)
        card_pdf = drawing.draw_card(face, request.layout)
        slip_pdf = None
        if request.slip:
            sheet = request.layout if request.layout != drawing.Layout.CR80 else drawing.Layout.LETTER
            slip_pdf = drawing.draw_slip(face, slip, codes.grouped(request.code), sheet)
    return Issued(number, card_pdf, slip_pdf, again)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the libraries say of unfit input into a refusal at the field where it was typed."""
    try:
        yield
    except ClaimsError as error:
        raise NotAllowed(error.field, error.code) from error
    except PhotoError as error:
        raise NotAllowed("photo", error.code) from error
    except drawing.PortraitUnusable as error:
        raise NotAllowed("photo", "not-printable") from error
    except drawing.MissingGlyph as error:
        raise NotAllowed(_typed(error.field), "missing-glyph", characters=" ".join(error.characters)) from error
    except drawing.FaceInvalid as error:
        raise NotAllowed(_typed(error.field), "invalid") from error
    except drawing.TextTooLong as error:
        raise NotAllowed(_typed(error.field), "too-long-to-print") from error
    except NoKeyInForce as error:
        raise NotAllowed("issue", "no-key") from error
    except citycard.CardTooLarge as error:
        raise NotAllowed("photo", "card-too-large") from error


def _typed(field: str) -> str:
    """The field of the desk that a field of the card's face was typed in."""
    return {"address_lines": "address"}.get(field, field)


def _take(slot: Slot, request: IssueRequest, by: StaffMember, now: datetime, looked: StaffMember | None) -> bool:
    """Write the slot and the counts. False when another request took the place or the code first."""
    try:
        with transaction.atomic():
            slot.save(force_insert=True)
            _count(request.site, "issued", by, now)
            if looked is not None:
                _count(request.site, "issued-on-second-look", looked, now)
    except IntegrityError:
        return False
    return True


def _add(manager_filter: Callable[[], int], create: Callable[[], object]) -> None:
    """Add one to a counter row, made on first use by whoever comes first."""
    if manager_filter():
        return
    try:
        with transaction.atomic():
            create()
    except IntegrityError:
        manager_filter()


def _count(site: str, what: str, by: StaffMember, now: datetime, amount: int = 1) -> None:
    day = timezone.localdate(now)
    desk = DeskCount.objects.filter(day=day, site=site, member=by, verb=what)
    tally = Tally.objects.filter(period=day, weekly=False, site=site, what=what)
    _add(
        lambda: desk.update(count=F("count") + amount),
        lambda: DeskCount.objects.create(day=day, site=site, member=by, verb=what, count=amount),
    )
    _add(
        lambda: tally.update(count=F("count") + amount),
        lambda: Tally.objects.create(period=day, site=site, what=what, count=amount),
    )


@transaction.atomic
def decline(reason: DeclineReason, *, site: str, by: StaffMember, now: datetime) -> None:
    """Count a visit that ended without a card, by its reason."""
    _count(site, f"declined-{reason.value}", by, now)


@transaction.atomic
def revoke(card: int | str, ground: RevocationGround, *, by: StaffMember, now: datetime) -> None:
    """End a card on a listed ground, by its number (a status index) or by the holder's revocation code.

    Raises NotAllowed when no living card has that number or code. The audit chain learns the ground and the day: a
    slot, or a time to lay beside two published status lists, would tell which card it was.
    """
    arrow = transition("revoke")
    slots = Slot.objects.filter(state=arrow.source)
    named = slots.filter(index=card) if isinstance(card, int) else slots.filter(code_hash=codes.code_hash(card))
    changed = named.update(state=arrow.target.value)
    if not changed:
        raise NotAllowed("number", "no-living-card")
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    audit.record(arrow.audit_word, by=str(by.pk), now=midnight, ground=ground.value)


def receive_verifier_count(profile: str, week: date, count: int) -> None:
    """Add what a service desk chose to send; anyone can send, so the sum stops where the column would overflow."""
    rows = VerifierCount.objects.filter(week=week, profile=profile)
    _add(
        lambda: rows.update(count=Least(F("count"), MOST_COUNTED - count) + count),
        lambda: VerifierCount.objects.create(week=week, profile=profile, count=count),
    )

"""The life of a card slot, as one table: buttons, database constraint and the diagram in docs come from it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from portico.accounts.rules import Role


class SlotState(StrEnum):
    """What a card slot is now; the status list shows everything but VALID as one bit."""

    VALID = "valid"
    REVOKED = "revoked"


class RevocationGround(StrEnum):
    """The listed grounds on which the city may end a card; there is no other."""

    LOST_OR_STOLEN = "lost-or-stolen"
    HOLDER_ASKED = "holder-asked"
    PRINTED_WRONG = "printed-wrong"
    ISSUED_IN_ERROR = "issued-in-error"


GROUND_NAMES = {
    RevocationGround.LOST_OR_STOLEN: _("The holder says it is lost or stolen"),
    RevocationGround.HOLDER_ASKED: _("The holder asks for it"),
    RevocationGround.PRINTED_WRONG: _("It was printed wrong and destroyed here"),
    RevocationGround.ISSUED_IN_ERROR: _("It was issued in error"),
}


@dataclass(frozen=True)
class Transition:
    """One arrow of the life cycle: who may do it, and the word the audit chain uses."""

    verb: str
    source: SlotState | None
    target: SlotState
    roles: frozenset[Role]
    audit_word: str


LIFE_CYCLE: tuple[Transition, ...] = (
    Transition("issue", None, SlotState.VALID, frozenset({Role.REVIEWER, Role.SUPERVISOR}), "card.issued"),
    Transition("revoke", SlotState.VALID, SlotState.REVOKED, frozenset({Role.SUPERVISOR}), "card.revoked-by-city"),
)


def transition(verb: str) -> Transition:
    """The arrow named `verb`; raises KeyError for a verb the table does not know."""
    for arrow in LIFE_CYCLE:
        if arrow.verb == verb:
            return arrow
    raise KeyError(verb)


class DeclineReason(StrEnum):
    """Why a visit ended without a card; counted, never tied to a person."""

    PROOFS_NOT_ENOUGH = "proofs-not-enough"
    TOO_YOUNG = "too-young"
    APPLICANT_LEFT = "applicant-left"
    CARD_WOULD_NOT_PRINT = "card-would-not-print"


DECLINE_REASON_NAMES = {
    DeclineReason.PROOFS_NOT_ENOUGH: _("The proofs were not enough"),
    DeclineReason.TOO_YOUNG: _("Too young for a card"),
    DeclineReason.APPLICANT_LEFT: _("The applicant chose to leave"),
    DeclineReason.CARD_WOULD_NOT_PRINT: _("The card could not be printed"),
}

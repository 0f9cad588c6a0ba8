"""One text, one verdict, offline. The order of the checks is part of the format (docs/card-format.md)."""

from datetime import datetime
from typing import Any

from citycard import cbor, cose, payload, plain, transport
from citycard.status import StatusList
from citycard.trust import Key, TrustList, seconds
from citycard.verdict import Policy, Result, Verdict

_LEEWAY_S = 300  # clocks of good devices still differ by a little
_VALID = Verdict.VALID  # looked up once: an enumeration's attribute costs more than a card's dates


class _Refused(Exception):
    """The one way out of the checks."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.result = Result(verdict, reason)


def verify(text: str, *, trust: TrustList | None, status: StatusList | None, now: datetime, policy: Policy) -> Result:
    """Return the verdict on the text of a QR code at the aware time `now`. No text makes it raise."""
    try:
        envelope = _unpack(text)
        issuer, card, claims = _token(envelope)
        moment = seconds(now)
        lists = _in_force(trust, status, moment)
        _signed(envelope, _key(issuer, envelope, lists), moment)
        card = card or _claims(claims)
        _dates(card, moment)
        found, stale = _status(card, status, moment, policy)
    except _Refused as refused:
        return refused.result
    return Result(_VALID, "ok", card.claims, stale, found)


def _unpack(text: str) -> cose.Envelope:
    """Checks 1 to 3: from the text to a COSE_Sign1."""
    try:
        return cose.parse(transport.from_text(text))
    except (transport.ForeignText, cose.NotSign1) as error:
        raise _Refused(Verdict.NOT_A_CARD, "foreign_code") from error
    except transport.Damaged as error:
        raise _Refused(Verdict.UNREADABLE, "damaged") from error
    except transport.TooLarge as error:
        raise _Refused(Verdict.UNREADABLE, "too_large") from error
    except cbor.CborError as error:
        raise _Refused(Verdict.UNREADABLE, "malformed") from error


def _token(envelope: cose.Envelope) -> tuple[Any, payload.Card | None, dict[int | str, Any]]:
    """Checks 3 to 5: the payload is strict, and it is a Claim 169 token that names ES256.

    Returns the issuer it names, and its claims: those of a plain card read already, those of any other not
    yet.
    """
    card, claims = plain.read(envelope.body), {}
    if card is None:
        try:
            claims = cose.read_payload(envelope.body)
        except cbor.CborError as error:
            raise _Refused(Verdict.UNREADABLE, "malformed") from error
    header = envelope.header
    if cose.TYPE in header or (card is None and payload.IDENTITY not in claims):
        slip = header.get(cose.TYPE) == payload.SLIP_TYPE
        raise _Refused(Verdict.NOT_A_CARD, "slip" if slip else "no_identity")
    if header.get(cose.ALGORITHM) != cose.ES256:
        raise _Refused(Verdict.SIGNATURE_WRONG, "algorithm")
    return card.claims["issuer"] if card else claims.get(payload.ISSUER), card, claims


def _in_force(trust: TrustList | None, status: StatusList | None, now: int) -> TrustList:
    """Check 6: the lists are there, and the clock and the trust list agree."""
    if trust is None:
        raise _Refused(Verdict.LISTS_TOO_OLD, "no_lists")
    issued, expires = trust.period
    if status is not None and status.period[0] > issued:
        issued = status.period[0]
    if now < issued - _LEEWAY_S:
        raise _Refused(Verdict.CLOCK_WRONG, "before_lists")
    if expires <= now:
        raise _Refused(Verdict.LISTS_TOO_OLD, "trust_expired")
    return trust


def _key(issuer: Any, envelope: cose.Envelope, trust: TrustList) -> Key:
    """Check 7: the key that must have signed."""
    kid = envelope.header.get(cose.KEY_ID)
    city = trust.by_issuer.get(issuer) if type(issuer) is str else None
    if city is None:
        raise _Refused(Verdict.CITY_UNKNOWN, "issuer")
    key = city.keys_by_id.get(kid) if type(kid) is bytes else None
    if key is None:
        elsewhere = type(kid) is bytes and kid in trust.kids
        raise _Refused(Verdict.SIGNATURE_WRONG, "wrong_city" if elsewhere else "unknown_key")
    return key


def _signed(envelope: cose.Envelope, key: Key, now: int) -> None:
    """Check 8: the signature, and whether its key is in force."""
    if not cose.verify(envelope, key.public_key):
        raise _Refused(Verdict.SIGNATURE_WRONG, "tampered")
    not_before, not_after = key.period
    if not not_before <= now < not_after:
        raise _Refused(Verdict.SIGNATURE_WRONG, "key_not_in_force")


def _claims(claims: dict[int | str, Any]) -> payload.Card:
    """Check 9: what the card says, which nothing has looked at before."""
    try:
        return payload.read(claims)
    except payload.UnreadableClaims as error:
        raise _Refused(Verdict.UNREADABLE, "claims") from error
    except payload.UnreadablePhoto as error:
        raise _Refused(Verdict.UNREADABLE, "photo") from error


def _dates(card: payload.Card, now: int) -> None:
    """Check 10."""
    if card.not_before > now:
        raise _Refused(Verdict.NOT_YET_VALID, "nbf")
    if card.expires <= now:
        raise _Refused(Verdict.EXPIRED, "exp")


def _status(card: payload.Card, status: StatusList | None, now: int, policy: Policy) -> tuple[str, bool]:
    """Checks 11 and 12: the card's bit, and whether the list is fresh enough to say."""
    if card.status_index is None:
        if policy.require_status:
            raise _Refused(Verdict.NOT_A_CARD, "no_status")
        return "none", False
    if status is None or status.uri != card.status_uri or status.issuer != card.claims["issuer"]:
        if policy.require_status:
            raise _Refused(Verdict.LISTS_TOO_OLD, "no_lists")
        return "not_checked", False
    issued, expires = status.period
    age = now - issued
    if age > policy.red_after_s or expires <= now:
        raise _Refused(Verdict.LISTS_TOO_OLD, "status_old")
    try:
        revoked = status.is_revoked(card.status_index)
    except IndexError as error:
        raise _Refused(Verdict.LISTS_TOO_OLD, "index_beyond_list") from error
    if revoked:
        raise _Refused(Verdict.REVOKED, "status")
    return "valid", age > policy.amber_after_s

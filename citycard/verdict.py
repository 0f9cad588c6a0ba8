"""What a verifier answers: ten verdicts, each with its reasons, and the policy that a desk sets."""

from enum import StrEnum
from typing import Any, NamedTuple


class Verdict(StrEnum):
    """The ten answers. Their strings, like those of the reasons, are part of the card format."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    SIGNATURE_WRONG = "signature_wrong"
    CITY_UNKNOWN = "city_unknown"
    NOT_A_CARD = "not_a_card"
    UNREADABLE = "unreadable"
    CLOCK_WRONG = "clock_wrong"
    LISTS_TOO_OLD = "lists_too_old"


class Policy(NamedTuple):
    """Whether a desk must have a status list, and the ages of one, in seconds, that warn and refuse."""

    require_status: bool = False
    amber_after_s: int = 86_400
    red_after_s: int = 604_800


class Result(NamedTuple):
    """The answer for one text.

    `claims` is there only for a valid card: name, birth_date, expires (YYYY-MM-DD), issuer, photo {format,
    bytes} and, where the card has them, number, gender, address, guardian, second_name, second_name_language.
    `status` is "valid", "none" or "not_checked", and None when the card is not valid; `stale` asks for
    fresher lists.
    """

    verdict: Verdict
    reason: str
    claims: dict[str, Any] | None = None
    stale: bool = False
    status: str | None = None

    def __repr__(self) -> str:
        return f"<Result {self.verdict}/{self.reason}>"  # never a person's claims in a log or a traceback

"""The cards that every verifier must accept."""

import hashlib
from datetime import date, timedelta
from typing import Any

from citycard import number, transport
from vectors.make_cards import BAY, NO_STATUS_NEEDED, NOW, OLDER, Token, accepted, at, bent, card, face

_LONG = (
    "Wilhelmina Aurelia Montgomery-Fitzwilliam de la Cordillera y Santaclara van den Heuvelmans"
    " Okonkwo-Adeyemi Thistlewood B"
)
_ADLAM = "𞤀𞤥𞤭𞤲𞤢𞤼𞤵 𞤔𞤢𞤤𞤮" * 6


def shown(
    name: str = "Amina Featherstone", *, portrait_of: str = "one", index: int | None = 4711, **more: Any
) -> dict[str, Any]:
    """Return what a verifier finds in such a card."""
    found = {"name": name, "birth_date": "1990-02-03", "expires": "2029-12-31", "issuer": BAY}
    if index is not None:
        found["number"] = number.format(index)
    return found | more | {"photo_sha256": hashlib.sha256(face(portrait_of)).hexdigest()}


def same(name: str, about: str, person: str, **more: Any) -> None:
    """Write a card that shows exactly what it was asked to say."""
    accepted(name, about, card(person, **more), shown(person, **more))


def make() -> None:
    """Write them all."""
    _names()
    _fields()
    _status()
    _edges()


def _names() -> None:
    same("latin", "An ordinary card", "Amina Featherstone")
    same("french", "Letters with marks", "Éloïse Ünwin-Çağlar d'Hérouville")
    same("arabic", "A name in Arabic, read from right to left", "ليلى بنت يوسف الفانوسي", portrait_of="two")
    same("tamil", "A name in Tamil, whose letters combine", "யாழினி செந்தாமரை", portrait_of="two")
    same("chinese", "A name in Chinese", "陆明灯", portrait_of="three")
    same("geez", "A name in the Ethiopic script", "ሰላማዊት ፋኖስ", portrait_of="two")
    same("single-name", "One name is a whole name", "Suryadi", portrait_of="three")
    same("long-name", "A name of 120 characters", _LONG, portrait_of="small")
    same("astral-name", "72 characters that UTF-16 counts as 138", _ADLAM, portrait_of="small")
    same("joiners", "Zero-width joiners belong to a name", "नि\u200dकी क्\u200cषेत्र")


def _fields() -> None:
    for gender, about in (
        ("M", "Gender M, code 1"),
        ("F", "Gender F, code 2"),
        ("X", "Gender X, code 3"),
        ("agender", "Gender in the resident's own word, attribute 66"),
    ):
        same(f"gender-{gender.lower()}", about, "Robin Ashgrove", gender=gender)
    same("address", "An address of two lines", "Amina Featherstone", address="22 Windlass Lane\nLantern Bay")
    same("care-of", "In care of an organization", "Amina Featherstone", address="c/o Harbour House\n9 Quay Row")
    same("guardian", "A child's card names the guardian", "Pia Featherstone", guardian="Amina Featherstone")
    second = {"second_name": "ليلى الفانوسي", "second_name_language": "ara"}
    same("second-name", "The name in a second language", "Layla Alfanousi", portrait_of="two", **second)
    everything = second | {"gender": "F", "address": "22 Windlass Lane\nLantern Bay", "guardian": "Omar Alfanousi"}
    same("everything", "Every optional field at once", "Layla Alfanousi", portrait_of="small", **everything)


def _status() -> None:
    def valid(name: str, about: str, token: Token, index: int | None, expect: dict[str, Any], **setting: Any) -> None:
        accepted(name, about, token, shown(index=index), expect=expect, **setting)

    plain = card()
    valid("stale", "A status list two days old: valid, and the list is stale", plain, 4711, {"stale": True},
          status="lists/status-amber.cwt")  # fmt: skip
    valid("at-amber-age", "As old as amber_after_s is not yet stale", plain, 4711, {},
          status="lists/status-at-amber.cwt")  # fmt: skip
    valid("at-red-age", "As old as red_after_s is not yet too old", plain, 4711, {"stale": True},
          status="lists/status-at-red.cwt")  # fmt: skip
    valid("status-by-older-key", "A status list signed by another key of the city", plain, 4711, {},
          status="lists/status-older-key.cwt")  # fmt: skip
    valid("not-checked", "No status list, and none asked for", plain, 4711, {"status": "not_checked"},
          status=None, policy=NO_STATUS_NEEDED)  # fmt: skip
    valid("not-checked-other-city", "Another city's list is no list", plain, 4711, {"status": "not_checked"},
          status="lists/status-mosshaven.cwt", policy=NO_STATUS_NEEDED)  # fmt: skip
    valid("no-status-claim", "A card without a status, where none is asked for", card(index=None), None,
          {"status": "none"}, policy=NO_STATUS_NEEDED)  # fmt: skip
    for index, about in (
        (0, "The first index"),
        (16, "The bit below a revoked one"),
        (18, "The bit above a revoked one"),
        (131_071, "The last index, beside a revoked one"),
    ):
        valid(f"index-{index}", about, card(index=index), index, {})


def _edges() -> None:
    plain = card()
    older = card()
    older.signer = OLDER
    accepted("older-key", "Signed by an older key that is still listed", older, shown())
    accepted("last-second", "One second before noon UTC of the day after the printed date", plain, shown(),
             now=at("2030-01-01T11:59:59"), trust="lists/trust-2030.cwt", status="lists/status-2030.cwt")  # fmt: skip
    accepted("slow-clock", "A clock five minutes behind the status list", plain, shown(),
             now=NOW - timedelta(hours=6, minutes=5))  # fmt: skip
    hyphens = bent(lambda body: body[169].update({8: "1990-02-03"}))
    accepted("hyphenated-birth-date", "YYYY-MM-DD, as the specification's example has it", hyphens, shown())
    times = bent(lambda body: body.update({5: 1_764_547_200, 6: 1_764_547_200}))
    accepted("nbf-and-iat", "nbf and iat in the past", times, shown())
    nbf_now = bent(lambda body: body.update({5: int(NOW.timestamp())}))
    accepted("nbf-now", "nbf is this very second", nbf_now, shown())
    extra = bent(
        lambda body: (body.update({2: "x", 7: b"y", "note": [None, True]}), body[169].update({3: "eng", 99: {}}))
    )
    accepted("unknown-claims", "Claims that a verifier does not know are passed over", extra, shown())
    accepted("other-order", "Map keys in another order than ours",
             bent(lambda body: body.update({4: body.pop(4), 1: body.pop(1)})), shown())  # fmt: skip
    two_faces = bent(lambda body: body[169][62].append({0: b"x"}))
    accepted("two-photos", "The first of several photos counts", two_faces, shown())
    _other_formats()
    stored = card("Chidi Lampwright")
    accepted("stored-blocks", "zlib without compression", stored, shown("Chidi Lampwright"),
             text=transport.to_text(_stored(stored.message())))  # fmt: skip
    old = card("Odile Marchetti", birth_date=date(1904, 2, 29))
    accepted("leap-day", "Born on 29 February 1904", old, shown("Odile Marchetti", birth_date="1904-02-29"))


def _stored(message: bytes) -> bytes:
    import zlib

    return zlib.compress(message, 0)


def _other_formats() -> None:
    for name, sub_format, data in (
        ("png", 0, b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("jpeg", 1, b"\xff\xd8\xff\xe0" + bytes(40)),
        ("avif", 3, b"\x00\x00\x00\x1cftypavif" + bytes(40)),
    ):
        token = bent(lambda body, data=data, kind=sub_format: body[169].update({62: [{0: data, 1: 0, 2: kind}]}))
        found = shown() | {"photo_sha256": hashlib.sha256(data).hexdigest()}
        accepted(f"photo-{name}", f"A photo that begins as {name.upper()} and says so", token, found)

"""The texts that every verifier must refuse, by the check that refuses them (docs/card-format.md)."""

import zlib
from datetime import timedelta
from typing import Any

import cbor2

from citycard import base45, payload, transport
from citycard.payload import Kind, StatusReference
from vectors.make_cards import (
    BAY,
    CURRENT,
    HERE,
    MOSS,
    MOSS_KEY,
    NEXT,
    NO_STATUS_NEEDED,
    NOW,
    PAST,
    STATUS_URI,
    STRANGER,
    Token,
    at,
    bent,
    card,
    claims,
    face,
    refused,
    to_text,
)  # fmt: skip


def make() -> None:
    """Write them all."""
    _texts()
    _streams()
    _cbor()
    _kinds()
    _lists()
    _keys()
    _signatures()
    _claims()
    _photos()
    _dates()
    _status()
    _order()


def _texts() -> None:
    def foreign(name: str, about: str, text: str) -> None:
        refused("not_a_card", "foreign_code", name, about, text)

    good = card().text()
    foreign("web-address", "A web address", "https://lanternbay.example/cards")
    foreign("empty", "Nothing", "")
    foreign("lower-case", "A card in lower case is not base45", good.lower())
    foreign("line-end", "A line end is no base45 character", good + "\n")
    foreign("non-ascii", "A digit of another script", good[:-1] + "٣")
    foreign("health-certificate", "A text with the prefix of another scheme", "HC1:" + good)
    foreign("one-more", "A length that base45 cannot have", "6BF9")
    foreign("group-too-large", "A group of three characters above 65535", "GGW" + good[3:])
    foreign("no-zlib", "Base45 of something that is not zlib", base45.encode(b"lantern oil, two cans"))
    foreign("gzip", "gzip is not zlib", base45.encode(b"\x1f\x8b\x08\x00" + bytes(20)))
    foreign("short", "One byte", base45.encode(b"\x78"))


def _streams() -> None:
    packed = zlib.compress(card().message(), 9)

    def damaged(name: str, about: str, stream: bytes) -> None:
        refused("unreadable", "damaged", name, about, transport.to_text(stream))

    damaged("truncated", "The last twenty bytes are missing", packed[:-20])
    damaged("half", "Half a card", packed[: len(packed) // 2])
    damaged("checksum", "The zlib checksum is wrong", packed[:-1] + bytes([packed[-1] ^ 1]))
    damaged("trailing", "Bytes after the zlib stream", packed + b"\0\0")
    damaged("header-only", "A zlib header and nothing else", b"\x78\xda")
    damaged("dictionary", "A stream that needs a preset dictionary", b"\x78\xbb" + bytes(8))
    damaged("bad-block", "A deflate block of a kind that does not exist", b"\x78\xda\x07\x00\x00\x00\x00")

    def large(name: str, about: str, text: str) -> None:
        refused("unreadable", "too_large", name, about, text)

    large("bomb", "Two thousand bytes that inflate to two million", to_text(bytes(2_000_000)))
    large("4097-bytes", "Inflates to one byte more than allowed", to_text(bytes(4097)))
    noise = b"".join(card(index=index).message() for index in range(3))
    large("long-text", "More characters than a QR code holds", transport.to_text(zlib.compress(noise + face("two"), 0)))


def _cbor() -> None:
    def malformed(name: str, about: str, token: Token | bytes) -> None:
        text = token.text() if isinstance(token, Token) else to_text(token)
        refused("unreadable", "malformed", name, about, text)

    good = card()
    body, message = cbor2.dumps(good.body), good.message()

    def raw(changed: bytes) -> Token:
        return Token({}, raw_body=changed)

    name = cbor2.dumps("Amina Featherstone")
    malformed("duplicate-claim", "The issuer stands twice", raw(b"\xa5" + body[1:] + cbor2.dumps(1) + cbor2.dumps(BAY)))
    twice = body.replace(b"\x18\xa9\xa3\x04" + name, b"\x18\xa9\xa4\x04" + name + b"\x04" + name)
    malformed("duplicate-name", "Two names in one identity", raw(twice))
    malformed("indefinite-map", "A payload of indefinite length", raw(b"\xbf" + body[1:] + b"\xff"))
    malformed("indefinite-text", "A name in pieces", raw(body.replace(name, b"\x7f" + name + b"\xff")))
    malformed(
        "long-integer", "A claim key in two bytes that fits one", raw(body.replace(b"\x04\x1a", b"\x18\x04\x1a", 1))
    )
    malformed(
        "long-length", "A text length in three bytes that fits one", raw(body.replace(name, b"\x79\x00\x12" + name[1:]))
    )
    malformed("trailing-in-payload", "A byte after the payload's map", raw(body + b"\0"))
    malformed("bad-utf8", "A name that is not UTF-8", raw(body.replace(b"Amina", b"Amin\xff")))
    malformed("tag", "A tag inside the payload", bent(lambda b: b.update({6: cbor2.CBORTag(1, 1_764_547_200)})))
    malformed("bignum", "A large number as a tagged byte string", bent(lambda b: b.update({7: 2**70})))
    malformed("float", "A float inside the payload", bent(lambda b: b.update({6: 1_764_547_200.5})))
    malformed("undefined", "undefined inside the payload", bent(lambda b: b.update({7: cbor2.undefined})))
    malformed("true-as-key", "true where a key belongs", raw(b"\xa5" + body[1:] + b"\xf5\x01"))
    malformed("bytes-as-key", "A byte string where a key belongs", raw(b"\xa5" + body[1:] + b"\x41\x01\x01"))
    malformed("deep", "Lists forty deep", raw(b"\xa5" + body[1:] + b"\x07" + b"\x81" * 40 + b"\x00"))
    malformed("payload-list", "A payload that is a list", raw(cbor2.dumps([good.body])))
    malformed("payload-empty", "An empty payload", raw(b""))
    malformed("header-list", "A protected header that is a list", Token(good.body, raw_header=b"\x81\x26"))
    malformed("header-indefinite", "A protected header of indefinite length",
              Token(good.body, raw_header=b"\xbf\x01\x26\x04\x48" + CURRENT.kid + b"\xff"))  # fmt: skip
    malformed("critical", "A header that asks for an extension", Token(good.body, header={2: [99], 99: 1}))
    malformed("unprotected", "Something in the unprotected header", Token(good.body, unprotected={4: CURRENT.kid}))
    malformed("trailing", "A byte after the message", message + b"\0")
    malformed("cut", "The message ends inside its signature", message[:-5])
    malformed(
        "indefinite-array", "The four parts in an array of indefinite length", b"\xd2\x9f" + message[2:] + b"\xff"
    )
    malformed("long-tag", "Tag 18 in two bytes", b"\xd8\x12" + message[1:])
    protected, _, inner, signature = cbor2.loads(message[1:])
    malformed("three-parts", "Three parts", b"\xd2" + cbor2.dumps([protected, {}, inner]))
    malformed("five-parts", "Five parts", b"\xd2" + cbor2.dumps([protected, {}, inner, signature, 0]))
    malformed(
        "short-signature", "A signature of 63 bytes", b"\xd2" + cbor2.dumps([protected, {}, inner, signature[:-1]])
    )
    malformed("detached", "No payload", b"\xd2" + cbor2.dumps([protected, {}, None, signature]))
    malformed("tag-over-map", "Tag 18 over a map", b"\xd2\xa1\x01\x02")
    malformed("no-cbor", "Random bytes", bytes.fromhex("1fe4a0f0ffee"))


def _kinds() -> None:
    def foreign(name: str, about: str, message: bytes) -> None:
        refused("not_a_card", "foreign_code", name, about, to_text(message))

    message = card().message()
    foreign("tag-61", "The CWT tag around a card", b"\xd8\x3d" + message)
    foreign("encrypted", "A COSE_Encrypt0", b"\xd0" + cbor2.dumps([b"\xa1\x01\x03", {5: bytes(12)}, bytes(40)]))
    foreign("untagged", "A COSE_Sign1 without its tag", message[1:])
    foreign("map", "A CBOR map", cbor2.dumps({1: BAY}))
    slip = payload.write(claims("Amina Featherstone"), face("one"), BAY, StatusReference(4711, STATUS_URI), Kind.SLIP)
    refused(
        "not_a_card", "slip", "recovery-slip", "A recovery slip", Token(slip, header={16: "portico-slip+cwt"}).text()
    )
    refused("not_a_card", "slip", "card-inside", "A slip that has the identity of a card as well",
            Token(card().body | slip, header={16: "portico-slip+cwt"}).text())  # fmt: skip
    for name, about, token in (
        ("slip-without-type", "The claims of a slip without its type", Token(slip)),
        ("other-type", "A card with another type", Token(card().body, header={16: "application/cwt"})),
        ("number-type", "A card with a type that is a number", Token(card().body, header={16: 279})),
        ("no-claim-169", "A signed token without an identity", Token({1: BAY, 4: 1_893_499_200})),
    ):
        refused("not_a_card", "no_identity", name, about, token.text())
    for name in ("status", "trust"):
        refused("not_a_card", "no_identity", f"{name}-list", f"A {name} list shown as a card",
                to_text((HERE / "lists" / f"{name}.cwt").read_bytes()))  # fmt: skip
    for name, about, header in (
        ("eddsa", "A header that names EdDSA", {1: -8}),
        ("es384", "A header that names ES384", {1: -35}),
        ("text", "An algorithm that is a text", {1: "ES256"}),
    ):
        refused("signature_wrong", "algorithm", name, about, Token(card().body, header=header).text())
    refused("signature_wrong", "algorithm", "none", "A header that names no algorithm",
            Token(card().body, raw_header=cbor2.dumps({4: CURRENT.kid})).text())  # fmt: skip
    refused("signature_wrong", "algorithm", "empty-header", "An empty protected header",
            Token(card().body, raw_header=b"").text())  # fmt: skip


def _lists() -> None:
    text = card().text()
    refused("lists_too_old", "no_lists", "no-trust-list", "No trust list", text, trust=None, status=None)
    refused("lists_too_old", "trust_expired", "at-the-second", "The trust list expires this second", text,
            trust="lists/trust-expired.cwt")  # fmt: skip
    refused("clock_wrong", "before_lists", "trust", "A clock before the trust list", text,
            now=at("2026-11-19T23:54:59"), status=None)  # fmt: skip
    refused("clock_wrong", "before_lists", "status", "A clock 301 seconds before the status list", text,
            status="lists/status-future.cwt")  # fmt: skip
    refused(
        "clock_wrong", "before_lists", "year-1970", "A clock that was never set", text, now=at("1970-01-01T00:05:00")
    )


def _keys() -> None:
    def unknown(name: str, about: str, token: Token) -> None:
        refused("city_unknown", "issuer", name, about, token.text())

    unknown("other-city", "A city that is not listed", bent(lambda b: b.update({1: "https://elsewhere.example"})))
    unknown("slash", "An issuer with a slash too many", bent(lambda b: b.update({1: BAY + "/"})))
    unknown("no-issuer", "No issuer", bent(lambda b: b.pop(1)))
    unknown("list-issuer", "An issuer that is a list", bent(lambda b: b.update({1: [BAY]})))
    stranger = card()
    stranger.signer = STRANGER
    refused("signature_wrong", "unknown_key", "stranger", "Signed by a key that no city has", stranger.text())
    for name, about, header in (
        ("no-kid", "No kid", {1: -7}),
        ("short-kid", "Half a kid", {1: -7, 4: CURRENT.kid[:4]}),
        ("text-kid", "A kid that is a text", {1: -7, 4: CURRENT.kid.hex()}),
        ("list-kid", "A kid that is a list", {1: -7, 4: [1]}),
    ):
        token = Token(card().body, raw_header=cbor2.dumps(header))
        refused("signature_wrong", "unknown_key", name, about, token.text())
    moss = card()
    moss.signer = MOSS_KEY
    refused(
        "signature_wrong", "wrong_city", "other-citys-key", "Another listed city signed this city's card", moss.text()
    )
    ours = bent(lambda b: b.update({1: MOSS}))
    refused(
        "signature_wrong", "wrong_city", "for-other-city", "This city signed another listed city's card", ours.text()
    )


def _signatures() -> None:
    message = card().message()

    def tampered(name: str, about: str, changed: bytes) -> None:
        assert changed != message, name
        refused("signature_wrong", "tampered", name, about, to_text(changed))

    def turned(at_: int) -> bytes:
        return message[:at_] + bytes([message[at_] ^ 1]) + message[at_ + 1 :]

    tampered("name", "One letter of the name", message.replace(b"Amina", b"Emina"))
    tampered("photo", "One bit of the photo", turned(message.index(b"WEBP") + 200))
    tampered("birth-date", "Five years younger", message.replace(b"19900203", b"19950203"))
    tampered("expiry", "A later expiry", message.replace(cbor2.dumps(1_893_499_200), cbor2.dumps(1_956_571_200)))
    tampered("index", "Another place in the status list", message.replace(b"cidx\x19\x12\x67", b"cidx\x19\x12\x68"))
    tampered("signature-r", "One bit of r", turned(len(message) - 40))
    tampered("signature-s", "One bit of s", turned(len(message) - 1))
    tampered("signature-zero", "A signature of zeros", message[:-64] + bytes(64))
    tampered("signature-ones", "A signature of ones", message[:-64] + b"\xff" * 64)
    tampered("signature-swapped", "r and s exchanged", message[:-64] + message[-32:] + message[-64:-32])
    for name, about, signer in (
        ("next-key", "A key that is listed ahead of its first day", NEXT),
        ("past-key", "A key whose time is over", PAST),
    ):
        token = card()
        token.signer = signer
        refused("signature_wrong", "key_not_in_force", name, about, token.text())


def _claims() -> None:
    def wrong(name: str, about: str, **changes: Any) -> None:
        """Change the identity: keys are i4, i8 ...; and the claims: c4, c5 ... ; None takes one away."""

        def change(body: dict[Any, Any]) -> None:
            for key, value in changes.items():
                target = body[169] if key[0] == "i" else body
                target.pop(int(key[1:]), None)
                if value is not None:
                    target[int(key[1:])] = value

        refused("unreadable", "claims", name, about, bent(change, portrait_of="small").text())

    wrong("no-name", "No name", i4=None)
    wrong("empty-name", "An empty name", i4="")
    wrong("name-number", "A name that is a number", i4=7)
    wrong("name-bytes", "A name that is bytes", i4=b"Amina")
    wrong("name-too-long", "A name of 121 characters", i4="a" * 121)
    wrong("name-too-long-astral", "A name of 121 characters outside the basic plane", i4="𞤀" * 121)
    wrong("no-birth-date", "No birth date", i8=None)
    wrong("no-such-day", "30 February", i8="19900230")
    wrong("year-zero", "The year 0000", i8="00000101")
    wrong("birth-week", "A week date", i8="1990W055")
    wrong("birth-ordinal", "Slashes", i8="1990/02/03")
    wrong("birth-half-hyphens", "One hyphen", i8="1990-0203")
    wrong("birth-digits", "Digits of another script", i8="١٩٩٠٠٢٠٣")
    wrong("birth-number", "A birth date that is a number", i8=19900203)
    wrong("gender-code", "A gender code that does not exist", i9=4)
    wrong("gender-true", "true as a gender code", i9=True)
    wrong("gender-twice", "Gender as a code and as a word", i9=1, i66="M")
    wrong("gender-word-code", "A gender word that is a number", i66=1)
    wrong("address-too-long", "An address of 201 characters", i10="a" * 201)
    wrong("address-list", "An address that is a list", i10=["22 Windlass Lane"])
    wrong("guardian-too-long", "A guardian of 121 characters", i15="a" * 121)
    wrong("second-name-empty", "An empty second name", i19="", i20="ara")
    wrong("language-number", "A language that is a number", i19="Layla", i20=1)
    wrong("no-expiry", "No expiry", c4=None)
    wrong("expiry-text", "An expiry that is a text", c4="2029-12-31")
    wrong("expiry-true", "true as an expiry", c4=True)
    wrong("expiry-negative", "An expiry before 1970", c4=-1)
    wrong("expiry-huge", "An expiry after the year 9999", c4=2**53)
    wrong("nbf-text", "nbf as a text", c5="2026-01-01")
    wrong("iat-text", "iat as a text", c6="2026-01-01")
    wrong("status-text", "A status claim that is a text", c65535="4711")
    wrong("status-other", "A status claim of another mechanism", c65535={"identifier_list": {}})
    wrong("status-no-index", "A status claim without an index", c65535={"status_list": {"uri": STATUS_URI}})
    wrong("status-no-uri", "A status claim without an address", c65535={"status_list": {"idx": 1}})
    wrong("status-negative", "A negative index", c65535={"status_list": {"idx": -1, "uri": STATUS_URI}})
    wrong("status-nine-digits", "An index of nine digits", c65535={"status_list": {"idx": 10**8, "uri": STATUS_URI}})
    wrong("status-true", "true as an index", c65535={"status_list": {"idx": True, "uri": STATUS_URI}})
    wrong("identity-list", "An identity that is a list", c169=[{4: "Amina"}])


def _photos() -> None:
    def wrong(name: str, about: str, photos: Any) -> None:
        def change(body: dict[Any, Any]) -> None:
            body[169].pop(62) if photos is None else body[169].update({62: photos})

        refused("unreadable", "photo", name, about, bent(change).text())

    def one(data: Any, sub_format: Any = 4, format_: Any = 0) -> list[dict[int, Any]]:
        return [{0: data, 1: format_, 2: sub_format}]

    webp = face("one")
    wrong("none", "No photo", None)
    wrong("empty-list", "An empty list of photos", [])
    wrong("bare-map", "A photo that is not in a list", one(webp)[0])
    wrong("text", "A photo that is a text", one("RIFF"))
    wrong("no-image", "A web page for a photo", one(b"<html><script>alert(1)</script>"))
    wrong("svg", "SVG for a photo", one(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    wrong("jpeg-as-webp", "JPEG that says it is WebP", one(b"\xff\xd8\xff\xe0" + bytes(60)))
    wrong("webp-as-jpeg", "WebP that says it is JPEG", one(webp, 1))
    wrong("wave", "A sound in the same container as WebP", one(b"RIFF\x24\x00\x00\x00WAVEfmt "))
    wrong("tiff", "A sub-format that browsers do not show", one(b"II*\x00" + bytes(60), 5))
    wrong("no-format", "A photo that does not say what it is", [{0: webp}])
    wrong("template", "A biometric template", one(webp, 4, 1))
    wrong("true-format", "true as a sub-format", one(b"\xff\xd8\xff\xe0" + bytes(60), True))
    wrong("false-format", "false as a format", one(webp, 4, False))
    wrong("no-bytes", "A photo of no bytes", one(b""))
    wrong("attribute-16", "A photo in the deprecated attributes 16 and 17", None)


def _dates() -> None:
    soon = int((NOW + timedelta(seconds=1)).timestamp())
    refused("not_yet_valid", "nbf", "one-second", "nbf is a second away", bent(lambda b: b.update({5: soon})).text())
    exp = int(NOW.timestamp())
    refused("expired", "exp", "at-the-second", "exp is this second", bent(lambda b: b.update({4: exp})).text())
    refused("expired", "exp", "long-ago", "Expired in 2021", bent(lambda b: b.update({4: 1_609_502_400})).text())
    refused("expired", "exp", "zero", "exp is 0", bent(lambda b: b.update({4: 0})).text())


def _status() -> None:
    text = card().text()
    for index in (17, 42, 131_070):
        refused("revoked", "status", f"index-{index}", "A revoked card", card(index=index).text())
    refused("revoked", "status", "stale-list", "Revoked in a stale list", card(index=42).text(),
            status="lists/status-amber.cwt")  # fmt: skip
    refused("revoked", "status", "not-required", "Revoked where no status is asked for", card(index=42).text(),
            policy=NO_STATUS_NEEDED)  # fmt: skip
    refused("lists_too_old", "status_old", "red", "A status list a second older than red_after_s", text,
            status="lists/status-red.cwt")  # fmt: skip
    refused("lists_too_old", "status_old", "expired", "A status list that expires this second", text,
            status="lists/status-expired.cwt")  # fmt: skip
    refused("lists_too_old", "status_old", "not-required", "Too old a list where none is asked for", text,
            status="lists/status-red.cwt", policy=NO_STATUS_NEEDED)  # fmt: skip
    refused("lists_too_old", "index_beyond_list", "first-beyond", "The first index after the list",
            card(index=131_072).text())  # fmt: skip
    refused("lists_too_old", "index_beyond_list", "eight-digits", "The largest index", card(index=99_999_999).text())
    refused("lists_too_old", "no_lists", "no-status-list", "No status list", text, status=None)
    for name, about in (
        ("forged", "A status list with a wrong signature is no list"),
        ("stranger", "A status list signed by an unlisted key is no list"),
        ("mosshaven", "Another city's status list is no list"),
        ("other-uri", "A list published elsewhere is no list"),
    ):
        refused("lists_too_old", "no_lists", f"status-{name}", about, text, status=f"lists/status-{name}.cwt")
    elsewhere = bent(lambda b: b.update({65535: {"status_list": {"idx": 1, "uri": f"{BAY}/lists/other.cwt"}}}))
    refused("lists_too_old", "no_lists", "card-of-other-list", "A card of a list that is not here", elsewhere.text())
    refused("not_a_card", "no_status", "no-claim", "A card without a status", card(index=None).text())
    refused("not_a_card", "no_status", "no-claim-no-list", "A card without a status, and no list",
            card(index=None).text(), status=None)  # fmt: skip


def _order() -> None:
    """Where two checks would refuse, the earlier one answers."""
    old = bent(lambda b: b.update({4: 1_609_502_400}), index=42)
    refused("expired", "exp", "before-revoked", "Expired and revoked", old.text())
    message = old.message()
    turned = to_text(message[:-1] + bytes([message[-1] ^ 1]))
    refused("signature_wrong", "tampered", "before-expired", "Tampered and expired", turned)
    refused("lists_too_old", "trust_expired", "before-city", "An old trust list and an unknown city",
            bent(lambda b: b.update({1: MOSS + ".invalid"})).text(), trust="lists/trust-expired.cwt")  # fmt: skip
    refused("unreadable", "photo", "before-expired", "No photo and expired",
            bent(lambda b: (b.update({4: 1_609_502_400}), b[169].pop(62))).text())  # fmt: skip
    refused("unreadable", "claims", "before-photo", "No name and no photo", bent(lambda b: b.update({169: {}})).text())
    refused("not_a_card", "slip", "before-algorithm", "A slip that names EdDSA",
            Token(card().body, header={1: -8, 16: "portico-slip+cwt"}).text())  # fmt: skip
    refused("not_a_card", "no_identity", "before-algorithm", "No identity, and EdDSA",
            Token({1: BAY}, header={1: -8}).text())  # fmt: skip
    refused("signature_wrong", "algorithm", "before-lists", "EdDSA, and no lists",
            Token(card().body, header={1: -8}).text(), trust=None, status=None)  # fmt: skip
    refused("not_yet_valid", "nbf", "before-expired", "Not yet valid and expired",
            bent(lambda b: b.update({4: 1_609_502_400, 5: 1_893_499_200})).text())  # fmt: skip

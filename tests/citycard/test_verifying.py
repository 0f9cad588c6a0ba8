"""What the vectors cannot say: the API around a verdict. The verdicts themselves are in tests/vectors."""

import time
import zlib
from datetime import datetime, timedelta, timezone

import pytest

import citycard
from citycard import transport
from citycard.verdict import Policy, Result, Verdict
from tests import resident
from tests.citycard import makers


def test_claims_of_a_valid_card() -> None:
    result = makers.verify(makers.card())
    assert result.claims is not None
    photo = result.claims.pop("photo")
    assert result.claims == {
        "name": "Amina Featherstone",
        "birth_date": "1990-02-03",
        "expires": "2029-12-31",
        "issuer": makers.ISSUER,
        "number": "0000 4711 30",
    }
    assert photo["format"] == "webp"
    assert photo["bytes"].startswith(b"RIFF")
    assert (result.verdict, result.reason, result.stale, result.status) == ("valid", "ok", False, "valid")


def test_each_call_has_its_own_claims() -> None:
    first, second = makers.verify(makers.card()), makers.verify(makers.card())
    assert first == second
    assert first.claims is not None
    first.claims["name"] = "x"
    assert second.claims is not None
    assert second.claims["name"] == "Amina Featherstone"


def test_verdicts_are_strings() -> None:
    assert Verdict.VALID == "valid"
    assert f"{makers.verify('').verdict}" == "not_a_card"
    assert {verdict.value for verdict in Verdict} == {
        "valid", "expired", "not_yet_valid", "revoked", "signature_wrong", "city_unknown", "not_a_card", "unreadable",
        "clock_wrong", "lists_too_old",
    }  # fmt: skip


def test_time_zones_do_not_matter() -> None:
    elsewhere = makers.NOW.astimezone(timezone(timedelta(hours=-5)))
    assert makers.verify(makers.card(), now=elsewhere).verdict == "valid"


def test_a_time_without_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        makers.verify(makers.card(), now=datetime(2026, 12, 1))  # noqa: DTZ001


def test_a_policy_has_sensible_defaults() -> None:
    assert Policy() == (False, 86_400, 604_800)


@pytest.mark.parametrize(
    "text",
    [
        "6BF" * 2_000_000,
        "\ud800" * 10,
        transport.to_text(zlib.compress(bytes(10**7))),
        transport.to_text(zlib.compress(b"\x81" * 4096)),
        transport.to_text(zlib.compress(b"\xd2" * 4096)),
        transport.to_text(zlib.compress(b"\xd2\x84" + b"\x9b" + b"\xff" * 8)),
        transport.to_text(zlib.compress(b"\xd2\x84\x5b" + b"\xff" * 8)),
        transport.to_text(zlib.compress(b"\xbb" + b"\xff" * 8)),
    ],
    ids=["six million characters", "surrogates", "bomb", "arrays", "tags", "many items", "many bytes", "many pairs"],
)
def test_hostile_texts_are_refused_quickly(text: str) -> None:
    start = time.process_time()
    assert makers.verify(text).verdict in {"not_a_card", "unreadable"}
    assert time.process_time() - start < 1


def test_results_do_not_show_the_resident_in_logs() -> None:
    text = makers.issue(makers.claims(name=resident.NAME, address=resident.ADDRESS))
    result = makers.verify(text)
    assert result.claims is not None
    assert result.claims["name"] == resident.NAME
    assert repr(result) == "<Result valid/ok>"
    assert not resident.found_in(repr(result).encode())


def test_a_result_unpacks() -> None:
    verdict, reason, claims, stale, status = citycard.verify(
        "lantern", trust=None, status=None, now=makers.NOW, policy=Policy()
    )
    assert Result(verdict, reason, claims, stale, status) == Result(Verdict.NOT_A_CARD, "foreign_code")

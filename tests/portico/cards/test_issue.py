"""Issuing: one request, one slot, one card, and nothing of the resident anywhere."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from django.db import connection

import citycard
from citycard import trust
from citycard.number import parse
from portico.cards import actions, nightly
from portico.cards.actions import NotAllowed
from portico.cards.forms import IssueRequest
from portico.cards.lists import build_status_list
from portico.cards.models import DeskCount, Slot, Tally
from portico.cards.rules.validity import quarter_end
from tests import resident
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def issue(body, office, by, **options):
    return actions.issue_card(IssueRequest.model_validate(body), office, by=by, now=options.pop("now", NOW), **options)


def text_of(pdf, page=1):
    """The text of the code on a page of a PDF, read from its picture at 300 dpi."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_pil()
    [found] = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


def verified(text, office, now=NOW):
    lists = trust.read(office.keyring.trust_list())
    from citycard import status

    statuses = status.read(build_status_list(office, now=NOW), lists.cities[0])
    policy = citycard.Policy(require_status=True, amber_after_s=86_400, red_after_s=864_000)
    return citycard.verify(text, trust=lists, status=statuses, now=now, policy=policy)


def test_the_printed_code_verifies_and_says_what_was_typed(body, office, staff):
    issued = issue(body(), office, staff("reviewer"))
    result = verified(text_of(issued.card_pdf), office)
    assert result.verdict == "valid"
    assert result.claims["name"] == resident.NAME
    assert result.claims["birth_date"] == resident.BIRTH_DATE.isoformat()
    assert result.claims["address"] == resident.ADDRESS
    assert result.claims["number"] == issued.number
    assert parse(issued.number) == Slot.objects.get().index


def test_a_card_ends_with_a_quarter(body, office, staff):
    issue(body(), office, staff("reviewer"))
    expires = Slot.objects.get().expires
    assert (expires + timedelta(days=1)).day == 1
    assert expires.month in {3, 6, 9, 12}


def test_an_evening_is_still_today_in_the_city(body, office, staff, settings):
    """On the last evening of a quarter it is the next quarter already in UTC."""
    last = quarter_end(TODAY)
    evening = datetime.combine(last, time(20, 30), tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
    assert evening.date() == last + timedelta(days=1)
    issue(body(), office, staff("reviewer"), now=evening)
    assert Slot.objects.get().expires == office.decisions.expiry_for(resident.BIRTH_DATE, last)
    assert DeskCount.objects.get().day == Tally.objects.get().period == last


@pytest.mark.parametrize(
    ("claims", "decided", "field"),
    [
        ({"gender": "X"}, {"optional_fields": ()}, "gender"),
        ({"second_name": "Zé"}, {"optional_fields": ("gender",)}, "second_name"),
        ({"guardian": "Somebody Example"}, {"optional_fields": ("gender",)}, "guardian"),
        ({}, {"address_modes": ("none", "withheld")}, "address_mode"),
    ],
)
def test_what_the_city_did_not_decide_stands_on_no_card(body, office, staff, claims, decided, field):
    strict = replace(office, decisions=replace(office.decisions, **decided))
    with pytest.raises(NotAllowed) as refusal:
        issue(body(**claims), strict, staff("reviewer"))
    assert refusal.value.field == field
    assert not Slot.objects.exists()


def test_the_same_request_again_is_the_same_card(body, office, staff):
    member = staff("reviewer")
    first, second = issue(body(), office, member), issue(body(), office, member)
    assert (first.again, second.again) == (False, True)
    assert first.card_pdf == second.card_pdf
    assert Slot.objects.count() == 1
    assert Tally.objects.get(what="issued").count == 1


def test_the_same_request_may_be_printed_on_a_sheet(body, office, staff):
    member = staff("reviewer")
    first = issue(body(), office, member)
    second = issue(body({"layout": "letter"}), office, member)
    assert (second.again, second.number) == (True, first.number)


def test_another_request_under_the_same_code_is_refused(body, office, staff):
    member = staff("reviewer")
    issue(body(), office, member)
    with pytest.raises(NotAllowed) as refusal:
        issue(body(name="Somebody Else-Entirely"), office, member)
    assert refusal.value.code == "code-used"
    assert Slot.objects.count() == 1


def test_after_the_night_the_request_cannot_be_repeated(body, office, staff):
    member = staff("reviewer")
    issue(body(), office, member)
    assert nightly.forget_requests() == 1
    assert Slot.objects.get().request_digest is None
    with pytest.raises(NotAllowed):
        issue(body(), office, member)


def test_proofs_that_are_not_enough_spend_no_slot(body, office, staff):
    with pytest.raises(NotAllowed) as refusal:
        issue(body({"proofs": {"shown": []}}), office, staff("reviewer"))
    assert (refusal.value.field, refusal.value.code) == ("proofs", "proofs-not-enough")
    assert not Slot.objects.exists()


def test_a_supervisors_second_look_issues_and_is_counted(body, office, staff):
    issue(body({"proofs": {"shown": []}}), office, staff("reviewer"), second_look_by=staff("supervisor"))
    assert Tally.objects.get(what="issued-on-second-look").count == 1


@pytest.mark.parametrize(
    "claims, field, code",
    [
        ({"name": "\ue000\ue001"}, "name", "unprintable"),
        ({"name": "Zoé 🎉"}, "name", "missing-glyph"),
        ({"name": "Wilhelmina-Bartholomea " * 5}, "name", "too-long-to-print"),
        ({"birth_date": "2099-01-01"}, "birth_date", "born_later"),
        ({"birth_date": (TODAY - timedelta(days=400)).isoformat()}, "birth_date", "too_young"),
    ],
)
def test_a_card_that_cannot_be_made_spends_no_slot(body, office, staff, claims, field, code):
    with pytest.raises(NotAllowed) as refusal:
        issue(body(**claims), office, staff("reviewer"))
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert not Slot.objects.exists()
    assert not Tally.objects.exists()


@pytest.mark.parametrize("mode", ["none", "withheld"])
def test_no_address_and_a_withheld_one_make_the_same_card(body, office, staff, mode):
    issued = issue(
        body({"claims": {**body()["claims"], "address": "", "address_mode": mode}}), office, staff("reviewer")
    )
    assert "address" not in verified(text_of(issued.card_pdf), office).claims


def test_care_of_shows_the_organization(body, office, staff):
    claims = {**body()["claims"], "address_mode": "care_of", "care_of": "Porch Light House"}
    issued = issue(body({"claims": claims}), office, staff("reviewer"))
    assert "Porch Light House" in verified(text_of(issued.card_pdf), office).claims["address"]


def test_the_slip_is_not_a_card(body, office, staff):
    issued = issue(body({"slip": True}), office, staff("reviewer"))
    result = verified(text_of(issued.slip_pdf, page=0), office)
    assert (result.verdict, result.reason) == ("not_a_card", "slip")


def test_nothing_of_the_resident_is_in_any_table(body, office, staff, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        issue(body({"slip": True}), office, staff("reviewer"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = b"\x00".join(bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode() for c in row)
                assert resident.found_in(cells) == [], table


def test_counts_are_by_staff_member_site_and_day(body, office, staff):
    member = staff("reviewer")
    issue(body(), office, member)
    issue(body({"code": "Z" * 20}), office, member)
    row = DeskCount.objects.get()
    assert (row.day, row.site, row.member, row.verb, row.count) == (TODAY, "city-hall", member, "issued", 2)

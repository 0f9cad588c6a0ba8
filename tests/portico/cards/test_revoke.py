"""A supervisor ends a card by its number; the audit chain learns why, not which."""

import pytest

from citycard.number import format as card_number
from portico.cards import codes
from portico.cards.lists import build_status_list, forget_cached, status_list
from portico.cards.models import Slot
from portico.foundation.models import AuditEntry
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
INDEX = 4219


@pytest.fixture
def slot(db):
    return Slot.objects.create(index=INDEX, state="valid", expires=TODAY, code_hash=b"\x01" * 32)


@pytest.fixture
def supervisor(client, staff):
    client.force_login(staff("supervisor"))
    return client


def test_the_card_is_dead_in_the_next_list(supervisor, slot, office):
    from citycard import status, trust

    answer = supervisor.post("/staff/cards/revoke/", {"number": card_number(INDEX), "ground": "lost-or-stolen"})
    assert answer.status_code == 302
    city = trust.read(office.keyring.trust_list()).cities[0]
    statuses = status.read(build_status_list(office, now=NOW), city)
    assert statuses.is_revoked(INDEX)
    assert not statuses.is_revoked(INDEX + 1)
    assert len(statuses) == office.decisions.status_list_size >= 131_072


def test_the_audit_entry_names_no_slot(supervisor, slot):
    supervisor.post("/staff/cards/revoke/", {"number": card_number(INDEX), "ground": "holder-asked"})
    entry = AuditEntry.objects.get(verb="card.revoked-by-city")
    assert entry.detail == {"ground": "holder-asked"}
    assert (entry.at.hour, entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0, 0)
    assert str(INDEX) not in f"{entry.actor} {entry.detail}"


@pytest.mark.parametrize("number", ["0000 4219 00", "12", "", "abc", "9" * 10, card_number(INDEX + 1)])
def test_a_number_of_no_living_card_changes_nothing_and_says_so(supervisor, slot, number):
    answer = supervisor.post("/staff/cards/revoke/", {"number": number, "ground": "holder-asked"})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    slot.refresh_from_db()
    assert slot.state == "valid"


def test_the_holders_code_ends_the_card_too(supervisor, office):
    code = "7KQ2M9TXWB4HDRZPC3VN"
    Slot.objects.create(index=7, state="valid", expires=TODAY, code_hash=codes.code_hash(code))
    form = {"number": codes.grouped(code).lower(), "ground": "lost-or-stolen"}
    assert supervisor.post("/staff/cards/revoke/", form).status_code == 302
    assert Slot.objects.get(index=7).state == "revoked"


def test_an_unlisted_ground_is_refused(supervisor, slot):
    answer = supervisor.post("/staff/cards/revoke/", {"number": card_number(INDEX), "ground": "because"})
    assert answer.status_code == 422
    slot.refresh_from_db()
    assert slot.state == "valid"


def test_a_dead_card_cannot_die_again(supervisor, slot):
    for expected in (302, 422):
        form = {"number": card_number(INDEX), "ground": "holder-asked"}
        assert supervisor.post("/staff/cards/revoke/", form).status_code == expected


def test_the_served_list_is_cached_and_the_cache_can_be_dropped(office, django_assert_num_queries, db):
    forget_cached()
    with django_assert_num_queries(1):
        first = status_list(office, now=NOW)
        assert status_list(office, now=NOW) is first
    forget_cached()

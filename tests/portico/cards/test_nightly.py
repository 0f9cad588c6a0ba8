"""The night's tidying: counts by day become counts by week, and small sites disappear into the rest."""

from datetime import timedelta
from secrets import token_bytes

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portico.cards import nightly
from portico.cards.models import DeskCount, Slot, Tally
from portico.foundation import audit
from portico.foundation.models import AuditEntry
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 21)


def tally(day, site, count, what="issued"):
    Tally.objects.create(period=day, site=site, what=what, count=count)


def test_days_older_than_a_week_fold_into_weeks_and_small_sites_merge():
    for day in range(5):
        tally(MONDAY + timedelta(days=day), "city-hall", 4)
        tally(MONDAY + timedelta(days=day), "pop-up", 1)
        tally(MONDAY + timedelta(days=day), "library", 1)
    nightly.fold_tallies(now=NOW)
    assert set(Tally.objects.values_list("period", "weekly", "site", "count")) == {
        (MONDAY, True, "city-hall", 20),
        (MONDAY, True, "", 10),
    }


def test_this_week_stays_by_day():
    tally(TODAY, "city-hall", 3)
    nightly.fold_tallies(now=NOW)
    assert Tally.objects.get().weekly is False


def test_folding_twice_changes_nothing_and_late_days_are_added():
    tally(MONDAY, "city-hall", 12)
    nightly.fold_tallies(now=NOW)
    nightly.fold_tallies(now=NOW)
    tally(MONDAY, "city-hall", 11)
    nightly.fold_tallies(now=NOW)
    assert Tally.objects.get().count == 23


def test_a_finished_desk_day_goes_to_the_audit_chain_and_today_does_not(staff):
    member = staff("reviewer")
    for day in (TODAY - timedelta(days=1), TODAY):
        DeskCount.objects.create(day=day, site="city-hall", member=member, verb="issued", count=9)
    assert nightly.write_desk_days(now=NOW) == 1
    entry = AuditEntry.objects.get(verb="desk.day")
    assert (entry.actor, entry.detail) == (str(member.pk), {"site": "city-hall", "what": "issued", "count": 9})
    assert DeskCount.objects.get().day == TODAY
    assert audit.first_broken() is None


NEXT_YEAR = TODAY + timedelta(days=400)


def slot(index, expires=NEXT_YEAR, **fields):
    return Slot.objects.create(index=index, state="valid", expires=expires, code_hash=index.to_bytes(1) * 32, **fields)


def test_an_ended_card_leaves_its_slot_only_when_its_day_is_over_everywhere():
    slot(1, TODAY - timedelta(days=2))
    slot(2, TODAY - timedelta(days=1))
    assert nightly.erase_expired(now=NOW) == 1
    assert list(Slot.objects.values_list("index", flat=True)) == [2]


@pytest.mark.django_db(transaction=True)
def test_slots_are_kept_in_no_order_of_enrolment():
    for index in (90, 5, 30):
        slot(index)
    before = list(Slot.objects.order_by("index").values())
    assert nightly.rewrite_slots() == 3
    assert list(Slot.objects.order_by("index").values()) == before
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT index, xmin::text FROM cards_slot ORDER BY ctid")
            rows = cursor.fetchall()
            assert [row[0] for row in rows] == [5, 30, 90]
            assert len({row[1] for row in rows}) == 1
        else:
            cursor.execute('SELECT rowid, "index" FROM cards_slot')
            assert all(rowid == index for rowid, index in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_what_the_day_needed_is_in_no_page_of_the_table_in_the_morning():
    """Forgotten digests and the order of the day must not be read from what PostgreSQL leaves in its files."""
    digests = [b"DIGEST" + token_bytes(26) for _ in range(120)]
    for index, digest in enumerate(digests):
        slot(index, request_digest=digest)
    call_command("nightly")
    if connection.vendor != "postgresql":
        return  # a test's SQLite lies in memory; the journeys search the demo's files
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('cards_slot'))")
        pages = bytes(cursor.fetchone()[0])
    assert sum(digest in pages for digest in digests) == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_keeps_no_other_from_its_work(monkeypatch, capsys):
    def broken():
        raise RuntimeError("Quillfeather")

    slot(1, request_digest=b"b" * 32)
    monkeypatch.setattr("portico.cards.nightly.rewrite_slots", broken)
    AuditEntry.objects.create(at=NOW, actor="x", verb="x", detail={}, hash=b"no link")
    with pytest.raises(CommandError) as failure:
        call_command("nightly")
    assert "slots written anew in order: RuntimeError" in str(failure.value)
    assert "does not follow from the one before" in str(failure.value)
    assert "Quillfeather" not in str(failure.value)
    assert "folded journal" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_every_job(capsys):
    Slot.objects.create(index=1, state="valid", expires=TODAY, code_hash=b"a" * 32, request_digest=b"b" * 32)
    call_command("nightly")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 issue requests forgotten"
    assert said[-2:] == ["whole audit chain", "folded journal"]

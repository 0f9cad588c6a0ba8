"""The night's tidying: counts by day become counts by week, and small sites disappear into the rest."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from portico.cards import nightly
from portico.cards.models import DeskCount, Slot, Tally
from portico.foundation import audit
from portico.foundation.models import AuditEntry
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MONDAY = NOW.date() - timedelta(days=NOW.weekday() + 21)


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
    tally(NOW.date(), "city-hall", 3)
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
    for day in (NOW.date() - timedelta(days=1), NOW.date()):
        DeskCount.objects.create(day=day, site="city-hall", member=member, verb="issued", count=9)
    assert nightly.write_desk_days(now=NOW) == 1
    entry = AuditEntry.objects.get(verb="desk.day")
    assert (entry.actor, entry.detail) == (str(member.pk), {"site": "city-hall", "what": "issued", "count": 9})
    assert DeskCount.objects.get().day == NOW.date()
    assert audit.first_broken() is None


def test_the_command_runs_every_job(capsys):
    Slot.objects.create(index=1, state="valid", expires=NOW.date(), code_hash=b"a" * 32, request_digest=b"b" * 32)
    call_command("nightly")
    assert capsys.readouterr().out.splitlines()[0] == "1 issue requests forgotten"

"""The night's tidying of the card room: what the day needed and the next one must not find."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from portico.cards.models import DeskCount, Slot, Tally
from portico.foundation import audit

SMALL_SITE = 10


@transaction.atomic
def erase_expired(*, now: datetime) -> int:
    """Erase the slots of cards whose last day is over everywhere; returns how many."""
    erased, _ = Slot.objects.filter(expires__lt=timezone.localdate(now) - timedelta(days=1)).delete()
    return erased


@transaction.atomic
def rewrite_slots() -> int:
    """Write all slots anew in the order of their random index, in one transaction; returns how many.

    What a database keeps of order and time (places in a file, transaction numbers) is then the same for all.
    PostgreSQL leaves deleted rows readable in their pages, so there the table and its indexes get new files.
    """
    postgresql = connection.vendor == "postgresql"
    table = connection.ops.quote_name(Slot._meta.db_table)
    if postgresql:
        _execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    slots = list(Slot.objects.order_by("index"))
    if postgresql:
        _execute(f"TRUNCATE TABLE {table}")
    else:
        Slot.objects.all().delete()
    Slot.objects.bulk_create(slots, batch_size=2000)
    return len(slots)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@transaction.atomic
def forget_requests() -> int:
    """Erase the digests that let a desk repeat its request; returns how many there were."""
    return Slot.objects.exclude(request_digest=None).update(request_digest=None)


@transaction.atomic
def write_desk_days(*, now: datetime) -> int:
    """Write finished days into the audit chain, one count per staff member, site and kind; returns how many."""
    rows = DeskCount.objects.filter(day__lt=timezone.localdate(now)).order_by("day", "site", "member_id", "verb")
    written = 0
    for row in rows:
        midnight = datetime.combine(row.day, datetime.min.time(), tzinfo=UTC)
        audit.record("desk.day", by=str(row.member_id), now=midnight, site=row.site, what=row.verb, count=row.count)
        written += 1
    rows.delete()
    return written


@transaction.atomic
def fold_tallies(*, now: datetime) -> int:
    """Fold the days of finished weeks into weeks, merging sites under ten; returns how many days were folded.

    No count by day is then older than seven days.
    """
    this_monday = _monday(timezone.localdate(now))
    days = Tally.objects.filter(weekly=False, period__lt=this_monday)
    sums: dict[tuple[date, str, str], int] = defaultdict(int)
    for row in days:
        sums[_monday(row.period), row.site, row.what] += row.count
    merged: dict[tuple[date, str, str], int] = defaultdict(int)
    for (week, site, what), count in sums.items():
        merged[week, site if count >= SMALL_SITE else "", what] += count
    for (week, site, what), count in sorted(merged.items()):
        row, made = Tally.objects.get_or_create(
            period=week, weekly=True, site=site, what=what, defaults={"count": count}
        )
        if not made:
            row.count += count
            row.save()
    folded, _ = days.delete()
    return folded


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

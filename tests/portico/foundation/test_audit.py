"""The audit chain: append-only, chained, and unable to carry free text."""

import pytest
from django.db import connection

from portico.foundation import audit
from portico.foundation.models import AuditEntry
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
audit.register_verb("test.act", "count")


def test_a_chain_of_entries_holds():
    for count in range(5):
        audit.record("test.act", by="tests", now=NOW, count=count)
    assert audit.first_broken() is None


@pytest.mark.parametrize("column, value", [("actor", "somebody else"), ("verb", "other"), ("detail", '{"count": 9}')])
def test_a_changed_entry_is_found(column, value):
    entries = [audit.record("test.act", by="tests", now=NOW, count=count) for count in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE foundation_auditentry SET {column} = %s WHERE number = %s", [value, entries[1].number])
    assert audit.first_broken() == entries[1].number


def test_a_removed_entry_is_found():
    entries = [audit.record("test.act", by="tests", now=NOW, count=count) for count in range(3)]
    AuditEntry.objects.filter(number=entries[1].number).delete()
    assert audit.first_broken() == entries[2].number


def test_a_verb_nobody_listed_is_refused():
    with pytest.raises(ValueError, match="not listed"):
        audit.record("test.unlisted", by="tests", now=NOW)


def test_a_detail_nobody_listed_is_refused():
    with pytest.raises(ValueError, match="may not carry slot"):
        audit.record("test.act", by="tests", now=NOW, slot=17)

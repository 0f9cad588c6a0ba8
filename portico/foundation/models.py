"""The audit chain: what staff members did with keys, roles and sign-ins; never what a resident did."""

from django.db import models


class AuditEntry(models.Model):
    """One act of a staff member, chained to the one before by a hash.

    Business with residents is here only as a count per staff member, site and day (privacy.md). No entry ever
    names a card slot: a slot with a time beside it would be a record of a visit.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    hash = models.BinaryField(max_length=32, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

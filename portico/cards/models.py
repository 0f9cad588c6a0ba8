"""Card slots and counts. No table here, or anywhere, holds a person."""

from typing import ClassVar

from django.db import models

from portico.accounts.models import StaffMember
from portico.cards.rules.lifecycle import SlotState


class Slot(models.Model):
    """One place in the status list: the random index is the only key, and there is no time of creation.

    The column is a plain integer on purpose: SQLite then stores rows by it and keeps no row number of its own,
    which would be the order of enrolment.

    `expires` is the end of a quarter, `code_hash` a keyed hash of the holder's revocation code, and
    `request_digest` a keyed digest of the issue request, erased by the nightly job: until then the same
    request again signs the same slot again instead of spending another.
    """

    index = models.IntegerField(primary_key=True)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in SlotState])
    expires = models.DateField()
    code_hash = models.BinaryField(max_length=32, unique=True)
    request_digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in SlotState]), name="slot_state_known"),
            models.CheckConstraint(condition=models.Q(index__gte=0), name="slot_index_in_list"),
        ]

    def __str__(self) -> str:
        return str(self.index)


class DeskCount(models.Model):
    """How often a staff member did one kind of business at one site on one day; folded into the audit
    chain by the nightly job."""

    day = models.DateField()
    site = models.CharField(max_length=60)
    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE)
    verb = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "site", "member", "verb"], name="desk_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.site} {self.verb} {self.count}"


class Tally(models.Model):
    """What a site did in a period, without a name of anyone: the source of the public figures.

    `period` is a day while it is younger than a week, then the Monday of its week (`weekly`); sites with fewer
    than ten in a week are merged in storage under an empty `site`.
    """

    period = models.DateField()
    weekly = models.BooleanField(default=False)
    site = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "weekly", "site", "what"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.what} {self.count}"


class VerifierCount(models.Model):
    """How many cards desks of one profile read in one week, as sent by the desks that chose to send it."""

    week = models.DateField()
    profile = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "profile"], name="verifier_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.profile} {self.count}"

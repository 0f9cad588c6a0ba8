"""Staff members. Residents have no account anywhere."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.accounts.rules import ROLE_NAMES, Role


class StaffMembers(BaseUserManager["StaffMember"]):
    """Makes staff members and finds them by e-mail."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "StaffMember":
        """Add a staff member; without a password the account cannot sign in until one is set."""
        member = self.model(email=self.normalize_email(email), name=name, **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member


class StaffMember(AbstractBaseUser):
    """A person who works for the city or a partner at a desk or in the programme office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(_("May sign in"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffMembers()

    def __str__(self) -> str:
        return self.name


class RoleHeld(models.Model):
    """A role that a staff member holds."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=40, choices=[(r.value, n) for r, n in ROLE_NAMES.items()])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "role"], name="role_once_a_member"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="role_known"),
        ]

    def __str__(self) -> str:
        return self.role

"""`portico add-staff`: add a staff member from the command line (the first administrator, for one)."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from portico.accounts.actions import add_staff_member
from portico.accounts.rules import Role


class Command(BaseCommand):
    """Add a staff member; the password is asked for, never an argument that a process list would show."""

    help = "Add a staff member with roles: portico add-staff ana@city.example 'Ana Porch' --role administrator"

    def add_arguments(self, parser: CommandParser) -> None:
        """E-mail, name, roles."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the password twice, then add."""
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Again: "):
            raise CommandError("the two differ; nobody was added")
        try:
            validate_password(password)
            roles = {Role(role) for role in options["role"]}
            add_staff_member(options["email"], options["name"], password, roles, by="command line", now=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError("there is a staff member with this e-mail already") from error
        self.stdout.write("Added.")

"""`portico check-city FOLDER`: what is wrong in a city's files, by file, line and field."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.cards.decisions import check_city


class Command(BaseCommand):
    """Check the decisions of a city before anyone relies on them."""

    help = "Check a city's files and say what is wrong, by file, line and field."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One folder."""
        parser.add_argument("folder", type=Path, help="the city's folder, as in cities/lantern-bay")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each problem on a line of its own; exit status 1 when there is one."""
        problems = check_city(options["folder"])
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} to mend in {options['folder']}")
        self.stdout.write(f"{options['folder'].name}: all is well")

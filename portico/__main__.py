"""The command line of the site: `portico COMMAND`, hyphens or underscores alike."""

import os
import sys


def main() -> None:
    """Run a management command; `portico check-city X` is Django's `check_city X`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
    from django.core.management import execute_from_command_line

    arguments = sys.argv[:]
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        arguments[1] = arguments[1].replace("-", "_")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()

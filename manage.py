#!/usr/bin/env python3
"""Django's own entry point; `.venv/bin/portico` is the same with the city's words."""

from portico.__main__ import main

if __name__ == "__main__":
    main()

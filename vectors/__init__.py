"""The treaty: frozen cases that Python and JavaScript both run."""

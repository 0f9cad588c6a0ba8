"""The residents' pages, as every test of all of them names them."""

LANGUAGES = ("en", "fr", "es", "ar")
PATHS = ("", "ready/", "card/", "privacy/")
PAGES = tuple(f"/{language}/{path}" for language in LANGUAGES for path in PATHS)

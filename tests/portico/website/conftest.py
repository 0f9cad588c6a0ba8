"""What the website's tests share."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def strict(settings: Settings) -> None:
    """A cookie on a residents' page is an error here, not silently removed."""
    settings.PORTICO_STRICT = True

"""The sign-in ends in the middle of a visit: signing in again in another tab costs the resident nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.test_desk import desk, sign_in, to_print  # noqa: F401  # `desk` is a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("desk")]


def test_what_is_typed_stays_and_is_issued(desk: Callable[..., Any], live_server: Any) -> None:  # noqa: F811
    from portico.cards.models import Slot

    page = desk()
    to_print(page)
    page.context.clear_cookies(name="portico_staff")
    page.click("#issue")
    page.wait_for_selector("#error-issue:not([hidden])")
    other = page.context.new_page()
    sign_in(other, live_server.url, "reviewer@lanternbay.example")
    other.close()
    page.click("#issue")
    page.wait_for_selector("#issued:not([hidden])")
    assert Slot.objects.count() == 1

"""One test lists every route: public by its folder, or guarded by a role that is enforced."""

import pytest
from django.test import Client
from django.urls import reverse

from portico.accounts.rules import Role
from portico.foundation.routes import all_routes

ANY_STAFF = {role.value for role in Role}
DESK = {"reviewer", "supervisor"}
# Every route of the site and who may pass. A new route must be added here, by a person who thought about it.
EXPECTED = {
    "/": "public",
    "/lists/trust.cwt": "public",
    "/lists/status.cwt": "public",
    "/lists/city.json": "public",
    "/verifier-counts": "public",
    "/en/": "public",
    "/en/privacy/": "public",
    "/en/about-this-demo/": "public",
    "/en/ready/": "public",
    "/en/card/": "public",
    "/staff/sign-in/": "public",
    "/staff/language/": "public",
    "/staff/sign-out/": ANY_STAFF,
    "/staff/": ANY_STAFF,
    "/staff/desk/": DESK,
    "/staff/desk/key": DESK,
    "/staff/desk/forget": DESK,
    "/staff/desk/issue": DESK,
    "/staff/desk/decline": DESK,
    "/staff/desk/second-look": DESK,
    "/staff/cards/revoke/": {"supervisor"},
}


def test_every_route_is_listed_with_who_may_pass():
    found = {route.path: "public" if route.public else {role.value for role in route.roles} for route in all_routes()}
    assert found == EXPECTED


GUARDED = sorted(path for path, roles in EXPECTED.items() if roles != "public")


@pytest.mark.django_db
@pytest.mark.parametrize("path", GUARDED)
def test_nobody_passes_a_guarded_route_without_signing_in(path):
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code in {302, 405}
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("accounts:sign_in"))
    assert Client().post(path, headers={"Accept": "application/json"}).status_code in {401, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [p for p in GUARDED if EXPECTED[p] != ANY_STAFF])
def test_a_staff_member_without_the_role_is_refused(path, staff):
    wrong = sorted(ANY_STAFF - set(EXPECTED[path]))
    client = Client()
    client.force_login(staff(*wrong))
    assert {client.get(path).status_code, client.post(path).status_code} <= {403, 405}

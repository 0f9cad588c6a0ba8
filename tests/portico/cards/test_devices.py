"""What service desks' devices fetch and may send."""

import json
from datetime import timedelta

import pytest

from citycard import trust
from portico.cards import actions
from portico.cards.models import VerifierCount
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.mark.parametrize("path", ["/lists/trust.cwt", "/lists/status.cwt", "/lists/city.json"])
def test_lists_are_public_cacheable_and_for_every_origin(client, keys_folder, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies


def test_counts_sent_by_anyone_never_overflow_the_column(db):
    VerifierCount.objects.create(week=MONDAY, profile="library", count=2**31 - 10)
    actions.receive_verifier_count("library", MONDAY, 20_000)
    assert VerifierCount.objects.get().count == 2**31 - 1


def test_a_report_larger_than_a_count_can_be_is_not_read(client, keys_folder):
    assert client.post("/verifier-counts", b" " * 5000, content_type="application/json").status_code == 413


def test_an_unchanged_list_is_not_sent_again(client, keys_folder):
    tag = client.get("/lists/trust.cwt")["ETag"]
    assert client.get("/lists/trust.cwt", headers={"If-None-Match": tag}).status_code == 304


def test_the_trust_list_names_the_city_and_its_key(client, office):
    listed = trust.read(client.get("/lists/trust.cwt").content, office.keyring.root().public_key)
    assert [city.issuer for city in listed.cities] == [office.issuer]
    assert office.keyring.signer(NOW).kid in listed.kids


def test_profiles_show_no_more_than_the_city_decided(client, office):
    said = client.get("/lists/city.json").json()
    decided = {profile.id: ["valid", *profile.fields] for profile in office.decisions.verifier.profiles}
    assert {profile["id"]: profile["shows"] for profile in said["profiles"]} == decided
    assert all(profile["do_not_ask"]["en"] and profile["do_not_ask"]["fr"] for profile in said["profiles"])


def send(client, **changes):
    body = {"profile": "library", "week": MONDAY.isoformat(), "count": 7} | changes
    return client.post("/verifier-counts", json.dumps(body), content_type="application/json")


def test_counts_add_up_by_week_and_profile(client, office):
    assert [send(client).status_code, send(client, count=5).status_code] == [204, 204]
    assert VerifierCount.objects.get().count == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"profile": "nowhere"},
        {"week": (MONDAY + timedelta(days=1)).isoformat()},
        {"week": (MONDAY - timedelta(days=70)).isoformat()},
        {"count": -1},
        {"count": 10**9},
        {"card": 4219},
    ],
)
def test_anything_but_a_plausible_count_is_refused(client, office, changes):
    assert send(client, **changes).status_code == 422
    assert not VerifierCount.objects.exists()


def test_a_flood_is_stopped_without_knowing_who_sends_it(client, office):
    codes = [send(client).status_code for _ in range(40)]
    assert codes.count(204) == 30
    assert codes[-1] == 429

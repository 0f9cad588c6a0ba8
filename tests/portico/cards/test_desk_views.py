"""The desk's door: JSON in, a card or a sentence out, nothing of a person in any answer that refuses."""

import base64
import io
import json

import pytest
from PIL import Image

from portico.cards.models import DeskCount, Slot, Tally
from portico.foundation.models import AuditEntry
from tests import resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, staff):
    client.force_login(staff("reviewer"))
    return client


def post(client, path, body):
    return client.post(
        f"/staff/desk/{path}", json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )


def test_issue_answers_with_the_card_and_stores_no_file(desk, body, settings):
    answer = post(desk, "issue", body({"slip": True}))
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert base64.b64decode(said["card"]).startswith(b"%PDF")
    assert base64.b64decode(said["slip"]).startswith(b"%PDF")
    assert Slot.objects.count() == 1


def test_no_answer_may_be_cached(desk, body):
    for answer in (desk.get("/staff/desk/"), post(desk, "key", {"tab": "t"}), post(desk, "issue", body())):
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "change, field",
    [
        ({"photo": "not base64 !"}, "photo"),
        ({"photo": base64.b64encode(b"GIF89a no picture").decode()}, "photo"),
        ({"code": "too short"}, "code"),
        ({"site": "nowhere"}, "site"),
        ({"site": "No Such Place!"}, "site"),
        ({"claims": {"name": "", "birth_date": "1987-04-23", "address_mode": "none"}}, "name"),
        ({"claims": {"name": "A", "birth_date": "yesterday", "address_mode": "none"}}, "birth_date"),
        ({"claims": {"name": "A", "birth_date": "1987-04-23", "address_mode": "shown"}}, "address_mode"),
        (
            {"claims": {"name": "A", "birth_date": "1987-04-23", "address_mode": "withheld", "address": "x"}},
            "address_mode",
        ),
        (
            {"claims": {"name": "A", "birth_date": "1987-04-23", "address_mode": "none", "nationality": "x"}},
            "nationality",
        ),
        ({"proofs": {"shown": ["no-such-proof"]}}, "proofs"),
        ({"second_look": "forged"}, "proofs"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_spends_nothing(desk, body, change, field):
    answer = post(desk, "issue", body() | change)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert [error["field"] for error in errors] == [field]
    assert all(error["message"] for error in errors)
    assert resident.found_in(answer.content) == []
    assert not Slot.objects.exists()


def test_a_body_that_is_no_json_is_refused(desk):
    answer = desk.post("/staff/desk/issue", b"\xff{{{", content_type="application/json")
    assert answer.status_code == 422


def test_refusals_speak_french(desk, body, client):
    desk.cookies["portico_language"] = "fr"
    answer = post(desk, "issue", body({"proofs": {"shown": []}}))
    assert "ces preuves ne suffisent pas" in answer.json()["errors"][0]["message"].lower()


def test_a_tab_gets_its_key_again_until_it_is_forgotten(desk):
    first = post(desk, "key", {"tab": "tab-1"}).json()["key"]
    assert len(base64.b64decode(first)) == 32
    assert post(desk, "key", {"tab": "tab-1"}).json()["key"] == first
    assert post(desk, "forget", {"tab": "tab-1"}).status_code == 204
    assert post(desk, "key", {"tab": "tab-1"}).json()["key"] != first


def test_signing_out_forgets_the_keys(desk):
    from portico.foundation import vault

    post(desk, "key", {"tab": "tab-1"})
    owner = desk.session.session_key
    before = vault.tabs.open(owner, "tab-1")
    desk.post("/staff/sign-out/")
    assert vault.tabs.open(owner, "tab-1") != before


def test_declining_counts_the_reason_and_forgets_the_key(desk):
    key = post(desk, "key", {"tab": "tab-1"}).json()["key"]
    answer = post(desk, "decline", {"tab": "tab-1", "site": "city-hall", "reason": "proofs-not-enough"})
    assert answer.status_code == 204
    assert Tally.objects.get().what == "declined-proofs-not-enough"
    assert post(desk, "key", {"tab": "tab-1"}).json()["key"] != key


@pytest.mark.parametrize(("size", "kind"), [((2600, 3300), "PNG"), ((260, 330), "TIFF")])
def test_a_picture_that_no_tab_would_send_is_refused_before_it_is_decoded(desk, body, monkeypatch, size, kind):
    """150 kB of PNG can be 700 MB of pixels: enough of them at once would end everybody's visit."""
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    monkeypatch.setattr("citycard.issue_with_slip", lambda *_, **__: pytest.fail("decoded"))
    answer = post(desk, "issue", body({"photo": base64.b64encode(out.getvalue()).decode()}))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["photo"]


class TestSecondLook:
    @pytest.fixture
    def supervisor(self, staff):
        return staff("supervisor")

    def sign(self, desk, email, password="calm porch lantern", tab="tab-1", code="0123456789ABCDEFGHJK"):
        return post(desk, "second-look", {"tab": tab, "code": code, "email": email, "password": password})

    def test_a_supervisor_signs_and_the_card_is_issued(self, desk, body, supervisor):
        approval = self.sign(desk, supervisor.email).json()["approval"]
        answer = post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        assert answer.status_code == 200, answer.content
        assert Tally.objects.filter(what="issued-on-second-look").exists()

    def test_the_reviewers_own_password_is_not_enough(self, desk):
        assert self.sign(desk, "reviewer@lanternbay.example").status_code == 422

    def test_a_wrong_password_is_refused_in_the_same_words_as_an_unknown_person(self, desk, supervisor):
        answers = [self.sign(desk, supervisor.email, "wrong"), self.sign(desk, "nobody@lanternbay.example")]
        assert [a.status_code for a in answers] == [422, 422]
        assert answers[0].content == answers[1].content

    def test_an_approval_is_good_for_its_own_tab_only(self, desk, body, supervisor):
        approval = self.sign(desk, supervisor.email, tab="another-tab").json()["approval"]
        answer = post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        assert answer.json()["errors"][0]["field"] == "proofs"

    def test_an_approval_is_good_for_its_own_visit_only(self, desk, body, supervisor):
        approval = self.sign(desk, supervisor.email, code="Z" * 20).json()["approval"]
        answer = post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        assert answer.json()["errors"][0]["field"] == "proofs"

    def test_the_second_look_is_counted_for_the_supervisor(self, desk, body, supervisor):
        approval = self.sign(desk, supervisor.email).json()["approval"]
        post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        rows = set(DeskCount.objects.values_list("verb", "member__email"))
        assert rows == {("issued", "reviewer@lanternbay.example"), ("issued-on-second-look", supervisor.email)}

    def test_guessing_a_supervisors_password_is_stopped(self, desk, supervisor):
        for _ in range(8):
            self.sign(desk, supervisor.email, "wrong")
        answer = self.sign(desk, supervisor.email)
        assert answer.status_code == 422
        assert "quarter of an hour" in answer.json()["errors"][0]["message"]

    def test_a_guess_at_the_desk_is_noted_like_one_at_the_door(self, desk, supervisor):
        self.sign(desk, supervisor.email, "wrong")
        assert AuditEntry.objects.get(verb="staff.sign-in-failed").actor == str(supervisor.pk)

    def test_a_zero_byte_is_refused_and_no_mistake_of_ours(self, desk):
        assert self.sign(desk, "a\0b@lanternbay.example").status_code == 422

    def test_whoever_lost_the_role_has_not_looked_again(self, desk, body, supervisor):
        approval = self.sign(desk, supervisor.email).json()["approval"]
        supervisor.roles_held.all().delete()
        answer = post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        assert answer.json()["errors"][0]["field"] == "proofs"

    def test_an_approval_ends(self, desk, body, supervisor, monkeypatch):
        approval = self.sign(desk, supervisor.email).json()["approval"]
        monkeypatch.setattr("portico.cards.views.staff.APPROVAL_SECONDS", -1)
        answer = post(desk, "issue", body({"proofs": {"shown": []}, "second_look": approval}))
        assert answer.status_code == 422

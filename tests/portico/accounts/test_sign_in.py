"""The staff door: sign-in, language, roles, and what it never keeps."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from portico.accounts import attempts
from portico.accounts.models import StaffMember
from portico.accounts.queries import roles_of
from portico.accounts.rules import Role
from portico.foundation.models import AuditEntry
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "calm porch lantern"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/staff/sign-in/", {"username": email, "password": password, **more})


def test_a_staff_member_signs_in_and_it_is_noted_without_an_address(client, staff):
    member = staff("reviewer")
    assert sign_in(client, member.email)["Location"] == "/staff/"
    entry = AuditEntry.objects.get(verb="staff.signed-in")
    assert (entry.actor, entry.detail) == (str(member.pk), {})
    assert all("127.0.0.1" not in str(session.get_decoded()) for session in Session.objects.all())


def test_a_wrong_password_says_what_to_do_and_keeps_the_email(client, staff):
    answer = sign_in(client, staff("reviewer").email, "wrong")
    assert answer.status_code == 422
    assert "reviewer@lanternbay.example" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="staff.signed-in").exists()


def test_guessing_is_stopped_for_a_while_and_noted(client, staff):
    member = staff("reviewer")
    for _ in range(8):
        sign_in(client, member.email, "wrong")
    answer = sign_in(client, member.email)
    assert answer.status_code == 422
    assert "quarter of an hour" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="staff.sign-in-failed", actor=str(member.pk)).count() == 8


def test_trying_on_writes_no_more_into_the_audit_chain(client, staff):
    member = staff("reviewer")
    for _ in range(12):
        sign_in(client, member.email, "wrong")
    assert AuditEntry.objects.filter(verb="staff.sign-in-failed").count() == 8


def test_trying_many_emails_does_not_forget_the_tries_of_one(staff):
    for email in ["ana@lanternbay.example"] * 8 + [f"{n}@elsewhere.example" for n in range(1000)]:
        attempts.failed(email, now=NOW)
    assert not attempts.allowed("ana@lanternbay.example")


def test_a_zero_byte_is_a_wrong_email_and_no_mistake_of_ours(client):
    assert sign_in(client, "a\0b@elsewhere.example").status_code == 422


def test_what_is_typed_for_nobody_is_kept_nowhere(client):
    sign_in(client, "quillfeather@elsewhere.example", "wrong")
    assert not AuditEntry.objects.exists()


def test_the_right_password_forgets_the_wrong_ones(client, staff):
    member = staff("reviewer")
    for _ in range(2):
        for _ in range(7):
            sign_in(client, member.email, "wrong")
        assert sign_in(client, member.email).status_code == 302
        client.post("/staff/sign-out/")


def test_someone_who_left_cannot_sign_in_and_holds_no_role(client, staff):
    member = staff("supervisor")
    member.is_active = False
    member.save()
    assert sign_in(client, member.email).status_code == 422
    assert roles_of(member) == frozenset()


def test_after_signing_in_one_is_where_one_wanted_to_go_but_never_elsewhere(client, staff):
    member = staff("reviewer")
    assert sign_in(client, member.email, next="/staff/desk/")["Location"] == "/staff/desk/"
    client.post("/staff/sign-out/")
    assert sign_in(client, member.email, next="https://elsewhere.example/")["Location"] == "/staff/"


def test_cookies_stay_behind_the_staff_door(client, staff):
    sign_in(client, staff("reviewer").email)
    assert {morsel["path"] for morsel in client.cookies.values()} == {"/staff/"}
    assert {morsel["samesite"] for morsel in client.cookies.values()} == {"Strict"}
    assert all(morsel["httponly"] for morsel in client.cookies.values())


def test_the_session_reaches_no_public_page(client, staff):
    client.force_login(staff("reviewer"))
    client.cookies["sessionid"] = "x"
    answer = client.get("/en/")
    assert not answer.wsgi_request.user.is_authenticated
    assert not hasattr(answer.wsgi_request, "session")


def test_language_is_remembered_behind_the_staff_door_only(client):
    answer = client.post("/staff/language/", {"language": "fr", "next": "/staff/sign-in/"})
    assert answer["Location"] == "/staff/sign-in/"
    assert answer.cookies["portico_language"]["path"] == "/staff/"
    assert 'lang="fr"' in client.get("/staff/sign-in/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/en/", ""])
def test_the_language_switch_leads_nowhere_else(client, target):
    assert client.post("/staff/language/", {"language": "fr", "next": target})["Location"] == "/staff/"


def test_a_language_staff_pages_are_not_written_in_is_not_taken(client):
    assert "portico_language" not in client.post("/staff/language/", {"language": "ar"}).cookies


def test_a_forged_form_is_refused(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff("supervisor"))
    assert client.post("/staff/cards/revoke/", {"number": "1"}).status_code == 403
    assert client.post("/staff/desk/issue", "{}", content_type="application/json").status_code == 403


def test_the_demos_staff_is_added_in_a_demonstration_only(settings):
    with pytest.raises(CommandError):
        call_command("demo_staff")
    assert not StaffMember.objects.exists()
    settings.PORTICO_DEMO = True
    call_command("demo_staff")
    call_command("demo_staff")
    assert StaffMember.objects.count() == 3


def test_the_first_administrator_is_added_from_the_command_line(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "a long lantern password")
    call_command("add_staff", "ana@lanternbay.example", "Ana Example-Porch", "--role", "administrator")
    assert roles_of(StaffMember.objects.get()) == {Role.ADMINISTRATOR}
    with pytest.raises(CommandError, match="already"):
        call_command("add_staff", "ana@lanternbay.example", "Ana Again", "--role", "administrator")


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "lantern")
    with pytest.raises(CommandError, match="12"):
        call_command("add_staff", "ana@lanternbay.example", "Ana", "--role", "reviewer")
    assert not StaffMember.objects.exists()

"""What a log line may hold: what happened and where in the program, never who asked for what."""

import logging
import sys

import pytest
from django.test import Client

from portico.foundation.logs import SERVER_LOG, ServersOwn, WithoutRequest


def _record(level: int, message: str, *args: object) -> logging.LogRecord:
    try:
        int("Quillfeather")
    except ValueError:
        trace = sys.exc_info() if level >= logging.ERROR else None
        return logging.LogRecord("any", level, __file__, 1, message, args, trace)


def test_an_error_keeps_its_class_and_place_and_loses_its_words() -> None:
    record = _record(logging.ERROR, "Internal Server Error: %s", "/staff/desk/issue")
    assert WithoutRequest().filter(record)
    assert "ValueError at" in record.getMessage()
    assert "Quillfeather" not in logging.Formatter().format(record)


def test_the_servers_own_log_names_no_caller_and_no_address() -> None:
    assert not ServersOwn().filter(_record(logging.WARNING, "Invalid request from ip=192.0.2.7: Quillfeather"))
    record = _record(logging.ERROR, "Error handling request %s %s", "GET", "/en/?q=Quillfeather")
    assert ServersOwn().filter(record)
    assert "Quillfeather" not in logging.Formatter().format(record)


def test_the_site_puts_the_filter_on_gunicorns_log() -> None:
    from portico import wsgi  # noqa: F401

    assert any(isinstance(each, ServersOwn) for each in logging.getLogger(SERVER_LOG).filters)


@pytest.mark.django_db
def test_a_refusal_leaves_no_line_with_its_time(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.get("/en/quillfeather")
    client.get("/en/", headers={"host": "quillfeather.example"})
    client.post("/staff/desk/issue", {}, headers={"accept": "application/json"})
    client.post("/staff/sign-in/", {"username": "a@b.example", "password": "wrong"})
    Client(enforce_csrf_checks=True).post("/staff/sign-in/", {})
    assert capfd.readouterr().err == ""

"""The inspection refuses what may never be held."""

from contextlib import contextmanager

import pytest
from django import forms
from django.db import models
from pydantic import BaseModel

from portico.foundation import checks
from portico.foundation.never import forbidden


@pytest.mark.parametrize(
    "name",
    [
        "immigration_status", "immigrationStatus", "legal_status", "citizenship", "is_citizen", "nationality",
        "birthplace", "place_of_birth", "country_of_birth", "country_of_origin", "sin", "applicant_sin",
        "social_insurance_number", "nationalite", "statut_immigration", "lieu_de_naissance", "numero_nas",
        "visa_status",
    ],
)  # fmt: skip
def test_these_names_are_forbidden(name):
    assert forbidden(name)


@pytest.mark.parametrize(
    "name", ["status_list", "state", "site", "business", "since", "single", "country", "city", "birth_date", "casino"]
)
def test_these_names_are_not(name):
    assert not forbidden(name)


def test_the_site_passes_its_own_inspection():
    assert checks.no_field_for_status(None) == []
    assert checks.keys_point_down(None) == []
    assert checks.every_door_is_named(None) == []


@contextmanager
def planted(base, **members):
    """A class of ours for as long as the test needs it: afterwards it no longer counts as ours."""
    shape = type("Planted", (base,), {"__module__": "portico.planted", **members})
    yield
    shape.__module__ = "elsewhere"


def test_a_django_form_that_asks_is_found():
    with planted(forms.Form, nationality=forms.CharField()):
        assert [error.id for error in checks.no_field_for_status(None)] == ["privacy.E002"]


def test_a_pydantic_shape_that_asks_is_found():
    with planted(BaseModel, __annotations__={"citizenship": str}):
        assert [error.id for error in checks.no_field_for_status(None)] == ["privacy.E002"]


def test_a_setting_that_holds_it_is_found(settings):
    settings.ASK_IMMIGRATION_STATUS = True
    assert [error.id for error in checks.no_field_for_status(None)] == ["privacy.E003"]


def test_a_column_that_holds_it_is_found(monkeypatch):
    from portico.cards.models import Slot

    column = models.CharField(name="place_of_birth", max_length=2)
    fields = Slot._meta.get_fields()
    monkeypatch.setattr(Slot._meta, "get_fields", lambda *a, **k: [*fields, column])
    assert [error.id for error in checks.no_field_for_status(None)] == ["privacy.E001"]


def test_a_key_that_points_sideways_is_found(monkeypatch):
    monkeypatch.setitem(checks.MAY_POINT_AT, "cards", {"foundation"})
    assert {error.id for error in checks.keys_point_down(None)} == {"house.E001"}

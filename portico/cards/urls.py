"""Routes of the card room."""

from django.urls import path

from portico.cards.views import devices, public, staff

app_name = "cards"
public_urls = [
    path("ready/", public.ready, name="ready"),
    path("card/", public.card_is, name="card"),
]
list_urls = [
    path("lists/trust.cwt", devices.trust_list, name="trust"),
    path("lists/status.cwt", devices.status_list, name="status"),
    path("lists/city.json", devices.city_settings, name="city"),
    path("verifier-counts", devices.verifier_counts, name="counts"),
]
staff_urls = [
    path("desk/", staff.desk, name="desk"),
    path("desk/key", staff.tab_key, name="key"),
    path("desk/forget", staff.forget, name="forget"),
    path("desk/issue", staff.issue, name="issue"),
    path("desk/decline", staff.decline, name="decline"),
    path("desk/second-look", staff.second_look, name="second_look"),
    path("cards/revoke/", staff.revoke, name="revoke"),
]

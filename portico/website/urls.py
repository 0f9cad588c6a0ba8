"""Routes of the website room: the residents' first page, and what is told about the site itself."""

from django.urls import path

from portico.website.views import public

app_name = "website"
# Without a language: where someone arrives who typed the city's address.
root_urls = [path("", public.door, name="door")]
public_urls = [
    path("", public.home, name="home"),
    path("privacy/", public.privacy, name="privacy"),
    path("about-this-demo/", public.demo, name="demo"),
]
staff_urls: list[object] = []

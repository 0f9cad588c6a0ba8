"""Routes of the staff door itself."""

from django.urls import path

from portico.accounts.views import public, staff

app_name = "accounts"
staff_urls = [
    path("sign-in/", public.sign_in, name="sign_in"),
    path("language/", public.language, name="language"),
    path("sign-out/", staff.sign_out, name="sign_out"),
    path("", staff.home, name="home"),
]

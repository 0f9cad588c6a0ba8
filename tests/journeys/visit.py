"""One visit at the enrolment desk, step by step, for every journey that needs a card."""

from typing import Any

from tests import resident
from tests.faces import portrait

PASSWORD = "calm porch lantern"


def sign_in(page: Any, site: str, email: str, password: str = PASSWORD) -> None:
    """Come in at the staff door; nothing to do for someone who is in already."""
    page.goto(f"{site}/staff/sign-in/")
    if "sign-in" in page.url:
        page.fill("[name=username]", email)
        page.fill("[name=password]", password)
        page.click("main button")
        page.wait_for_url("**/staff/")


def open_desk(page: Any, site: str) -> None:
    page.goto(f"{site}/staff/desk/")
    page.wait_for_selector("#desk[data-ready]")


def proofs(page: Any, *shown: str) -> None:
    """Tick the proofs shown, by default the one that is enough alone."""
    for proof in shown or ("attestation",):
        page.check(f"input[name=shown][value={proof}]")
    page.click("#step-proofs [data-go=claims]")


def claims(page: Any, **changes: str) -> None:
    """Type what the card will say: the alarm resident, but for the changes."""
    typed = {"name": resident.NAME, "birth_date": resident.BIRTH_DATE.isoformat(), "address": resident.ADDRESS}
    for field, value in (typed | changes).items():
        page.fill(f"[name={field}]", value)
    page.click("#step-claims [data-go=photo]")


def photo(page: Any) -> None:
    """Choose a picture file as the portrait."""
    page.set_input_files("#photo-file", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": portrait()})
    page.wait_for_selector("[data-photo=frame][data-state=picture]")
    page.click("#step-photo [data-go=read]")


def to_print(page: Any, **changes: str) -> None:
    """Everything up to the button that issues."""
    proofs(page)
    claims(page, **changes)
    photo(page)
    page.click("#step-read [data-go=print]")


def issue(page: Any) -> None:
    page.click("#issue")
    page.wait_for_selector("#issued:not([hidden])", timeout=30_000)

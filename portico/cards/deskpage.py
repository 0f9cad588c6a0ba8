"""What the desk page needs before anyone sits down: rules, words in every language, the table of expiries."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language_info, gettext, override

from portico.cards.decisions import to_public_json
from portico.cards.messages import error_words, photo_words
from portico.cards.office import CityOffice
from portico.cards.rules.lifecycle import DECLINE_REASON_NAMES
from portico.cards.rules.validity import OLDEST, AgeBand, NotEligible, expiry_for


@lru_cache(maxsize=4)
def expiry_table(ages: tuple[AgeBand, ...], today: date) -> tuple[dict[str, str | None], ...]:
    """The expiry of a card issued today by birth date, as the dates from which it changes.

    The rule of validity is written once, in Python; the desk tab looks its answer up here instead of knowing
    the rule or sending a birth date to ask.
    """
    rows: list[dict[str, str | None]] = []
    last: tuple[str | None, str | None] | None = None
    for days in range((OLDEST + 1) * 366, -1, -1):
        born = today - timedelta(days=days)
        found = expiry_for(born, today, ages)
        said = (None, found.reason) if isinstance(found, NotEligible) else (found.isoformat(), None)
        if said != last:
            rows.append({"from": born.isoformat(), "expires": said[0], "reason": said[1]})
            last = said
    rows.append({"from": (today + timedelta(days=1)).isoformat(), "expires": None, "reason": "born_later"})
    return tuple(rows)


def office_json(office: CityOffice, staff_language: str, today: date) -> dict[str, Any]:
    """Rules and labels for the tab; the same for everyone at this desk today."""
    decisions = office.decisions
    return {
        "today": today.isoformat(),
        "expiry": list(expiry_table(decisions.ages, today)),
        "address_modes": list(decisions.address_modes),
        "languages": [{"code": language.code, "name": language.name} for language in decisions.city.languages],
        "rule": to_public_json(decisions, staff_language),
        "labels": {code: to_public_json(decisions, code)["proofs"] for code in office.languages},
    }


def words_json(office: CityOffice, staff_language: str) -> dict[str, Any]:
    """Everything the tab may say: to staff in their language, to the resident in theirs."""
    with override(staff_language):
        issue = {"issue": gettext("Issue the card"), "again": gettext("Draw the same card again")}
        staff, errors, photo = {**_list_words(), **issue}, error_words(), photo_words()
    return {
        "staff": staff,
        "errors": errors,
        "photo": photo,
        "preview": {code: _preview_words(office, code) for code in office.languages},
    }


def decline_reasons() -> list[tuple[str, str]]:
    """Reasons for a visit without a card, as (value, words)."""
    return [(reason.value, str(name)) for reason, name in DECLINE_REASON_NAMES.items()]


def _list_words() -> dict[str, str]:
    return {
        # Translators: stands between two documents, or two lists of documents, that are both needed
        "and": gettext("and also"),
        "one": gettext("One of these:"),
        # Translators: %s is a number, two or more
        "some": gettext("Any %s of these:"),
    }


def _preview_words(office: CityOffice, code: str) -> dict[str, str]:
    city = office.decisions.city
    checked = {language.code for language in city.languages if language.checked}
    with override(code):
        return {
            **_list_words(),
            "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
            "unchecked": "" if code in checked else gettext("This translation has not yet been checked by a speaker."),
            "city": city.name.in_language(code).text,
            "read": gettext("Please read this before your card is printed"),
            "says": gettext("Your card will say this, and nothing else"),
            "name": gettext("Name"),
            "second_name": gettext("Name in another script"),
            "birth_date": gettext("Birth date"),
            "expires": gettext("Good until"),
            "gender": gettext("Gender"),
            "guardian": gettext("Parent or guardian"),
            "address": gettext("Address"),
            "number": gettext("The card also has a number. It is drawn by chance when the card is made."),
            "code": gettext("The code on the back says the same as the front. Nothing is hidden in it."),
            "kept": gettext("What the city keeps: nothing about you"),
            "kept_more": gettext(
                "Your name, photo, birth date and address are on your card only. The city keeps a random number "
                "that says whether a card is still good. Nobody can look up from it who you are."
            ),
            "asked": gettext("Nobody asked about your immigration status, and nobody will."),
            "wrong": gettext("Is something wrong? Say so now. It costs nothing to change it."),
            "declined": gettext("What would be enough for a card"),
            "declined_more": gettext(
                "Today the papers were not enough for a card. Any one of these lines, added to what you showed, "
                "would be enough. You can come back any day, to any desk."
            ),
            "declined_look": gettext("You can ask a supervisor to look again. They will look with you, here, today."),
            "declined_call": gettext("Questions? Call %(phone)s. You do not have to give your name.")
            % {"phone": city.contact.phone},
            "declined_kept": gettext("Nothing about your visit is kept. This paper is yours."),
        }

"""What the desk says when something cannot be done: one sentence a person can act on, for every code."""

from django.utils.translation import gettext

from portico.cards.actions import NotAllowed


def error_words() -> dict[str, str]:
    """Sentences by code, in the active language."""
    return {
        "missing": gettext("Please fill this in."),
        "refused": gettext("The server did not accept this. Check what is typed and try again."),
        "no-connection": gettext("No connection to the server. Nothing is lost; try again when it is back."),
        "signed-out": gettext(
            "You were signed out. Sign in again in another tab, then come back here: what is typed stays."
        ),
        "photo-missing": gettext("Take or choose a photo first."),
        "proofs-not-enough": gettext("These proofs are not enough yet. A supervisor can look again."),
        "unknown_proof": gettext("The list of proofs has changed. Reload this page and tick them again."),
        "unknown_applicant": gettext("The list of proofs has changed. Reload this page and tick them again."),
        "born_later": gettext("This birth date is in the future."),
        "impossible_age": gettext("This birth date is too long ago. Check the year."),
        "too_young": gettext("The city gives cards from a later age on. The programme's page says from when."),
        "too_old": gettext("The city's rules have no card for this age. Call the programme office."),
        "band_ends_soon": gettext(
            "A card for this age would end within weeks. Come back after the birthday for a longer one."
        ),
        "code-used": gettext(
            "This visit was already finished with other details. Start a new visit to issue another card."
        ),
        "try-again": gettext("The server was busy. Please try again."),
        "list-full": gettext("The status list is full. Call the programme office: it must be made larger."),
        "no-key": gettext("No signing key is in force. Call the programme office."),
        "tabs-full": gettext("Too many desks are open. Finish or close one, then try again."),
        "second-look-refused": gettext("This e-mail and password are not those of a supervisor."),
        "second-look-expired": gettext("The second look has expired. Ask the supervisor to sign again."),
        "required": gettext("Please fill this in."),
        "too_long": gettext("This is too long for the card. The resident may say how to shorten it."),
        "unprintable": gettext("This has characters that cannot be printed. Type it again by hand."),
        "not_a_date": gettext("This is not a date."),
        "before_birth": gettext("Check the birth date."),
        "not_a_language": gettext("Choose the language of this name."),
        "belongs_together": gettext("Fill in both, or neither."),
        "missing-glyph": gettext(
            "The card's fonts cannot draw: %(characters)s. Ask the resident how they write it otherwise."
        ),
        "too-long-to-print": gettext(
            "This does not fit on the card at a readable size. The resident may say how to shorten it."
        ),
        "card-too-large": gettext("There is too much text for the code. Shorten the address or leave it off."),
        "not-printable": gettext("This photo cannot be printed. Take another one."),
        "address_mode": gettext("Choose how the card shows an address, then fill in what it asks."),
        "invalid": gettext("Please check this."),
        "no-living-card": gettext("No card that is good now has this number or code. Check it against the card."),
    }


def photo_words() -> dict[str, str]:
    """Sentences about the photo, by code."""
    return {
        "camera-refused": gettext("The browser may not use the camera. Allow it beside the address, or choose a file."),
        "camera-missing": gettext("No camera was found. Connect one, or choose a file."),
        "photo-file-too-large": gettext("This file is larger than 25 MB. Choose a smaller one."),
        "not-an-image": gettext("This file is not a picture that can be used. Choose a JPEG or PNG."),
        "photo-too-small": gettext("This picture has too few pixels. Take it again from closer, or choose another."),
        "photo-dark": gettext("The picture is dark. More light from the front helps. You can still use it."),
        "photo-bright": gettext("The picture is very bright. Less light helps. You can still use it."),
        "too_small": gettext("This picture has too few pixels. Take it again from closer, or choose another."),
        "too_large": gettext("This picture is too large. Take it again here."),
        "truncated": gettext("This picture is incomplete. Take it again."),
        "not_an_image": gettext("This file is not a picture that can be used. Choose a JPEG or PNG."),
    }


def sentence(refusal: NotAllowed) -> str:
    """The sentence for a refusal, in the active language; an unknown code still says what to do."""
    words = {**error_words(), **photo_words()}
    return words.get(refusal.code, words["invalid"]) % {"characters": "", **refusal.detail}

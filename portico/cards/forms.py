"""The shape of what a desk tab sends: one request carries the whole application, and nothing is stored."""

import base64
import binascii
import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from citycard import number
from portico.cards import codes
from portico.cards.drawing import Layout
from portico.cards.rules.lifecycle import GROUND_NAMES, RevocationGround

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")]


class AddressMode(StrEnum):
    """How the card shows an address; `none` and `withheld` look exactly the same on the card."""

    SHOWN = "shown"
    CARE_OF = "care_of"
    NONE = "none"
    WITHHELD = "withheld"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Proofs(_Strict):
    """Which kinds of proofs were shown, nothing of their content, and which kinds of applicant apply."""

    shown: tuple[Identifier, ...] = Field(default=(), max_length=60)
    kinds: tuple[Identifier, ...] = Field(default=(), max_length=10)


class TypedClaims(_Strict):
    """What the card will say, as typed at the desk."""

    name: Line
    second_name: Line = ""
    birth_date: date
    gender: Line = ""
    guardian: Line = ""
    address_mode: AddressMode
    address: Line = ""
    care_of: Line = ""

    @model_validator(mode="after")
    def address_follows_its_mode(self) -> Self:
        """An address that the mode hides must not even be sent."""
        needs = {AddressMode.SHOWN: (True, False), AddressMode.CARE_OF: (True, True)}
        address, care_of = needs.get(self.address_mode, (False, False))
        if bool(self.address) != address or bool(self.care_of) != care_of:
            raise ValueError("address_mode")
        return self

    @property
    def card_address(self) -> str | None:
        """The address as the card prints it, lines separated by a line feed, or None."""
        if self.address_mode == AddressMode.SHOWN:
            return self.address
        if self.address_mode == AddressMode.CARE_OF:
            return f"c/o \u2013 a/s {self.care_of}\n{self.address}"  # both official languages
        return None


class IssueRequest(_Strict):
    """One enrolment. `code` is the tab's 100-bit code: idempotency key and revocation code in one."""

    code: str
    tab: Identifier
    site: Identifier
    proofs: Proofs
    claims: TypedClaims
    photo: bytes = Field(repr=False)
    layout: Layout = Layout.CR80
    slip: bool = False
    second_look: str = ""

    @field_validator("code")
    @classmethod
    def code_has_its_bits(cls, value: str) -> str:
        """Bring the code to its canonical form."""
        return codes.canonical(value)

    @field_validator("photo", mode="before")
    @classmethod
    def photo_from_base64(cls, value: Any) -> bytes:
        """Decode the photo; the format is checked where it is drawn."""
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise ValueError("photo") from error

    def digest(self) -> bytes:
        """The keyed digest of what the card will say. Layout and slip may differ between two printings."""
        said = self.model_dump(mode="json", include={"claims": True})
        said["photo"] = base64.b64encode(self.photo).decode()
        return codes.request_digest(json.dumps(said, sort_keys=True).encode())


class TabOnly(_Strict):
    """The tab that asks for its key, or wants it forgotten."""

    tab: Identifier


class DeclineReport(_Strict):
    """A visit that ended without a card."""

    tab: Identifier
    site: Identifier
    reason: Identifier


class SecondLook(_Strict):
    """A supervisor signs for a second look, at the reviewer's own tab, for the one visit that has this code."""

    tab: Identifier
    code: str
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\x00]*$")]
    password: str = Field(repr=False, max_length=4096)

    @field_validator("code")
    @classmethod
    def code_has_its_bits(cls, value: str) -> str:
        """Bring the code to its canonical form."""
        return codes.canonical(value)


class CountReport(_Strict):
    """What a service desk chose to send: how many cards it read in a week, nothing else."""

    profile: Identifier
    week: date
    count: int = Field(ge=0, le=20_000)

    @field_validator("week")
    @classmethod
    def a_monday(cls, value: date) -> date:
        """A week is named by its Monday."""
        if value.weekday() != 0:
            raise ValueError("week")
        return value


class CardNumberField(forms.CharField):
    """A card number or a revocation code as printed, spaces and dashes forgiven.

    Cleans to the status index (an int) or to the code in its canonical form (a str).
    """

    def to_python(self, value: Any) -> Any:
        """Check the number's digits (ISO 7064 MOD 97-10), or the code's length and letters."""
        text = super().to_python(value)
        if not text:
            return text
        try:
            return codes.canonical(text)
        except codes.CodeError:
            pass
        try:
            return number.parse(text)
        except number.NumberError as error:
            words = _("This is neither a card number (ten digits, on the front) nor a revocation code (on the slip).")
            raise forms.ValidationError(words) from error

    def run_validators(self, value: Any) -> None:
        """The check characters were the validation; the cleaned value is a number, not text."""


class RevokeForm(forms.Form):
    """End a card by its number or by the holder's code."""

    number = CardNumberField(
        label=_("Card number, or revocation code"),
        help_text=_(
            "The number has ten digits and stands on the front of the card; the code stands on the recovery slip."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "input--short"}),
    )
    ground = forms.TypedChoiceField(
        label=_("Why"),
        choices=[(ground.value, name) for ground, name in GROUND_NAMES.items()],
        coerce=RevocationGround,
        widget=forms.RadioSelect,
    )

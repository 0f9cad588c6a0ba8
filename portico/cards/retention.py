"""What the card room keeps: the promises its pages show."""

from django.utils.translation import gettext_lazy as _

from portico.foundation.retention import Keeping, register

register(
    Keeping(
        key="cards.desk",
        what=_(
            "A random card number, the end of its quarter and two scrambled codes; and how many cards this desk made."
        ),
        who=_("the programme office, only the counts."),
        until=_("the card ends. The name, photo and everything typed here are gone when the card is issued."),
    )
)
register(
    Keeping(
        key="cards.revoke",
        what=_("That the card of this number is ended; and that you ended one, why and when, without its number."),
        who=_("service desks, the first; auditors, the second."),
        until=_("the card’s own end."),
    )
)
register(Keeping(key="cards.ready", what=_("nothing."), until=_("It is gone when you close this tab.")))

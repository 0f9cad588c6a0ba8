"""Questions about slots; none of them can name a person."""

import secrets

from portico.cards.models import Slot
from portico.cards.rules.lifecycle import SlotState

CROWDED = 2  # a list more than half full makes random placing slow and its use readable: grow it instead


class ListFull(Exception):
    """More than half of the status list's places are taken: raise `status_list_size` in card.toml."""


def free_index(size: int) -> int:
    """A random place of the status list that no slot has. Raises ListFull when it is more than half full."""
    if Slot.objects.count() * CROWDED >= size:
        raise ListFull
    while True:
        index = secrets.randbelow(size)
        if not Slot.objects.filter(index=index).exists():
            return index


def dead_indices() -> list[int]:
    """Indices whose card is not valid, in order."""
    return list(Slot.objects.exclude(state=SlotState.VALID.value).order_by("index").values_list("index", flat=True))


def slot_with_code(code_hash: bytes) -> Slot | None:
    """The slot that was issued under a code, or None."""
    return Slot.objects.filter(code_hash=code_hash).first()

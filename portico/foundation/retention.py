"""What is personal here, why, how long: the registry that every room's `retention.py` fills.

Pages that take anything in show their entry as the "keeps line" (look.md), so the promise on the page and
the rule in the code are one text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Keeping:
    """One promise about what a page keeps.

    `what`, `who` and `until` are translatable sentences or phrases; `nothing` is true when the page keeps
    nothing, and `who` is then empty.
    """

    key: str
    what: Words
    who: Words = ""
    until: Words = ""

    @property
    def nothing(self) -> bool:
        """True when nothing at all is kept."""
        return not self.who


_registry: dict[str, Keeping] = {}


def register(keeping: Keeping) -> None:
    """Add a promise. Raises ValueError when the key is taken: two texts for one page would drift."""
    if _registry.get(keeping.key, keeping) != keeping:
        raise ValueError(f"retention key {keeping.key!r} is registered twice")
    _registry[keeping.key] = keeping


def keeping(key: str) -> Keeping:
    """The promise under `key`; raises KeyError for one that no room has written."""
    return _registry[key]


def everything() -> Iterator[Keeping]:
    """All promises, in key order, for the privacy page and the records office."""
    for key in sorted(_registry):
        yield _registry[key]

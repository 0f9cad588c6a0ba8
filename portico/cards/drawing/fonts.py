"""The packaged fonts: where they lie, which characters they draw, and which of them draws which script.

Only fonts that come as packages are used, never the machine's, so that a card looks the same everywhere.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from fontTools import unicodedata as scripts
from fontTools.ttLib import TTFont

from portico.cards.drawing.errors import FontsMissing

FONT_ROOT = Path(__file__).resolve().parents[3] / "node_modules" / "@expo-google-fonts"
WEIGHTS = ("400Regular", "600SemiBold", "700Bold")
BASE_FAMILY = "Noto Sans"

# ISO 15924 script -> family. Latin, Greek, Cyrillic and whatever else is left go to the base family.
FAMILY_OF_SCRIPT = {
    "Arab": "Noto Sans Arabic",
    "Armn": "Noto Sans Armenian",
    "Beng": "Noto Sans Bengali",
    "Cans": "Noto Sans Canadian Aboriginal",
    "Deva": "Noto Sans Devanagari",
    "Ethi": "Noto Sans Ethiopic",
    "Geor": "Noto Sans Georgian",
    "Gujr": "Noto Sans Gujarati",
    "Guru": "Noto Sans Gurmukhi",
    "Hang": "Noto Sans KR",
    "Hebr": "Noto Sans Hebrew",
    "Khmr": "Noto Sans Khmer",
    "Knda": "Noto Sans Kannada",
    "Laoo": "Noto Sans Lao",
    "Mlym": "Noto Sans Malayalam",
    "Mymr": "Noto Sans Myanmar",
    "Hani": "Noto Sans SC",
    "Hira": "Noto Sans SC",
    "Kana": "Noto Sans SC",
    "Bopo": "Noto Sans SC",
    "Sinh": "Noto Sans Sinhala",
    "Taml": "Noto Sans Tamil",
    "Telu": "Noto Sans Telugu",
    "Thai": "Noto Sans Thai",
}
FAMILIES = (BASE_FAMILY, *dict.fromkeys(FAMILY_OF_SCRIPT.values()))
# Their marks stand above and below the letters, so lines need more air.
TALL_SCRIPTS = frozenset(
    {"Arab", "Beng", "Deva", "Gujr", "Guru", "Khmr", "Knda", "Laoo", "Mlym", "Mymr", "Sinh", "Taml", "Telu", "Thai"}
)

# Invisible by design, and needed to spell names: joiners, and marks that settle the side of a full stop.
INVISIBLE = frozenset("\u200c\u200d\u200e\u200f\u061c")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one script, and the family that draws it."""

    text: str
    family: str


def _package(family: str) -> str:
    return family.lower().replace(" ", "-")


def _folders(root: Path) -> list[Path]:
    folders = [root / _package(family) / weight for family in FAMILIES for weight in WEIGHTS]
    missing = [folder for folder in folders if not any(folder.glob("*.ttf"))]
    if missing:
        raise FontsMissing(
            f"{len(missing)} of {len(folders)} font folders are missing under {root}, the first is "
            f"{missing[0].parent.name}/{missing[0].name}; run `make setup` (or `npm ci`)"
        )
    return folders


@lru_cache(maxsize=4)
def load(root: Path = FONT_ROOT) -> typst.Fonts:
    """The packaged fonts for typst, without the machine's and typst's own. Kept: finding them takes 0.5 s.

    Raises FontsMissing.
    """
    paths = [str(folder) for folder in _folders(root)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


@lru_cache(maxsize=4)
def coverage(root: Path = FONT_ROOT) -> dict[str, frozenset[int]]:
    """Family -> the code points it draws. Raises FontsMissing."""
    _folders(root)
    return {family: _code_points(root, family) for family in FAMILIES}


def _code_points(root: Path, family: str) -> frozenset[int]:
    file = next((root / _package(family) / WEIGHTS[0]).glob("*.ttf"))
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _clusters(text: str) -> Iterator[str]:
    """Each base character with the marks and joiners that follow it: what one font must draw as a whole."""
    cluster = ""
    for character in text:
        extends = unicodedata.category(character).startswith("M") or character in INVISIBLE
        if cluster and not extends:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_whole(cluster: str, code_points: frozenset[int]) -> bool:
    """Whether one font draws the cluster as written, composed or decomposed: shaping tries all three."""
    forms = {cluster, unicodedata.normalize("NFC", cluster), unicodedata.normalize("NFD", cluster)}
    return any(all(ord(c) in code_points for c in form if c not in INVISIBLE) for form in forms)


def _undrawn(cluster: str, cover: dict[str, frozenset[int]]) -> list[str]:
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c not in INVISIBLE for c in cluster):
        # Control characters print nothing, and some of them turn the order of the letters around.
        return [c for c in cluster if unicodedata.category(c)[0] in "CZ" and c not in INVISIBLE]
    if any(_is_whole(cluster, points) for points in cover.values()):
        return []
    anywhere = frozenset().union(*cover.values())
    # When each part exists but no font has all of them, it is the marks that cannot be placed.
    return [c for c in cluster if ord(c) not in anywhere] or list(cluster[1:])


def missing_glyphs(text: str, root: Path = FONT_ROOT) -> list[str]:
    """The characters of text that no packaged font draws, each once, in order; empty when all can be printed.

    A combining mark counts as missing when no font has it together with its letter; so do control characters,
    bidirectional overrides among them. Raises FontsMissing.
    """
    cover = coverage(root)
    found = [c for cluster in _clusters(text) for c in _undrawn(cluster, cover)]
    return list(dict.fromkeys(found))


def _family(cluster: str, before: str | None, cover: dict[str, frozenset[int]]) -> str:
    """The family for a cluster: its script's; for signs of no script the one before, if that draws them."""
    script = scripts.script(cluster[0])
    neutral = script in ("Zyyy", "Zinh", "Zzzz")
    first = before if neutral and before else FAMILY_OF_SCRIPT.get(script, BASE_FAMILY)
    choices = (first, BASE_FAMILY, *FAMILIES)
    return next((family for family in choices if _is_whole(cluster, cover[family])), first)


def runs(text: str, root: Path = FONT_ROOT) -> list[Run]:
    """Text cut into stretches that one family draws, so that no word changes font in its middle.

    Noto Sans has a part of Devanagari: a plain list of fall-backs would take those letters from it and break
    the conjuncts. Raises FontsMissing.
    """
    cover = coverage(root)
    result: list[Run] = []
    for cluster in _clusters(text):
        family = _family(cluster, result[-1].family if result else None, cover)
        if result and result[-1].family == family:
            result[-1] = Run(result[-1].text + cluster, family)
        else:
            result.append(Run(cluster, family))
    return result


def is_tall(text: str) -> bool:
    """Whether any letter belongs to a script that stacks marks and so needs more space between lines."""
    return any(scripts.script(character) in TALL_SCRIPTS for character in text)


def is_right_to_left(text: str) -> bool:
    """The direction of the first strong character (UAX 9, rule P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False

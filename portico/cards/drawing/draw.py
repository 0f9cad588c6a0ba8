"""Draw the card and the recovery slip."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portico.cards.drawing import code, guilloche, portrait, render
from portico.cards.drawing.errors import FaceInvalid
from portico.cards.drawing.face import Face, Layout
from portico.cards.drawing.fonts import FONT_ROOT
from portico.cards.drawing.words import Words, words

DOORWAY = (17.0, 25.4)  # mm: where the half circle of the portrait's arch has its centre
MOST_BLEED_MM = 3.5
# The gender stands beside the dates when it is as short as "X", else below them.
SHORT_GENDER = 3
# The three arches of the site's mark, the middle one lit, for a dark ground.
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="3.6 8.1 32.8 20.8" width="32.8" height="20.8">'
    '<path d="M15 28V14a5 5 0 0 1 10 0v14z" fill="#e7a93b"/>'
    '<path d="M4.5 28V15.5a3.75 3.75 0 0 1 7.5 0V28M15 28V14a5 5 0 0 1 10 0v14'
    'M28 28V15.5a3.75 3.75 0 0 1 7.5 0V28" fill="none" stroke="#faf6ef" stroke-width="1.75"/></svg>'
)
PAPERS = {Layout.LETTER: "us-letter", Layout.A4: "a4"}


def draw_card(face: Face, layout: Layout, *, bleed_mm: float = 0.0, font_root: Path = FONT_ROOT) -> bytes:
    """The card as PDF/UA-1: two pages of 85.60 x 53.98 mm (CR80), or front and back side by side on a sheet.

    `bleed_mm` (0 to 3.5, CR80 only) widens both pages on every side for printers that print over the edge.
    Raises FaceInvalid, PortraitUnusable, MissingGlyph, NameTooLong, TextTooLong or FontsMissing, each a
    DrawingError.
    """
    if not 0 <= bleed_mm <= MOST_BLEED_MM or (bleed_mm and layout is not Layout.CR80):
        raise FaceInvalid("bleed_mm", "is not between 0 and 3.5, or not for a card printer")
    data = _card_data(face, font_root)
    files = _pictures(face, face.code_text)
    if layout is Layout.CR80:
        data["bleed"] = bleed_mm
        return render.pdf("cr80.typ", ("card.typ", "parts.typ"), files, data, font_root)
    data["paper"] = PAPERS[layout]
    return render.pdf("sheet.typ", ("card.typ", "parts.typ"), files, data, font_root)


def draw_slip(
    face: Face, code_text: str, revocation_code: str, layout: Layout, *, font_root: Path = FONT_ROOT
) -> bytes:
    """The recovery slip as PDF/UA-1 on one sheet (Letter or A4).

    It has the claims with `code_text` as their code, and below a tear line the revocation code in groups.
    Raises as `draw_card`; FaceInvalid also for the CR80 layout and for a revocation code that is not 16 to
    40 letters and digits.
    """
    if layout not in PAPERS:
        raise FaceInvalid("layout", "of a slip is a sheet")
    data = _card_data(face, font_root) | _slip_data(face, font_root)
    data["paper"] = PAPERS[layout]
    data["revocation"] = _grouped(revocation_code)
    return render.pdf("slip.typ", ("parts.typ",), _pictures(face, code_text), data, font_root)


def _grouped(revocation_code: str) -> str:
    plain = revocation_code.replace(" ", "").replace("-", "").upper()
    if not (16 <= len(plain) <= 40 and plain.isascii() and plain.isalnum()):
        raise FaceInvalid("revocation_code", "is not 16 to 40 letters and digits")
    size = 5 if len(plain) % 5 == 0 else 4
    return "  ".join(plain[i : i + size] for i in range(0, len(plain), size))


def _slip_data(face: Face, root: Path) -> dict[str, Any]:
    spoken = [words(language) for language in face.languages]
    more = [("gender", [face.gender])] if face.gender else []
    more += [("guardian", [face.guardian])] if face.guardian else []
    more += [("address", list(face.address_lines))] if face.address_lines else []
    return {
        "title": spoken[0].slip,
        "heading": _pieces((each.slip for each in spoken[:2]), root),
        "is": _pieces((each.slip_is for each in spoken), root),
        "use": _pieces((each.slip_use for each in spoken), root),
        "more": [[field, _pieces(texts, root)] for field, texts in more],
        "code-title": _pieces((each.code_title for each in spoken[:2]), root),
        "code-use": _pieces((each.code_use for each in spoken), root),
        "apart": _pieces((each.code_apart for each in spoken), root),
    }


def _pictures(face: Face, code_text: str) -> dict[str, bytes]:
    number = face.number
    return {
        "portrait.svg": portrait.svg(face.portrait).encode(),
        "mark.svg": MARK.encode(),
        "code.svg": code.svg(code.matrix(code_text)).encode(),
        "rosette.svg": guilloche.rosette(number, DOORWAY, 14.4, "#EED39C", "#D5E4DF").encode(),
        "rosette-dark.svg": guilloche.rosette(number, DOORWAY, 14.4, "#564F22", "#155A57").encode(),
        "arcade.svg": guilloche.arcade(number, "#F0DBAF", "#D5E4DF").encode(),
    }


def _card_data(face: Face, root: Path) -> dict[str, Any]:
    face.check()
    render.require_glyphs(face.texts(), root)
    spoken = [words(language) for language in face.languages]
    official = spoken[:2]
    gender_beside = face.gender is not None and len(face.gender) <= SHORT_GENDER and face.gender.isascii()
    below = [("gender", face.gender)] if face.gender and not gender_beside else []
    below += [("guardian", face.guardian)] if face.guardian else []
    return {
        "title": spoken[0].document,
        "lang": face.languages[0],
        "city": _pieces(dict.fromkeys(face.city_name[language] for language in face.official), root),
        "card": _pieces(dict.fromkeys(face.card_name[language] for language in face.official), root),
        "name": render.name_piece(face.name, root),
        "second": render.name_piece(face.second_name, root) if face.second_name else None,
        "born": render.piece(face.birth_date.isoformat(), root),
        "expires": render.piece(face.expires.isoformat(), root),
        "number": render.piece(face.number, root),
        "beside": render.piece(face.gender, root) if face.gender and gender_beside else None,
        "below": [[field, render.piece(text, root)] for field, text in below],
        "address": _pieces(face.address_lines, root),
        "phone": render.piece(face.phone, root),
        "purpose": _pieces((each.purpose for each in spoken), root),
        "report": _pieces((face.report_line[language] for language in face.official), root),
        "labels": _labels(official, root),
        "fold": _pieces((each.fold for each in official), root),
        "ruler": _pieces((each.ruler for each in official), root),
        "alt": {"portrait": spoken[0].portrait, "code": spoken[0].code},
    }


def _labels(official: list[Words], root: Path) -> dict[str, list[render.Piece]]:
    names = ("born", "expires", "gender", "guardian", "address", "number")
    return {name: _pieces((getattr(each, name) for each in official), root) for name in names}


def _pieces(texts: Iterable[str], root: Path) -> list[render.Piece]:
    return [render.piece(text, root) for text in texts]

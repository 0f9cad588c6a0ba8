"""The code as one vector path whose modules are whole dots of a 300-dpi card printer."""

from citycard import qr
from portico.cards.drawing.errors import FaceInvalid

PANEL_DOTS = 500  # 42.33 mm at 300 dpi: version 25 (117 modules and 8 quiet ones) at 4 dots


def matrix(text: str) -> qr.Matrix:
    """The modules of the code for text, without quiet zone; True is dark.

    Raises FaceInvalid for a text that cannot be a card's code: empty, not base45, or beyond version 25 at level M.
    """
    try:
        return qr.matrix(text)
    except qr.QrError as error:
        # Its message is one of three fixed sentences and has nothing of the text.
        raise FaceInvalid("code_text", str(error)) from None


def dots_per_module(side: int) -> int:
    """How many printer dots a module may have so that the code and its quiet zone stay within the panel."""
    return PANEL_DOTS // (side + 2 * qr.QUIET_ZONE)


def svg(modules: qr.Matrix) -> str:
    """The panel as SVG, 500 x 500 printer dots: white, with the code in its middle on whole dots.

    One path for all modules: separate shapes would show hairlines between neighbours when a viewer
    smooths their edges.
    """
    dots = dots_per_module(len(modules))
    start = (PANEL_DOTS - dots * len(modules)) // 2
    steps = [
        f"M{start + first * dots} {start + y * dots}h{count * dots}v{dots}h-{count * dots}z"
        for y, row in enumerate(modules)
        for first, count in _dark_stretches(row)
    ]
    size = PANEL_DOTS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{"".join(steps)}"/></svg>'
    )


def _dark_stretches(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
